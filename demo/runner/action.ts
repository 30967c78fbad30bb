// A JavaScript action: its action.yml, and its inputs as environment variables.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { parse } from "yaml";
import { interpolate, type Scope } from "../github/expressions.ts";

export interface Action {
  readonly dir: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly required: boolean }>>;
  readonly main: string;
  readonly pre: string | undefined;
  readonly preIf: string;
  readonly post: string | undefined;
  readonly postIf: string;
}

export function readAction(dir: string): Action {
  const file = ["action.yml", "action.yaml"].map((name) => join(dir, name)).find((path) => existsSync(path));
  if (file === undefined) throw new Error(`There is no action.yml in ${dir}`);
  const result = v.safeParse(actionSchema, parse(readFileSync(file, "utf8")));
  if (!result.success) {
    const [issue] = result.issues;
    throw new Error(`${file}: ${v.getDotPath(issue) ?? "the document"}: ${issue.message}`);
  }
  const { name, inputs, runs } = result.output;
  return {
    dir,
    name,
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([input, definition]) => [
        input.toLowerCase(),
        {
          required: definition?.required ?? false,
          ...(definition?.default === undefined || definition.default === null
            ? {}
            : { default: String(definition.default) }),
        },
      ]),
    ),
    main: runs.main,
    pre: runs.pre,
    preIf: runs["pre-if"],
    post: runs.post,
    postIf: runs["post-if"],
  };
}

export interface InputEnvironment {
  readonly env: Readonly<Record<string, string>>;
  /** Names under `with` that the action does not declare. */
  readonly unexpected: readonly string[];
}

/**
 * `INPUT_*`: what the step gives (evaluated in all contexts), else the action's default (evaluated in the few contexts that
 * GitHub allows there). Evaluated anew for pre, main and post, so `${{ job.status }}` is the present one.
 */
export function inputEnvironment(
  action: Action,
  given: Readonly<Record<string, string | number | boolean | null>>,
  scope: Scope,
): InputEnvironment {
  const values = new Map<string, string>();
  const allowed = DEFAULT_CONTEXTS.map((name) => [name, scope.contexts[name] ?? null]);
  const defaults: Scope = { contexts: Object.fromEntries(allowed) };
  for (const [name, definition] of Object.entries(action.inputs)) {
    if (definition.default !== undefined) values.set(name, interpolate(definition.default, defaults));
  }
  const unexpected: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (!(name.toLowerCase() in action.inputs)) unexpected.push(name);
    values.set(name.toLowerCase(), interpolate(value === null ? "" : String(value), scope));
  }
  for (const name of Object.keys(action.inputs)) if (!values.has(name)) values.set(name, "");
  const env = [...values].map(([name, value]) => [`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`, value]);
  return { env: Object.fromEntries(env), unexpected };
}

const DEFAULT_CONTEXTS = ["github", "strategy", "matrix", "job", "runner"] as const;

const actionSchema = v.object({
  name: v.string(),
  description: v.optional(v.string()),
  inputs: v.nullish(
    v.record(
      v.string(),
      v.nullable(
        v.object({
          description: v.optional(v.string()),
          required: v.optional(v.boolean()),
          default: v.optional(v.union([v.string(), v.number(), v.boolean(), v.null()])),
          deprecationMessage: v.optional(v.string()),
        }),
      ),
    ),
    {},
  ),
  outputs: v.optional(v.record(v.string(), v.unknown())),
  runs: v.object({
    using: v.pipe(v.string(), v.regex(/^node\d+$/, "only JavaScript actions (using: node24) can be run")),
    main: v.string(),
    pre: v.optional(v.string()),
    "pre-if": v.optional(v.string(), "always()"),
    post: v.optional(v.string()),
    "post-if": v.optional(v.string(), "always()"),
  }),
});
