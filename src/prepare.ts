// From the inputs and the configuration file to a plan, with its secrets known to the masker before anything is said.
import { UserError } from "./model/errors.ts";
import type { Files, World } from "./model/world.ts";
import type { KeyProblem } from "./plan/desk.ts";
import { readInputs } from "./plan/inputs.ts";
import { filesNamedIn, type NamedFile } from "./plan/file/named-files.ts";
import { DEFAULT_CONFIG, makePlan, type Planned } from "./plan/plan.ts";
import { reveal, untrusted, type Untrusted } from "./text/untrusted.ts";

/** Throws a UserError with every fault of the inputs and the file. */
export async function prepare(
  input: (name: string) => string | undefined,
  world: World,
  keyProblem: KeyProblem,
): Promise<Planned> {
  const inputs = readInputs(input);
  if (inputs.githubToken !== null) world.secrets.register(reveal(inputs.githubToken));
  const configPath = inputs.config ?? untrusted(DEFAULT_CONFIG);
  const configText = await world.files.readConfig(configPath);
  const files = new Map<string, NamedFile>();
  for (const path of configText === null ? [] : filesNamedIn(configText)) {
    files.set(reveal(path), await readNamed(path, world.files));
  }
  const planned = makePlan({ inputs, configPath, configText, environment: world.environment, files, keyProblem });
  for (const name of planned.plan.secrets) world.secrets.register(world.environment(reveal(name)) ?? "");
  world.net.trust(planned.plan.authorities);
  return planned;
}

/** A file that cannot be read is told by the plan, with the place that names it. */
async function readNamed(path: Untrusted, files: Files): Promise<NamedFile> {
  try {
    const text = await files.readConfig(path);
    return text === null ? { kind: "missing" } : { kind: "read", text };
  } catch (error) {
    if (error instanceof UserError) return { kind: "unreadable" };
    throw error;
  }
}
