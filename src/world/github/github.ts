// Talks to GitHub's REST API through Octokit. Every answer is decoded, every failure becomes a Problem, and nothing
// is sent twice without a look in between.
import { getOctokit } from "@actions/github";
import * as v from "valibot";
import { cycleKey, readCycleKey } from "../../model/cycle.ts";
import type {
  Answer,
  Commit,
  DispatchedRun,
  DispatchOrder,
  GitHub,
  PostedComment,
  RunRow,
} from "../../model/github.ts";
import type { Clock } from "../../model/world.ts";
import { reveal, untrusted, type Untrusted } from "../../text/untrusted.ts";
import { createCaller, type Call, type Patience, type Send } from "./call.ts";

export interface GitHubOptions {
  readonly token: string;
  readonly apiUrl: string;
  readonly serverUrl: string;
  readonly repository: string;
  readonly clock: Clock;
  /** Every body passes through it: GitHub masks logs, not what is sent to its API. */
  readonly hide: (text: string) => string;
  readonly controlPatience?: Patience;
}

/** A control is asked when something failed already: twice, because one lost packet proves nothing. */
const CONTROL: Patience = { tryMs: 10_000, tries: 2 };

export function createGitHub(options: GitHubOptions): GitHub {
  const [owner = "", repo = ""] = options.repository.split("/");
  const octokit = getOctokit(options.token, { baseUrl: options.apiUrl });
  const send: Send = async (route, parameters, signal) =>
    octokit.request(route, {
      ...parameters,
      ...(route.includes("{owner}") ? { owner, repo } : {}),
      headers: { "X-GitHub-Api-Version": "2022-11-28" },
      request: { signal },
    });
  const call = createCaller(send, options.clock);
  const pageUrl = `${options.serverUrl}/${owner}/${repo}`;
  return {
    findPullRequest: (commit) => findPullRequest(call, commit, options.repository),
    upsertComment: (number, marker, body) => upsertComment(call, number, marker, options.hide(body), pageUrl),
    setStatus: async (status) => {
      const answer = await call("POST /repos/{owner}/{repo}/statuses/{sha}", v.unknown(), {
        sha: status.commit,
        state: status.state,
        context: status.context,
        description: options.hide(status.description).slice(0, 140),
        target_url: status.url,
      });
      return answer.ok ? { ok: true, value: null } : answer;
    },
    listDispatchedRuns: (workflow) => listDispatchedRuns(call, workflow),
    eventRunsOf: (workflow, commit) => eventRunsOf(call, workflow, commit),
    statusesOf: (commit) => statusesOf(call, commit),
    headOf: (branch) => headOf(call, branch),
    commitsBetween: (base, head) => commitsBetween(call, base, head),
    dispatch: (order) => dispatch(call, order, options.clock),
    reachable: () => reachable(createCaller(send, options.clock, options.controlPatience ?? CONTROL)),
  };
}

/** Costs nothing: this one question does not count against the limit (GitHub's documentation of "Get rate limit status"). */
async function reachable(call: Call): Promise<Answer<null>> {
  const answer = await call("GET /rate_limit", v.unknown(), {});
  // A refusal and a failure of the server came through our network as well.
  return answer.ok || answer.problem.status !== null ? { ok: true, value: null } : answer;
}

const id = v.pipe(v.number(), v.integer());
const sha = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/u));

const PULLS = v.array(
  v.object({
    number: id,
    state: v.string(),
    head: v.object({ sha, repo: v.nullable(v.object({ full_name: v.string() })) }),
  }),
);

async function findPullRequest(call: Call, commit: string, repository: string): Promise<Answer<number | null>> {
  const answer = await call("GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", PULLS, { commit_sha: commit });
  if (!answer.ok) return answer;
  const own = answer.value.filter((pull) => pull.head.repo?.full_name === repository);
  const best =
    own.find((pull) => pull.state === "open" && pull.head.sha === commit) ??
    own.find((pull) => pull.head.sha === commit) ??
    own[0];
  return { ok: true, value: best?.number ?? null };
}

const COMMENT = v.object({
  id,
  body: v.optional(v.nullable(v.string())),
  user: v.nullable(v.object({ login: v.string(), type: v.string() })),
  performed_via_github_app: v.optional(v.nullable(v.object({ slug: v.optional(v.string()) }))),
});

