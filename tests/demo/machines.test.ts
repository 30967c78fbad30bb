// The runner's bad and long days: a machine that is lost, a run that appears late, an evicted one, another date, a push from a job.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { movableClock } from "../../demo/github/clock.ts";
import { textAt } from "../../demo/github/json.ts";
import { conclusions, jobOf, lastLog, openStage, type Stage, type StageOptions } from "./runner-stage.ts";

let stage: Stage;

afterEach(() => stage.close());

async function open(workflow: string, options: StageOptions = {}): Promise<Stage> {
  stage = await openStage(workflow, options);
  return stage;
}

describe("a lost machine", () => {
  const LONG = `
on: push
jobs:
  test:
    runs-on: x
    outputs: { word: "\${{ steps.a.outputs.word }}" }
    concurrency: { group: staging, cancel-in-progress: false, queue: max }
    steps:
      - { id: a, run: "echo word=said >> $GITHUB_OUTPUT" }
      - run: trap 'echo heard' INT TERM; echo working; while true; do sleep 0.05; done
      - { run: "echo cleaned up", if: always() }
  conclude: { needs: test, if: always(), runs-on: x, steps: [{ run: "echo \${{ needs.test.result }} [\${{ needs.test.outputs.word }}]" }] }
`;

  test("takes its job down without a signal, a later step or an output; after a while the job has failed", async () => {
    const { github, runner, line } = await open(LONG);
    const working = line("working");
    await github.push({ ref: "main", by: "ada" });
    const { run } = await working;
    runner.lose(run.id);
    expect(github.runs.get(run.id)?.status).toBe("in_progress");
    const result = await runner.finished(run.id);
    expect(conclusions(result)).toEqual([
      ["test", "failure"],
      ["conclude", "success"],
    ]);
    expect(result.conclusion).toBe("failure");
    const job = jobOf(result, "test");
    expect(job.steps.map((step) => step.name)).toEqual(["Run echo word=said >> $GITHUB_OUTPUT"]);
    expect(job.messages).toEqual([expect.stringContaining("lost communication with the server")]);
    expect(lastLog(jobOf(result, "conclude"))).toEqual(["failure []"]);
  });

  test("keeps its concurrency group until it is given up", async () => {
    const { github, runner } = await open(LONG.replace("on: push", "on: workflow_dispatch"), {
      runner: { timeline: { lostMs: 60_000, interruptMs: 60, terminateMs: 60, drainMs: 60 } },
    });
    const dispatch = async (): Promise<number> => (await github.dispatch({ workflow: "loop.yml", ref: "main" })).id;
    const statusOf = (id: number) => (): string | undefined => github.runs.get(id)?.status;
    const first = await dispatch();
    await expect.poll(statusOf(first), { interval: 5 }).toBe("in_progress");
    runner.lose(first);
    const second = await dispatch();
    await expect.poll(statusOf(second), { interval: 5 }).toBe("pending");
    // GitHub hears a person before it hears that the machine is gone.
    runner.cancel(first);
    expect((await runner.finished(first)).jobs[0]?.messages[0]).toContain("lost communication");
    await expect.poll(statusOf(second), { interval: 5 }).toBe("in_progress");
  });
});

test("an evicted job says why it never ran", async () => {
  const { github, runner, line } = await open(`
on: workflow_dispatch
jobs:
  only:
    runs-on: x
    concurrency: staging
    steps: [{ run: "echo holding; while [ ! -e ../gate ]; do sleep 0.02; done" }]
`);
  const holding = line("holding");
  const ids: number[] = [];
  const dispatch = async (): Promise<void> => {
    ids.push((await github.dispatch({ workflow: "loop.yml", ref: "main" })).id);
  };
  await dispatch();
  await holding;
  await dispatch();
  await expect.poll(() => github.runs.get(ids[1] ?? 0)?.status, { interval: 5 }).toBe("pending");
  await dispatch();
  const evicted = await runner.finished(ids[1] ?? 0);
  expect(evicted).toMatchObject({
    conclusion: "cancelled",
    jobs: [{ steps: [], messages: [expect.stringContaining("higher priority waiting request")] }],
  });
});

