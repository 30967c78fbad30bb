// A GitHub on loopback: one repository, its API, its runs. Everything that it sees and answers is checked against GitHub's own
// OpenAPI description. Issues, comments and labels come from `emulate`; refs, commits and comparisons from a bare git repository.
//
//   const github = await startGitHub({ owner: "acme", repo: "shop", gitDir: "/tmp/shop.git" });
//   const token = await github.issueToken({ actions: "write", contents: "read" });   // acts as github-actions[bot]
//   await fetch(`${github.url}/repos/acme/shop/actions/workflows/loop.yml/dispatches`, …);
//   github.runs.list()[0]?.displayTitle;      // the queued run; the runner in ../runner carries it out
//   await github.push({ ref: "main", by: "ada" });                                  // commits are in the git directory already
//   github.violations();                      // [] when all requests and answers were as GitHub documents them
//   await github.close();
import { resolve } from "node:path";
import { keepConcurrency, type ConcurrencyGroups } from "./concurrency.ts";
import { commitRoutes } from "./commits.ts";
import { stamp, type Clock } from "./clock.ts";
import { repositoryId } from "./context.ts";
import { keepDeployments, type Deployment, type Deployments } from "./deployments.ts";
import { dispatchRoute } from "./dispatch.ts";
import { startEmulated, type Emulated } from "./emulated.ts";
import { keepEvents, type Events, type PushEvent } from "./events.ts";
import { keepFates, type DispatchAnswer, type Fate } from "./fates.ts";
import { readFaults, type FaultRule } from "./faults.ts";
import { openFront, type SeenRequest, type Violation } from "./front.ts";
import { openRepository } from "./git.ts";
import { openGitRemote } from "./git-http.ts";
import { issueRoutes, readComments, readIssues, type IssueComment, type IssueFacts } from "./issues.ts";
import { isList, isRecord, textAt } from "./json.ts";
import { readContract } from "./openapi.ts";
import type { NewPullRequest } from "./pull-events.ts";
import { keepPulls, type PullRequest } from "./pulls.ts";
import { refRoutes } from "./refs.ts";
import { guardArchive } from "./read-only.ts";
import { keepReviews, type Reviews } from "./reviews.ts";
import { runRoutes } from "./run-routes.ts";
import { keepRuns, type RerunScope, type Run, type RunStore } from "./runs.ts";
import { rateLimitReply } from "./send.ts";
import type { Site } from "./site.ts";
import { keepStatuses, type CommitStatus } from "./statuses.ts";
import { keepTokens, type Permissions } from "./tokens.ts";

export interface GitHubOptions {
  readonly owner: string;
  readonly repo: string;
  /** A bare git repository: the truth for refs, commits, files and workflows. */
  readonly gitDir: string;
  readonly defaultBranch?: string;
  /** Private (the default) shows more missing permissions: reading public data needs none. */
  readonly visibility?: "private" | "public";
  /** Logins that may act beside the owner. */
  readonly people?: readonly string[];
  readonly secrets?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  /** What a job's token may do when its workflow says nothing. Default: the restricted setting of new repositories. */
  readonly defaultPermissions?: Permissions;
  readonly faults?: readonly FaultRule[];
  /** Requests an hour for each token. */
  readonly rateLimit?: number;
  /** The time of everything; with `movableClock` nights can follow each other within seconds. */
  readonly clock?: Clock;
  /** How dispatches are answered. Default: as on github.com. */
  readonly dispatchAnswer?: DispatchAnswer;
  /** Whether the repository has issues (pull requests it always has). */
  readonly hasIssues?: boolean;
  /** Environments that have more than a name. */
  readonly environments?: Readonly<Record<string, EnvironmentSettings>>;
}

