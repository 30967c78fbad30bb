// Pull requests. Who opened what against which branch is kept here; their commits are read from git each time, so a head follows its branch.
import { stamp } from "./clock.ts";
import { noCommit, resolveRef } from "./commits.ts";
import type { Emulated } from "./emulated.ts";
import { idOf, nodeId, userOf } from "./people.ts";
import { notFound, ok, paged, type Routes } from "./reply.ts";
import { apiUrl, pageUrl, type Site } from "./site.ts";

export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly author: string;
  readonly head: string;
  readonly base: string;
  /** The owner of the fork that it comes from; undefined for a branch of this repository. */
  readonly fork: string | undefined;
  readonly draft: boolean;
  readonly state: "open" | "closed";
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly closedAt: string | undefined;
  readonly merged: Merge | undefined;
}

export interface Merge {
  readonly commit: string;
  /** Where the base was before. */
  readonly onto: string;
  readonly at: string;
  readonly by: string;
}

export interface Pulls {
  add(pull: Pick<PullRequest, "title" | "body" | "author" | "head" | "base" | "fork" | "draft">): PullRequest;
  close(number: number): PullRequest;
  reopen(number: number): PullRequest;
  /** Notes a merge that has been made in git. */
  merged(number: number, merge: Omit<Merge, "at">): PullRequest;
  /** Notes that something about it has changed, such as a label. */
  touch(number: number): PullRequest;
  list(): readonly PullRequest[];
  get(number: number): PullRequest | undefined;
  headSha(pull: PullRequest): Promise<string>;
  view(pull: PullRequest): Promise<Readonly<Record<string, unknown>>>;
  readonly routes: Routes;
}

export function keepPulls(
  site: Site,
  emulated: Emulated,
  labelsOf: (number: number) => Promise<readonly unknown[]>,
): Pulls {
  const all = new Map<number, PullRequest>();
  const newestFirst = (): PullRequest[] => [...all.values()].toReversed();
  const set = (number: number, changed: Partial<PullRequest>): PullRequest => {
    const pull = all.get(number);
    if (pull === undefined) throw new Error(`There is no pull request ${number}.`);
    const next = { ...pull, ...changed, updatedAt: stamp(site.clock()) };
    all.set(number, next);
    return next;
  };
  const close = (number: number, merged?: Merge): PullRequest => {
    emulated.change(number, { state: "closed" });
    return set(number, { state: "closed", closedAt: stamp(site.clock()), merged });
  };

  const headSha = async (pull: PullRequest): Promise<string> => {
    const ref =
      pull.fork === undefined && pull.state === "open" ? `refs/heads/${pull.head}` : `refs/pull/${pull.number}/head`;
    const sha = (await site.git.resolve(ref)) ?? (await site.git.resolve(`refs/pull/${pull.number}/head`));
    if (sha === undefined) throw new Error(`Pull request ${pull.number} has no head: ${ref} is missing.`);
    return sha;
  };
  const baseSha = async (pull: PullRequest): Promise<string> =>
    (await site.git.resolve(`refs/heads/${pull.base}`)) ?? "0".repeat(40);

  const simpleView = async (pull: PullRequest): Promise<Readonly<Record<string, unknown>>> => {
    const [head, base, repository, labels] = await Promise.all([
      headSha(pull),
      baseSha(pull),
      site.repository(),
      labelsOf(pull.number),
    ]);
    const merged = pull.merged?.commit ?? (await site.git.resolve(`refs/pull/${pull.number}/merge`));
    const facts = { head, base, merged, labels, isLocked: emulated.isLocked(pull.number) };
    return pullView(site, pull, facts, repository);
  };

  const view = async (pull: PullRequest): Promise<Readonly<Record<string, unknown>>> => {
    const [simple, head, base] = await Promise.all([simpleView(pull), headSha(pull), baseSha(pull)]);
    const fork = (await site.git.mergeBase(base, head)) ?? base;
    const [commits, changes] = await Promise.all([site.git.count(`${fork}..${head}`), site.git.changes(fork, head)]);
    return {
      ...simple,
      merged: pull.merged !== undefined,
      mergeable: pull.merged === undefined ? simple["merge_commit_sha"] !== null : null,
      mergeable_state: pull.merged !== undefined ? "unknown" : simple["merge_commit_sha"] === null ? "dirty" : "clean",
      merged_by: pull.merged === undefined ? null : userOf(site.url, pull.merged.by),
      comments: 0,
      review_comments: 0,
      maintainer_can_modify: false,
      commits,
      additions: changes.reduce((sum, change) => sum + change.additions, 0),
      deletions: changes.reduce((sum, change) => sum + change.deletions, 0),
      changed_files: changes.length,
    };
  };

  return {
    add: (given) => {
      const number = emulated.addPullRequest(given.title, given.body, given.author);
      const now = stamp(site.clock());
      const pull: PullRequest = {
        ...given,
        number,
        state: "open",
        createdAt: now,
        updatedAt: now,
        closedAt: undefined,
        merged: undefined,
      };
      all.set(number, pull);
      return pull;
    },
    close: (number) => close(number),
    reopen: (number) => {
      emulated.change(number, { state: "open" });
      return set(number, { state: "open", closedAt: undefined });
    },
    merged: (number, merge) => close(number, { ...merge, at: stamp(site.clock()) }),
    touch: (number) => set(number, {}),
    list: newestFirst,
    get: (number) => all.get(number),
    headSha,
    view,
    routes: {
      "pulls/get": async ({ params }) => {
        const pull = all.get(Number(params["pull_number"]));
        return pull === undefined ? notFound() : ok(await view(pull));
      },

      "pulls/list": async (call) => {
        const state = call.query.get("state") ?? "open";
        const head = call.query.get("head");
        const base = call.query.get("base");
        const found = newestFirst().filter(
          (pull) =>
            (state === "all" || pull.state === state) &&
            (head === null || head === `${pull.fork ?? site.owner}:${pull.head}`) &&
            (base === null || base === pull.base),
        );
        if (call.query.get("direction") === "asc") found.reverse();
        return paged(await Promise.all(found.map(simpleView)), call, `${apiUrl(site)}/pulls`);
      },

      // For a commit of the default branch the merged one that brought it in, for any other the open ones that contain it.
      "repos/list-pull-requests-associated-with-commit": async (call) => {
        const given = call.params["commit_sha"] ?? "";
        const sha = await resolveRef(site, given);
        if (sha === undefined) return noCommit(given);
        const main = await site.git.resolve(`refs/heads/${site.defaultBranch}`);
        const isInMain = main !== undefined && (await site.git.contains(main, sha));
        const brings = async (pull: PullRequest): Promise<boolean> => {
          const [head, base] = await Promise.all([headSha(pull), pull.merged?.onto ?? baseSha(pull)]);
          if (pull.merged?.commit === sha) return true;
          const [inHead, inBase] = await Promise.all([site.git.contains(head, sha), site.git.contains(base, sha)]);
          return inHead && !inBase;
        };
        const candidates = newestFirst().filter((pull) =>
          isInMain ? pull.merged !== undefined : pull.state === "open",
        );
        const related = await Promise.all(candidates.map(async (pull) => ((await brings(pull)) ? [pull] : [])));
        const shown = await Promise.all(related.flat().map(simpleView));
        return paged(shown, call, `${apiUrl(site)}/commits/${sha}/pulls`);
      },
    },
  };
}

