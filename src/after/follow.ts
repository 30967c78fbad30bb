// What follows a decided cycle, as the last act of the job: the fix, another look at the branch, the dispatch of the next
// cycle, and the pages once more.
import { decideAgain, successor } from "../cycle.ts";
import { say } from "../live.ts";
import { newsOf, type News } from "../loop/news.ts";
import { dispatchFault, dispatchNext } from "../loop/repeat.ts";
import { runFix, type Fixed } from "../loop/fix.ts";
import type { Decision, StopReason } from "../model/analysis.ts";
import type { Answer, Comparison, DispatchedRun, GitHub, Problem } from "../model/github.ts";
import type { Loop } from "../model/loop.ts";
import type { Phrase } from "../model/report.ts";
import type { Runner } from "../model/runner.ts";
import type { DispatchOutcome } from "../model/told.ts";
import { runUrl, type Trigger } from "../model/trigger.ts";
import type { World } from "../model/world.ts";
import { couldNot } from "../publish/permissions.ts";
import { publish, tellEnd } from "../publish/publish.ts";
import type { CycleRecord } from "../record/record.ts";
import { phrase } from "../report/markdown.ts";
import { dispatchLine, fixLine } from "../report/phases.ts";
import { plain } from "../report/plain.ts";
import { reportUrl, type PageWishes } from "../page.ts";
import { pageOf, PUBLISHING_MS, toTold, type Aftermath } from "../tell.ts";
import { masked } from "../text/masked.ts";
import { reveal, type Untrusted } from "../text/untrusted.ts";

export interface FollowOrder {
  readonly record: CycleRecord;
  /** The job was cancelled. */
  readonly isCancelled: boolean;
  /** Another job of this run starts the next cycle. */
  readonly isDispatchedLater: boolean;
  /** Main has told the decision on the pages. */
  readonly isTold: boolean;
  readonly fixCommand: Untrusted | null;
  /** Where the fix brief lies; null where there is none. */
  readonly brief: string | null;
  /** The commit status as main has written it; empty where it could not. */
  readonly saidStatus: string;
  /** Names of variables that a fix has no use for. */
  readonly secrets: readonly string[];
  readonly wishes: PageWishes;
}

/** The exit code of the step. */
export async function follow(order: FollowOrder, world: World, runner: Runner, github: GitHub): Promise<number> {
  const { record } = order;
  if (order.isCancelled || world.clock.cancelled()) return stopped(order, record, world, runner, github);
  if (order.isDispatchedLater && record.decision.kind === "repeat") return 0;
  const seen = mayGoOn(record.decision) ? await lookedAgain(record, world, github) : record;
  const fixing = await fixed(seen, order, world);
  const { ran } = fixing;
  const current = ran === null ? seen : await lookedAgain(fixing.record, world, github);
  const fix = ran === null ? null : { how: ran.how, isClean: ran.isClean, commits: current.pushed.length };
  const next = successor(current, toTold(current, []).loop, world.clock.now());
  if (next === null) {
    const isNews = current.decision !== record.decision || fix !== null || !order.isTold;
    await retell(
      { ...order, record: current, after: { fix, isAfterFix: !order.isTold }, isNews },
      world,
      runner,
      github,
    );
    return isNews && isRed(current.decision) ? 1 : 0;
  }
  // The last look before the one act that cannot be taken back.
  if (world.clock.cancelled()) return stopped(order, current, world, runner, github);
  const mended: Loop = { ...next, spentMs: next.spentMs + (ran?.durationMs ?? 0) };
  world.console.say(`Asking GitHub for cycle ${mended.id.n}`);
  const answer = await dispatchNext(mended, current.trigger, current.inputs, github);
  const dispatch = await outcomeOf(answer, current.trigger, world, github);
  const runId = dispatch.kind === "started" ? dispatch.runId : null;
  const url = runId === null ? null : runUrl(current.trigger, runId);
  if (url !== null) runner.setOutput("next-run-url", url);
  say(dispatchLine(mended.id.n, dispatch, url), world);
  await retell(
    { ...order, record: current, after: { fix, dispatch, isAfterFix: !order.isTold }, isNews: true },
    world,
    runner,
    github,
  );
  return dispatch.kind === "started" ? 0 : 1;
}

function isRed(decision: Decision): boolean {
  if (decision.kind === "park") return true;
  return decision.kind === "stop" && !QUIET.has(decision.because);
}

/** Ends that somebody wished, or that another run goes on from. */
const QUIET: ReadonlySet<StopReason> = new Set([
  "reached",
  "superseded",
  "cancelled",
  "closed",
  "label",
  "branch-gone",
]);

async function stopped(
  order: FollowOrder,
  record: CycleRecord,
  world: World,
  runner: Runner,
  github: GitHub,
): Promise<number> {
  const isOpen = record.decision.kind !== "stop";
  if (!isOpen) return 0;
  world.console.say("The job was cancelled: no further cycle is started.");
  const cancelled: CycleRecord = { ...record, decision: { kind: "stop", because: "cancelled" } };
  await retell({ ...order, record: cancelled, after: {}, isNews: true }, world, runner, github);
  return 0;
}

interface Fixing {
  readonly record: CycleRecord;
  /** null: none ran. */
  readonly ran: Fixed | null;
}

