// What happens to pull requests, and the runs that GitHub makes of it.
import { passesPullRequest } from "./filters.ts";
import { toJson, type JsonObject } from "./json.ts";
import type { PullRequest, Pulls } from "./pulls.ts";
import type { NewRun, Run, RunEvent } from "./runs.ts";
import type { Site } from "./site.ts";
import { BOT_LOGIN, DEPENDABOT } from "./tokens.ts";
import { readWorkflows } from "./workflows-at.ts";
import type { Workflow } from "./workflow.ts";

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

export interface PullEvents {
  readonly open: (given: NewPullRequest) => Promise<{ readonly pull: PullRequest; readonly runs: readonly Run[] }>;
  readonly close: (number: number, by: string) => Promise<readonly Run[]>;
  readonly reopen: (number: number, by: string) => Promise<readonly Run[]>;
  /** Makes the merge commit on the base, without the push that it also is. */
  readonly merge: (number: number, by: string) => Promise<{ readonly base: string; readonly runs: readonly Run[] }>;
  readonly labelled: (
    number: number,
    action: "labeled" | "unlabeled",
    label: string,
    by: string,
  ) => Promise<readonly Run[]>;
  /** Open pull requests follow their branch. */
  readonly pushed: (
    branch: string,
    by: string,
    tips: { readonly before: string; readonly after: string },
  ) => Promise<readonly Run[]>;
  /** Open pull requests are closed with their branch. */
  readonly branchDeleted: (branch: string, by: string) => Promise<readonly Run[]>;
}

export interface PullEventsOptions {
  readonly site: Site;
  readonly pulls: Pulls;
  readonly create: (workflow: Workflow, facts: RunFacts) => Run;
  /** The members that every payload has. */
  readonly common: (by: string) => Promise<JsonObject>;
}

export interface RunFacts extends Omit<NewRun, "workflow" | "inputs" | "isRestricted" | "pullRequest" | "event"> {
  readonly event: RunEvent;
  readonly inputs?: NewRun["inputs"];
  readonly isRestricted?: boolean;
  readonly pullRequest?: number;
}

export function keepPullEvents({ site, pulls, create, common }: PullEventsOptions): PullEvents {
  const { git } = site;

  /** After a new head: the commit that GitHub makes of base and head, or undefined when they conflict. */
  const mergePreview = async (pull: PullRequest): Promise<string | undefined> => {
    const [head, base] = await Promise.all([pulls.headSha(pull), baseOf(pull)]);
    await git.setRef(`refs/pull/${pull.number}/head`, head);
    const merged = await git.merge(base, head, `Merge ${head} into ${base}`);
    if (merged !== undefined) await git.setRef(`refs/pull/${pull.number}/merge`, merged);
    return merged;
  };

  const baseOf = async ({ base }: PullRequest): Promise<string> => {
    const sha = await git.resolve(`refs/heads/${base}`);
    if (sha === undefined) throw new Error(`The base ${base} is not a branch.`);
    return sha;
  };

  const updatePull = async (
    pull: PullRequest,
    action: PullAction,
    by: string,
    more: JsonObject = {},
  ): Promise<Run[]> => {
    const merged = NEW_HEAD.has(action)
      ? await mergePreview(pull)
      : await git.resolve(`refs/pull/${pull.number}/merge`);
    // With conflicts there is no merge commit, and then GitHub starts no run.
    if (merged === undefined || by === BOT_LOGIN) return [];
    const [head, base] = await Promise.all([pulls.headSha(pull), pull.merged?.onto ?? baseOf(pull)]);
    const mergeBase = (await git.mergeBase(base, head)) ?? base;
    const files = (await git.changes(mergeBase, head)).map((change) => change.filename);
    const payload: JsonObject = {
      action,
      number: pull.number,
      pull_request: toJson(await pulls.view(pull)),
      ...more,
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
          isRestricted: pull.fork !== undefined || by === DEPENDABOT,
          pullRequest: pull.number,
        }),
      ];
    });
  };

  const openOnes = (branch: string): readonly PullRequest[] =>
    pulls.list().filter((pull) => pull.state === "open" && pull.fork === undefined && pull.head === branch);

  return {
    open: async (given) => {
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
      return { pull, runs: await updatePull(pull, "opened", given.by) };
    },

    close: (number, by) => updatePull(pulls.close(number), "closed", by),

    reopen: (number, by) => updatePull(pulls.reopen(number), "reopened", by),

    merge: async (number, by) => {
      const pull = pulls.get(number);
      if (pull?.state !== "open") throw new Error(`Pull request ${number} is not open.`);
      const [onto, commit] = [await baseOf(pull), await mergePreview(pull)];
      if (commit === undefined) throw new Error(`Pull request ${number} has conflicts.`);
      await git.setRef(`refs/heads/${pull.base}`, commit);
      const merged = pulls.merged(number, { commit, onto, by });
      return { base: pull.base, runs: await updatePull(merged, "closed", by) };
    },

    labelled: (number, action, label, by) => updatePull(pulls.touch(number), action, by, { label: { name: label } }),

    pushed: async (branch, by, tips) => {
      const started: Run[] = [];
      for (const pull of openOnes(branch)) started.push(...(await updatePull(pull, "synchronize", by, tips)));
      return started;
    },

    branchDeleted: async (branch, by) => {
      const started: Run[] = [];
      for (const { number } of openOnes(branch)) started.push(...(await updatePull(pulls.close(number), "closed", by)));
      return started;
    },
  };
}

type PullAction = "opened" | "synchronize" | "reopened" | "closed" | "labeled" | "unlabeled";

const NEW_HEAD: ReadonlySet<PullAction> = new Set(["opened", "synchronize", "reopened"]);
