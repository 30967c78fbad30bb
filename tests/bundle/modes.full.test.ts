// What people, fixes and accidents do to a loop, with the real bundle: one scene each, and what everybody sees of it.
import { describe, expect, it } from "vitest";
import { concludeJob, FIX_JOB, testJob } from "./modes.ts";
import { countsOf, FIX, jobOf, logOf, stageOfTest, outputsOf, stepOf, WRITES, type Stage } from "./stage.ts";

const open = stageOfTest();

const without = (name: string): readonly string[] => WRITES.filter((each) => !each.startsWith(name));
const bodies = async ({ github }: Stage): Promise<readonly string[]> =>
  (await github.comments()).map(({ body }) => body);
const last = ({ github }: Stage) => github.statuses().at(-1);

describe("a fix command", () => {
  it("that commits is followed by a cycle on its commit, and the loop reaches its target", async () => {
    const scene = await open({ with: ["fix-command: ./fix.sh"] });
    const [first, second, ...more] = await scene.push();
    expect([first?.conclusion, second?.conclusion, more.length]).toEqual(["success", "success", 0]);
    expect(stepOf(first, "post").summary).toContain("Repair it");
    expect(outputsOf(second)).toEqual(["met", "stop", "2"]);
    const { reads, writes } = countsOf(scene.github);
    expect([reads, writes]).toEqual([expect.any(Number), 9]);
    expect(reads + writes).toBeLessThanOrEqual(40);
    expect(scene.github.violations()).toEqual([]);
  });

  it.each([
    ["commits nothing", "#!/bin/sh\necho nothing to do\n", "succeeded and brought no commit"],
    ["fails", "#!/bin/sh\nexit 3\n", "failed with 3 and brought no commit"],
  ])("that %s lets the loop wait where the workflow wants that, and the job is red", async (_, fix, told) => {
    const scene = await open({ with: ["fix-command: ./fix.sh", "next-cycle: auto"], files: { "fix.sh": fix } });
    const [only, ...more] = await scene.push();
    expect([only?.conclusion, more.length]).toEqual(["failure", 0]);
    expect((await bodies(scene))[0]).toContain(told);
    expect(last(scene)).toMatchObject({
      state: "failure",
      description: expect.stringContaining("waiting for a fix: 0 of 1 probe"),
    });
  });

  it("that changes the workflows ends the loop", async () => {
    const fix = FIX.replace("echo yes > fixed", "echo x >> .github/workflows/staging.yml");
    const scene = await open({ with: ["fix-command: ./fix.sh"], files: { "fix.sh": fix } });
    const [only, ...more] = await scene.push();
    expect([only?.conclusion, more.length]).toEqual(["failure", 0]);
    expect((await bodies(scene))[0]).toContain("changes files below `.github/`");
    expect(last(scene)).toMatchObject({
      description: expect.stringContaining("0 of 1 probe · a fix changed the workflows"),
    });
  });

  it("in a later step of the job counts as well", async () => {
    const scene = await open({ after: ["- run: test -f fixed || ./fix.sh"] });
    const [first, second, ...more] = await scene.push();
    expect([first?.conclusion, second?.conclusion, more.length]).toEqual(["success", "success", 0]);
    expect(outputsOf(second)).toEqual(["met", "stop", "2"]);
  });

  it("belongs to the job that does everything", async () => {
    const scene = await open({ with: ["fix-command: ./fix.sh", "dispatch: later"] });
    const [only] = await scene.push();
    expect(logOf(only)).toContain("it runs only where one job does everything and dispatches the next cycle");
  });
});

