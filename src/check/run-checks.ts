// The order of the checks: preflight probes, the other probes, then the suites. What needs a failed check is blocked.
import type { CheckResult, SuiteRun } from "../model/check.ts";
import { UserError } from "../model/errors.ts";
import type { Plan, Probe, Suite } from "../model/plan.ts";
import type { World } from "../model/world.ts";
import { untrusted } from "../text/untrusted.ts";
import { identify } from "./identity.ts";
import { runProbe } from "./kinds.ts";
import { probeResult } from "./probe-result.ts";
import { blockedSuite, runSuite } from "./suite.ts";

export interface Checked {
  readonly checks: readonly CheckResult[];
  readonly suites: readonly SuiteRun[];
}

/** Probes at once: enough to be quick, few enough that a staging with one worker is not measured against itself. */
const CONCURRENCY = 8;

export async function runChecks(plan: Plan, commit: string, world: World): Promise<Checked> {
  const done = new Map<string, CheckResult>();
  await runProbes(preflightOf(plan), plan, commit, world, done);
  const preflightFailed = [...done.values()].some((result) => result.preflight && result.outcome !== "passed");
  await runProbes(
    plan.probes.filter((probe) => !done.has(probe.key)),
    plan,
    commit,
    world,
    done,
  );
  const suites: SuiteRun[] = [];
  const tests: CheckResult[] = [];
  for (const suite of plan.suites) {
    if (preflightFailed || world.clock.cancelled()) continue;
    const missing = blockers(suite, done);
    if (missing.length > 0) {
      tests.push(blockedSuite(suite, missing));
      continue;
    }
    world.console.group("Test");
    const outcome = await runSuite(suite, world);
    world.console.endGroup();
    suites.push(outcome.run);
    tests.push(...outcome.results);
  }
  const probes = plan.probes.flatMap((probe) => done.get(probe.key) ?? []);
  return { checks: [...probes, ...tests], suites };
}

/** The preflight probes and everything that they need themselves. */
function preflightOf(plan: Plan): readonly Probe[] {
  const wanted = new Set(plan.probes.filter((probe) => probe.preflight).map((probe) => probe.key));
  for (let before = -1; before !== wanted.size;) {
    before = wanted.size;
    for (const probe of plan.probes) if (wanted.has(probe.key)) for (const need of probe.needs) wanted.add(need);
  }
  return plan.probes.filter((probe) => wanted.has(probe.key));
}

/** Runs each probe as soon as what it needs is known. Planning has refused circles, so every round settles one. */
async function runProbes(
  probes: readonly Probe[],
  plan: Plan,
  commit: string,
  world: World,
  done: Map<string, CheckResult>,
): Promise<void> {
  let waiting = [...probes];
  while (waiting.length > 0 && !world.clock.cancelled()) {
    const ready = waiting.filter((probe) => probe.needs.every((need) => done.has(need)));
    if (ready.length === 0) throw new Error("probes wait for each other, which planning should have refused");
    waiting = waiting.filter((probe) => !ready.includes(probe));
    await inParallel(ready, async (probe) => {
      const missing = blockers(probe, done);
      const result =
        missing.length > 0
          ? probeResult(probe, null, { outcome: "blocked", failure: null, blockedBy: missing })
          : await runAs(probe, plan, commit, world);
      done.set(probe.key, result);
    });
  }
}

/** A token that cannot be minted is the probe's own failure: by now something may be deployed, and that is not lost. */
async function runAs(probe: Probe, plan: Plan, commit: string, world: World): Promise<CheckResult> {
  try {
    return await runProbe(probe, identify(probe, plan, commit, world), world);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const [fault] = error.faults;
    const message = untrusted(`no token could be minted: ${fault?.message ?? "unknown"}`);
    return probeResult(probe, null, {
      outcome: "errored",
      failure: { message, detail: null, type: null, facts: { stage: "auth", errno: "TOKEN" } },
    });
  }
}

function blockers(waiting: Probe | Suite, done: ReadonlyMap<string, CheckResult>): readonly string[] {
  return waiting.needs.filter((need) => done.get(need)?.outcome !== "passed");
}

async function inParallel<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await run(item);
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, items.length) }, worker));
}
