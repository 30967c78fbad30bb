// `workflow_dispatch` as the API accepts or refuses it.
import * as v from "valibot";
import type { Events } from "./events.ts";
import { readWorkflowAt } from "./workflows-at.ts";
import type { DispatchAnswer, Fates } from "./fates.ts";
import { isRecord } from "./json.ts";
import { notFound, refuse, type Reply, type Route } from "./reply.ts";
import type { RunStore } from "./runs.ts";
import { apiUrl, pageUrl, type Site } from "./site.ts";
import { typedInputs, type InputDefinition } from "./workflow.ts";

/** https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflow_dispatch */
const MAX_INPUTS = 25;
const MAX_CHARACTERS = 65_535;

export function dispatchRoute(
  site: Site,
  runs: RunStore,
  events: Events,
  { answer, fates }: { readonly answer: DispatchAnswer; readonly fates: Fates },
): Route {
  return async ({ params, body, caller, version }) => {
    if (answer === "refuses-unknown-member" && isRecord(body) && "return_run_details" in body) {
      return refuse(400, `Invalid request.\n\n"return_run_details" is not a permitted key.`);
    }
    const path = await workflowPath(site, runs, params["workflow_id"] ?? "");
    if (path === undefined) return notFound();
    const parsed = v.safeParse(bodySchema, body);
    if (!parsed.success) {
      const [issue] = parsed.issues;
      const place = v.getDotPath(issue);
      return refuse(
        422,
        place === "ref" || place === null
          ? `Invalid request.\n\n"ref" wasn't supplied.`
          : `Invalid request.\n\nFor '${place}', ${issue.message}`,
      );
    }
    const given = parsed.output;
    const target = await findRef(site, given.ref);
    if (target === undefined) return refuse(422, `No ref found for: ${given.ref}`);
    const workflow = await readWorkflowAt(site, target.sha, path);
    if (workflow === undefined) return notFound();
    const trigger = workflow.on["workflow_dispatch"];
    if (trigger === undefined) {
      return refuse(422, "Workflow does not have 'workflow_dispatch' trigger");
    }
    const texts = Object.fromEntries(Object.entries(given.inputs).map(([name, value]) => [name, String(value)]));
    const declared = trigger.inputs ?? {};
    const refusal = refuseInputs(declared, texts);
    if (refusal !== undefined) return refusal;
    const complete = withDefaults(declared, texts);
    const { id } = await events.dispatch(
      {
        workflow,
        ref: target.ref,
        sha: target.sha,
        inputs: typedInputs(declared, complete),
        texts: complete,
        by: caller.kind === "anonymous" ? site.owner : caller.login,
      },
      fates.next(),
    );
    // Later REST versions always tell about the run.
    const tells = answer === "run-details" && (given.return_run_details || version >= "2026-03-10");
    if (!tells) return { status: 204 };
    return {
      status: 200,
      body: {
        workflow_run_id: id,
        run_url: `${apiUrl(site)}/actions/runs/${id}`,
        html_url: `${pageUrl(site)}/actions/runs/${id}`,
      },
    };
  };
}

/** The path of a workflow given by its id or file name. It has to exist on the default branch. */
export async function workflowPath(site: Site, runs: RunStore, idOrFile: string): Promise<string | undefined> {
  const main = await site.git.resolve(`refs/heads/${site.defaultBranch}`);
  if (main === undefined) return undefined;
  const paths = (await site.git.files(main, ".github/workflows")).filter((path) => /\.ya?ml$/.test(path));
  const number = /^\d+$/.test(idOrFile) ? Number(idOrFile) : undefined;
  return paths.find((path) =>
    number === undefined
      ? path === `.github/workflows/${idOrFile}` || path === idOrFile
      : runs.workflowId(path) === number,
  );
}

const bodySchema = v.object({
  ref: v.pipe(v.string(), v.minLength(1)),
  inputs: v.optional(v.record(v.string(), v.union([v.string(), v.boolean(), v.number()], "is not a string.")), {}),
  return_run_details: v.optional(v.boolean(), false),
});

/** Only branches and tags; a SHA or a pull request's merge ref is no target. */
async function findRef(site: Site, given: string): Promise<{ ref: string; sha: string } | undefined> {
  const candidates = /^refs\/(heads|tags)\//.test(given) ? [given] : [`refs/heads/${given}`, `refs/tags/${given}`];
  for (const ref of candidates) {
    const sha = await site.git.resolve(ref);
    if (sha !== undefined) return { ref, sha };
  }
  return undefined;
}

function refuseInputs(
  declared: Readonly<Record<string, InputDefinition>>,
  given: Readonly<Record<string, string>>,
): Reply | undefined {
  const names = Object.keys(given);
  if (names.length > MAX_INPUTS) {
    return refuse(
      422,
      `Invalid request.\n\nNo more than ${MAX_INPUTS} properties are allowed; ${names.length} were supplied.`,
    );
  }
  if (Object.values(given).reduce((sum, value) => sum + value.length, 0) > MAX_CHARACTERS) {
    return refuse(422, "inputs are too large.");
  }
  const unexpected = names.filter((name) => !(name in declared));
  if (unexpected.length > 0) {
    return refuse(422, `Unexpected inputs provided: ${JSON.stringify(unexpected)}`);
  }
  for (const [name, definition] of Object.entries(declared)) {
    const value = given[name] ?? "";
    if (value === "") {
      if (definition.required && definition.default === undefined) {
        return refuse(422, `Required input '${name}' not provided`);
      }
      continue;
    }
    const allowed = definition.type === "boolean" ? ["true", "false"] : definition.options;
    const limited = definition.type === "boolean" || definition.type === "choice";
    if (limited && allowed?.includes(value) !== true) {
      return refuse(422, `Provided value '${value}' for input '${name}' not in the list of allowed values`);
    }
  }
  return undefined;
}

function withDefaults(
  declared: Readonly<Record<string, InputDefinition>>,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(declared).map(([name, definition]) => {
      const fallback =
        definition.type === "choice" && definition.default === undefined ? definition.options?.[0] : definition.default;
      return [name, given[name] ?? String(fallback ?? (definition.type === "boolean" ? false : ""))];
    }),
  );
}