/** Only where nobody has pushed meanwhile: a fix of a commit that is past would be none. */
async function fixed(record: CycleRecord, { fixCommand, brief, secrets }: FollowOrder, world: World): Promise<Fixing> {
  const isAsked = record.decision.kind === "repeat" && record.decision.because === "fix";
  if (!isAsked || fixCommand === null) return { record, ran: null };
  const left = record.limits.budgetMs - record.loop.spentMs - record.cycle.durationMs;
  const ran = await runFix({ line: fixCommand, brief, secrets, timeoutMs: left, record }, world);
  say(fixLine(ran), world);
  return { record: { ...record, canFix: false }, ran };
}

/** Decisions that a new commit, or what was said on the pull request, can change. */
function mayGoOn(decision: Decision): boolean {
  return decision.kind !== "stop" || ["broken", "needs-person", "stalled"].includes(decision.because);
}

/** A later step of the job, the fix, or anybody may have pushed since main decided. */
async function lookedAgain(record: CycleRecord, world: World, github: GitHub): Promise<CycleRecord> {
  const { trigger, cycle } = record;
  const news = await newsOf(trigger, record.pullRequest, github);
  const between = news.newCommit && news.head !== null ? await github.commitsBetween(cycle.commit, news.head) : null;
  if (news.newCommit) world.console.say(`The branch has moved on to ${news.head?.slice(0, 7) ?? "another commit"}`);
  const decision = decideAgain(record, news, isDenied(news, between) ? "fix-denied" : null);
  return {
    ...record,
    head: news.head ?? record.head,
    pushed: masked(between?.ok === true ? between.value.commits : [], (text) => world.secrets.mask(text)),
    decision: isSame(decision, record.decision) ? record.decision : decision,
  };
}

/** What tests and deploys the code is not a fix's to change; whoever pushes has a run of their own, and a review. */
function isDenied(news: News, between: Answer<Comparison> | null): boolean {
  if (between === null || news.handedOver || !between.ok) return false;
  return between.value.files.some((file) => reveal(file).startsWith(".github/"));
}

function isSame(one: Decision, other: Decision): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** On a real GitHub a run that cannot start is over after some seconds. */
const WATCH_MS = 4_000;

async function outcomeOf(
  answer: Answer<DispatchedRun>,
  trigger: Trigger,
  world: World,
  github: GitHub,
): Promise<DispatchOutcome> {
  if (!answer.ok) {
    const isOpen = world.clock.cancelled() && answer.problem.kind === "unreachable";
    return isOpen ? { kind: "unanswered" } : { kind: "failed", why: whatToChange(answer.problem) };
  }
  const { runId } = answer.value;
  if (runId === null) return { kind: "started", runId };
  if (!trigger.localApi) await world.clock.sleep(WATCH_MS);
  const run = await github.runOf(runId);
  const conclusion = run.ok ? (run.value?.conclusion ?? null) : null;
  const why = conclusion === null ? undefined : AT_ONCE[conclusion];
  return why === undefined ? { kind: "started", runId } : { kind: "failed", why: [why] };
}

const AT_ONCE: Readonly<Record<string, string>> = {
  startup_failure: "the run of the next cycle could not start: GitHub says why on its page.",
  action_required: "the run of the next cycle waits for an approval that a policy of the organization asks for.",
  failure: "the run of the next cycle failed at once: a policy may forbid it, or its workflow is not valid.",
};

/** What the user has to change so that the next cycle can be dispatched. */
export function whatToChange(problem: Problem): Phrase {
  switch (dispatchFault({ ok: false, problem })) {
    case "no-trigger":
      return ["the workflow cannot be started by hand. Add `workflow_dispatch:` to its `on:`."];
    case "no-inputs":
      return [
        "the workflow does not declare the inputs of the loop. Add `loop` and `cycle` below `workflow_dispatch:` → `inputs:`.",
      ];
    case "no-workflow":
      return ["GitHub does not find the workflow. It has to be on the default branch."];
    case "no-branch":
      return ["the branch does not exist any more."];
    case "permission":
    case "other":
      return couldNot("dispatch", problem);
  }
}

export interface Retelling extends Pick<FollowOrder, "record" | "wishes" | "saidStatus"> {
  readonly after: Aftermath;
  /** The pages say something else than main has written. */
  readonly isNews: boolean;
}

export async function retell(
  { record, after, isNews, wishes, saidStatus }: Retelling,
  world: World,
  runner: Runner,
  github: GitHub,
): Promise<void> {
  const hub = github.within(PUBLISHING_MS);
  const told = toTold(record, [], { reportUrl: reportUrl(wishes.reportAt, record.trigger), ...after });
  const page = pageOf(record, told, { now: world.clock.now(), isFinal: true, assignees: wishes.assignees });
  const notices: Phrase[] = [];
  if (isNews) {
    world.console.say(`Next: ${plain(page.report.next)}`);
    await runner.writeSummary(`**Next:** ${phrase(page.report.next)}\n`);
    notices.push(...(await publish(page, hub, saidStatus)).notices);
  }
  const notice = await tellEnd(page, hub);
  for (const each of notice === null ? notices : [...notices, notice]) world.console.say(plain(each));
}
