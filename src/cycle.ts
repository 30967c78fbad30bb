// THE STORY of one cycle: plan → deploy → await readiness → check → judge → decide → report → publish.
// What is said after the decision is said again by post, once the next cycle has been dispatched.
import { askControl } from "./check/control.ts";
import { declare } from "./check/declared.ts";
import { rollBack, tearDown } from "./check/hooks.ts";
import { runChecks } from "./check/run-checks.ts";
import type { Hooks } from "./check/session.ts";
import { servedRevision } from "./deploy/readiness.ts";
import { deploy } from "./deploy/deploy.ts";
import { analyse } from "./judge/analyse.ts";
import { classify } from "./judge/classify/classify.ts";
import { decide } from "./judge/decide.ts";
import { nextLoop } from "./loop/advance.ts";
import { beginLoop } from "./loop/begin.ts";
import { identifyRun } from "./loop/identity.ts";
import type { Classification, Decision } from "./model/analysis.ts";
import type { CheckResult } from "./model/check.ts";
import type { ControlResult, Cycle, Readiness } from "./model/cycle.ts";
import { fault, UserError } from "./model/errors.ts";
import type { Commit, GitHub } from "./model/github.ts";
import { CEILING, shortestWaitMs, type Limits } from "./model/limits.ts";
import type { Addresses } from "./model/deployed.ts";
import { bestTested, lastTested, type Loop } from "./model/loop.ts";
import type { Plan } from "./model/plan.ts";
import type { Trigger } from "./model/trigger.ts";
import type { World } from "./model/world.ts";
import type { CycleRecord } from "./record/record.ts";
import { progressLine, runningLine } from "./report/progress.ts";
import { clean } from "./text/clean.ts";
import { mapUntrusted, untrusted, type Untrusted } from "./text/untrusted.ts";

export interface Order {
  readonly plan: Plan;
  readonly limits: Limits;
  readonly trigger: Trigger;
  /** The dispatch input `loop`; empty for the first cycle. */
  readonly token: string;
  /** The other inputs of the dispatch that started this run. */
  readonly inputs: Readonly<Record<string, Untrusted>>;
  /** Another run, or at a desk this process, can do the next cycle. */
  readonly canRepeat: boolean;
}

export type Ended =
  | { readonly kind: "cycle"; readonly record: CycleRecord }
  | { readonly kind: "superseded"; readonly by: number }
  | { readonly kind: "foreign" };

/** Runs one cycle. Throws a UserError for what only the user can put right; everything else is a result. */
export async function runCycle(order: Order, world: World, github: GitHub | null): Promise<Ended> {
  const { plan, trigger, limits } = order;
  if (trigger.foreign) return { kind: "foreign" };
  const loop = beginLoop(order.token, trigger, world.clock.now());
  const head = await world.files.head();
  const identified = await identifyRun(loop, trigger, head, github);
  if (identified.kind === "superseded") return { kind: "superseded", by: identified.by };
  if (identified.kind === "wrong-checkout") throw wrongCheckout(trigger, identified.head);
  if (loop.id.n > Math.min(limits.maxCycles, CEILING)) throw cyclesSpent(loop, limits);
  const began = world.clock.monotonic();
  await awaitTurn(loop, world);

  const measured = await factsOf(order, loop, began, world, github);
  const analysis = analyse(measured, loop);
  const news = await newsOf(loop, trigger, github);
  const decision: Decision = decide({
    analysis,
    loop,
    limits,
    newCommit: news.head !== null && news.head !== trigger.commit,
    handedOver: news.handedOver,
    cycleMs: measured.durationMs,
    shortestWaitMs: shortestWaitMs(trigger.localApi),
    canDispatch: order.canRepeat,
    onRegression: plan.onRegression,
  });
  const cycle = await rolledBack(measured, decision, loop, plan, world);
  return {
    kind: "cycle",
    record: {
      cycle,
      decision,
      loop,
      trigger,
      maxCycles: Math.min(limits.maxCycles, CEILING),
      planDigest: plan.digest,
      head: news.head ?? trigger.commit,
      commits: mapUntrusted(news.commits, maskOf(world)),
      pushed: [],
      pullRequest: news.pullRequest,
      inputs: order.inputs,
    },
  };
}

