// The users' story with the real bundle, shortened: what people see after each cycle, and how it ends.
import { expect, it } from "vitest";
import { playStory } from "../../demo/story.ts";

it("ends exhausted and red when the cycles are spent", async () => {
  const { cycles, comments, requests, statuses, violations, dispatches } = await playStory({ maxCycles: 2 });
  expect(cycles.map((cycle) => [cycle.outputs["verdict"], cycle.outputs["decision"]])).toEqual([
    ["not-met", "repeat"],
    ["not-tested", "stop"],
  ]);
  expect(cycles.map((cycle) => cycle.result.conclusion)).toEqual(["success", "failure"]);
  expect(comments).toHaveLength(1);
  expect(comments[0]?.body).toContain("the loop ends: cycle 2 of 2 was the last");
  expect(statuses.at(-1)).toMatchObject({ state: "error", description: "not tested · cycles spent" });
  expect(dispatches).toEqual({ fromPost: 1, all: 1 });
  const written = requests.filter((each) => /comments/u.test(each.path) && each.method !== "GET");
  expect(written.map((each) => each.method)).toEqual(["POST", "PATCH", "PATCH"]);
  expect(written.every((each) => each.tokenKind === "job")).toBe(true);
  expect(violations).toEqual([]);
  const last = new Map(statuses.map((status) => [status.sha, status.state]));
  expect([...last.values()]).toEqual(["failure", "error"]);
});

it("ends before any deploy with an unknown key in the configuration, naming its place", async () => {
  const { cycles } = await playStory({ brokenConfig: true });
  expect(cycles).toHaveLength(1);
  const log = cycles[0]?.result.jobs[0]?.steps.flatMap((step) => step.log).join("\n") ?? "";
  expect(log).toMatch(
    /test-deploy-loop\.yml:\d+:\d+ {2}deploy\[0\]\.ready\.success-treshold: unknown key\. Did you mean success-threshold/u,
  );
  expect(log).not.toContain("Deploying");
  expect(cycles[0]?.result.conclusion).toBe("failure");
});
