// What the commands of the services have to tell, because texts refer to it: known before anything runs, so that nothing
// is asked at an address that nobody told.
import type { Deploy, NeededOutput } from "../../model/plan.ts";
import { reveal, untrusted } from "../../text/untrusted.ts";
import { meantBy, placeOf, type Desk } from "../desk.ts";
import { findReferences } from "../file/references.ts";

/** The services with what each has to tell. References to what nobody can tell are faults. */
export function withOutputs(desk: Desk, deploys: readonly Deploy[]): readonly Deploy[] {
  const byName = new Map(deploys.map((each) => [reveal(each.name), each]));
  // A service that could not be read is no reason to doubt what refers to it.
  const known = new Set([...byName.keys(), ...(desk.config?.named.deploys ?? [])]);
  const used = desk.texts.outputs();
  for (const { service, output, place } of used) {
    const found = untrusted(`\${deploy.${service}.${output}}`);
    if (!known.has(service)) {
      const meant = meantBy(
        desk,
        service,
        [...known].filter((name) => /^[\w-]+$/u.test(name)),
      );
      const didYouMean = meant === null ? null : untrusted(`\${deploy.${reveal(meant)}.${output}}`);
      desk.faults.add(place, "there is no service of this name", { found, didYouMean });
    } else if (byName.get(service)?.run === null) {
      desk.faults.add(place, "this service has no run, so that nothing tells its address", { found });
    }
  }
  for (const index of deploys.keys()) checkReadiness(desk, deploys, index);
  return deploys.map((each) => {
    const name = reveal(each.name);
    const needed = new Map<string, NeededOutput>();
    for (const { service, output, as } of used) {
      if (service === name && needed.get(output)?.as !== "address") needed.set(output, { name: output, as });
    }
    return { ...each, outputs: [...needed.values()] };
  });
}

/** A service is awaited when it is deployed, and by then only those have told something for which it waited. */
function checkReadiness(desk: Desk, deploys: readonly Deploy[], index: number): void {
  const part = desk.config?.deploys[index];
  const own = deploys[index];
  if (part === undefined || own === undefined || own.ready === null) return;
  const before = new Set([reveal(own.name), ...waitedFor(deploys, index)]);
  const { health, revision } = own.ready;
  for (const request of [health, revision?.request]) {
    for (const found of request === null || request === undefined ? [] : findReferences(reveal(request.url))) {
      if (!("reference" in found) || found.reference.scope !== "deploy") continue;
      const [service = ""] = found.reference.name.split(".");
      if (before.has(service) || !deploys.some(({ name }) => reveal(name) === service)) continue;
      desk.faults.add(
        placeOf(desk, [...part.path, "ready"]),
        "this service does not wait for the one that tells this",
        {
          found: untrusted(found.reference.raw),
          hint: "Add the other service to needs.",
        },
      );
    }
  }
}

/** Names of the services that are deployed before this one, however far back. */
function waitedFor(deploys: readonly Deploy[], index: number): ReadonlySet<string> {
  const indexes = new Set([index]);
  // A set is walked to its end also while it grows.
  for (const at of indexes) for (const { deploy } of deploys[at]?.after ?? []) indexes.add(deploy);
  indexes.delete(index);
  return new Set([...indexes].map((at) => reveal(deploys[at]?.name ?? untrusted(""))));
}
