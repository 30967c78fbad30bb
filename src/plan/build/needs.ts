// Resolves the names in `needs` and `preflight`, and refuses probes that wait for each other.
import { untrusted } from "../../text/untrusted.ts";
import { meantBy, placeOf, type Desk } from "../desk.ts";
import { shown, type Path } from "../file/faults.ts";
import type { NamedSection } from "../file/parts.ts";

/** Notes every name that is not a probe's; `own` is the name of the probe that says so. */
export function checkNames(desk: Desk, names: readonly string[], path: Path, own?: string): void {
  const known = desk.config?.named.probes ?? [];
  const others = known.filter((name) => name !== own);
  for (const [index, name] of names.entries()) {
    if (known.includes(name)) continue;
    desk.faults.add(placeOf(desk, [...path, index]), "there is no probe of this name", {
      found: shown(name),
      didYouMean: meantBy(desk, name, others),
    });
  }
}

/** Names of the preflight probes and of everything that they wait for. */
export function preflightOf(preflight: readonly string[], probes: readonly Needing[]): ReadonlySet<string> {
  const needs = new Map(probes.map((probe) => [probe.name, probe.needs]));
  const wanted = new Set(preflight);
  // A set is walked to its end also while it grows.
  for (const name of wanted) for (const need of needs.get(name) ?? []) wanted.add(need);
  return wanted;
}

/** Notes a name that two parts of one section share, also where something else in them is wrong. */
export function checkUnique(desk: Desk, section: NamedSection): void {
  const seen = new Set<string>();
  for (const { path, words } of desk.config?.named.all[section] ?? []) {
    if (seen.has(words.name)) {
      desk.faults.add(placeOf(desk, [...path, "name"]), "this name is taken already", { found: shown(words.name) });
    }
    seen.add(words.name);
  }
}

export interface Needing {
  readonly name: string;
  /** What is said. */
  readonly named: readonly string[];
  /** Also what follows from the captures that are used. */
  readonly needs: readonly string[];
  readonly path: Path;
}

/** Notes each circle once, at the probe of it that comes first in the file. */
export function checkCircles(desk: Desk, probes: readonly Needing[]): void {
  let waiting = settleAll(new Map(probes.map((probe) => [probe.name, probe])));
  for (;;) {
    const [start] = waiting.values();
    if (start === undefined) return;
    const circle = circleFrom(start, waiting);
    const first = circle.toSorted((a, b) => probes.indexOf(a) - probes.indexOf(b))[0] ?? start;
    const from = circle.indexOf(first);
    const ordered = [...circle.slice(from), ...circle.slice(0, from)];
    const names = [...ordered, first].map(({ name }) => name);
    const isNamed = ordered.every(({ named }, index) => named.includes(names[index + 1] ?? ""));
    desk.faults.add(placeOf(desk, [...first.path, "needs"]), "these probes wait for each other", {
      found: untrusted(names.join(" → ")),
      hint: isNamed ? null : "A probe also waits for the probes whose captures it uses.",
    });
    const rest = new Map(waiting);
    for (const { name } of circle) rest.delete(name);
    waiting = settleAll(rest);
  }
}

/** What is left when everything that can run has run. */
function settleAll(probes: ReadonlyMap<string, Needing>): ReadonlyMap<string, Needing> {
  const left = new Map(probes);
  for (let before = -1; before !== left.size;) {
    before = left.size;
    for (const [name, { needs }] of left) if (!needs.some((need) => left.has(need))) left.delete(name);
  }
  return left;
}

// Every probe that is left waits for another one that is left, so this walk comes back to where it was.
function circleFrom(start: Needing, waiting: ReadonlyMap<string, Needing>): readonly Needing[] {
  const walked: Needing[] = [];
  let at: Needing | undefined = start;
  while (at !== undefined && !walked.includes(at)) {
    walked.push(at);
    const next: string | undefined = at.needs.find((need) => waiting.has(need));
    at = next === undefined ? undefined : waiting.get(next);
  }
  return at === undefined ? walked : walked.slice(walked.indexOf(at));
}
