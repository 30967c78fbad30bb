// GitHub for a process that may be cancelled: soon after the cancel every call answers, whatever GitHub does.
import { refused, type Answer, type GitHub } from "../model/github.ts";
import { untrusted } from "../text/untrusted.ts";
import type { CancellableClock } from "./clock.ts";

/** From the cancel to the last answer. The runner ends the process after 10 s, and what was answered has to be told. */
export const HURRY_MS = 5_000;

/** A dispatch gets less of it: what became of it has to be told to GitHub, too. */
const DISPATCH_SHARE = 0.5;

type Ask = <T>(call: () => Promise<Answer<T>>) => Promise<Answer<T>>;

export function hurried(
  github: GitHub,
  clock: Pick<CancellableClock, "sinceCancel" | "onCancel">,
  graceMs = HURRY_MS,
): GitHub {
  const ask: Ask = (call) => answerInTime(call, clock, graceMs);
  return {
    findPullRequest: (commit) => ask(() => github.findPullRequest(commit)),
    pullRequest: (number) => ask(() => github.pullRequest(number)),
    readComment: (number, marker) => ask(() => github.readComment(number, marker)),
    upsertComment: (number, page) => ask(() => github.upsertComment(number, page)),
    addComment: (number, page, earlier) => ask(() => github.addComment(number, page, earlier)),
    readIssue: (marker) => ask(() => github.readIssue(marker)),
    writeIssue: (order, before) => ask(() => github.writeIssue(order, before)),
    setStatus: (status) => ask(() => github.setStatus(status)),
    statusesOf: (commit) => ask(() => github.statusesOf(commit)),
    listDispatchedRuns: (workflow) => ask(() => github.listDispatchedRuns(workflow)),
    eventRunsOf: (workflow, commit) => ask(() => github.eventRunsOf(workflow, commit)),
    mainStepOf: (run, runner) => ask(() => github.mainStepOf(run, runner)),
    runOf: (run) => ask(() => github.runOf(run)),
    headOf: (branch) => ask(() => github.headOf(branch)),
    commitsBetween: (base, head) => ask(() => github.commitsBetween(base, head)),
    dispatch: (order) => answerInTime(() => github.dispatch(order), clock, graceMs * DISPATCH_SHARE),
    mayDispatch: (workflow) => ask(() => github.mayDispatch(workflow)),
    reachable: () => ask(() => github.reachable()),
    within: (ms) => hurried(github.within(ms), clock, graceMs),
  };
}

async function answerInTime<T>(
  call: () => Promise<Answer<T>>,
  { sinceCancel, onCancel }: Pick<CancellableClock, "sinceCancel" | "onCancel">,
  graceMs: number,
): Promise<Answer<T>> {
  const leftMs = (): number => graceMs - (sinceCancel() ?? 0);
  if (leftMs() <= 0) return tooLate();
  let timer: NodeJS.Timeout | undefined;
  const end = Promise.withResolvers<Answer<T>>();
  const forget = onCancel(() => {
    timer = setTimeout(() => end.resolve(tooLate()), leftMs());
  });
  try {
    return await Promise.race([call(), end.promise]);
  } finally {
    forget();
    clearTimeout(timer);
  }
}

function tooLate<T>(): Answer<T> {
  return refused("unreachable", null, untrusted("the run was cancelled before GitHub answered"));
}
