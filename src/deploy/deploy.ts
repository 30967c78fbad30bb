// Brings the services to staging, one after the other, with the user's own commands.
import { succeeded } from "../model/check.ts";
import type { Deployment } from "../model/cycle.ts";
import type { Deploy } from "../model/plan.ts";
import type { World } from "../model/world.ts";

/** Stops at the first command that fails: what follows was meant to build on it. */
export async function deploy(deploys: readonly Deploy[], commit: string, world: World): Promise<readonly Deployment[]> {
  const done: Deployment[] = [];
  for (const each of deploys) {
    if (each.run === null) {
      done.push({ name: each.name, command: null });
      continue;
    }
    world.console.group("Deploy");
    const command = await world.shell.run({
      line: each.run,
      timeoutMs: each.timeoutMs,
      environment: { TDL_COMMIT: commit },
      label: "deploy",
    });
    world.console.endGroup();
    done.push({ name: each.name, command });
    if (!succeeded(command)) break;
  }
  return done;
}
