// THE STORY of one cycle: plan → deploy → await readiness → check → judge → decide → report → publish.
// What is said after the decision is said again by post, once the next cycle has been dispatched.
import { askControl } from "./check/control.ts";
import { declare } from "./check/declared.ts";
import { rollBack, tearDown } from "./check/hooks.ts";
import { runChecks } from "./check/run-checks.ts";
import { deploy } from "./deploy/deploy.ts";
import { analyse } from "./judge/analyse.ts";
import { decide, type Halt } from "./judge/decide.ts";
import { nextLoop, redoLoop } from "./loop/advance.ts";
import { beginLoop } from "./loop/begin.ts";
import { createLive, createLiveChecks, say } from "./live.ts";
import { identifyRun, type Superseded } from "./loop/identity.ts";
import { lastNight } from "./loop/night.ts";
import { commitsOf, newsOf, type News } from "./loop/news.ts";
import type { Decision } from "./model/analysis.ts";
import type { ControlResult, Cycle, Readiness } from "./model/cycle.ts";
import { fault, UserError } from "./model/errors.ts";
import type { GitHub } from "./model/github.ts";
import { shortestWaitMs, type Limits } from "./model/limits.ts";
import type { Addresses } from "./model/deployed.ts";
import { bestTested, lastCycle, type Loop } from "./model/loop.ts";
import { nightOf } from "./model/night.ts";
import type { Plan } from "./model/plan.ts";
import type { Trigger } from "./model/trigger.ts";
import type { World } from "./model/world.ts";
import { begunRecord, type Circumstances } from "./begun.ts";
import { encodeRecord, type CycleRecord } from "./record/record.ts";
import { markerOf } from "./report/comment.ts";
import { nightMarkerOf } from "./report/night.ts";
import { rolledBackLine } from "./report/phases.ts";
import { duration } from "./report/words.ts";
import { maskedText } from "./text/masked.ts";
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
  /** A fix command runs between this cycle and the next. */
  readonly canFix: boolean;
  /** Another job of this run concludes, and keeps to `max-cycles`. */
  readonly isPart?: boolean;
}

export type Ended =
  | { readonly kind: "cycle"; readonly record: CycleRecord }
  | { readonly kind: "superseded"; readonly by: number | null; readonly reason: Superseded }
  /** The same cycle has to run on the newer head; null where it was tried often enough, or nobody can start it. */
  | { readonly kind: "stale"; readonly head: string; readonly again: Loop | null }
  | { readonly kind: "foreign" };

/** Runs one cycle. Throws a UserError for what only the user can put right; everything else is a result. */
export async function runCycle(order: Order, world: World, github: GitHub | null): Promise<Ended> {
  const { plan, trigger, limits } = order;
  if (trigger.foreign) return { kind: "foreign" };
  const now = world.clock.now();
  const markers = { marker: markerOf(plan.environment), nightMarker: nightMarkerOf(plan.environment) };
  const begun = await beginLoop({ token: order.token, trigger, limits, now, ...markers }, github);
  if (begun.kind === "superseded") return begun;
  const { loop, beginning, pullRequest } = begun;
  const checkedOut = await world.files.head();
  const identified = await identifyRun(loop, trigger, checkedOut, now, github);
  if (identified.kind === "superseded") return identified;
  if (identified.kind === "stale") return onNewerHead(identified.head, loop, order);
  if (identified.kind === "wrong-checkout") throw wrongCheckout(trigger, identified.head);
  if (order.isPart !== true && loop.id.n > lastCycle(loop, limits)) throw cyclesSpent(loop, limits);
  const began = world.clock.monotonic();
  const around: Circumstances = {
    loop,
    beginning,
    trigger,
    limits,
    onRegression: plan.onRegression,
    canDispatch: order.canRepeat,
    canFix: order.canFix,
    isRunaway: identified.isRunaway,
    planDigest: plan.digest,
    inputs: order.inputs,
    pullRequest: knownPullRequest(trigger, loop, pullRequest),
  };
  world.journal.note({ kind: "began", record: encodeRecord(begunRecord(plan, around, world), 0) });
  await awaitTurn(loop, world);

  const measured = await factsOf(order, loop, began, world, github);
  world.journal.note({ kind: "phase", phase: "judging" });
  const record = await concludeCycle(measured, around, pullRequest === undefined, world, github);
  return { kind: "cycle", record: { ...record, cycle: await rolledBack(record, plan, world) } };
}

/** What has to run once more, on a head that this run does not have. */
export function onNewerHead(
  head: string,
  loop: Loop,
  { canRepeat, trigger }: Pick<Order, "canRepeat" | "trigger">,
): Ended {
  return { kind: "stale", head, again: canRepeat ? redoLoop(loop, head, trigger.runId) : null };
}

/** The pull request of the loop, as far as anybody has looked. */
export function knownPullRequest(trigger: Trigger, loop: Loop, found: number | null | undefined): number | null {
  return trigger.pullRequest ?? loop.pullRequest ?? found ?? null;
}

/**
 * From what was measured to the decision, with what has happened on GitHub meanwhile. `isLookedFor`: nobody has asked yet
 * for the pull request of the commit.
 */
