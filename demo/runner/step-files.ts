// The files through which a step talks to the runner: each phase of each step has its own five.
import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readEnvFile } from "./env-file.ts";
import type { Masks } from "./masks.ts";
import type { StepOutput } from "./step-output.ts";

export interface StepFiles {
  readonly env: Readonly<Record<string, string>>;
  /** Reads them when the phase is over. Ill-formed ones fail the step. */
  collect(output: StepOutput, masks: Masks): CollectedFiles;
}

export interface CollectedFiles {
  readonly env: ReadonlyMap<string, string>;
  readonly path: readonly string[];
  readonly summary: string | undefined;
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands: 1 MiB for a step, checked before masking. */
const MAX_SUMMARY = 1024 * 1024;

export function createStepFiles(temp: string): StepFiles {
  const folder = join(temp, "_runner_file_commands");
  mkdirSync(folder, { recursive: true });
  const id = randomUUID();
  const create = (kind: string): string => {
    const path = join(folder, `${kind}_${id}`);
    writeFileSync(path, "");
    return path;
  };
  const paths = {
    output: create("set_output"),
    env: create("set_env"),
    path: create("add_path"),
    state: create("save_state"),
    summary: create("step_summary"),
  };

  return {
    env: {
      GITHUB_OUTPUT: paths.output,
      GITHUB_ENV: paths.env,
      GITHUB_PATH: paths.path,
      GITHUB_STATE: paths.state,
      GITHUB_STEP_SUMMARY: paths.summary,
    },
    collect: (output, masks) => {
      const env = new Map<string, string>();
      const assign = (kind: string, path: string, target: Map<string, string>): void => {
        try {
          for (const { name, value } of readEnvFile(read(path))) target.set(name, value);
        } catch (error) {
          output.fail(`Unable to process file command '${kind}' successfully.`);
          output.fail(error instanceof Error ? error.message : String(error));
        }
      };
      assign("output", paths.output, output.outputs);
      assign("state", paths.state, output.state);
      assign("env", paths.env, env);
      for (const name of env.keys()) {
        if (!FORBIDDEN.has(name.toUpperCase())) continue;
        env.delete(name);
        output.fail(`Can't store ${name} output parameter using '$GITHUB_ENV' command.`);
      }
      return {
        env,
        path: read(paths.path)
          .split("\n")
          .filter((line) => line.trim() !== ""),
        summary: summaryOf(paths.summary, output, masks),
      };
    },
  };
}

const FORBIDDEN: ReadonlySet<string> = new Set(["NODE_OPTIONS"]);

function summaryOf(path: string, output: StepOutput, masks: Masks): string | undefined {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return undefined;
  if (size > MAX_SUMMARY) {
    output.fail(
      `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got ${Math.ceil(size / 1024)}k.`,
    );
    return undefined;
  }
  // Line by line, as the runner does it.
  return read(path)
    .split(/\r\n|\r|\n/)
    .map((line) => masks.mask(line))
    .join("\n");
}

/** A file that the step has removed counts as empty. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch {
    return "";
  }
}