test("idle waits for a dispatched run that appears late, and not for one that never does", async () => {
  const { github, runner } = await open(
    "on: workflow_dispatch\njobs: { only: { runs-on: x, steps: [{ run: 'true' }] } }",
  );
  const token = await github.issueToken({ actions: "write" });
  const dispatch = async (): Promise<number> => {
    const { status } = await fetch(`${github.url}/repos/acme/shop/actions/workflows/loop.yml/dispatches`, {
      method: "POST",
      headers: { authorization: `token ${token}`, "user-agent": "test" },
      body: JSON.stringify({ ref: "main" }),
    });
    return status;
  };
  const later = Promise.withResolvers<void>();
  github.nextDispatch({ kind: "appears-late", after: later.promise });
  github.nextDispatch({ kind: "never-appears" });
  github.nextDispatch({ kind: "fails-at-startup" });
  expect([await dispatch(), await dispatch(), await dispatch()]).toEqual([204, 204, 204]);
  const idle = runner.idle();
  later.resolve();
  expect((await idle).map((result) => result.conclusion)).toEqual(["success"]);
  expect(github.runs.list().map((run) => run.conclusion)).toEqual(["startup_failure", "success"]);
});

describe("an environment", () => {
  const DEPLOY = (environment: string): string => `
on: push
jobs:
  deploy:
    runs-on: x
    environment: ${environment}
    steps:
      - { id: say, run: "echo url=http://staging.example >> $GITHUB_OUTPUT" }
      - run: echo "$WHERE \${{ vars.PLACE }}"
        env: { WHERE: "\${{ secrets.KEY }}" }
`;
  const github = {
    secrets: { KEY: "of-all" },
    variables: { PLACE: "everywhere" },
    environments: { staging: { secrets: { KEY: "of-staging" }, variables: { PLACE: "staging" } } },
  };

  test("has secrets and variables of its own, and its job is a deployment", async () => {
    const { pushed, github: hub } = await open(DEPLOY('{ name: staging, url: "${{ steps.say.outputs.url }}" }'), {
      github,
    });
    expect(lastLog(jobOf(await pushed(), "deploy"))).toEqual(["*** staging"]);
    expect(hub.deployments()).toMatchObject([
      {
        environment: "staging",
        ref: "main",
        creator: "github-actions[bot]",
        statuses: [{ state: "in_progress" }, { state: "success", environmentUrl: "http://staging.example" }],
      },
    ]);
  });

  test("can be used without a deployment", async () => {
    const { pushed, github: hub } = await open(DEPLOY("{ name: staging, deployment: false }"), { github });
    expect(lastLog(jobOf(await pushed(), "deploy"))).toEqual(["*** staging"]);
    expect(hub.deployments()).toEqual([]);
  });

  test("lets a job begin when a reviewer has said yes, and fails it when one says no", async () => {
    const reviewed = { environments: { staging: { reviewers: ["ada"] } } };
    const { runner, github: hub } = await open(DEPLOY("staging"), { github: reviewed });
    for (const [review, conclusion] of [
      ["approved", "success"],
      ["rejected", "failure"],
    ] as const) {
      const [run] = await hub.push({ ref: "main", by: "ada" });
      const id = run?.id ?? 0;
      await expect.poll(() => hub.runs.get(id)?.status, { interval: 5 }).toBe("waiting");
      expect(hub.reviews.waiting()).toEqual([{ runId: id, environment: "staging" }]);
      hub.reviews.answer(id, "staging", review);
      expect((await runner.finished(id)).conclusion).toBe(conclusion);
    }
  });

  test("refuses branches that may not deploy to it", async () => {
    const { pushed } = await open(DEPLOY("staging"), {
      github: { environments: { staging: { branches: ["release"] } } },
    });
    const result = await pushed();
    expect(result.jobs[0]).toMatchObject({
      conclusion: "failure",
      steps: [],
      messages: [expect.stringContaining('Branch "main" is not allowed to deploy to staging')],
    });
  });
});