/** The loop that the next run carries on, from a finished record; null when the decision is to stop. */
export function successor(record: CycleRecord, recorded: Loop, now: number): Loop | null {
  const { decision, cycle, planDigest, head, pullRequest } = record;
  return nextLoop(recorded, decision, cycle, planDigest, head, pullRequest, now);
}

/** Everything that was measured, cleaned and masked once, before anybody looks at it. */
async function factsOf(order: Order, loop: Loop, began: number, world: World, github: GitHub | null): Promise<Cycle> {
  const { plan, trigger } = order;
  const { commit } = trigger;
  const startedAt = world.clock.now();
  const { deployments, readiness, addresses } = await deploy(plan, commit, world);
  const ready =
    deployments.every(({ state }) => state === "deployed" || state === "elsewhere") &&
    readiness.every(({ state }) => state !== "not-ready");
  const control = createControl(plan, world, github);
  if (readiness.some(isUnreachable)) control.doubt();
  const checked =
    ready && !world.clock.cancelled()
      ? await check(plan, commit, world, addresses, control.doubt)
      : {
          ...NOTHING_CHECKED,
          // What the team declares stays on its pages, with nothing that shows it.
          ...declare([], plan, world),
          servedAfter: readiness.map(() => null),
          teardown: await tearDown(plan, commit, world, addresses),
        };
  const cycle: Cycle = {
    version: 1,
    id: loop.id,
    runId: trigger.runId,
    commit,
    environment: plan.environment,
    startedAt,
    // From before the wait: the runner's minutes run while it waits.
    durationMs: world.clock.monotonic() - began,
    cancelled: world.clock.cancelled(),
    deployments,
    readiness,
    ...checked,
    rollback: null,
    components: plan.components.map(({ name, sentence, value, owner }) => ({ name, sentence, value, owner })),
    answers: plan.answers,
    logs: plan.logs,
    control: await control.answer(),
  };
  return mapUntrusted(cycle, maskOf(world));
}

function maskOf(world: World): (text: string) => string {
  return (text) => world.secrets.mask(clean(text));
}

type Checked = Awaited<ReturnType<typeof runChecks>>;

const NOTHING_CHECKED = {
  suites: [],
  setup: null,
  teardown: null,
  quarantine: [],
};

async function check(
  plan: Plan,
  commit: string,
  world: World,
  addresses: Addresses,
  doubt: () => void,
): Promise<Checked & Pick<Cycle, "servedAfter">> {
  const classOf = (result: CheckResult): Classification => classify(result).classification;
  const running = new Map<string, Untrusted>();
  const total = plan.probes.length + plan.targets.length;
  let done = 0;
  let servedAfter: Cycle["servedAfter"] = [];
  const show = (): void => world.console.status(done < total ? runningLine(done, total, [...running.values()]) : null);
  const hooks: Hooks = {
    classOf,
    begin: ({ key, name }) => {
      running.set(key, name);
      show();
    },
    tell: (result) => {
      done++;
      running.delete(result.key);
      world.console.say(progressLine(mapUntrusted(result, maskOf(world))));
      show();
      if (result.failure !== null && classOf(result).class.startsWith("net.")) doubt();
    },
    // The teardown may take staging down.
    measured: async () => {
      servedAfter = await Promise.all(plan.deploys.map((each) => servedRevision(each, commit, world, addresses)));
    },
  };
  const checked = await runChecks(plan, commit, world, hooks, addresses).finally(() => world.console.status(null));
  return { ...checked, servedAfter };
}