export async function concludeCycle(
  cycle: Cycle,
  around: Circumstances,
  isLookedFor: boolean,
  world: World,
  github: GitHub | null,
): Promise<CycleRecord> {
  const { loop, trigger } = around;
  const news = await newsOf(trigger, null, github);
  const record: CycleRecord = {
    ...around,
    cycle,
    decision: NOTHING_DECIDED,
    head: news.head ?? trigger.commit,
    commits: mapUntrusted(await commitsOf(loop, trigger, github), maskOf(world)),
    pushed: [],
    // What a night finds stands in its issue, and no pull request ends it.
    pullRequest:
      nightOf(loop) === null
        ? (around.pullRequest ?? (isLookedFor ? await pullRequestOf(trigger.commit, github) : null))
        : null,
    night: await lastNight(loop, cycle, nightMarkerOf(cycle.environment), github),
  };
  return { ...record, decision: decideAgain(record, news) };
}

const NOTHING_DECIDED: Decision = { kind: "stop", because: "no-dispatch" };

/** The decision table, with the newest of what is known around the cycle. */
export function decideAgain(record: CycleRecord, news: News, halt: Halt | null = null): Decision {
  const { cycle, loop, limits, trigger, canDispatch, canFix, onRegression, isRunaway } = record;
  return decide({
    analysis: analyse(cycle, loop),
    loop,
    limits,
    newCommit: news.newCommit,
    handedOver: news.handedOver,
    halt: halt ?? news.halt ?? (isRunaway ? "runaway" : null),
    cycleMs: cycle.durationMs,
    shortestWaitMs: shortestWaitMs(trigger.localApi),
    canDispatch,
    canFix,
    onRegression,
  });
}

async function pullRequestOf(commit: string, github: GitHub | null): Promise<number | null> {
  const found = github === null ? null : await github.findPullRequest(commit);
  return found?.ok === true ? (found.value?.number ?? null) : null;
}

/** The loop that the next run carries on, from a finished record; null when the decision is not to repeat. */
export function successor(record: CycleRecord, recorded: Loop, now: number): Loop | null {
  const { decision } = record;
  return decision.kind === "repeat" ? nextLoop(recorded, record, decision.waitMs, now) : null;
}

/** Everything that was measured, cleaned and masked once, before anybody looks at it. */
async function factsOf(order: Order, loop: Loop, began: number, given: World, github: GitHub | null): Promise<Cycle> {
  const { plan, trigger } = order;
  const { commit } = trigger;
  const { world, onTry } = createLive(commit, given);
  const startedAt = world.clock.now();
  const { deployments, readiness, addresses } = await deploy(plan, commit, world, onTry);
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
    target: plan.target,
    logs: plan.logs,
    control: await control.answer(),
    records: null,
    ...cutOf(world),
  };
  return mapUntrusted(cycle, maskOf(world));
}

function cutOf({ clock, journal }: World): Pick<Cycle, "cut"> {
  const cut = clock.cancelled() ? journal.cut() : null;
  return cut === null ? {} : { cut };
}

function maskOf(world: World): (text: string) => string {
  return (text) => maskedText(text, (each) => world.secrets.mask(each));
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
  const live = createLiveChecks(plan, commit, world, addresses, doubt);
  const checked = await runChecks(plan, commit, world, live.hooks, addresses).finally(live.end);
  return { ...checked, servedAfter: live.servedAfter() };
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
async function rolledBack({ cycle, decision, loop }: CycleRecord, plan: Plan, world: World): Promise<Cycle> {
  const good = bestTested(loop);
  const isWorse = decision.kind === "stop" && decision.because === "regression";
  const isAsked = isWorse && plan.onRegression === "rollback" && !world.clock.cancelled();
  if (!isAsked || plan.rollback === null || good === null) return cycle;
  const rollback = await rollBack(plan.rollback, cycle.commit, good.commit, world);
  say(rolledBackLine(rollback, good.commit), world);
  const durationMs = cycle.durationMs + rollback.durationMs;
  return { ...cycle, durationMs, rollback: mapUntrusted(rollback, maskOf(world)) };
}

// The wait stands at the start of the child, because a post step gets no cancel signal.
export async function awaitTurn(loop: Loop, world: World): Promise<void> {
  const wait = loop.notBefore - world.clock.now();
  if (wait <= 0 || loop.waitMs === 0) return;
  const until = world.clock.monotonic() + Math.min(wait, loop.waitMs);
  const left = (): number => until - world.clock.monotonic();
  const line = (): string => `Cycle ${loop.id.n} starts in ${duration(left())}`;
  world.console.say(line());
  while (left() > 0 && !world.clock.cancelled()) {
    world.console.status(line(), "told");
    await world.clock.sleep(Math.min(left(), LOOK_MS));
  }
  world.console.status(null);
}

/** How often the rest of a wait is told. */
const LOOK_MS = 30_000;

function cyclesSpent(loop: Loop, limits: Limits): UserError {
  return new UserError([
    fault(
      untrusted("input loop"),
      `the token asks for cycle ${loop.id.n}, and the workflow allows ${lastCycle(loop, limits)}`,
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
