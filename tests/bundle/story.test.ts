// The users' story with the real bundle, shortened: what people see after each cycle, and how it ends.
import { expect, it } from "vitest";
import type { SeenRequest } from "../../demo/github/front.ts";
import { play } from "../../demo/play.ts";
import type { RepositoryOptions } from "../../demo/app/repository.ts";
import type { CommitStatus } from "../../demo/github/statuses.ts";
import { MODES } from "../../demo/stories/modes.ts";
import type { Story } from "../../demo/stories/story.ts";

/** Two whole cycles with all their processes; alone they take 12 s. */
const PATIENT = 60_000;

const told = (repository: Partial<RepositoryOptions>): Story => ({
  ...MODES.pr,
  repository: { ...MODES.pr.repository, ...repository },
});

interface Seen {
  readonly comments: readonly string[];
  readonly statuses: readonly CommitStatus[];
  readonly requests: readonly SeenRequest[];
  readonly dispatches: { readonly fromPost: number; readonly all: number };
  readonly violations: readonly unknown[];
}

it(
  "ends exhausted and red when the cycles are spent",
  async () => {
    const seen: Seen[] = [];
    const { runs, hopes } = await play(told({ maxCycles: 2 }), {
      onEnd: async ({ github, dispatches }) => {
        const comments = await github.comments();
        seen.push({
          comments: comments.map(({ body }) => body),
          statuses: github.statuses(),
          requests: github.requests(),
          dispatches: dispatches(),
          violations: github.violations(),
        });
      },
    });
    expect(runs.map(({ outputs }) => [outputs["verdict"], outputs["decision"]])).toEqual([
      ["not-met", "repeat"],
      ["not-tested", "stop"],
    ]);
    expect(runs.map(({ result }) => result.conclusion)).toEqual(["success", "failure"]);
    expect(hopes.find(({ says }) => says.startsWith("the target is met"))?.held).toBe(false);
    // The first cycle is red, the second finds a deployment that goes on; post says nothing of it again.
    const annotated = runs.map(({ result }) =>
      result.jobs.flatMap(({ steps }) => steps).map(({ annotations }) => annotations),
    );
    const [red, untested] = annotated.map((steps) => steps.filter((each) => each.length > 0));
    expect([red?.length, untested?.length]).toEqual([1, 1]);
    expect(red?.[0]?.[0]).toMatchObject({ severity: "error", title: runs[0]?.outputs["headline"] });
    expect(red?.[0]?.[1]).toMatchObject({
      severity: "error",
      title: "A · The WebSocket closes with 1011 Factory SSOT validation failed",
      file: expect.stringMatching(/^tests\/e2e\/[\w-]+\.mjs$/u),
      line: expect.any(Number),
    });
    expect(untested?.[0]).toMatchObject([{ severity: "warning", title: runs[1]?.outputs["headline"] }]);
    const [{ comments, statuses, requests, dispatches, violations } = NOTHING] = seen;
    expect(comments).toHaveLength(2);
    expect(comments[0]).toContain("the loop ends: cycle 2 of 2 was the last");
    expect(comments[1]).toBe(runs.at(-1)?.end);
    expect(statuses.at(-1)).toMatchObject({
      state: "error",
      description: "not tested, staging was not ready · no cycle left",
    });
    expect(dispatches).toEqual({ fromPost: 1, all: 1 });
    const written = requests.filter((each) => /comments/u.test(each.path) && each.method !== "GET");
    expect(written.map((each) => each.method)).toEqual(["POST", "PATCH", "PATCH", "POST", "PATCH"]);
    expect(written.every((each) => each.tokenKind === "job")).toBe(true);
    expect(violations).toEqual([]);
    const last = new Map(statuses.map((status) => [status.sha, status.state]));
    expect([...last.values()]).toEqual(["failure", "error"]);
  },
  PATIENT,
);

const NOTHING: Seen = { comments: [], statuses: [], requests: [], dispatches: { fromPost: 0, all: 0 }, violations: [] };

it(
  "ends before any deploy with an unknown key in the configuration, naming its place",
  async () => {
    const { runs } = await play(told({ brokenConfig: true }));
    expect(runs).toHaveLength(1);
    const log = runs[0]?.log.join("\n") ?? "";
    expect(log).toMatch(
      /test-deploy-loop\.yml:\d+:\d+ {2}deploy\[0\]\.ready\.success-treshold: unknown key\. Did you mean success-threshold/u,
    );
    expect(log).not.toContain("Deploying");
    expect(runs[0]?.result.conclusion).toBe("failure");
  },
  PATIENT,
);