/** Asks at the first doubt, at once: an outage of our own network may be over when the checks are. */
function createControl(plan: Plan, world: World, github: GitHub | null) {
  let asked: Promise<ControlResult | null> | null = null;
  return {
    doubt: (): void => {
      asked ??= askControl(plan.control, world, github);
    },
    answer: async (): Promise<ControlResult | null> => (asked === null ? null : asked),
  };
}

function isUnreachable({ state, lastSeen }: Readiness): boolean {
  return state === "not-ready" && lastSeen?.kind === "no-answer";
}

/** Brings the best version back where the plan says so and the loop stops because this cycle is worse. */
async function rolledBack(cycle: Cycle, decision: Decision, loop: Loop, plan: Plan, world: World): Promise<Cycle> {
  const good = bestTested(loop);
  const isWorse = decision.kind === "stop" && decision.because === "regression";
  const isAsked = isWorse && plan.onRegression === "rollback" && !world.clock.cancelled();
  if (!isAsked || plan.rollback === null || good === null) return cycle;
  const rollback = await rollBack(plan.rollback, cycle.commit, good.commit, world);
  const durationMs = cycle.durationMs + rollback.durationMs;
  return { ...cycle, durationMs, rollback: mapUntrusted(rollback, maskOf(world)) };
}

// The wait stands at the start of the child, because a post step gets no cancel signal.
export async function awaitTurn(loop: Loop, world: World): Promise<void> {
  const wait = loop.notBefore - world.clock.now();
  if (wait <= 0 || loop.waitMs === 0) return;
  const bounded = Math.min(wait, loop.waitMs);
  world.console.say(`Waiting ${Math.ceil(bounded / 1_000)} s before this cycle starts`);
  await world.clock.sleep(bounded);
}

interface News {
  /** Another run, started by a push, tests the newer head. */
  readonly handedOver: boolean;
  readonly head: string | null;
  readonly commits: readonly Commit[];
  readonly pullRequest: number | null;
}

async function newsOf(loop: Loop, trigger: Trigger, github: GitHub | null): Promise<News> {
  const known = trigger.pullRequest ?? loop.pullRequest;
  if (github === null) return { head: null, handedOver: false, commits: [], pullRequest: known };
  const head = trigger.ref === null ? null : await github.headOf(trigger.ref);
  const before = lastTested(loop);
  const commits =
    before === null || before.commit === trigger.commit
      ? null
      : await github.commitsBetween(before.commit, trigger.commit);
  const pull = known === null ? await github.findPullRequest(trigger.commit) : null;
  const newest = head?.ok === true ? head.value : null;
  return {
    head: newest,
    handedOver: newest !== null && (await isHandedOver(newest, trigger, github)),
    commits: commits?.ok === true ? commits.value : [],
    pullRequest: pull?.ok === true ? pull.value : known,
  };
}

/** A push by a person starts a run of its own: two loops would test, tell and dispatch beside each other. */
export async function isHandedOver(head: string, trigger: Trigger, github: GitHub): Promise<boolean> {
  if (head === trigger.commit || trigger.workflow === null) return false;
  const runs = await github.eventRunsOf(trigger.workflow, head);
  return runs.ok && runs.value.some((id) => id !== trigger.runId);
}

function cyclesSpent(loop: Loop, limits: Limits): UserError {
  return new UserError([
    fault(
      untrusted("input loop"),
      `the token asks for cycle ${loop.id.n}, and the workflow allows ${limits.maxCycles}`,
      {
        hint: "Raise max-cycles, or start the workflow again without the token.",
      },
    ),
  ]);
}

function wrongCheckout(trigger: Trigger, head: string | null): UserError {
  const ref = trigger.event === "pull_request" ? "${{ github.event.pull_request.head.sha }}" : "${{ github.sha }}";
  return new UserError([
    fault(untrusted("checkout"), `the checked-out commit is not the commit under test, ${trigger.commit.slice(0, 7)}`, {
      found: untrusted(head === null ? "no git checkout" : head.slice(0, 7)),
      hint: `Give the checkout step "ref: ${ref}".`,
    }),
  ]);
}
