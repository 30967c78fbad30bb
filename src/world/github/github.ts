// Talks to GitHub's REST API. Every answer is decoded, every failure becomes a Problem, and nothing is sent twice
// without a look in between.
import * as v from "valibot";
import type { Answer, GitHub } from "../../model/github.ts";
import type { Clock } from "../../model/world.ts";
import { ask, createCall, openLine, PATIENCE, type Line, type Patience } from "./call.ts";
import { addComment, readComment, upsertComment } from "./comments.ts";
import { commitsBetween, findPullRequest, headOf, pullRequest, setStatus, statusesOf } from "./commits.ts";
import { readIssue, writeIssue } from "./issues.ts";
import { keepLimits } from "./limits.ts";
import { dispatch, eventRunsOf, listDispatchedRuns, mainStepOf, mayDispatch, runOf } from "./runs.ts";
import { createSend, type Fetch } from "./send.ts";

export interface GitHubOptions {
  readonly token: string;
  readonly apiUrl: string;
  readonly serverUrl: string;
  readonly repository: string;
  readonly clock: Clock;
  /** Every text for people passes through it: GitHub masks logs, not what is sent to its API. */
  readonly hide: (text: string) => string;
  /** Milliseconds since the run was cancelled; null while it is not. */
  readonly sinceCancel?: () => number | null;
  readonly patience?: Partial<Patience>;
  readonly controlPatience?: ControlPatience;
  readonly fetch?: Fetch;
  readonly timeout?: (ms: number) => AbortSignal;
}

export type ControlPatience = Pick<Patience, "tryMs" | "tries">;

/** A control is asked when something failed already: twice, because one lost packet proves nothing. */
const CONTROL: ControlPatience = { tryMs: 10_000, tries: 2 };

/** After a cancel the runner waits for nobody. */
const CANCELLED_MS = 20_000;

export function createGitHub(options: GitHubOptions): GitHub {
  const { clock, apiUrl, sinceCancel = () => null, timeout = (ms) => AbortSignal.timeout(ms) } = options;
  const betweenWritesMs = isLoopback(apiUrl) ? 0 : PATIENCE.betweenWritesMs;
  const line = openLine({
    send: createSend(options),
    clock,
    timeout,
    limits: keepLimits(clock),
    patience: { ...PATIENCE, betweenWritesMs, ...options.patience },
  });
  const leftAfterCancel = (): number => {
    const since = sinceCancel();
    return since === null ? Number.POSITIVE_INFINITY : CANCELLED_MS - since;
  };
  return operations(options, line, leftAfterCancel);
}

function operations(options: GitHubOptions, line: Line, leftMs: () => number): GitHub {
  const { repository, clock, serverUrl, hide, controlPatience = CONTROL } = options;
  const call = createCall(line, leftMs);
  const tools = {
    call,
    clock,
    pause: (ms: number) => clock.sleep(Math.max(0, Math.min(ms, leftMs()))),
    pageUrl: `${serverUrl}/${repository}`,
    serverNow: () => line.limits.serverNow(),
  };
  return {
    findPullRequest: (commit) => findPullRequest(call, commit, repository),
    pullRequest: (number) => pullRequest(call, number),
    readComment: (number, marker) => readComment(tools, number, marker),
    upsertComment: (number, page) => upsertComment(tools, number, page),
    addComment: (number, page, earlier) => addComment(tools, number, page, earlier),
    readIssue: (marker) => readIssue(tools, marker),
    writeIssue: (order, before) => writeIssue(tools, order, before),
    setStatus: (status) => setStatus(call, status, hide),
    statusesOf: (commit) => statusesOf(call, commit),
    listDispatchedRuns: (workflow) => listDispatchedRuns(call, workflow),
    eventRunsOf: (workflow, commit) => eventRunsOf(call, workflow, commit),
    runOf: (runId) => runOf(call, runId),
    mainStepOf: (runId, runner) => mainStepOf(call, runId, runner),
    headOf: (branch) => headOf(call, branch),
    commitsBetween: (base, head) => commitsBetween(call, base, head),
    dispatch: (order) => dispatch(tools, order),
    mayDispatch: (workflow) => mayDispatch(call, workflow),
    reachable: () => reachable(line, controlPatience),
    within: (ms) => {
      const until = clock.monotonic() + ms;
      return operations(options, line, () => Math.min(leftMs(), until - clock.monotonic()));
    },
  };
}

/**
 * Asked whatever was refused before. It costs nothing: this one question does not count against the limit (GitHub's
 * documentation of "Get rate limit status").
 */
async function reachable(line: Line, { tryMs, tries }: ControlPatience): Promise<Answer<null>> {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask(line, tryMs, "GET /rate_limit", v.unknown(), {});
    // A refusal and a failure of the server came through our network as well.
    if (answer.ok || answer.problem.status !== null) return { ok: true, value: null };
    if (attempt === tries) return answer;
    await line.clock.sleep(1_000);
  }
}

function isLoopback(url: string): boolean {
  return URL.canParse(url) && /^(?:localhost|127\.[\d.]+|\[::1\])$/u.test(new URL(url).hostname);
}