interface PullFacts {
  readonly head: string;
  readonly base: string;
  readonly merged: string | undefined;
  readonly labels: readonly unknown[];
  readonly isLocked: boolean;
}

/** GitHub's `pull-request-simple`. */
function pullView(
  site: Site,
  pull: PullRequest,
  facts: PullFacts,
  repository: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const api = `${apiUrl(site)}/pulls/${pull.number}`;
  const issue = `${apiUrl(site)}/issues/${pull.number}`;
  const html = `${pageUrl(site)}/pull/${pull.number}`;
  const statuses = `${apiUrl(site)}/statuses/${facts.head}`;
  const id = 2_000_000_000 + pull.number;
  return {
    id,
    node_id: nodeId("PullRequest", id),
    url: api,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    commits_url: `${api}/commits`,
    review_comments_url: `${api}/comments`,
    review_comment_url: `${api}/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    number: pull.number,
    state: pull.state,
    locked: facts.isLocked,
    title: pull.title,
    user: userOf(site.url, pull.author),
    body: pull.body === "" ? null : pull.body,
    labels: facts.labels,
    milestone: null,
    active_lock_reason: null,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt ?? null,
    merged_at: pull.merged?.at ?? null,
    merge_commit_sha: facts.merged ?? null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: {
      label: `${pull.fork ?? site.owner}:${pull.head}`,
      ref: pull.head,
      sha: facts.head,
      user: userOf(site.url, pull.fork ?? site.owner),
      repo: pull.fork === undefined ? repository : forkOf(site, repository, pull.fork),
    },
    base: {
      label: `${site.owner}:${pull.base}`,
      ref: pull.base,
      sha: facts.base,
      user: userOf(site.url, site.owner),
      repo: repository,
    },
    _links: {
      self: { href: api },
      html: { href: html },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: `${api}/comments` },
      review_comment: { href: `${api}/comments{/number}` },
      commits: { href: `${api}/commits` },
      statuses: { href: statuses },
    },
    author_association: pull.author === site.owner ? "OWNER" : "CONTRIBUTOR",
    auto_merge: null,
    draft: pull.draft,
  };
}

/** The same repository under another owner, marked as a fork. */
export function forkOf(
  site: Site,
  repository: Readonly<Record<string, unknown>>,
  owner: string,
): Readonly<Record<string, unknown>> {
  const from = `${site.owner}/${site.repo}`;
  const to = `${owner}/${site.repo}`;
  const renamed = Object.entries(repository).map(([key, value]) => [
    key,
    typeof value === "string" ? value.replace(from, to) : value,
  ]);
  return {
    ...Object.fromEntries(renamed),
    id: idOf(to),
    node_id: nodeId("Repository", idOf(to)),
    owner: userOf(site.url, owner),
    fork: true,
  };
}
