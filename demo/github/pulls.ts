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
  readonly closedAt: string | undefined;
}

export interface Pulls {
  add(pull: Pick<PullRequest, "title" | "body" | "author" | "head" | "base" | "fork" | "draft">): PullRequest;
  close(number: number): void;
  list(): readonly PullRequest[];
  get(number: number): PullRequest | undefined;
  headSha(pull: PullRequest): Promise<string>;
  view(pull: PullRequest): Promise<Readonly<Record<string, unknown>>>;
  readonly routes: Routes;
}

export function keepPulls(site: Site, emulated: Emulated): Pulls {
  const all = new Map<number, PullRequest>();
  const newestFirst = (): PullRequest[] => [...all.values()].toReversed();

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
    const [head, base, repository] = await Promise.all([headSha(pull), baseSha(pull), site.repository()]);
    const merged = await site.git.resolve(`refs/pull/${pull.number}/merge`);
    return pullView(site, pull, { head, base, merged }, repository);
  };

  const view = async (pull: PullRequest): Promise<Readonly<Record<string, unknown>>> => {
    const [simple, head, base] = await Promise.all([simpleView(pull), headSha(pull), baseSha(pull)]);
    const fork = (await site.git.mergeBase(base, head)) ?? base;
    const [commits, changes] = await Promise.all([site.git.count(`${fork}..${head}`), site.git.changes(fork, head)]);
    return {
      ...simple,
      merged: false,
      mergeable: simple["merge_commit_sha"] !== null,
      mergeable_state: simple["merge_commit_sha"] === null ? "dirty" : "clean",
      merged_by: null,
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
      const pull: PullRequest = {
        ...given,
        number,
        state: "open",
        createdAt: stamp(site.clock()),
        closedAt: undefined,
      };
      all.set(number, pull);
      return pull;
    },
    close: (number) => {
      const pull = all.get(number);
      if (pull === undefined) throw new Error(`There is no pull request ${number}.`);
      all.set(number, { ...pull, state: "closed", closedAt: stamp(site.clock()) });
      emulated.closePullRequest(number);
    },
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

      // Those whose own commits (not the ones of the base) contain the commit.
      "repos/list-pull-requests-associated-with-commit": async (call) => {
        const given = call.params["commit_sha"] ?? "";
        const sha = await resolveRef(site, given);
        if (sha === undefined) return noCommit(given);
        const related = await Promise.all(
          newestFirst().map(async (pull) => {
            const [head, base] = await Promise.all([headSha(pull), baseSha(pull)]);
            const [inHead, inBase] = await Promise.all([site.git.contains(head, sha), site.git.contains(base, sha)]);
            return inHead && !inBase ? [pull] : [];
          }),
        );
        const shown = await Promise.all(related.flat().map(simpleView));
        return paged(shown, call, `${apiUrl(site)}/commits/${sha}/pulls`);
      },
    },
  };
}

interface Ends {
  readonly head: string;
  readonly base: string;
  readonly merged: string | undefined;
}

/** GitHub's `pull-request-simple`. */
function pullView(
  site: Site,
  pull: PullRequest,
  ends: Ends,
  repository: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const api = `${apiUrl(site)}/pulls/${pull.number}`;
  const issue = `${apiUrl(site)}/issues/${pull.number}`;
  const html = `${pageUrl(site)}/pull/${pull.number}`;
  const statuses = `${apiUrl(site)}/statuses/${ends.head}`;
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
    locked: false,
    title: pull.title,
    user: userOf(site.url, pull.author),
    body: pull.body === "" ? null : pull.body,
    labels: [],
    milestone: null,
    active_lock_reason: null,
    created_at: pull.createdAt,
    updated_at: pull.closedAt ?? pull.createdAt,
    closed_at: pull.closedAt ?? null,
    merged_at: null,
    merge_commit_sha: ends.merged ?? null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: {
      label: `${pull.fork ?? site.owner}:${pull.head}`,
      ref: pull.head,
      sha: ends.head,
      user: userOf(site.url, pull.fork ?? site.owner),
      repo: pull.fork === undefined ? repository : forkOf(site, repository, pull.fork),
    },
    base: {
      label: `${site.owner}:${pull.base}`,
      ref: pull.base,
      sha: ends.base,
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
