// What a command of the user's sees of our environment: everything but the runner's and our own credentials and files.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { notStarted, type Ending } from "./child.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ChildEnvironment {
  readonly environment: Readonly<Record<string, string>>;
  /** The command's own GITHUB_OUTPUT. */
  readonly outputFile: string;
  remove(): Promise<void>;
}

/**
 * Our inputs, our state between steps, and the runner's tokens: with ACTIONS_RUNTIME_TOKEN alone anyone can write caches
 * and artifacts. Who needs GITHUB_TOKEN in a command names it there. NODE_OPTIONS would load code into every node.
 */
const WITHHELD = /^(?:INPUT_|STATE_|ACTIONS_|GITHUB_TOKEN$|GH_TOKEN$|NODE_OPTIONS$)/u;

/** Files through which a step speaks to the runner. A command that writes there must not speak for us. */
const RUNNER_FILES = ["GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE", "GITHUB_STEP_SUMMARY"] as const;

export async function createChildEnvironment(
  parent: Environment,
  added: Readonly<Record<string, string>>,
  tempDir: string,
  without: readonly string[] = [],
): Promise<ChildEnvironment | Ending> {
  try {
    await mkdir(tempDir, { recursive: true, mode: 0o700 });
    const folder = await mkdtemp(join(tempDir, "command-"));
    const environment: Record<string, string> = {};
    for (const [name, value] of Object.entries(parent)) {
      if (value === undefined || without.includes(name) || WITHHELD.test(name.toUpperCase())) continue;
      environment[name] = value;
    }
    for (const name of RUNNER_FILES) {
      environment[name] = join(folder, name.toLowerCase());
      await writeFile(environment[name], "", { mode: 0o600 });
    }
    return {
      outputFile: join(folder, "github_output"),
      environment: { ...environment, ...added },
      // The command may have changed or removed its folder; what is left behind is the runner's to clean.
      remove: () => rm(folder, { recursive: true, force: true }).catch(() => undefined),
    };
  } catch (error) {
    return notStarted(error);
  }
}
