// Loops that repair themselves: by push, by pull request, in two jobs, and with everything going wrong that may.
import { BRANCH } from "../app/repository.ts";
import type { Stage } from "../stage.ts";
import { chaos, type Chaos } from "./chaos.ts";
import { DISPATCHED_BY_POST, NO_COMMENT, NO_CYCLE_TWICE, NOTHING_PENDING, ONE_COMMENT, TARGET_MET } from "./hopes.ts";
import type { Hope, Scene, Story } from "./story.ts";

const openPullRequest: Scene = {
  says: "Dana opens a pull request that makes agents answer over the WebSocket. Its staging is not good yet.",
  act: open,
};

const pushBranch: Scene = {
  says: "Dana pushes a branch that makes agents answer over the WebSocket. Its staging is not good yet.",
  act: ({ github }) => github.push({ ref: BRANCH, by: "dana" }),
};

/** For workflows that start with a push: the pull request is there before. */
export const pushPullRequest: Scene = {
  says: "Dana opens a pull request and pushes its branch, whose staging is not good yet.",
  act: async (stage) => {
    await open(stage);
    await pushBranch.act(stage);
  },
};

function open({ github, repository }: Stage): Promise<unknown> {
  const { branch: head, baseBranch: base } = repository;
  return github.openPullRequest({ head, base, title: "Agents answer over the WebSocket", by: "dana" });
}

const OPENS =
  "Each cycle deploys, waits until staging serves the commit, probes, tests, tells, repairs what its brief names, and starts the next one.";

export const push: Story = {
  opens: OPENS,
  repository: { template: "push" },
  scenes: [pushBranch],
  end: [TARGET_MET, NOTHING_PENDING, NO_COMMENT, NO_CYCLE_TWICE, DISPATCHED_BY_POST],
};

export const pullRequest: Story = {
  opens: OPENS,
  repository: { template: "pull-request" },
  scenes: [openPullRequest],
  end: [TARGET_MET, NOTHING_PENDING, ONE_COMMENT, NO_CYCLE_TWICE, DISPATCHED_BY_POST],
};

const TESTS_WRITE_NOTHING: Hope = {
  says: "the job that ran the tests could write nothing",
  holds: ({ runs }) => {
    const jobs = runs().flatMap(({ result }) => result.jobs.filter(({ id }) => id === "test"));
    return jobs.length > 0 && jobs.every(({ permissions }) => !Object.values(permissions).includes("write"));
  },
};

export const twoJobs: Story = {
  opens: "One job tests, another tells, a third repairs and goes on; the record goes from job to job as an artifact.",
  repository: { template: "two-jobs" },
  scenes: [pushPullRequest],
  end: [TARGET_MET, NOTHING_PENDING, ONE_COMMENT, NO_CYCLE_TWICE, TESTS_WRITE_NOTHING, DISPATCHED_BY_POST],
};

/** The same loop with lost answers, pages of an overloaded GitHub, a lost machine and an impatient person. */
export function withChaos(seed: number): Story {
  const bad: Chaos = chaos(seed);
  return {
    opens: `${OPENS}\nGitHub has a bad day (seed ${seed}), a machine is lost, and somebody is impatient.`,
    repository: { template: "pull-request" },
    faults: bad.faults,
    meanwhile: bad.meanwhile,
    scenes: [
      openPullRequest,
      {
        says: "Dana finds that a machine was lost, and has its run started again.",
        act: (stage) => rerunWhatWasLost(stage),
      },
    ],
    end: [TARGET_MET, NOTHING_PENDING, ONE_COMMENT, NO_CYCLE_TWICE, bad.happened],
  };
}

async function rerunWhatWasLost({ github, runs }: Stage): Promise<void> {
  const lost = runs().findLast(({ result }) => result.jobs.some(({ messages }) => messages.join().includes("lost")));
  if (lost !== undefined) github.rerun(lost.run.id, "dana");
}
