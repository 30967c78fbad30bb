// Loops that wait for somebody: a parked one for a commit, nights for each other; and pull requests that bring foreign code.
import { BRANCH, changeStaging } from "../app/repository.ts";
import type { Stage } from "../stage.ts";
import { hasDeployed, NO_COMMENT, NO_CYCLE_TWICE, NOTHING_DEPLOYED, TARGET_MET } from "./hopes.ts";
import { pushPullRequest } from "./loops.ts";
import type { Hope, Scene, Story } from "./story.ts";

/** Without the line of the fix: a person repairs. */
const NO_FIX: readonly [RegExp, string] = [/ +fix-command: .*\n/u, ""];

export const park: Story = {
  opens: "Nobody repairs by machine here: the loop waits for a commit, and goes on with its ledger when one comes.",
  repository: { template: "push", inputs: { "next-cycle": "on-commit" }, edits: [NO_FIX] },
  scenes: [
    {
      ...pushPullRequest,
      after: [
        {
          says: "the loop is parked: its job is red, its status says what it waits for, and nothing was dispatched",
          holds: ({ runs, dispatches }) => {
            const last = runs().at(-1);
            return (
              last?.outputs["decision"] === "park" &&
              last.result.conclusion === "failure" &&
              last.status?.state === "failure" &&
              /waiting for a (?:fix|commit)/u.test(last.status.description ?? "") &&
              dispatches().all === 0
            );
          },
        },
      ],
    },
    {
      says: "Dana repairs it by hand and pushes.",
      act: async ({ github, repository }) => {
        await changeStaging(repository, BRANCH, { faults: [], subject: "All of it repaired" });
        await github.push({ ref: BRANCH, by: "dana" });
      },
    },
  ],
  end: [
    TARGET_MET,
    {
      says: "the push went on with the ledger: its cycle was the second one of the same loop",
      holds: ({ runs }) =>
        runs()
          .map(({ outputs }) => outputs["cycle"])
          .join() === "1,2",
    },
    NO_CYCLE_TWICE,
  ],
};

const night = (nth: number, at: string, says: string, after: readonly Hope[]): Scene => ({
  says,
  folder: `night-${nth}`,
  act: ({ github, clock }) => {
    clock.moveTo(new Date(at));
    return github.schedule();
  },
  after,
});

const issueIs = (state: "open" | "closed", says: string): Hope => ({
  says,
  holds: async ({ github }) => {
    const issues = await github.issues();
    return issues.length === 1 && issues[0]?.state === state && issues[0].author === "github-actions[bot]";
  },
});

export const nightly: Story = {
  opens: "Every night at 02:23 main is deployed and tested; one issue tells how the nights went.",
  repository: { template: "nightly", baseFaults: ["quality-zero"] },
  scenes: [
    night(1, "2031-05-06T02:23:00Z", "The first night: answers have no quality.", [
      issueIs("open", "an issue was opened"),
    ]),
    night(2, "2031-05-07T02:23:00Z", "The second night: nobody has repaired it.", [
      issueIs("open", "the same issue was edited, and no second one opened"),
    ]),
    {
      says: "In the morning Dana repairs main.",
      act: async ({ github, repository }) => {
        await changeStaging(repository, "main", { faults: [], subject: "Answers are scored after they are complete" });
        await github.push({ ref: "main", by: "dana" });
      },
    },
    night(3, "2031-05-08T02:23:00Z", "The third night: all is well.", [issueIs("closed", "the issue was closed")]),
  ],
  end: [
    TARGET_MET,
    {
      says: "the issue shows all three nights",
      holds: async ({ github }) => {
        const [issue] = await github.issues();
        return ["2031-05-06", "2031-05-07", "2031-05-08"].every((day) => issue?.body.includes(day) === true);
      },
    },
    {
      says: "every night was deployed",
      holds: ({ runs }) => runs().filter(hasDeployed).length >= 3,
    },
  ],
};

/** Without the condition that leaves foreign pull requests out: the action itself keeps them from staging. */
const NO_CONDITION: readonly [RegExp, string] = [/ +if: github\.event_name .*\n/u, ""];

export const fork: Story = {
  opens: "Foreign code meets no secret and no staging.",
  repository: { template: "pull-request", edits: [NO_CONDITION] },
  scenes: [
    {
      says: "A stranger opens a pull request from a fork.",
      act: ({ github, repository }) =>
        github.openPullRequest({
          head: "help",
          base: repository.baseBranch,
          title: "A little help",
          by: "stranger",
          fork: { owner: "stranger", sha: repository.headCommit },
        }),
    },
    {
      says: "Dependabot opens one, from a branch of this repository.",
      act: async (stage) => {
        const branch = "dependabot/npm_and_yarn/ws-9";
        await changeStaging(stage.repository, branch, { faults: [], subject: "Bump ws", from: "main" });
        return openAs("dependabot[bot]", branch, stage);
      },
    },
  ],
  end: [
    NOTHING_DEPLOYED,
    NO_COMMENT,
    {
      says: "both runs were green, and their summary says why nothing was done",
      holds: ({ runs }) =>
        runs().length === 2 &&
        runs().every(({ result, summary }) => result.conclusion === "success" && /fork|Dependabot/u.test(summary)),
    },
    { says: "no status was set", holds: ({ github }) => github.statuses().length === 0 },
  ],
};

function openAs(by: string, head: string, { github, repository }: Stage): Promise<unknown> {
  return github.openPullRequest({ head, base: repository.baseBranch, title: "Bump ws", by });
}
