// What happens to the repository, and the runs that GitHub makes of it: pushes, pull requests, schedules and dispatches.
import { githubContext } from "./context.ts";
import { interpolate } from "./expressions.ts";
import type { Fate } from "./fates.ts";
import { passesPush } from "./filters.ts";
import { toJson, type Json, type JsonObject } from "./json.ts";
import { userOf } from "./people.ts";
import { keepPullEvents, type NewPullRequest, type RunFacts } from "./pull-events.ts";
import type { PullRequest, Pulls } from "./pulls.ts";
import type { NewRun, Run, RunIdentity, RunStore } from "./runs.ts";
import { pageUrl, type Site } from "./site.ts";
import { BOT_LOGIN, DEPENDABOT } from "./tokens.ts";
import type { Workflow } from "./workflow.ts";
import { readWorkflows } from "./workflows-at.ts";

export interface PushEvent {
  /** A branch name, or a full ref for tags. The commits are in the repository already. */
  readonly ref: string;
  /** Who pushed. `github-actions[bot]` (a push with a job's token) updates pull requests but starts nothing. */
  readonly by: string;
}

export interface Events {
  push(event: PushEvent): Promise<readonly Run[]>;
  openPullRequest(given: NewPullRequest): Promise<{ readonly pull: PullRequest; readonly runs: readonly Run[] }>;
  /** Every workflow with a schedule on the default branch, or only those with this cron expression. */
  schedule(cron?: string): Promise<readonly Run[]>;
  closePullRequest(number: number, by: string): Promise<readonly Run[]>;
  reopenPullRequest(number: number, by: string): Promise<readonly Run[]>;
  /** Merges with a merge commit, which is also a push to the base. */
  mergePullRequest(number: number, by: string): Promise<readonly Run[]>;
  /** What follows when a label has been put on a pull request, or taken off. */
  labelled(number: number, action: "labeled" | "unlabeled", label: string, by: string): Promise<readonly Run[]>;
  /** Closes the pull requests that come from the branch, as GitHub does. */
  deleteBranch(branch: string, by: string): Promise<readonly Run[]>;
  /** A dispatch that has been found valid; gives the run's id, also of one that will never appear. */
  dispatch(request: ValidDispatch, fate?: Fate): Promise<{ readonly id: number }>;
  /** Remembers where refs stand, so that a later push knows what was before. */
  noticeRefs(): Promise<void>;
}

export interface ValidDispatch {
  readonly workflow: Workflow;
  readonly ref: string;
  readonly sha: string;
  readonly inputs: Readonly<Record<string, Json>>;
  /** All text, as `github.event.inputs` has them. */
  readonly texts: Readonly<Record<string, string>>;
  readonly by: string;
}

export interface EventsOptions {
  readonly site: Site;
  readonly runs: RunStore;
  readonly pulls: Pulls;
  readonly variables: Readonly<Record<string, string>>;
}