type Comment = v.InferOutput<typeof COMMENT>;

const COMMENTS_A_PAGE = 100;
const MAX_PAGES = 10;

async function upsertComment(
  call: Call,
  pullRequest: number,
  marker: string,
  body: string,
  pageUrl: string,
): Promise<Answer<PostedComment>> {
  const posted = (comment: number, created: boolean): Answer<PostedComment> => ({
    ok: true,
    value: { id: comment, url: `${pageUrl}/pull/${pullRequest}#issuecomment-${comment}`, created },
  });
  const before = await ownComments(call, pullRequest, marker);
  if (!before.ok) return before;
  for (const comment of before.value) {
    const edited = await edit(call, comment, body);
    if (edited.ok) return posted(comment, false);
    // Deleted in between, or written by another app: the next of ours, or a new one.
    if (edited.problem.kind !== "not-found" && edited.problem.status !== 403) return edited;
  }
  const created = await call("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", v.object({ id }), {
    issue_number: pullRequest,
    body,
  });
  // Two jobs may have found no comment at the same time, and an answer may have been lost: look, the oldest wins.
  const after = await ownComments(call, pullRequest, marker);
  if (!after.ok) return created.ok ? posted(created.value.id, true) : created;
  const [oldest, ...newer] = after.value;
  if (oldest === undefined) return created.ok ? posted(created.value.id, true) : created;
  if (created.ok && created.value.id === oldest) return posted(oldest, true);
  if (created.ok && newer.includes(created.value.id)) {
    await call("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", v.unknown(), {
      comment_id: created.value.id,
    });
  }
  const edited = await edit(call, oldest, body);
  return edited.ok ? posted(oldest, !created.ok) : edited;
}

function edit(call: Call, comment: number, body: string): Promise<Answer<unknown>> {
  return call("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", v.unknown(), { comment_id: comment, body });
}

/** Ids of our comments, oldest first. An answer only when the whole listing could be read. */
async function ownComments(call: Call, pullRequest: number, marker: string): Promise<Answer<readonly number[]>> {
  const own: number[] = [];
  for (let page = 1; page <= MAX_PAGES; page++) {
    const answer = await call("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", v.array(COMMENT), {
      issue_number: pullRequest,
      per_page: COMMENTS_A_PAGE,
      page,
    });
    if (!answer.ok) return answer;
    own.push(...answer.value.filter((comment) => isOurs(comment, marker)).map((comment) => comment.id));
    if (answer.value.length < COMMENTS_A_PAGE) break;
  }
  return { ok: true, value: own.toSorted((a, b) => a - b) };
}

// The marker must be the whole first line, and the author an app: anybody can write the marker, nobody can be a bot
// of this repository without being let in.
function isOurs(comment: Comment, marker: string): boolean {
  if (comment.body?.split(/\r?\n/u, 1)[0] !== marker || comment.user?.type !== "Bot") return false;
  const slug = comment.performed_via_github_app?.slug;
  return comment.user.login === `${slug ?? "github-actions"}[bot]`;
}

const RUNS = v.object({
  workflow_runs: v.array(
    v.object({
      id,
      display_title: v.optional(v.string(), ""),
      event: v.optional(v.string(), ""),
      status: v.nullable(v.string()),
      conclusion: v.nullable(v.string()),
      created_at: v.string(),
    }),
  ),
});

async function listDispatchedRuns(call: Call, workflow: Untrusted): Promise<Answer<readonly RunRow[]>> {
  const answer = await call("GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs", RUNS, {
    workflow_id: reveal(workflow),
    event: "workflow_dispatch",
    per_page: 100,
  });
  if (!answer.ok) return answer;
  const rows = answer.value.workflow_runs.map((run) => ({
    id: run.id,
    title: untrusted(run.display_title),
    status: run.status ?? "unknown",
    conclusion: run.conclusion,
    createdAt: Date.parse(run.created_at),
  }));
  return { ok: true, value: rows };
}

