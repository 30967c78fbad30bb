// Hopes that several stories share.
import type { Stage, ToldRun } from "../stage.ts";
import type { Hope } from "./story.ts";

export const TARGET_MET: Hope = {
  says: "the target is met, and the commit carries a green status",
  holds: ({ runs }) => {
    const last = runs().at(-1);
    return last?.outputs["verdict"] === "met" && last.status?.state === "success";
  },
};

export const NOTHING_PENDING: Hope = {
  says: "no commit is left with a pending status",
  holds: ({ github }) => {
    const last = new Map(github.statuses().map(({ sha, state }) => [sha, state]));
    return ![...last.values()].includes("pending");
  },
};

export const ONE_COMMENT: Hope = {
  says: "the pull request has one comment that was edited from cycle to cycle",
  holds: async ({ github }) => (await pagesOf(github)).length === 1,
};

export const NO_COMMENT: Hope = {
  says: "no comment was written",
  holds: async ({ github }) => (await github.comments()).length === 0,
};

export const NO_CYCLE_TWICE: Hope = {
  says: "no cycle was deployed twice",
  holds: ({ runs }) => {
    const cycles = runs()
      .filter(hasDeployed)
      .map(({ outputs }) => outputs["cycle"]);
    return new Set(cycles).size === cycles.length;
  },
};

export const NOTHING_DEPLOYED: Hope = {
  says: "nothing was deployed",
  holds: ({ runs }) => !runs().some(hasDeployed),
};

export const DISPATCHED_BY_POST: Hope = {
  says: "every next cycle was dispatched by a post step, as the last act of its job",
  holds: ({ dispatches }) => {
    const { fromPost, all } = dispatches();
    return all > 0 && fromPost === all;
  },
};

export function hasDeployed({ log }: ToldRun): boolean {
  return log.some((line) => /\bDeploying chat-backend:/u.test(line));
}

/** The comments that a loop edits; the one that tells its end is another. */
async function pagesOf(github: Stage["github"]): Promise<readonly string[]> {
  const comments = await github.comments();
  return comments.map(({ body }) => body).filter((body) => body.startsWith("<!-- test-deploy-loop:staging -->"));
}