describe("a loop that people end", () => {
  it.each([
    ["closing its pull request", "closed", "pull request closed"],
    ["the label", "label", "stopped by label"],
    ["deleting its branch", "gone", "branch is gone"],
  ])("by %s starts nothing more", async (_, how, told) => {
    let scene: Stage | null = null;
    scene = await open({
      after: ["- name: Meanwhile", "  run: sleep 0.3"],
      hooks: {
        onStep: ({ step, record }) => {
          if (step !== "Meanwhile" || record !== undefined) return;
          if (how === "closed") void scene?.github.closePullRequest(1, "dana");
          if (how === "label") void scene?.github.label(1, "loop:stop", "dana");
          if (how === "gone") void scene?.github.deleteBranch("topic", "dana");
        },
      },
    });
    const [only, ...more] = await scene.push();
    expect([only?.conclusion, more.length]).toEqual(["success", 0]);
    expect(last(scene)?.description).toContain(told);
  });

  it("is resumed by the token of its last summary, and not by another text", async () => {
    const scene = await open({ with: ["max-cycles: 1"] });
    const [first] = await scene.push();
    const token = /z[\w-]{200,}/u.exec(stepOf(first, "main").summary ?? "")?.[0] ?? "";
    await scene.github.dispatch({ workflow: "staging.yml", ref: "topic", inputs: { loop: token }, by: "dana" });
    const [, resumed] = await scene.idle();
    expect(outputsOf(resumed)).toEqual(["not-met", "stop", "2"]);
    expect(stepOf(resumed, "main").summary).toContain("**Resumed by a person:** cycle 2 of this loop");
    await scene.github.dispatch({ workflow: "staging.yml", ref: "topic", inputs: { loop: "zzz" }, by: "dana" });
    const [, , anew] = await scene.idle();
    expect(outputsOf(anew)).toEqual(["not-met", "stop", "1"]);
    expect(stepOf(anew, "main").summary).toContain("**A new loop:** the token that was given cannot be read.");
  });
});

describe("an accident", () => {
  it("before main is worth one more try, and no second one", async () => {
    const scene = await open({ before: ['- run: "false"'] });
    const [first, second, ...more] = await scene.push();
    expect([first?.conclusion, second?.conclusion, more.length]).toEqual(["failure", "failure", 0]);
    expect(stepOf(first, "post").summary).toContain("Cycle 1 starts once more, because a step before it failed");
    expect(second?.title).toMatch(/\/1\.1$/u);
    expect(stepOf(second, "post").summary).toContain("This cycle did not start");
  });

  it("that took the machine is told by the push that goes on", async () => {
    let scene: Stage | null = null;
    scene = await open({
      after: ["- name: Long", "  run: test -f fixed || sleep 60"],
      hooks: {
        onStep: ({ run, step, record }) => {
          if (step === "Long" && record === undefined && run.event === "push" && run.id % 10 === 1)
            scene?.runner.lose(run.id);
        },
      },
    });
    await scene.push();
    await scene.commit({ fixed: "yes\n" });
    const [, went] = await scene.push();
    expect((await bodies(scene))[0]).toContain("Cycles: 0 → 1 of 1");
    expect(stepOf(went, "main").summary).toContain(
      "**The loop stopped after cycle 1: its run failed or its runner was lost.",
    );
    expect(outputsOf(went)).toEqual(["met", "stop", "2"]);
  });

  it("of a branch that moved on before the dispatched run began starts the same cycle on the newer commit", async () => {
    let scene: Stage | null = null;
    scene = await open({
      with: ["max-cycles: 2"],
      hooks: {
        onRunStarted: ({ event, displayTitle }) => {
          if (event === "workflow_dispatch" && displayTitle.endsWith("/2")) void scene?.commit({ fixed: "yes\n" });
        },
      },
    });
    const [, stale, again, ...more] = await scene.push();
    expect(more).toEqual([]);
    expect(stepOf(stale, "main").summary).toContain("Nothing was deployed: the branch has moved on");
    expect(stepOf(stale, "post").summary).toContain("Cycle 2 starts on the newer commit");
    expect([again?.title.endsWith("/2.1"), ...outputsOf(again)]).toEqual([true, "met", "stop", "2"]);
  });
});

describe("GitHub", () => {
  it("of an enterprise server gets its dispatch without the field that it does not know", async () => {
    const scene = await open({ with: ["max-cycles: 2"], github: { dispatchAnswer: "refuses-unknown-member" } });
    const results = await scene.push();
    expect(results.map((run) => outputsOf(run)[1])).toEqual(["repeat", "stop"]);
    expect(stepOf(results[0], "post").summary).toMatch(/cycle 2 of 2\]\(http/u);
  });

  it.each([
    ["statuses", "statuses: write"],
    ["pull-requests", "pull-requests: write"],
    ["actions", "actions: write"],
  ])("that refuses %s is told in the first cycle, and the cycle runs", async (name, line) => {
    const scene = await open({ permissions: without(name), isGood: true });
    const [only] = await scene.push();
    expect([only?.conclusion, ...outputsOf(only)]).toEqual(["success", "met", "stop", "1"]);
    // Without the right to read pull requests nobody knows that there is one to comment on.
    if (name !== "pull-requests") expect(stepOf(only, "main").summary).toContain(line);
  });

  it("that fails at everything costs neither the verdict nor more than forty requests", async () => {
    const fault = { on: /./u, nth: "every", fault: { kind: "status", status: 502 } } as const;
    const scene = await open({ isGood: true, github: { faults: [fault] }, hasPull: false });
    const [only] = await scene.push();
    expect([only?.conclusion, ...outputsOf(only)]).toEqual(["success", "met", "stop", "1"]);
    const { reads, writes } = countsOf(scene.github);
    expect(reads + writes).toBeLessThanOrEqual(40);
  });
});

