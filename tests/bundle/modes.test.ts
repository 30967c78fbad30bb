// The loop in several jobs, and the loop that waits for a person, with the real bundle.
import { expect, it } from "vitest";
import { concludeJob, FIX_JOB, testJob } from "./modes.ts";
import { countsOf, stageOfTest, outputsOf, stepOf } from "./stage.ts";

const open = stageOfTest();

const SLOW_MS = 90_000;

it(
  "tests in one job, tells in the next, fixes in the third, and goes on with the fix",
  async () => {
    const { github, push } = await open({ jobs: [...testJob(), ...concludeJob(", dispatch: later"), ...FIX_JOB] });
    const [first, second, ...more] = await push();
    expect([first?.conclusion, second?.conclusion, more.length]).toEqual(["success", "success", 0]);
    expect(outputsOf(first, "conclude")).toEqual(["not-met", "repeat", "1"]);
    // The job that fixes goes on with the same cycle, and not with the page that its own run has written.
    expect(outputsOf(first, "fix")).toEqual(["not-met", "repeat", "1"]);
    expect(stepOf(first, "main", "conclude").summary).toContain("a later job of this run may bring a fix");
    expect(stepOf(first, "post", "fix").summary).toMatch(/cycle 2 of 5.*on the commit.*Repair it/u);
    expect(outputsOf(second, "conclude")).toEqual(["met", "stop", "2"]);
    const [page, end, ...others] = await github.comments();
    expect(page?.body).toContain("Staging is good: 1 of 1 probe");
    expect(end?.body).toContain("**The loop has ended:** from 0 to 1 of 1 probes");
    expect(others).toEqual([]);
    expect(github.statuses().map(({ state }) => state)).toEqual(["pending", "pending", "failure", "success"]);
    expect(github.violations()).toEqual([]);
    const { reads, writes } = countsOf(github);
    expect([reads <= 40, writes]).toEqual([true, 10]);
  },
  SLOW_MS,
);

it(
  "waits for a commit, and goes on with the push that brings it",
  async () => {
    const { github, push, commit } = await open({ with: ["next-cycle: on-commit"] });
    const [parked] = await push();
    expect([parked?.conclusion, ...outputsOf(parked)]).toEqual(["failure", "not-met", "park", "1"]);
    expect(github.statuses().at(-1)).toMatchObject({
      state: "failure",
      description: "waiting for a commit: 0 of 1 probe · endpoint or resource not found",
    });
    await commit({ fixed: "yes\n" });
    const [, went, ...more] = await push();
    expect([went?.conclusion, more.length, ...outputsOf(went)]).toEqual(["success", 0, "met", "stop", "2"]);
    expect(stepOf(went, "main").summary).toContain("**The loop goes on** after cycle 1 with this commit.");
    expect((await github.comments()).map(({ body }) => /end of \d+\/2/u.test(body))).toEqual([false, true]);
  },
  SLOW_MS,
);