export interface GitHubStandIn {
  /** API and pages, without a slash at the end: GITHUB_API_URL and GITHUB_SERVER_URL. */
  readonly url: string;
  readonly site: Site;
  readonly settings: RepositorySettings;
  readonly runs: RunStore;
  readonly concurrency: ConcurrencyGroups;
  issueToken(permissions: Permissions, runId?: number): Promise<string>;
  personToken(login: string): string;
  revokeToken(token: string): void;
  push(event: PushEvent): Promise<readonly Run[]>;
  openPullRequest(given: NewPullRequest): Promise<PullRequest>;
  closePullRequest(number: number, by?: string): Promise<readonly Run[]>;
  reopenPullRequest(number: number, by?: string): Promise<readonly Run[]>;
  /** With a merge commit, which is also a push to the base. */
  mergePullRequest(number: number, by?: string): Promise<readonly Run[]>;
  label(pullRequest: number, label: string, by?: string): Promise<readonly Run[]>;
  unlabel(pullRequest: number, label: string, by?: string): Promise<readonly Run[]>;
  /** Locks the conversation of an issue or a pull request. */
  lock(number: number): void;
  deleteBranch(branch: string, by?: string): Promise<readonly Run[]>;
  /** Makes the repository read-only. */
  archive(): void;
  schedule(cron?: string): Promise<readonly Run[]>;
  /** A dispatch by a person's click; throws with GitHub's message when it is refused. */
  dispatch(given: PersonalDispatch): Promise<Run>;
  /** A re-run of all jobs, or of those that failed and what depends on them. */
  rerun(runId: number, by?: string, scope?: RerunScope): Run;
  /** Decides about the next dispatch that is accepted. */
  nextDispatch(fate: Fate): void;
  /** The repository's address for git, with a token in it: `git clone`, `fetch` and `push` work as on GitHub. */
  remoteUrl(token: string): string;
  /** Adds a fault to the script. */
  fail(rule: FaultRule): void;
  /** Ends all faults. */
  heal(): void;
  requests(): readonly SeenRequest[];
  violations(): readonly Violation[];
  comments(issueNumber?: number): Promise<readonly IssueComment[]>;
  issues(): Promise<readonly IssueFacts[]>;
  statuses(sha?: string): readonly CommitStatus[];
  deployments(): readonly Deployment[];
  /** What GitHub notes about jobs with an environment, and the reviews that they wait for. */
  readonly jobDeployments: Pick<Deployments, "begin" | "end">;
  readonly reviews: Reviews;
  close(): Promise<void>;
}

export interface EnvironmentSettings {
  readonly secrets?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  /** People of whom one has to approve every job before it begins. */
  readonly reviewers?: readonly string[];
  /** Branches that may deploy; default: all. */
  readonly branches?: readonly string[];
}

export interface RepositorySettings {
  readonly secrets: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly defaultPermissions: Permissions;
  readonly environments: Readonly<Record<string, EnvironmentSettings>>;
}

export interface PersonalDispatch {
  /** File name, e.g. `loop.yml`. */
  readonly workflow: string;
  readonly ref: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly by?: string;
}

/** https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api: GITHUB_TOKEN, for each repository. */
const RATE_LIMIT = 1000;

