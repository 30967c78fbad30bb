// Commits, their statuses, their branches and their pull requests.
import * as v from "valibot";
import type { Answer, Commit, CommitStatus, Comparison, PullRequest } from "../../model/github.ts";
import { cut } from "../../text/cut.ts";
import { reveal, untrusted, type Untrusted } from "../../text/untrusted.ts";
import { id, sha } from "./author.ts";
import type { Call } from "./call.ts";

const PULL = v.object({
  number: id,
  state: v.string(),
  head: v.object({ sha, ref: v.string(), repo: v.nullable(v.object({ full_name: v.string() })) }),
  labels: v.optional(v.array(v.object({ name: v.string() })), []),
});

function pullOf({ number, state, head, labels }: v.InferOutput<typeof PULL>): PullRequest {
  return {
    number,
    isOpen: state === "open",
    head: head.sha,
    branch: untrusted(head.ref),
    labels: labels.map(({ name }) => untrusted(name)),
  };
}

export async function findPullRequest(
  call: Call,
  commit: string,
  repository: string,
): Promise<Answer<PullRequest | null>> {
  const answer = await call("GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", v.array(PULL), {
    commit_sha: commit,
  });
  if (!answer.ok) return answer;
  const own = answer.value.filter((pull) => isSame(pull.head.repo?.full_name, repository));
  const best =
    own.find((pull) => pull.state === "open" && pull.head.sha === commit) ??
    own.find((pull) => pull.head.sha === commit) ??
    own[0];
  return { ok: true, value: best === undefined ? null : pullOf(best) };
}

/** GitHub does not tell names by their case. */
function isSame(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}

export async function pullRequest(call: Call, number: number): Promise<Answer<PullRequest | null>> {
  const answer = await call("GET /repos/{owner}/{repo}/pulls/{pull_number}", PULL, { pull_number: number });
  if (answer.ok) return { ok: true, value: pullOf(answer.value) };
  return answer.problem.kind === "not-found" ? { ok: true, value: null } : answer;
}

const MAX_DESCRIPTION = 140;

export async function setStatus(
  call: Call,
  status: CommitStatus,
  hide: (text: string) => string,
): Promise<Answer<null>> {
  const answer = await call(
    "POST /repos/{owner}/{repo}/statuses/{sha}",
    v.unknown(),
    {
      sha: status.commit,
      state: status.state,
      context: status.context,
      // Hidden before it is cut, so that no part of a secret is left.
      description: cut(hide(status.description), MAX_DESCRIPTION),
      target_url: status.url,
    },
    // The last one counts, so that the same one twice says the same.
    { tries: 2 },
  );
  return answer.ok ? { ok: true, value: null } : answer;
}

const COMBINED = v.object({ statuses: v.array(v.object({ context: v.string(), state: v.string() })) });

export async function statusesOf(call: Call, commit: string): Promise<Answer<ReadonlyMap<string, string>>> {
  const answer = await call("GET /repos/{owner}/{repo}/commits/{ref}/status", COMBINED, { ref: commit, per_page: 100 });
  if (!answer.ok) return answer;
  const ours = answer.value.statuses.filter((each) => /^test-deploy-loop\/[a-z0-9.-]{1,80}$/u.test(each.context));
  return { ok: true, value: new Map(ours.map((each) => [each.context, each.state])) };
}

export async function headOf(call: Call, branch: Untrusted): Promise<Answer<string | null>> {
  const answer = await call("GET /repos/{owner}/{repo}/branches/{branch}", v.object({ commit: v.object({ sha }) }), {
    branch: reveal(branch),
  });
  if (answer.ok) return { ok: true, value: answer.value.commit.sha };
  return answer.problem.kind === "not-found" ? { ok: true, value: null } : answer;
}

const COMMIT = v.object({
  sha,
  commit: v.object({ message: v.string() }),
  author: v.optional(v.nullable(v.looseObject({ login: v.optional(v.string()), type: v.optional(v.string()) }))),
});

const COMPARISON = v.object({
  status: v.picklist(["identical", "ahead", "behind", "diverged"]),
  commits: v.array(COMMIT),
  files: v.optional(v.array(v.object({ filename: v.string() })), []),
});

const MAX_COMMITS = 30;

export async function commitsBetween(call: Call, base: string, head: string): Promise<Answer<Comparison>> {
  const answer = await call(
    "GET /repos/{owner}/{repo}/compare/{basehead}",
    COMPARISON,
    { basehead: `${base}...${head}`, per_page: MAX_COMMITS },
    { optional: true },
  );
  if (!answer.ok) return answer;
  const { status, commits, files } = answer.value;
  return {
    ok: true,
    value: {
      relation: status,
      commits: commits.slice(0, MAX_COMMITS).map(commitOf),
      files: files.map(({ filename }) => untrusted(filename)),
    },
  };
}

function commitOf({ sha: name, commit, author }: v.InferOutput<typeof COMMIT>): Commit {
  return {
    sha: name,
    subject: untrusted(commit.message.split("\n", 1).join("")),
    author: author?.login === undefined ? null : untrusted(author.login),
    byBot: author?.type === "Bot",
  };
}
