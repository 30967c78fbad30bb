// Runs the user's commands around the checks, and the one that brings the service before this one back.
import type { CommandResult } from "../model/check.ts";
import { addressVariables, type Addresses } from "../model/deployed.ts";
import type { Hook, Plan } from "../model/plan.ts";
import type { World } from "../model/world.ts";

/** null: there is none. */
export async function setUp(
  plan: Plan,
  commit: string,
  world: World,
  addresses: Addresses,
): Promise<CommandResult | null> {
  if (plan.setup === null) return null;
  world.journal.note({ kind: "phase", phase: "set-up" });
  const value = await run(plan.setup, "setup", { TDL_COMMIT: commit, ...addressVariables(plan, addresses) }, world);
  world.journal.note({ kind: "setup", value });
  return value;
}

/** In a cancelled run too: what the setup made is not left behind. */
export async function tearDown(
  plan: Plan,
  commit: string,
  world: World,
  addresses: Addresses,
): Promise<CommandResult | null> {
  if (plan.teardown === null) return null;
  world.journal.note({ kind: "phase", phase: "teardown" });
  const value = await run(
    plan.teardown,
    "teardown",
    { TDL_COMMIT: commit, ...addressVariables(plan, addresses) },
    world,
  );
  world.journal.note({ kind: "teardown", value });
  return value;
}

/** `good`: the commit of the best cycle, which is what staging should serve again. */
export async function rollBack(hook: Hook, commit: string, good: string, world: World): Promise<CommandResult> {
  return await run(hook, "rollback", { TDL_COMMIT: commit, TDL_GOOD_COMMIT: good }, world);
}

const TITLES = { setup: "Set up", teardown: "Tear down", rollback: "Roll back" } as const;

async function run(
  hook: Hook,
  label: keyof typeof TITLES,
  environment: Readonly<Record<string, string>>,
  world: World,
): Promise<CommandResult> {
  const { command } = await world.console.fold(TITLES[label], () =>
    world.shell.run({
      line: hook.run,
      timeoutMs: hook.timeoutMs,
      environment,
      label,
      ...(label === "teardown" ? { always: true } : {}),
    }),
  );
  return command;
}