export async function startGitHub(options: GitHubOptions): Promise<GitHubStandIn> {
  const { owner, repo, visibility = "private", defaultBranch = "main" } = options;
  const people = [...new Set([owner, ...(options.people ?? [])])];
  const tokens = keepTokens();
  const faults = readFaults(options.faults ?? []);
  const rateLimit = options.rateLimit ?? RATE_LIMIT;
  const clock = options.clock ?? ((): Date => new Date());
  const front = await openFront({
    tokens,
    faults,
    contract: readContract(),
    isPublic: visibility === "public",
    repository: `${owner}/${repo}`,
    rateLimit,
    clock,
  });
  const git = openRepository(resolve(options.gitDir));
  const settings: RepositorySettings = {
    secrets: options.secrets ?? {},
    variables: options.variables ?? {},
    defaultPermissions: options.defaultPermissions ?? { contents: "read", packages: "read" },
    environments: options.environments ?? {},
  };
  let isArchived = false;

  try {
    const emulated = await startEmulated({
      url: front.url,
      owner,
      repo,
      isPrivate: visibility === "private",
      defaultBranch,
      people,
      clock,
    });
    const ownerToken = tokens.forPerson(owner);
    const ownerCaller = tokens.identify(`Bearer ${ownerToken}`);
    if (ownerCaller === "unknown") throw new Error("The owner's token is unknown.");
    const askEmulated = (path: string): ReturnType<Emulated["serve"]> =>
      emulated.serve({
        method: "GET",
        pathAndQuery: `/repos/${owner}/${repo}${path}`,
        body: undefined,
        caller: ownerCaller,
      });
    const site: Site = {
      url: front.url,
      owner,
      repo,
      isPrivate: visibility === "private",
      defaultBranch,
      git,
      clock,
      repository: async () => {
        const { body } = await askEmulated("");
        if (!isRecord(body)) throw new Error("The repository cannot be read.");
        return {
          ...body,
          archived: isArchived,
          has_issues: options.hasIssues ?? true,
          id: repositoryId({ owner, repo }),
          pushed_at: stamp(clock()),
          network_count: 0,
          subscribers_count: 1,
        };
      },
    };
    const runs = keepRuns(site);
    const labelsOf = async (number: number): Promise<readonly unknown[]> => {
      const { body } = await askEmulated(`/issues/${number}/labels`);
      // A pull request shows a label without a description with an empty one.
      return isList(body)
        ? body.map((label) => (isRecord(label) ? { ...label, description: label["description"] ?? "" } : label))
        : [];
    };
    const pulls = keepPulls(site, emulated, labelsOf);
    const statuses = keepStatuses(site);
    const deployments = keepDeployments(site, statuses);
    const events: Events = keepEvents({ site, runs, pulls, variables: settings.variables });
    const fates = keepFates();
    const dispatch = dispatchRoute(site, runs, events, { answer: options.dispatchAnswer ?? "run-details", fates });
    const personClicks = dispatchRoute(site, runs, events, { answer: "run-details", fates: keepFates() });
    await events.noticeRefs();

    const { routes, others } = guardArchive(
      () => isArchived,
      {
        "rate-limit/get": ({ caller }) => {
          // Asking this question does not count.
          const counted = front.requests().filter((one) => one.operation !== "rate-limit/get");
          return rateLimitReply(rateLimit, counted.filter((one) => one.tokenKind === caller.kind).length);
        },
        "repos/get": async () => ({ status: 200, body: await site.repository() }),
        ...refRoutes(site),
        ...commitRoutes(site),
        ...pulls.routes,
        ...statuses.routes,
        ...deployments.routes,
        ...runRoutes(site, runs, pulls, dispatch),
        ...issueRoutes(site, pulls, emulated, () => options.hasIssues ?? true),
      },
      (request) => emulated.serve(request),
    );
    const remote = openGitRemote({
      git,
      repository: `${owner}/${repo}`,
      tokens,
      isPublic: visibility === "public",
      isArchived: () => isArchived,
      onPush: (event) => events.push(event),
    });
    front.serve(routes, others, remote);
    const relabel = async (method: "POST" | "DELETE", number: number, label: string, by: string): Promise<void> => {
      const token = tokens.forPerson(by);
      const { status } = await emulated.serve({
        method,
        pathAndQuery: `/repos/${owner}/${repo}/issues/${number}/labels${method === "DELETE" ? `/${encodeURIComponent(label)}` : ""}`,
        body: method === "POST" ? { labels: [label] } : undefined,
        caller: { kind: "person", login: by, token },
      });
      tokens.revoke(token);
      if (status >= 400) throw new Error(`The label ${label} of ${number} cannot be changed: ${status}`);
    };

    return {
      url: front.url,
      site,
      settings,
      runs,
      concurrency: keepConcurrency(),
      issueToken: async (permissions, runId) => tokens.issue(permissions, runId),
      personToken: (login) => {
        if (!people.includes(login)) throw new Error(`${login} is not one of the people: ${people.join(", ")}`);
        return tokens.forPerson(login);
      },
      revokeToken: (token) => {
        tokens.revoke(token);
      },
      push: (event) => events.push(event),
      openPullRequest: async (given) => (await events.openPullRequest(given)).pull,
      closePullRequest: (number, by = owner) => events.closePullRequest(number, by),
      reopenPullRequest: (number, by = owner) => events.reopenPullRequest(number, by),
      mergePullRequest: (number, by = owner) => events.mergePullRequest(number, by),
      label: async (number, label, by = owner) => {
        await relabel("POST", number, label, by);
        return events.labelled(number, "labeled", label, by);
      },
      unlabel: async (number, label, by = owner) => {
        await relabel("DELETE", number, label, by);
        return events.labelled(number, "unlabeled", label, by);
      },
      lock: (number) => {
        emulated.change(number, { locked: true });
      },
      deleteBranch: (branch, by = owner) => events.deleteBranch(branch, by),
      archive: () => {
        isArchived = true;
      },
      schedule: async (cron) => (isArchived ? [] : events.schedule(cron)),
      dispatch: async ({ workflow, ref, inputs = {}, by = owner }) => {
        const token = tokens.forPerson(by);
        const reply = await personClicks({
          operationId: "actions/create-workflow-dispatch",
          params: { workflow_id: workflow },
          query: new URLSearchParams(),
          body: { ref, inputs, return_run_details: true },
          caller: { kind: "person", login: by, token },
          version: "2022-11-28",
        });
        tokens.revoke(token);
        const id = isRecord(reply.body) ? reply.body["workflow_run_id"] : undefined;
        const run = typeof id === "number" ? runs.get(id) : undefined;
        if (run === undefined) {
          throw new Error(`${reply.status}: ${textAt(reply.body, "message") ?? "refused"}`);
        }
        return run;
      },
      rerun: (runId, by = owner, scope = "all") => {
        const run = runs.again(runId, by, scope);
        if (run === undefined) throw new Error(`Run ${runId} is not over yet.`);
        return run;
      },
      nextDispatch: (fate) => {
        fates.add(fate);
      },
      remoteUrl: (token) => `${front.url.replace("://", `://x-access-token:${token}@`)}/${owner}/${repo}.git`,
      fail: (rule) => {
        faults.add(rule);
      },
      heal: () => {
        faults.clear();
      },
      requests: () => front.requests(),
      violations: () => front.violations(),
      comments: async (issueNumber) => readComments(askEmulated, pulls.list(), issueNumber),
      issues: async () => readIssues(askEmulated),
      statuses: (sha) => statuses.list(sha),
      deployments: () => deployments.list(),
      jobDeployments: deployments,
      reviews: keepReviews(),
      close: async () => {
        await front.close();
        git.close();
      },
    };
  } catch (error) {
    await front.close();
    git.close();
    throw error;
  }
}
