// Shared by the tests of planning: makes a plan from texts, and tells faults as lines.
import { UserError, type Fault } from "../../src/model/errors.ts";
import { describeFaults } from "../../src/plan/file/describe-fault.ts";
import { readInputs } from "../../src/plan/inputs.ts";
import { filesNamedIn, type NamedFile } from "../../src/plan/file/named-files.ts";
import { makePlan, type Planned } from "../../src/plan/plan.ts";
import { isUntrusted, reveal, untrusted } from "../../src/text/untrusted.ts";
import { keyProblem } from "../../src/world/tokens/tokens.ts";

export interface Given {
  readonly file?: string | null;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Files that the configuration names. */
  readonly files?: Readonly<Record<string, string>>;
}

export const FILE = "f.yml";

/** Values that no message may hold. */
export const ENVIRONMENT = {
  KEY: "kkkkkkkk-0123456789-abcdef-ABCDEF",
  HOST: "host-from-env",
  SHORT: "qx7",
  NEWLINE: "newline-secret-value\n",
  BLANK: " blank-secret-value",
  ACTIONS_RUNTIME_TOKEN: "runtime-token-value",
} as const;

export function plan({ file = null, inputs = {}, environment = ENVIRONMENT, files = {} }: Given): Planned {
  const named = file === null ? [] : filesNamedIn(file).map(reveal);
  return makePlan({
    inputs: readInputs((name) => inputs[name]),
    configPath: untrusted(FILE),
    configText: file,
    environment: (name) => environment[name],
    files: new Map(named.map((path) => [path, fileOf(files, path)])),
    keyProblem,
  });
}

function fileOf(files: Readonly<Record<string, string>>, path: string): NamedFile {
  const text = Object.hasOwn(files, path) ? files[path] : undefined;
  return text === undefined ? { kind: "missing" } : { kind: "read", text };
}

export function faultsOf(given: Given): readonly Fault[] {
  try {
    plan(given);
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.faults;
    throw error;
  }
}

/** Every fault as one line; empty when there is a plan. */
export function told(given: Given): readonly string[] {
  return linesOf(faultsOf(given));
}

export function linesOf(faults: readonly Fault[]): readonly string[] {
  return describeFaults(faults).map((phrase) =>
    phrase.map((part) => (typeof part === "string" ? part : isUntrusted(part) ? reveal(part) : part.text)).join(""),
  );
}

/** A value with its foreign texts opened, for comparison. */
export function opened(value: unknown): unknown {
  if (isUntrusted(value)) return reveal(value);
  if (Array.isArray(value)) return value.map(opened);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, opened(item)]));
}