export function keepEvents({ site, runs, pulls, variables }: EventsOptions): Events {
  const { git } = site;
  const seen = new Map<string, string>();

  const plan = (workflow: Workflow, facts: RunFacts): { readonly run: NewRun; readonly identity: RunIdentity } => {
    const own = {
      id: runs.workflowId(workflow.path),
      path: workflow.path,
      name: workflow.name,
    };
    const given: NewRun = { isRestricted: false, pullRequest: undefined, inputs: {}, ...facts, workflow: own };
    const identity = runs.reserve(workflow.path);
    const github = githubContext(site, { ...given, ...identity, attempt: 1 });
    const scope = { contexts: { github, inputs: given.inputs, vars: variables } };
    const named = workflow.runName === undefined ? "" : interpolate(workflow.runName, scope).trim();
    // A name that comes out empty is as good as none.
    const displayTitle = named === "" ? facts.displayTitle : named;
    return { run: { ...given, displayTitle }, identity };
  };

  const create = (workflow: Workflow, facts: RunFacts): Run => {
    const { run, identity } = plan(workflow, facts);
    return runs.create(run, identity);
  };

  const common = async (by: string): Promise<JsonObject> => {
    const repository = toJson(await site.repository());
    return { repository, sender: toJson(userOf(site.url, by)) };
  };

  const fromPulls = keepPullEvents({ site, pulls, create, common });

  const push = async ({ ref: given, by }: PushEvent): Promise<readonly Run[]> => {
    const ref = given.startsWith("refs/") ? given : `refs/heads/${given}`;
    const name = ref.replace(/^refs\/(heads|tags)\//, "");
    const after = await git.resolve(ref);
    // A tip that was there from the start is announced as a push of its last commit.
    const known = seen.get(ref);
    const before = known === after && after !== undefined ? await git.resolve(`${after}^`) : known;
    if (after === undefined) {
      seen.delete(ref);
      return [];
    }
    seen.set(ref, after);
    const started: Run[] = [];
    if (by !== BOT_LOGIN) {
      const commits = await git.commits(before === undefined ? ["-1", after] : [`${before}..${after}`], 20);
      const head = await git.commit(after);
      const changed =
        before === undefined
          ? await git.files(after)
          : (await git.changes(before, after)).map((change) => change.filename);
      const views = commits.toReversed().map((commit) => pushedCommit(site, commit));
      const payload: JsonObject = {
        ref,
        before: before ?? ZERO,
        after,
        base_ref: null,
        created: before === undefined,
        deleted: false,
        forced: before !== undefined && !(await git.contains(after, before)),
        compare: `${pageUrl(site)}/compare/${(before ?? ZERO).slice(0, 12)}...${after.slice(0, 12)}`,
        commits: views,
        head_commit: pushedCommit(site, head),
        pusher: { name: by, email: `${by}@users.noreply.github.com` },
        ...(await common(by)),
      };
      for (const workflow of await readWorkflows(site, after)) {
        const filter = workflow.on["push"];
        if (filter === undefined || !passesPush(filter, ref, changed)) continue;
        started.push(
          create(workflow, {
            event: "push",
            sha: after,
            ref,
            headSha: after,
            headBranch: name,
            displayTitle: head.message.split("\n")[0] ?? "",
            actor: by,
            triggeringActor: by,
            payload,
            isRestricted: by === DEPENDABOT,
          }),
        );
      }
    }
    return [...started, ...(await fromPulls.pushed(name, by, { before: before ?? ZERO, after }))];
  };

  return {
    noticeRefs: async () => {
      for (const { ref, sha } of await git.refs("refs/heads", "refs/tags")) seen.set(ref, sha);
    },

    push,

    openPullRequest: fromPulls.open,
    closePullRequest: fromPulls.close,
    reopenPullRequest: fromPulls.reopen,
    labelled: fromPulls.labelled,

    mergePullRequest: async (number, by) => {
      const { base, runs: closed } = await fromPulls.merge(number, by);
      return [...closed, ...(await push({ ref: base, by }))];
    },

    deleteBranch: async (branch, by) => {
      await git.deleteRef(`refs/heads/${branch}`);
      seen.delete(`refs/heads/${branch}`);
      return fromPulls.branchDeleted(branch, by);
    },

    schedule: async (cron) => {
      const ref = `refs/heads/${site.defaultBranch}`;
      const sha = await git.resolve(ref);
      if (sha === undefined) throw new Error(`The default branch ${site.defaultBranch} has no commit.`);
      const author = site.owner;
      const shared = await common(author);
      const workflows = await readWorkflows(site, sha);
      return workflows.flatMap((workflow) =>
        (workflow.on["schedule"]?.crons ?? [])
          .filter((one) => cron === undefined || cron === one)
          .map((one) =>
            create(workflow, {
              event: "schedule",
              sha,
              ref,
              headSha: sha,
              headBranch: site.defaultBranch,
              displayTitle: workflow.name,
              actor: author,
              triggeringActor: author,
              payload: { schedule: one, workflow: workflow.path, ...shared },
            }),
          ),
      );
    },

    dispatch: async ({ workflow, ref, sha, inputs, texts, by }, fate) => {
      const { run, identity } = plan(workflow, {
        event: "workflow_dispatch",
        sha,
        ref,
        headSha: sha,
        headBranch: ref.replace(/^refs\/(heads|tags)\//, ""),
        displayTitle: workflow.name,
        actor: by,
        triggeringActor: by,
        payload: { inputs: texts, ref, workflow: workflow.path, ...(await common(by)) },
        inputs,
      });
      switch (fate?.kind) {
        case undefined:
          runs.create(run, identity);
          break;
        case "appears-late":
          runs.createLater(run, identity, fate.after);
          break;
        case "fails-at-startup":
          runs.createEnded(run, identity, "startup_failure");
          break;
        case "never-appears":
          break;
      }
      return { id: identity.id };
    },
  };
}

const ZERO = "0".repeat(40);

function pushedCommit(site: Site, commit: Awaited<ReturnType<Site["git"]["commit"]>>): JsonObject {
  const person = ({ name, email }: { name: string; email: string }): JsonObject => ({ name, email });
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: `${pageUrl(site)}/commit/${commit.sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
    added: [],
    removed: [],
    modified: [],
  };
}

/** What GitHub shows of a commit inside of a run. */
export function runCommit(commit: Awaited<ReturnType<Site["git"]["commit"]>>): JsonObject {
  return {
    id: commit.sha,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: commit.committer.date,
    author: { name: commit.author.name, email: commit.author.email },
    committer: { name: commit.committer.name, email: commit.committer.email },
  };
}
