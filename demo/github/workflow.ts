// A workflow file: its YAML decoded into the parts that GitHub and the runner act upon.
import * as v from "valibot";
import { parse } from "yaml";
import type { Json } from "./json.ts";

export interface Workflow {
  readonly path: string;
  readonly name: string;
  readonly runName: string | undefined;
  readonly on: Triggers;
  readonly permissions: PermissionsSetting | undefined;
  readonly env: Readonly<Record<string, Scalar>>;
  readonly concurrency: ConcurrencySetting | undefined;
  readonly defaults: RunDefaults;
  readonly jobs: Readonly<Record<string, JobDefinition>>;
}

export type Scalar = string | number | boolean | null;
export type Triggers = Readonly<Record<string, TriggerFilter>>;
export type PermissionsSetting = "read-all" | "write-all" | Readonly<Record<string, "read" | "write" | "none">>;
export type TriggerFilter = v.InferOutput<typeof triggerSchema>;
export type JobDefinition = v.InferOutput<typeof jobSchema>;
export type StepDefinition = v.InferOutput<typeof stepSchema>;
export type ConcurrencySetting = v.InferOutput<typeof concurrencySchema>;
export type RunDefaults = v.InferOutput<typeof defaultsSchema>;
export type InputDefinition = v.InferOutput<typeof inputSchema>;

/** Decodes a workflow. Throws an Error that names the file and the place when it is not one that GitHub would accept. */
export function readWorkflow(path: string, text: string): Workflow {
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    throw new Error(`Invalid workflow file: ${path}: ${messageOf(error)}`, { cause: error });
  }
  const result = v.safeParse(workflowSchema, document);
  if (!result.success) {
    const [issue] = result.issues;
    throw new Error(`Invalid workflow file: ${path}: ${v.getDotPath(issue) ?? "the document"}: ${issue.message}`);
  }
  const { output } = result;
  return {
    path,
    name: output.name ?? path,
    runName: output["run-name"],
    on: output.on,
    permissions: output.permissions,
    env: output.env,
    concurrency: output.concurrency,
    defaults: output.defaults,
    jobs: output.jobs,
  };
}

const NO_FILTER: TriggerFilter = {};

const text = v.union([v.string(), v.pipe(v.union([v.number(), v.boolean()]), v.transform(String))]);
const scalar = v.union([v.string(), v.number(), v.boolean(), v.null()]);
const oneOrMany = v.union([
  v.pipe(
    text,
    v.transform((one): string[] => [one]),
  ),
  v.array(text),
]);
const mapping = v.record(v.string(), scalar);

const inputSchema = v.object({
  description: v.optional(v.string()),
  required: v.optional(v.boolean(), false),
  default: v.optional(scalar),
  type: v.optional(v.picklist(["string", "boolean", "number", "choice", "environment"]), "string"),
  options: v.optional(v.array(text)),
  deprecationMessage: v.optional(v.string()),
});

const triggerSchema = v.object({
  branches: v.optional(oneOrMany),
  "branches-ignore": v.optional(oneOrMany),
  tags: v.optional(oneOrMany),
  "tags-ignore": v.optional(oneOrMany),
  paths: v.optional(oneOrMany),
  "paths-ignore": v.optional(oneOrMany),
  types: v.optional(oneOrMany),
  inputs: v.optional(v.record(v.string(), v.nullish(inputSchema, {}))),
  crons: v.optional(v.array(v.string())),
});

const triggersSchema = v.union([
  v.pipe(
    oneOrMany,
    v.transform((events): Triggers => Object.fromEntries(events.map((event) => [event, NO_FILTER]))),
  ),
  v.pipe(
    v.record(v.string(), v.unknown()),
    v.transform((events) =>
      Object.fromEntries(
        Object.entries(events).map(([event, filter]) => [
          event,
          event === "schedule" && Array.isArray(filter)
            ? { crons: filter.map((entry) => v.parse(v.object({ cron: v.string() }), entry).cron) }
            : (filter ?? {}),
        ]),
      ),
    ),
    v.record(v.string(), triggerSchema),
  ),
]);

