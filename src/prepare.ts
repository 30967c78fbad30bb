// From the inputs and the configuration file to a plan, with its secrets known to the masker before anything is said.
import { readInputs } from "./plan/inputs.ts";
import { DEFAULT_CONFIG, makePlan, type Planned } from "./plan/plan.ts";
import type { World } from "./model/world.ts";
import { reveal, untrusted } from "./text/untrusted.ts";

/** Throws a UserError with every fault of the inputs and the file. */
export async function prepare(input: (name: string) => string | undefined, world: World): Promise<Planned> {
  const inputs = readInputs(input);
  if (inputs.githubToken !== null) world.secrets.register(reveal(inputs.githubToken));
  const configPath = inputs.config ?? untrusted(DEFAULT_CONFIG);
  const configText = await world.files.readConfig(configPath);
  const planned = makePlan({ inputs, configPath, configText, environment: world.environment });
  for (const name of planned.plan.secrets) world.secrets.register(world.environment(reveal(name)) ?? "");
  return planned;
}
