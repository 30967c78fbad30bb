// Commits and comparisons, read from git.
import type { GitChange, GitCommit, Signature } from "./git.ts";
import { nodeId, userOf } from "./people.ts";
import { notFound, ok, paged, refuse, type Reply, type Routes } from "./reply.ts";
import { apiUrl, pageUrl, type Site } from "./site.ts";

/** GitHub shows at most this many commits of a comparison on one page, and files on the first page only. */
const COMPARE_PAGE = 250;

export function commitRoutes(site: Site): Routes {
  const { git } = site;
  return {
    "repos/get-commit": async ({ params }) => {
      const ref = params["ref"] ?? "";
      const sha = await resolveRef(site, ref);
      if (sha === undefined) return noCommit(ref);
      const commit = await git.commit(sha);
      const [parent] = commit.parents;
      const changes = await git.changes(parent ?? EMPTY_TREE, sha);
      return ok({
        ...commitView(site, commit),
        stats: totals(changes),
        files: changes.map((change) => fileView(site, sha, change)),
      });
    },

    "repos/list-commits": async (call) => {
      const start = call.query.get("sha") ?? site.defaultBranch;
      const sha = await resolveRef(site, start);
      if (sha === undefined) return notFound();
      const commits = await git.commits([sha], 1000);
      const shown = commits.map((commit) => commitView(site, commit));
      return paged(shown, call, `${apiUrl(site)}/commits`);
    },

    "repos/compare-commits-with-basehead": async (call) => {
      const [, left = "", right = ""] = /^(.+?)\.\.\.(.+)$/.exec(call.params["basehead"] ?? "") ?? [];
      const [base, head] = await Promise.all([resolveRef(site, left), resolveRef(site, right)]);
      if (base === undefined || head === undefined) return notFound();
      const mergeBase = await git.mergeBase(base, head);
      if (mergeBase === undefined) {
        return refuse(404, `No common ancestor between ${left} and ${right}.`);
      }
      const [ahead, behind] = await Promise.all([
        git.count(`${mergeBase}..${head}`),
        git.count(`${mergeBase}..${base}`),
      ]);
      const perPage = Math.min(Number(call.query.get("per_page") ?? COMPARE_PAGE) || COMPARE_PAGE, 250);
      const page = Math.max(Number(call.query.get("page") ?? 1) || 1, 1);
      // Oldest first, as GitHub lists them.
      const commits = (await git.commits([`${mergeBase}..${head}`], COMPARE_PAGE)).toReversed();
      const changes = page === 1 ? await git.changes(mergeBase, head) : [];
      const url = `${apiUrl(site)}/compare/${left}...${right}`;
      const html = `${pageUrl(site)}/compare/${left}...${right}`;
      return ok({
        url,
        html_url: html,
        permalink_url: `${pageUrl(site)}/compare/${site.owner}:${base.slice(0, 7)}...${site.owner}:${head.slice(0, 7)}`,
        diff_url: `${html}.diff`,
        patch_url: `${html}.patch`,
        base_commit: commitView(site, await git.commit(base)),
        merge_base_commit: commitView(site, await git.commit(mergeBase)),
        status: ahead > 0 ? (behind > 0 ? "diverged" : "ahead") : behind > 0 ? "behind" : "identical",
        ahead_by: ahead,
        behind_by: behind,
        total_commits: ahead,
        commits: commits.slice((page - 1) * perPage, page * perPage).map((commit) => commitView(site, commit)),
        files: changes.map((change) => fileView(site, head, change)),
      });
    },
  };
}

/** A branch, a tag, a full or abbreviated SHA, or a full ref. Anything else that git understands stays out. */
export async function resolveRef(site: Site, ref: string): Promise<string | undefined> {
  if (/[~^:@{\s]/.test(ref)) return undefined;
  for (const candidate of [`refs/heads/${ref}`, `refs/tags/${ref}`, `refs/${ref}`]) {
    const sha = await site.git.resolve(candidate);
    if (sha !== undefined) return sha;
  }
  return /^[\da-f]{4,40}$/.test(ref) || ref.startsWith("refs/") ? site.git.resolve(ref) : undefined;
}

export function noCommit(ref: string): Reply {
  return refuse(422, `No commit found for SHA: ${ref}`);
}

/** GitHub's `commit`, without stats and files. */
export function commitView(site: Site, commit: GitCommit): Readonly<Record<string, unknown>> {
  const api = `${apiUrl(site)}/commits/${commit.sha}`;
  const html = `${pageUrl(site)}/commit/${commit.sha}`;
  return {
    sha: commit.sha,
    node_id: nodeId("Commit", commit.sha),
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${apiUrl(site)}/git/trees/${commit.tree}` },
      url: `${apiUrl(site)}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: {
        verified: false,
        reason: "unsigned",
        signature: null,
        payload: null,
        verified_at: null,
      },
    },
    url: api,
    html_url: html,
    comments_url: `${api}/comments`,
    author: accountOf(site, commit.author),
    committer: accountOf(site, commit.committer),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${apiUrl(site)}/commits/${sha}`,
      html_url: `${pageUrl(site)}/commit/${sha}`,
    })),
  };
}

/** The account behind one of GitHub's own addresses; GitHub shows null for every other address that nobody claims. */
function accountOf(site: Site, { email }: Signature): Readonly<Record<string, unknown>> | null {
  const login = /^(?:\d+\+)?([^@]+)@users\.noreply\.github\.com$/.exec(email)?.[1];
  return login === undefined ? null : userOf(site.url, login);
}

const EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

function totals(changes: readonly GitChange[]): Readonly<Record<string, number>> {
  const additions = changes.reduce((sum, change) => sum + change.additions, 0);
  const deletions = changes.reduce((sum, change) => sum + change.deletions, 0);
  return { total: additions + deletions, additions, deletions };
}

function fileView(site: Site, sha: string, change: GitChange): Readonly<Record<string, unknown>> {
  const path = encodeURIComponent(change.filename).replaceAll("%2F", "/");
  return {
    sha: change.sha,
    filename: change.filename,
    status: change.status,
    additions: change.additions,
    deletions: change.deletions,
    changes: change.additions + change.deletions,
    blob_url: `${pageUrl(site)}/blob/${sha}/${path}`,
    raw_url: `${pageUrl(site)}/raw/${sha}/${path}`,
    contents_url: `${apiUrl(site)}/contents/${path}?ref=${sha}`,
  };
}