describe("events", () => {
  it("of a fork and of Dependabot deploy nothing, and say why", async () => {
    const scene = await open({
      on: ["push:", "pull_request:", "workflow_dispatch:"],
      hasPull: false,
      github: { people: ["dana", "eve"] },
    });
    const [bot] = await scene.push("dependabot[bot]");
    const sha = await scene.commit({ "y.txt": "y\n" });
    await scene.github.openPullRequest({
      head: "topic",
      base: "main",
      title: "F",
      by: "eve",
      fork: { owner: "eve", sha },
    });
    const all = await scene.idle();
    for (const run of [bot, all.at(-1)]) {
      expect([run?.conclusion, logOf(run).includes("DEPLOYED")]).toEqual(["success", false]);
      expect(stepOf(run, "main").summary).toContain("this change comes from a fork or from Dependabot");
    }
    expect(countsOf(scene.github)).toEqual({ reads: 0, writes: 0 });
  });

  it("of a tag get one cycle", async () => {
    const scene = await open({ hasPull: false });
    const sha = await scene.commit({ "y.txt": "y\n" });
    await scene.github.site.git.setRef("refs/tags/v1", sha);
    await scene.github.push({ ref: "refs/tags/v1", by: "dana" });
    const [only, ...more] = await scene.idle();
    expect([only?.conclusion, more.length, ...outputsOf(only)]).toEqual(["failure", 0, "not-met", "stop", "1"]);
    expect(last(scene)).toMatchObject({
      state: "failure",
      description: expect.stringContaining("0 of 1 probe · single cycle"),
    });
  });
});

describe("jobs of their own", () => {
  it("without a record are not tested, and the cycle comes again", async () => {
    const jobs = [...testJob(['- run: "false"']), ...concludeJob(", max-cycles: 2")];
    const scene = await open({ jobs });
    const [first, second, ...more] = await scene.push();
    expect(outputsOf(first, "conclude")).toEqual(["not-tested", "repeat", "1"]);
    expect(outputsOf(second, "conclude")).toEqual(["not-tested", "stop", "2"]);
    expect([more.length, jobOf(first, "test").conclusion]).toEqual([0, "failure"]);
  });

  it("refuse a record that another run has left", async () => {
    const forge = ["- run: sed -i s/11000000001/5/ records/*/record.json"];
    const scene = await open({ jobs: [...testJob(), ...concludeJob("", WRITES, forge)] });
    const [only, ...more] = await scene.push();
    expect([only?.conclusion, more.length]).toEqual(["failure", 0]);
    expect(stepOf(only, "main", "conclude").summary).toContain("a record belongs to another run");
  });

  it("say which lines are missing where the one that concludes may write nothing", async () => {
    const readOnly = ["contents: read", "actions: read", "pull-requests: read", "statuses: read"];
    const scene = await open({ jobs: [...testJob(), ...concludeJob("", readOnly)] });
    const [only, ...more] = await scene.push();
    expect([only?.conclusion, more.length, ...outputsOf(only, "conclude")]).toEqual([
      "failure",
      0,
      "not-met",
      "repeat",
      "1",
    ]);
    expect(stepOf(only, "main", "conclude").summary).toContain("Add `statuses: write`");
    expect(stepOf(only, "main", "conclude").summary).toContain("Add `pull-requests: write`");
    expect(stepOf(only, "post", "conclude").summary).toContain("Add `actions: write`");
  });

  it("whose fix brought nothing go on as the workflow wants, and say so", async () => {
    const jobs = [...testJob(), ...concludeJob(", dispatch: later"), ...FIX_JOB].map((line) =>
      line.replace("mode: continue", "mode: continue, next-cycle: on-commit"),
    );
    const scene = await open({ jobs, files: { "fix.sh": "#!/bin/sh\necho nothing\n" } });
    const [only, ...more] = await scene.push();
    expect([jobOf(only, "fix").conclusion, more.length]).toEqual(["failure", 0]);
    expect((await bodies(scene))[0]).toContain("the loop waits for a commit");
    expect(last(scene)).toMatchObject({
      state: "failure",
      description: expect.stringContaining("waiting for a commit: 0 of 1 probe"),
    });
  });
});
