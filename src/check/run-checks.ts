// The order of the checks: setup, preflight probes, the other probes, targets, then the suites; teardown in any case.
import { succeeded, type CheckResult, type CommandResult, type SuiteRun } from "../model/check.ts";
import type { QuarantineNote } from "../model/cycle.ts";
import { addressVariables, NOTHING_TOLD, type Addresses } from "../model/deployed.ts";
import { noteTests } from "../model/journal.ts";
import type { Plan, Suite } from "../model/plan.ts";
import { shortName } from "../text/short-name.ts";
import type { World } from "../model/world.ts";
import { declare, type Declared } from "./declared.ts";
import { setUp, tearDown } from "./hooks.ts";
import { blockersOf, preflightOf } from "./order.ts";
import { probeResult } from "./probe-result.ts";
import { runProbes } from "./run-probes.ts";
import { createSession, type Hooks, type Session } from "./session.ts";
import { blockedSuite } from "./suite/blocked.ts";
import { floorOf } from "./suite/floor.ts";
import { markChecks } from "./suite/mark-checks.ts";
import { runSuite } from "./suite/run-suite.ts";
import { targetResult, unmeasured } from "./targets.ts";

export interface Checked extends Declared {
  readonly suites: readonly SuiteRun[];
  /** null: there is none. */
  readonly setup: CommandResult | null;
  readonly teardown: CommandResult | null;
  /** Entries whose day is over, or that match no check. */
  readonly quarantine: readonly QuarantineNote[];
}

export async function runChecks(
  plan: Plan,
  commit: string,
  world: World,
  hooks: Hooks,
  addresses: Addresses = NOTHING_TOLD,
): Promise<Checked> {
  const session = createSession(plan, commit, world, hooks, addresses);
  const setup = await setUp(plan, commit, world, addresses);
  let ran: Ran;
  let teardown: CommandResult | null;
  try {
    ran = setup === null || succeeded(setup) ? await runAll(session) : NOTHING_RAN;
    await hooks.measured?.();
  } finally {
    teardown = await tearDown(plan, commit, world, addresses);
  }
  const probes = plan.probes.map((probe) => session.done.get(probe.key) ?? probeResult(probe, { outcome: "not-run" }));
  const targets = plan.targets.map((target) => session.done.get(target.key) ?? unmeasured(target));
  const { suites } = ran;
  const { checks, notes } = markChecks([...probes, ...targets, ...ran.tests], plan, suites, world.clock.now());
  return { ...declare(checks, plan, world), suites, setup, teardown, quarantine: notes };
}

/** The checks that a plan names, before any of them ran. */
export function plannedChecks(plan: Plan, world: World): Declared {
  const probes = plan.probes.map((probe) => probeResult(probe, { outcome: "not-run" }));
  const { checks } = markChecks([...probes, ...plan.targets.map(unmeasured)], plan, [], world.clock.now());
  return declare(checks, plan, world);
}

interface Ran {
  readonly tests: readonly CheckResult[];
  readonly suites: readonly SuiteRun[];
}

const NOTHING_RAN: Ran = { tests: [], suites: [] };

async function runAll(session: Session): Promise<Ran> {
  const { plan, done, world, hooks } = session;
  world.journal.note({ kind: "phase", phase: "probes" });
  await world.console.fold("Preflight and probes", async () => {
    await runProbes(preflightOf(plan.probes), session);
    await runProbes(
      plan.probes.filter((probe) => !done.has(probe.key)),
      session,
    );
    judgeTargets(session);
  });
  hooks.probed?.([...done.values()]);
  const isReady = plan.probes.every((each) => !each.preflight || done.get(each.key)?.outcome === "passed");
  return isReady ? await runSuites(session) : NOTHING_RAN;
}

function judgeTargets({ plan, world, done, hooks }: Session): void {
  if (world.clock.cancelled()) return;
  for (const target of plan.targets) {
    const result = targetResult(target, plan, done);
    done.set(target.key, result);
    hooks.tell(result);
  }
}

async function runSuites({ plan, commit, world, done, addresses, hooks }: Session): Promise<Ran> {
  const environment = { TDL_COMMIT: commit, ...addressVariables(plan, addresses) };
  const suites: SuiteRun[] = [];
  const tests: CheckResult[] = [];
  if (plan.suites.length > 0) world.journal.note({ kind: "phase", phase: "tests" });
  for (const suite of plan.suites) {
    if (world.clock.cancelled()) break;
    const missing = blockersOf(suite, done);
    if (missing.length > 0) {
      const blocked = blockedSuite(suite, missing);
      tests.push(blocked);
      hooks.blocked?.(
        blocked,
        missing.flatMap((key) => done.get(key) ?? []),
      );
      continue;
    }
    const floorMs = floorOf([...done.values()]);
    const outcome = await runSuite(
      { suite, environment, floorMs },
      plan.suites.length === 1 ? world : under(suite, world),
    );
    suites.push(outcome.run);
    world.journal.note({ kind: "suite", value: outcome.run });
    noteTests(world.journal, outcome.results);
    hooks.tested?.(outcome.run, outcome.results);
    for (const result of outcome.results) tests.push(result);
  }
  return { tests, suites };
}

/** Of several suites, each prints under its own name. */
function under({ name }: Suite, world: World): World {
  const run: World["shell"]["run"] = (command) =>
    world.shell.run({ ...command, label: `${command.label} ${shortName(name)}` });
  return { ...world, shell: { run } };
}