const concurrencySchema = v.union([
  v.pipe(
    text,
    v.transform((group) => ({ group, "cancel-in-progress": false, queue: "single" as const })),
  ),
  v.pipe(
    v.strictObject({
      group: text,
      "cancel-in-progress": v.optional(v.union([v.boolean(), v.string()]), false),
      queue: v.optional(v.picklist(["single", "max"]), "single"),
    }),
    v.check(
      (setting) => setting.queue === "single" || setting["cancel-in-progress"] === false,
      "queue: max cannot be combined with cancel-in-progress: true",
    ),
  ),
]);

const permissionsSchema = v.union([
  v.picklist(["read-all", "write-all"]),
  v.record(v.string(), v.picklist(["read", "write", "none"])),
  v.pipe(
    v.null(),
    v.transform(() => ({})),
  ),
]);

const defaultsSchema = v.optional(
  v.object({
    run: v.optional(v.object({ shell: v.optional(v.string()), "working-directory": v.optional(v.string()) }), {}),
  }),
  { run: {} },
);

const stepSchema = v.pipe(
  v.strictObject({
    id: v.optional(v.string()),
    name: v.optional(text),
    if: v.optional(text),
    uses: v.optional(v.string()),
    run: v.optional(v.string()),
    with: v.optional(mapping, {}),
    env: v.optional(mapping, {}),
    shell: v.optional(v.string()),
    "working-directory": v.optional(v.string()),
    "continue-on-error": v.optional(v.union([v.boolean(), v.string()]), false),
    "timeout-minutes": v.optional(v.union([v.number(), v.string()])),
  }),
  v.check((step) => (step.uses === undefined) !== (step.run === undefined), "a step needs either uses or run"),
);

// Strict on purpose: containers, services and reusable workflows are outside of this runner, and it says so at once.
const jobSchema = v.strictObject({
  name: v.optional(text),
  if: v.optional(text),
  needs: v.optional(oneOrMany, []),
  "runs-on": v.union([oneOrMany, v.record(v.string(), v.unknown())]),
  permissions: v.optional(permissionsSchema),
  environment: v.optional(
    v.union([
      v.string(),
      v.object({
        name: v.string(),
        url: v.optional(v.string()),
        deployment: v.optional(v.boolean()),
      }),
    ]),
  ),
  concurrency: v.optional(concurrencySchema),
  outputs: v.optional(v.record(v.string(), text), {}),
  env: v.optional(mapping, {}),
  defaults: defaultsSchema,
  steps: v.pipe(v.array(stepSchema), v.minLength(1)),
  strategy: v.optional(
    v.strictObject({
      matrix: v.record(v.string(), v.union([v.array(scalar), v.string()])),
      "fail-fast": v.optional(v.boolean(), true),
    }),
  ),
  "timeout-minutes": v.optional(v.union([v.number(), v.string()])),
  "continue-on-error": v.optional(v.union([v.boolean(), v.string()]), false),
});

const workflowSchema = v.strictObject({
  name: v.optional(v.string()),
  "run-name": v.optional(text),
  on: triggersSchema,
  permissions: v.optional(permissionsSchema),
  env: v.optional(mapping, {}),
  concurrency: v.optional(concurrencySchema),
  defaults: defaultsSchema,
  jobs: v.record(v.string(), jobSchema),
});

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The inputs of a dispatch with their declared types, as the `inputs` context has them. */
export function typedInputs(
  declared: Readonly<Record<string, InputDefinition>>,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    Object.entries(declared).map(([name, definition]) => {
      const value = given[name] ?? "";
      if (definition.type === "boolean") return [name, value === "true"];
      if (definition.type === "number") return [name, value === "" ? 0 : Number(value)];
      return [name, value];
    }),
  );
}