async function eventRunsOf(call: Call, workflow: Untrusted, commit: string): Promise<Answer<readonly number[]>> {
  const answer = await call("GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs", RUNS, {
    workflow_id: reveal(workflow),
    head_sha: commit,
    per_page: 30,
  });
  if (!answer.ok) return answer;
  const others = answer.value.workflow_runs.filter(
    (run) => run.event !== "workflow_dispatch" && run.conclusion !== "cancelled" && run.conclusion !== "skipped",
  );
  return { ok: true, value: others.map((run) => run.id) };
}

const COMBINED = v.object({ statuses: v.array(v.object({ context: v.string(), state: v.string() })) });

async function statusesOf(call: Call, commit: string): Promise<Answer<ReadonlyMap<string, string>>> {
  const answer = await call("GET /repos/{owner}/{repo}/commits/{ref}/status", COMBINED, { ref: commit, per_page: 100 });
  if (!answer.ok) return answer;
  const ours = answer.value.statuses.filter((each) => /^test-deploy-loop\/[a-z0-9.-]{1,80}$/u.test(each.context));
  return { ok: true, value: new Map(ours.map((each) => [each.context, each.state])) };
}

async function headOf(call: Call, branch: Untrusted): Promise<Answer<string | null>> {
  const answer = await call("GET /repos/{owner}/{repo}/branches/{branch}", v.object({ commit: v.object({ sha }) }), {
    branch: reveal(branch),
  });
  if (answer.ok) return { ok: true, value: answer.value.commit.sha };
  return answer.problem.kind === "not-found" ? { ok: true, value: null } : answer;
}

const COMPARISON = v.object({ commits: v.array(v.object({ sha, commit: v.object({ message: v.string() }) })) });

async function commitsBetween(call: Call, base: string, head: string): Promise<Answer<readonly Commit[]>> {
  const answer = await call("GET /repos/{owner}/{repo}/compare/{basehead}", COMPARISON, {
    basehead: `${base}...${head}`,
    per_page: 30,
  });
  if (!answer.ok) return answer;
  const commits = answer.value.commits.map((each) => ({
    sha: each.sha,
    subject: untrusted(each.commit.message.split("\n", 1).join("")),
  }));
  return { ok: true, value: commits };
}

const RUN_DETAILS = v.optional(v.object({ workflow_run_id: v.optional(id) }));

async function dispatch(call: Call, order: DispatchOrder, clock: Clock): Promise<Answer<DispatchedRun>> {
  const since = clock.now() - 60_000;
  const first = await post(call, order);
  if (first.ok) return { ok: true, value: { runId: first.value ?? (await dispatchedRun(call, order, since)) } };
  // GitHub Enterprise Server up to 3.20 answers 400 to the field it does not know; nothing has been started then.
  if (first.problem.status === 400) {
    const plain = await post(call, order, false);
    return plain.ok ? { ok: true, value: { runId: await dispatchedRun(call, order, since) } } : plain;
  }
  if (first.problem.kind !== "unreachable" && first.problem.kind !== "unusable") return first;
  // The answer was lost: the run may exist. Look, and post at most once more.
  const found = await dispatchedRun(call, order, since);
  if (found !== null) return { ok: true, value: { runId: found } };
  const second = await post(call, order);
  if (second.ok) return { ok: true, value: { runId: second.value } };
  const late = await dispatchedRun(call, order, since);
  return late === null ? second : { ok: true, value: { runId: late } };
}

async function post(call: Call, order: DispatchOrder, details = true): Promise<Answer<number | null>> {
  const answer = await call("POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches", RUN_DETAILS, {
    workflow_id: reveal(order.workflow),
    ref: reveal(order.ref),
    inputs: Object.fromEntries(Object.entries(order.inputs).map(([name, value]) => [name, reveal(value)])),
    ...(details ? { return_run_details: true } : {}),
  });
  return answer.ok ? { ok: true, value: answer.value?.workflow_run_id ?? null } : answer;
}

async function dispatchedRun(call: Call, order: DispatchOrder, since: number): Promise<number | null> {
  const runs = await listDispatchedRuns(call, order.workflow);
  if (!runs.ok) return null;
  const mine = runs.value.find((run) => {
    const key = readCycleKey(run.title, order.cycle.loop);
    return key !== null && cycleKey(key) === cycleKey(order.cycle) && run.createdAt >= since;
  });
  return mine?.id ?? null;
}
