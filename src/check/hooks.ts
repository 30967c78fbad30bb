// Runs the user's commands around the checks.
import type { CommandResult } from "../model/check.ts";
import type { Hook, Plan } from "../model/plan.ts";
import type { World } from "../model/world.ts";

/** null: there is none. */
export async function setUp({ setup }: Plan, commit: string, world: World): Promise<CommandResult | null> {
  return setup === null ? null : await run(setup, "setup", commit, world);
}

/** In a cancelled run too: what the setup made is not left behind. */
export async function tearDown({ teardown }: Plan, commit: string, world: World): Promise<CommandResult | null> {
  return teardown === null ? null : await run(teardown, "teardown", commit, world);
}

async function run(hook: Hook, label: "setup" | "teardown", commit: string, world: World): Promise<CommandResult> {
  world.console.group(label === "setup" ? "Set up" : "Tear down");
  const result = await world.shell.run({
    line: hook.run,
    timeoutMs: hook.timeoutMs,
    environment: { TDL_COMMIT: commit },
    label,
    ...(label === "teardown" ? { always: true } : {}),
  });
  world.console.endGroup();
  return result;
}
