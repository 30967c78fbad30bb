// What happens to the repository, and the runs that GitHub makes of it: pushes, pull requests, schedules and dispatches.
import { githubContext } from "./context.ts";
import { interpolate } from "./expressions.ts";
import { passesPullRequest, passesPush } from "./filters.ts";
import { toJson, type Json, type JsonObject } from "./json.ts";
import { userOf } from "./people.ts";
import type { PullRequest, Pulls } from "./pulls.ts";
import type { NewRun, Run, RunEvent, RunStore } from "./runs.ts";
import { pageUrl, type Site } from "./site.ts";
import { BOT_LOGIN } from "./tokens.ts";
import { readWorkflow, type Workflow } from "./workflow.ts";

export interface PushEvent {
  /** A branch name, or a full ref for tags. The commits are in the repository already. */
  readonly ref: string;
  /** Who pushed. `github-actions[bot]` (a push with a job's token) updates pull requests but starts nothing. */
  readonly by: string;
}

export interface NewPullRequest {
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly by: string;
  readonly body?: string;
  readonly draft?: boolean;
  /** For a pull request from a fork: its owner and the commit, which must be in the repository's objects. */
  readonly fork?: { readonly owner: string; readonly sha: string };
}

export interface Events {
  push(event: PushEvent): Promise<readonly Run[]>;
  openPullRequest(given: NewPullRequest): Promise<{ readonly pull: PullRequest; readonly runs: readonly Run[] }>;
  /** Every workflow with a schedule on the default branch, or only those with this cron expression. */
  schedule(cron?: string): Promise<readonly Run[]>;
  /** A dispatch that has been found valid. */
  dispatch(request: ValidDispatch): Promise<Run>;
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

  const create = (workflow: Workflow, facts: RunFacts): Run => {
    const identity = {
      id: runs.workflowId(workflow.path),
      path: workflow.path,
      name: workflow.name,
    };
    const given: NewRun = { isRestricted: false, pullRequest: undefined, inputs: {}, ...facts, workflow: identity };
    const github = githubContext(site, { ...given, ...runs.upcoming(workflow.path), attempt: 1 });
    const scope = { contexts: { github, inputs: given.inputs, vars: variables } };
    const named = workflow.runName === undefined ? "" : interpolate(workflow.runName, scope).trim();
    // A name that comes out empty is as good as none.
    const displayTitle = named === "" ? facts.displayTitle : named;
    return runs.create({ ...given, displayTitle });
  };

  const common = async (by: string): Promise<JsonObject> => {
    const repository = toJson(await site.repository());
    return { repository, sender: toJson(userOf(site.url, by)) };
  };

  const updatePull = async (
    pull: PullRequest,
    action: "opened" | "synchronize",
    by: string,
    before: string | undefined,
  ): Promise<Run[]> => {
    const head = await pulls.headSha(pull);
    const base = await git.resolve(`refs/heads/${pull.base}`);
    if (base === undefined) throw new Error(`The base ${pull.base} is not a branch.`);
    await git.setRef(`refs/pull/${pull.number}/head`, head);
    const merged = await git.merge(base, head, `Merge ${head} into ${base}`);
    // With conflicts there is no merge commit, and then GitHub starts no run.
    if (merged === undefined) return [];
    await git.setRef(`refs/pull/${pull.number}/merge`, merged);
    if (by === BOT_LOGIN) return [];
    const mergeBase = (await git.mergeBase(base, head)) ?? base;
    const files = (await git.changes(mergeBase, head)).map((change) => change.filename);
    const payload: JsonObject = {
      action,
      number: pull.number,
      pull_request: toJson(await pulls.view(pull)),
      ...(before === undefined ? {} : { before, after: head }),
      ...(await common(by)),
    };
    const workflows = await readWorkflows(site, merged);
    return workflows.flatMap((workflow) => {
      const filter = workflow.on["pull_request"];
      if (filter === undefined || !passesPullRequest(filter, pull.base, action, files)) return [];
      return [
        create(workflow, {
          event: "pull_request",
          sha: merged,
          ref: `refs/pull/${pull.number}/merge`,
          headSha: head,
          headBranch: pull.head,
          displayTitle: pull.title,
          actor: by,
          triggeringActor: by,
          payload,
          isRestricted: pull.fork !== undefined || by === "dependabot[bot]",
          pullRequest: pull.number,
        }),
      ];
    });
  };

  return {
    noticeRefs: async () => {
      for (const { ref, sha } of await git.refs("refs/heads")) seen.set(ref, sha);
      for (const { ref, sha } of await git.refs("refs/tags")) seen.set(ref, sha);
    },

    push: async ({ ref: given, by }) => {
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
              isRestricted: by === "dependabot[bot]",
            }),
          );
        }
      }
      for (const pull of pulls.list()) {
        if (pull.state !== "open" || pull.fork !== undefined || pull.head !== name) continue;
        started.push(...(await updatePull(pull, "synchronize", by, before ?? ZERO)));
      }
      return started;
    },

    openPullRequest: async (given) => {
      const pull = pulls.add({
        title: given.title,
        body: given.body ?? "",
        author: given.by,
        head: given.head,
        base: given.base,
        fork: given.fork?.owner,
        draft: given.draft ?? false,
      });
      if (given.fork !== undefined) {
        await git.setRef(`refs/pull/${pull.number}/head`, given.fork.sha);
      }
      return { pull, runs: await updatePull(pull, "opened", given.by, undefined) };
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

    dispatch: async ({ workflow, ref, sha, inputs, texts, by }) =>
      create(workflow, {
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
      }),
  };
}

const ZERO = "0".repeat(40);

interface RunFacts extends Omit<NewRun, "workflow" | "inputs" | "isRestricted" | "pullRequest" | "event"> {
  readonly event: RunEvent;
  readonly inputs?: NewRun["inputs"];
  readonly isRestricted?: boolean;
  readonly pullRequest?: number;
}

/** All workflows at a commit. An invalid file throws: GitHub would show a failed start, here its author should see why at once. */
export async function readWorkflows(site: Site, sha: string): Promise<readonly Workflow[]> {
  const paths = await site.git.files(sha, ".github/workflows");
  const read = await Promise.all(
    paths.filter((path) => /\.ya?ml$/.test(path)).map((path) => readWorkflowAt(site, sha, path)),
  );
  return read.filter((workflow) => workflow !== undefined);
}

export async function readWorkflowAt(
  site: Pick<Site, "git">,
  sha: string,
  path: string,
): Promise<Workflow | undefined> {
  const text = await site.git.file(sha, path);
  return text === undefined ? undefined : readWorkflow(path, text);
}

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