test("on another day the action's clock and the files around it agree on the date", async () => {
  const clock = movableClock(new Date("2031-05-06T03:17:00Z"));
  const { folder, runner, github } = await open(
    `
on: { schedule: [{ cron: "17 3 * * *" }] }
jobs: { night: { runs-on: x, steps: [{ run: echo report > report.xml }, { id: a, uses: acme/test-deploy-loop@v1 }] } }
`,
    { github: { clock: clock.now } },
  );
  mkdirSync(join(folder, "dist"));
  writeFileSync(
    join(folder, "action.yml"),
    "name: Clock\ndescription: Says the time\nruns: { using: node24, main: dist/main.mjs }\n",
  );
  writeFileSync(
    join(folder, "dist/main.mjs"),
    `import { stat, open } from "node:fs/promises";
     import { appendFileSync, statSync } from "node:fs";
     const handle = await open("report.xml");
     const times = [Date.now(), +new Date(), (await stat("report.xml")).mtimeMs, statSync("report.xml").mtimeMs, (await handle.stat()).mtimeMs];
     await handle.close();
     const days = times.map((time) => new Date(time).toISOString().slice(0, 10));
     appendFileSync(process.env.GITHUB_OUTPUT, "days=" + [...new Set(days)].join() + "\\n");
     appendFileSync(process.env.GITHUB_OUTPUT, "fixed=" + new Date("2020-01-02T00:00:00Z").toISOString() + (new Date() instanceof Date) + "\\n");`,
  );
  const days: unknown[] = [];
  for (const night of ["2031-05-06T03:17:00Z", "2031-05-07T03:17:00Z"]) {
    clock.moveTo(new Date(night));
    const [run] = await github.schedule();
    const { outputs } = jobOf(await runner.finished(run?.id ?? 0), "night").steps[1] ?? {};
    days.push(outputs?.["days"], outputs?.["fixed"]);
    expect(run?.createdAt).toBe(night);
  }
  expect(days).toEqual(["2031-05-06", "2020-01-02T00:00:00.000Ztrue", "2031-05-07", "2020-01-02T00:00:00.000Ztrue"]);
});

describe("a push from a job", () => {
  const PUSH = (checkout: string): string => `
on: { push: { branches: [main, fixed] } }
permissions: { contents: write }
jobs:
  fix:
    if: github.ref_name == 'main'
    runs-on: x
    steps:
      - { uses: actions/checkout@v6${checkout} }
      - run: |
          git -c user.name=fixer -c user.email=fixer@shop.example commit --quiet --allow-empty -m "Fix"
          git push --quiet origin HEAD:fixed
`;

  test("with the job's own token arrives and starts nothing", async () => {
    const { github, pushed } = await open(PUSH(""));
    expect((await pushed()).conclusion).toBe("success");
    const head = (await github.site.git.resolve("fixed")) ?? "";
    expect((await github.site.git.commit(head)).message).toBe("Fix");
    expect(github.runs.list()).toHaveLength(1);
  });

  test("with a person's key starts a run", async () => {
    const { github, runner, seeded } = await open("on: push\njobs: { none: { runs-on: x, steps: [{ run: 'true' }] } }");
    const key = github.personToken("ada");
    const files = { ".github/workflows/loop.yml": PUSH(`, with: { token: "${key}" }`) };
    await seeded.commit({ branch: "main", files, message: "Push" });
    await github.push({ ref: "main", by: "ada" });
    await runner.idle();
    expect(github.runs.list()[0]).toMatchObject({ event: "push", headBranch: "fixed", actor: "ada" });
    expect(textAt(github.runs.list()[0]?.payload, "sender", "type")).toBe("User");
  });

  test("fails without kept credentials", async () => {
    const { pushed } = await open(PUSH(", with: { persist-credentials: false }"));
    expect((await pushed()).conclusion).toBe("failure");
  });
});
