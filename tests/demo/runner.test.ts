// The runner: that a tiny action meets the same world as on GitHub's machines, in its good and bad hours.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { textAt } from "../../demo/github/json.ts";
import { seedRepository, type SeededRepository } from "../../demo/github/seed.ts";
import { startGitHub, type GitHubOptions, type GitHubStandIn } from "../../demo/github/stand-in.ts";
import { COMMAND_NAMES, readCommand } from "../../demo/runner/commands.ts";
import { readEnvFile } from "../../demo/runner/env-file.ts";
import { readLines } from "../../demo/runner/lines.ts";
import { keepMasks } from "../../demo/runner/masks.ts";
import type { JobResult, RunResult, StepRecord } from "../../demo/runner/results.ts";
import { startRunner, type Runner, type RunnerOptions } from "../../demo/runner/runner.ts";
import { collectOutput, type StepOutput } from "../../demo/runner/step-output.ts";

// The action does what its inputs say: each is the body of an async function for one phase.
const ACTION = `
name: Tiny
inputs:
  pre: { default: "" }
  main: { default: "" }
  post: { default: "" }
  loop: { default: "\${{ github.event.inputs.loop }}" }
  github-token: { default: "\${{ github.token }}" }
  job status: { default: "\${{ job.status }}" }
runs: { using: node24, pre: pre.js, main: main.js, post: post.js }
`;
const PHASE = (phase: string): string => `
const { appendFileSync } = require("node:fs");
const env = process.env;
const set = (file, name, value) => appendFileSync(env[file], name + "<<EOF\\n" + value + "\\nEOF\\n");
const api = (method, path, body) => fetch(env.GITHUB_API_URL + "/repos/" + env.GITHUB_REPOSITORY + path, {
  method, headers: { authorization: "token " + env["INPUT_GITHUB-TOKEN"], "user-agent": "tiny" }, body: body && JSON.stringify(body),
});
const dispatch = (inputs) => api("POST", "/actions/workflows/loop.yml/dispatches", { ref: env.GITHUB_REF_NAME, inputs, return_run_details: true });
const AsyncFunction = (async () => {}).constructor;
new AsyncFunction("env", "set", "api", "dispatch", "require", "append", env.INPUT_${phase.toUpperCase()})(env, set, api, dispatch, require, appendFileSync)
  .catch((error) => { console.log("::error::" + error.message); process.exitCode = 1; });
`;

const TINY = "uses: acme/test-deploy-loop@v1";
const FAST = { interruptMs: 60, terminateMs: 60, drainMs: 60, abandonMs: 3000 };

let folder: string;
let actionDir: string;
let count = 0;
let seeded: SeededRepository;
let github: GitHubStandIn;
let runner: Runner | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "runner-test-"));
  actionDir = join(folder, "action");
  mkdirSync(actionDir);
  writeFileSync(join(actionDir, "action.yml"), ACTION);
  for (const phase of ["pre", "main", "post"]) writeFileSync(join(actionDir, `${phase}.js`), PHASE(phase));
});

afterEach(async () => {
  await runner?.close();
  runner = undefined;
  await github?.close();
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A repository with one workflow, its GitHub and its runner. */
async function prepare(
  workflow: string,
  options: { github?: Partial<GitHubOptions>; runner?: Partial<RunnerOptions> } = {},
): Promise<Runner> {
  count += 1;
  seeded = await seedRepository(join(folder, `${count}.git`));
  await seeded.commit({
    branch: "main",
    files: { ".github/workflows/loop.yml": workflow, "deploy.sh": "#!/bin/sh\necho deployed\n" },
    message: "Start",
  });
  github = await startGitHub({
    owner: "acme",
    repo: "shop",
    gitDir: seeded.gitDir,
    people: ["ada"],
    ...options.github,
  });
  runner = await startRunner({ github, actionDir, timeline: FAST, ...options.runner });
  return runner;
}

/** Pushes to main and gives the one run's result. */
async function runOnce(workflow: string, options: Parameters<typeof prepare>[1] = {}): Promise<RunResult> {
  const running = await prepare(workflow, options);
  await github.push({ ref: "main", by: "ada" });
  const [result] = await running.idle();
  if (result === undefined) throw new Error("Nothing has run.");
  return result;
}

function onlyJob(result: RunResult): JobResult {
  const [first] = result.jobs;
  if (first === undefined) throw new Error(`No job: ${result.error ?? result.conclusion}`);
  return first;
}

function phases({ steps }: JobResult): string[] {
  return steps.map((step) => `${step.phase} ${step.outcome}`);
}

function find({ steps }: JobResult, phase: string, name = ""): StepRecord {
  const step = steps.find((one) => one.phase === phase && one.name.includes(name));
  if (step === undefined) throw new Error(`No ${phase} of ${name}`);
  return step;
}

/** A workflow with one job on push; the steps are YAML of a list. */
function job(steps: string, more = ""): string {
  return `on: push\n${more}\njobs:\n  only:\n    runs-on: ubuntu-latest\n    steps:\n${steps.replaceAll(/^/gm, "      ")}\n`;
}

function tiny(inputs: Readonly<Record<string, string>>, more = ""): string {
  const lines = Object.entries(inputs).map(([name, code]) => `    ${name}: ${JSON.stringify(code)}`);
  return `- ${TINY}\n${more}  with:\n${lines.join("\n")}`;
}

const LOOP = (permissions: string): string => `
name: Loop
run-name: \${{ inputs.cycle && format('Cycle {0} of 3', inputs.cycle) || 'Cycle 1 of 3' }}
on:
  push:
  workflow_dispatch:
    inputs: { loop: {}, cycle: {} }
permissions: ${permissions}
concurrency: { group: staging, cancel-in-progress: false }
jobs:
  loop:
    runs-on: ubuntu-latest
    outputs: { cycle: "\${{ steps.tiny.outputs.cycle }}" }
    steps:
      - uses: actions/checkout@v6
      - id: tiny
        ${TINY}
        with:
          main: |
            const cycle = Number((require(env.GITHUB_EVENT_PATH).inputs ?? {}).cycle ?? 1);
            set("GITHUB_OUTPUT", "cycle", cycle);
            append(env.GITHUB_STEP_SUMMARY, "# Cycle " + cycle);
            if (cycle === 3) return;
            const answer = await dispatch({ loop: env.INPUT_LOOP || env.GITHUB_RUN_ID, cycle: String(cycle + 1) });
            if (answer.status !== 200) throw new Error(answer.status + " " + (await answer.json()).message);
`;

describe("the loop", () => {
  test("dispatches itself for three cycles and then stops", async () => {
    const told: string[] = [];
    const running = await prepare(LOOP("{ actions: write, contents: read }"), {
      runner: {
        hooks: {
          onRunStarted: (run) => told.push(run.displayTitle),
          onRunFinished: (run) => told.push(run.conclusion),
        },
      },
    });
    const [first] = await github.push({ ref: "main", by: "ada" });
    const results = await running.idle();
    expect(results.map((result) => [result.title, result.conclusion, onlyJob(result).outputs["cycle"]])).toEqual([
      ["Cycle 1 of 3", "success", "1"],
      ["Cycle 2 of 3", "success", "2"],
      ["Cycle 3 of 3", "success", "3"],
    ]);
    expect(told).toEqual(["Cycle 1 of 3", "success", "Cycle 2 of 3", "success", "Cycle 3 of 3", "success"]);
    expect(results.map((result) => find(onlyJob(result), "main", "test-deploy-loop").summary)).toEqual(
      [1, 2, 3].map((cycle) => `# Cycle ${cycle}`),
    );
    const runs = github.runs.list();
    expect(runs.map((run) => run.actor)).toEqual(["github-actions[bot]", "github-actions[bot]", "ada"]);
    expect(textAt(runs[0]?.payload, "inputs", "loop")).toBe(String(first?.id));
    expect(github.requests().map((request) => [request.operation, request.runId])).toEqual(
      [runs[2], runs[1]].map((run) => ["actions/create-workflow-dispatch", run?.id]),
    );
    expect(github.violations()).toEqual([]);
  });

  test("ends where the token may not dispatch", async () => {
    const running = await prepare(LOOP("{ contents: read }"));
    await github.push({ ref: "main", by: "ada" });
    const results = await running.idle();
    expect(results).toHaveLength(1);
    const step = results[0]?.jobs[0]?.steps.find(
      (one) => one.name.includes("test-deploy-loop") && one.phase === "main",
    );
    expect(step?.annotations.map((one) => one.message)).toEqual(["403 Resource not accessible by integration"]);
    expect(results[0]?.conclusion).toBe("failure");
  });

  test("a re-run has the same id and commit, and the next attempt", async () => {
    const running = await prepare(
      job(tiny({ main: `set("GITHUB_OUTPUT", "attempt", env.GITHUB_RUN_ATTEMPT + env.GITHUB_SHA)` })),
    );
    const [run] = await github.push({ ref: "main", by: "ada" });
    await running.idle();
    await seeded.commit({ branch: "main", files: { "new.txt": "" }, message: "New" });
    github.rerun(run?.id ?? 0);
    const results = await running.idle();
    expect(results.map((result) => find(onlyJob(result), "main").outputs["attempt"])).toEqual([
      `1${run?.sha}`,
      `2${run?.sha}`,
    ]);
  });
});

describe("phases", () => {
  test("pre, main and post share their state, in their order, with fresh inputs", async () => {
    const result = await runOnce(
      job(
        [
          tiny({
            pre: `set("GITHUB_STATE", "from", "pre"); console.log(env["INPUT_JOB_STATUS"])`,
            main: `set("GITHUB_STATE", "more", env.STATE_from + "+main"); set("GITHUB_OUTPUT", "x", "1")`,
            post: `console.log(env.STATE_from, env.STATE_more, env["INPUT_JOB_STATUS"])`,
          }),
          "- run: exit 3",
          "- run: echo never",
          tiny({ main: "", post: `console.log("second")` }),
        ].join("\n"),
      ),
    );
    const only = onlyJob(result);
    expect(result.conclusion).toBe("failure");
    expect(phases(only)).toEqual([
      "pre success",
      "pre success",
      "main success",
      "main failure",
      "main skipped",
      "main skipped",
      "post success",
      "post success",
    ]);
    expect(only.steps.slice(-2).map((step) => step.log)).toEqual([["second"], ["pre pre+main failure"]]);
    expect(only.steps[3]).toMatchObject({
      exitCode: 3,
      annotations: [{ severity: "error", message: "Process completed with exit code 3." }],
    });
  });

  test("a local action has no pre; its post runs after a failure of main", async () => {
    const steps = tiny({ pre: "", main: "process.exit(1)", post: `console.log("cleaned")` }).replace(TINY, "uses: ./");
    const only = onlyJob(await runOnce(job(steps)));
    expect(phases(only)).toEqual(["main failure", "post success"]);
    expect(only.steps[1]?.log).toEqual(["cleaned"]);
  });

  test("continue-on-error, if, outputs, needs and a matrix", async () => {
    const result = await runOnce(`
on: push
env: { WHO: world }
jobs:
  first:
    runs-on: ubuntu-latest
    outputs: { word: "\${{ steps.say.outputs.word }}" }
    steps:
      - { id: bad, run: exit 1, continue-on-error: true }
      - { id: say, run: 'echo "word=hello $WHO" >> "$GITHUB_OUTPUT"' }
      - { run: "echo \${{ steps.bad.outcome }} \${{ steps.bad.conclusion }}", if: steps.bad.outcome == 'failure' }
  each:
    needs: first
    runs-on: ubuntu-latest
    strategy: { matrix: { shard: [1, 2] } }
    steps: [{ run: "echo \${{ needs.first.outputs.word }} \${{ matrix.shard }}" }]
  never: { needs: each, if: failure(), runs-on: ubuntu-latest, steps: [{ run: exit 1 }] }
`);
    expect(result.conclusion).toBe("success");
    expect(result.jobs.map((one) => [one.name, one.conclusion])).toEqual([
      ["first", "success"],
      ["each (1)", "success"],
      ["each (2)", "success"],
      ["never", "skipped"],
    ]);
    expect(result.jobs[0]?.steps.at(-1)?.log).toEqual(["failure success"]);
    expect(result.jobs[2]?.steps[0]?.log).toEqual(["hello world 2"]);
  });

  test("a pull request is checked out at its merge commit", async () => {
    const running = await prepare(
      job(`- uses: actions/checkout@v6\n- run: git rev-parse HEAD && cat both.txt && ./deploy.sh`).replace(
        "push",
        "pull_request",
      ),
    );
    await seeded.commit({ branch: "topic", from: "main", files: { "both.txt": "topic\n" }, message: "Topic" });
    await github.openPullRequest({ head: "topic", base: "main", title: "Topic", by: "ada" });
    const [result] = await running.idle();
    expect(result?.jobs[0]?.steps.at(-1)?.log).toEqual([github.runs.list()[0]?.sha, "topic", "deployed"]);
  });

  test("an action that is not known, or a faulty workflow, does not start", async () => {
    const result = await runOnce(job("- uses: someone/else@v1"));
    expect(result).toMatchObject({ conclusion: "startup_failure", error: expect.stringContaining("someone/else@v1") });
  });
});

describe("what a job may see", () => {
  test("actions have the whole environment, scripts neither inputs nor runtime tokens, and nothing of ours leaks", async () => {
    process.env["OF_OURS"] = "leak";
    const result = await runOnce(
      job(
        `${tiny({ main: `require("node:fs").writeFileSync(env.RUNNER_TEMP + "/e", JSON.stringify(env)); console.log(JSON.stringify(env))` })}\n- run: env`,
      ),
      { github: { secrets: { KEY: "hush-hush" } } },
    );
    delete process.env["OF_OURS"];
    const only = onlyJob(result);
    const seen: unknown = JSON.parse(find(only, "main").log[0] ?? "{}");
    const run = github.runs.list()[0];
    expect(seen).toMatchObject({
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_ACTION: "__acme_test_deploy_loop",
      GITHUB_ACTION_PATH: actionDir,
      GITHUB_ACTION_REPOSITORY: "acme/test-deploy-loop",
      GITHUB_API_URL: github.url,
      GITHUB_EVENT_NAME: "push",
      GITHUB_JOB: "only",
      GITHUB_REF: "refs/heads/main",
      GITHUB_REF_NAME: "main",
      GITHUB_REPOSITORY: "acme/shop",
      GITHUB_RUN_ID: String(run?.id),
      GITHUB_SHA: run?.sha,
      GITHUB_WORKFLOW_REF: "acme/shop/.github/workflows/loop.yml@refs/heads/main",
      "INPUT_GITHUB-TOKEN": "***",
      INPUT_JOB_STATUS: "success",
      ACTIONS_RUNTIME_TOKEN: "***",
      RUNNER_OS: "Linux",
    });
    expect(JSON.stringify(seen)).not.toContain("OF_OURS");
    const script = find(only, "main", "Run env").log.join("\n");
    expect(script).toContain("GITHUB_ACTION=__run");
    expect(script).not.toMatch(/^(INPUT_|ACTIONS_|STATE_)/m);
    expect(script).not.toContain("ghs_");
  });

  test("GITHUB_ENV and GITHUB_PATH reach later steps; an ill-formed file fails the step", async () => {
    const only = onlyJob(
      await runOnce(
        job(`
- run: |
    mkdir bin && printf '#!/bin/sh\\necho mine\\n' > bin/tool && chmod +x bin/tool
    echo "$PWD/bin" >> $GITHUB_PATH
    printf 'COLOR<<E\\nred\\nblue\\nE\\n' >> $GITHUB_ENV
- { run: 'tool && echo "$COLOR \${{ env.COLOR }}"', working-directory: bin }
- run: echo nonsense >> $GITHUB_ENV`),
      ),
    );
    expect(only.steps[1]?.log).toEqual(["mine", "red", "blue red", "blue"]);
    expect(only.steps[2]?.annotations.map((one) => one.message)).toEqual([
      "Unable to process file command 'env' successfully.",
      "Invalid format 'nonsense'",
    ]);
    expect(only.conclusion).toBe("failure");
  });

  test("steps cannot forge the runner's variables, nor declared inputs; undeclared ones they can", async () => {
    const only = onlyJob(
      await runOnce(
        job(`
- run: |
    echo GITHUB_REF_NAME=forged >> $GITHUB_ENV
    echo INPUT_LOOP=forged >> $GITHUB_ENV
    echo INPUT_OTHER=forged >> $GITHUB_ENV
- ${TINY}
  env: { GITHUB_REPOSITORY: evil/fork }
  with: { main: "console.log(env.GITHUB_REF_NAME, env.GITHUB_REPOSITORY, env.INPUT_LOOP, env.INPUT_OTHER)" }`),
      ),
    );
    expect(find(only, "main", "test-deploy-loop").log).toEqual(["main acme/shop  forged"]);
  });

  test("a fork's pull request has no secrets and can only read", async () => {
    const running = await prepare(
      job(`- run: echo "secret=[\${{ secrets.KEY }}]"`, "permissions: { contents: write, issues: write }").replace(
        "push",
        "pull_request",
      ),
      { github: { secrets: { KEY: "hush-hush" } } },
    );
    const sha = await seeded.commit({ branch: "away", from: "main", files: { "x.txt": "" }, message: "X" });
    await github.openPullRequest({
      head: "patch",
      base: "main",
      title: "X",
      by: "ada",
      fork: { owner: "stranger", sha },
    });
    const [result] = await running.idle();
    expect(result?.jobs[0]).toMatchObject({
      permissions: { contents: "read", issues: "read" },
      steps: [{ log: ["secret=[]"] }],
    });
  });

  test("the token ends with its job", async () => {
    const only = onlyJob(
      await runOnce(job(tiny({ main: `append(env.RUNNER_TEMP + "/token", env["INPUT_GITHUB-TOKEN"])` }))),
    );
    const token = readFileSync(join(only.temp ?? "", "token"), "utf8");
    const response = await fetch(`${github.url}/repos/acme/shop`, { headers: { authorization: `token ${token}` } });
    expect(response.status).toBe(401);
  });

  test("a masked output of a job is dropped, and so is a summary that is too large", async () => {
    const result = await runOnce(`
on: push
jobs:
  only:
    runs-on: ubuntu-latest
    outputs: { kept: "\${{ steps.s.outputs.kept }}", lost: "\${{ steps.s.outputs.lost }}" }
    steps:
      - id: s
        run: |
          echo "::add-mask::swordfish"
          echo "kept=1" >> $GITHUB_OUTPUT
          echo "lost=a swordfish" >> $GITHUB_OUTPUT
          echo "the swordfish, c3dvcmRmaXNo" >> $GITHUB_STEP_SUMMARY
          echo "the swordfish"
      - run: head -c 1048577 /dev/zero | tr '\\0' x > $GITHUB_STEP_SUMMARY
`);
    const only = onlyJob(result);
    expect(only).toMatchObject({
      outputs: { kept: "1" },
      droppedOutputs: ["lost"],
      messages: ["Skip output 'lost' since it may contain secret."],
    });
    expect(only.steps[0]).toMatchObject({ summary: "the ***, ***\n", log: ["the ***"] });
    expect(only.steps[1]?.summary).toBeUndefined();
    expect(only.steps[1]?.annotations[0]?.message).toContain("upload aborted");
  });
});

describe("the end of things", () => {
  const lineSeen = (text: string): { hooks: NonNullable<RunnerOptions["hooks"]>; seen: Promise<void> } => {
    const { promise, resolve } = Promise.withResolvers<void>();
    return {
      seen: promise,
      hooks: {
        onLine: ({ line }) => {
          if (line.includes(text)) resolve();
        },
      },
    };
  };

  test("a cancelled step hears SIGINT, later steps are skipped, post still runs and the run is cancelled", async () => {
    const { hooks, seen } = lineSeen("ready");
    const running = await prepare(
      job(
        `${tiny({
          main: `process.on("SIGINT", () => { console.log("heard SIGINT"); process.exit(0); }); console.log("ready"); await new Promise(() => setInterval(() => {}, 1000));`,
          post: `console.log(env.INPUT_JOB_STATUS)`,
        })}\n- run: echo never\n- { run: echo "ran anyway", if: always() }`,
      ),
      { runner: { hooks, timeline: { ...FAST, interruptMs: 5000 } } },
    );
    const [run] = await github.push({ ref: "main", by: "ada" });
    await seen;
    running.cancel(run?.id ?? 0);
    const result = await running.finished(run?.id ?? 0);
    expect(result.conclusion).toBe("cancelled");
    expect(phases(onlyJob(result))).toEqual([
      "pre success",
      "main cancelled",
      "main skipped",
      "main success",
      "post success",
    ]);
    expect(find(onlyJob(result), "main").log).toContain("heard SIGINT");
    expect(find(onlyJob(result), "post").log).toEqual(["cancelled"]);
    expect(github.runs.get(run?.id ?? 0)).toMatchObject({ status: "completed", conclusion: "cancelled" });
  });

  test("a process that hears nothing is killed with all its children", async () => {
    const { hooks, seen } = lineSeen("ready");
    const running = await prepare(
      job(
        tiny({
          main: `
            for (const name of ["SIGINT", "SIGTERM"]) process.on(name, () => console.log("ignored " + name));
            const child = require("node:child_process").spawn("sleep", ["60"], { detached: true, stdio: "inherit" });
            append(env.RUNNER_TEMP + "/pid", String(child.pid));
            console.log("ready"); await new Promise(() => setInterval(() => {}, 1000));`,
        }),
      ),
      { runner: { hooks } },
    );
    const [run] = await github.push({ ref: "main", by: "ada" });
    await seen;
    running.cancel(run?.id ?? 0);
    const only = onlyJob(await running.finished(run?.id ?? 0));
    const main = find(only, "main");
    expect(main).toMatchObject({ outcome: "cancelled", exitCode: null });
    expect(main.log.filter((line) => line.startsWith("ignored"))).toEqual(["ignored SIGINT", "ignored SIGTERM"]);
    const pid = readFileSync(join(only.temp ?? "", "pid"), "utf8");
    await expect.poll(() => existsSync(`/proc/${pid}/cwd`)).toBe(false);
  });

  test("a child that holds the output does not hold the step", async () => {
    const only = onlyJob(await runOnce(job("- run: |\n    sleep 60 &\n    echo done")));
    expect(only.steps[0]).toMatchObject({ outcome: "success", log: ["done"] });
    expect(only.steps[0]?.seconds).toBeLessThan(2);
  });

  test("timeouts of a step and of a job", async () => {
    const result = await runOnce(`
on: push
jobs:
  step: { runs-on: x, steps: [{ name: Wait, run: sleep 60, timeout-minutes: 0.002 }] }
  job: { runs-on: x, timeout-minutes: 0.002, steps: [{ run: sleep 60 }] }
`);
    expect(result.jobs).toMatchObject([
      {
        conclusion: "failure",
        steps: [{ annotations: [{ message: "The action 'Wait' has timed out after 0.002 minutes." }] }],
      },
      { conclusion: "cancelled", messages: ["The job has exceeded the maximum execution time of 0.002m0s"] },
    ]);
  });

  test("a newer waiting run evicts the older one, and the API shows it", async () => {
    const gate = join(folder, "gate");
    const { hooks, seen } = lineSeen("holding");
    const running = await prepare(
      `
on: workflow_dispatch
jobs:
  only:
    runs-on: x
    concurrency: { group: staging, cancel-in-progress: false }
    steps: [{ run: "echo holding; while [ ! -e ${gate} ]; do sleep 0.02; done" }]
`,
      { runner: { hooks } },
    );
    const ids: number[] = [];
    const start = async (): Promise<void> => {
      ids.push((await github.dispatch({ workflow: "loop.yml", ref: "main" })).id);
    };
    const lastStatus = (): string | undefined => github.runs.get(ids.at(-1) ?? 0)?.status;
    await start();
    await seen;
    await start();
    await expect.poll(lastStatus, { interval: 5 }).toBe("pending");
    await start();
    await expect.poll(lastStatus, { interval: 5 }).toBe("pending");
    expect((await running.finished(ids[1] ?? 0)).conclusion).toBe("cancelled");
    expect(ids.map((id) => github.runs.get(id)?.status)).toEqual(["in_progress", "completed", "pending"]);
    writeFileSync(gate, "");
    await running.idle();
    expect(ids.map((id) => github.runs.get(id)?.conclusion)).toEqual(["success", "cancelled", "success"]);
  });
});

describe("what a step says", () => {
  function listen(isDebug = false): { output: StepOutput; masks: ReturnType<typeof keepMasks> } {
    const masks = keepMasks();
    const output = collectOutput({
      masks,
      isDebug,
      workspace: "/w/shop",
      onLine: () => undefined,
      spendAnnotation: () => true,
    });
    return { output, masks };
  }

  const names = new Set(COMMAND_NAMES);

  test.for([
    [
      "::error file=a.ts,line=3,title=T%3A1::one%0Atwo%25",
      { name: "error", properties: { file: "a.ts", line: "3", title: "T:1" }, data: "one\ntwo%" },
    ],
    ["\u00a0\u2003\u0085::Add-Mask::x", { name: "add-mask", properties: {}, data: "x" }],
    ["at the end ##[error]old", { name: "error", properties: {}, data: "old" }],
    ["##[set-output name=a;]v%3B%5D", { name: "set-output", properties: { name: "a" }, data: "v;]" }],
    ["::group::", { name: "group", properties: {}, data: "" }],
  ] as const)("accepts %j", ([line, command]) => {
    expect(readCommand(line, names)).toEqual(command);
  });

  test.for([
    "x ::error::no",
    "::unknown::no",
    ":: error::no",
    "::error:no",
    "##[unknown]no",
    "##[error no",
    "\ufeff::error::no",
  ])("refuses %j", (line) => {
    expect(readCommand(line, names)).toBeUndefined();
  });

  test("a lone CR starts a line, across chunks too", () => {
    const lines: string[] = [];
    const reader = readLines((line) => lines.push(line));
    for (const chunk of ["10%\r::add-mask::", "true\r", "\nnext\n\nä".normalize(), "end"])
      reader.take(Buffer.from(chunk));
    reader.end();
    expect(lines).toEqual(["10%", "::add-mask::true", "next", "", "äend"]);
  });

  test("stop-commands holds until its token returns", () => {
    const { output } = listen();
    for (const line of ["::stop-commands::t0ken", "::error::no", "::T0KEN::", "::error::yes"]) output.take(line);
    expect(output.annotations.map((one) => one.message)).toEqual(["yes"]);
    output.take("::stop-commands::error");
    expect(output.hasFailed()).toBe(true);
  });

  test("ten annotations of a kind, 4,096 characters each; the log has them all", () => {
    const { output } = listen();
    for (let n = 0; n < 12; n += 1) output.take(`::warning::${"w".repeat(5000)}`);
    expect(output.annotations).toHaveLength(10);
    expect(output.annotations[0]?.message).toHaveLength(4096);
    expect(output.log).toHaveLength(12);
  });

  test("an annotation has its place, relative to the workspace", () => {
    const { output } = listen();
    output.take("::error file=/w/shop/src/a.ts,line=3,endLine=3,COL=7,title=Odd::here");
    output.take("::error file=b.ts,line=9,endLine=3::backwards");
    output.take("::error file=,line==4::empty");
    expect(output.annotations).toEqual([
      { severity: "error", message: "here", title: "Odd", file: "src/a.ts", line: 3, endLine: 3, column: 7 },
      { severity: "error", message: "backwards", file: "b.ts" },
      { severity: "error", message: "empty", line: 4 },
    ]);
  });

  test("a problem matcher that is not there fails the step", () => {
    const { output } = listen();
    output.take("##[add-matcher]nowhere.json");
    expect(output.hasFailed()).toBe(true);
  });

  test("set-env is refused and fails, set-output is taken with a warning, debug waits for its switch", () => {
    const { output } = listen();
    output.take("::set-env name=PATH::/evil");
    output.take("::set-output name=a::1");
    output.take("::debug::hidden");
    expect(output.hasFailed()).toBe(true);
    expect([...output.outputs]).toEqual([["a", "1"]]);
    expect(output.log.join()).not.toContain("hidden");
    const loud = listen(true).output;
    loud.take("::debug::shown");
    expect(loud.log).toEqual(["##[debug]shown"]);
  });

  test("masks know the encoded forms of the runner, and no others", () => {
    const masks = keepMasks();
    const secret = `p@ss "w&rd" <42>`;
    masks.add(secret);
    const base64 = Buffer.from(secret).toString("base64");
    for (const form of [
      secret,
      base64,
      Buffer.from(`x${secret}`).toString("base64").slice(4),
      JSON.stringify(secret),
      encodeURIComponent(secret),
      secret.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
    ]) {
      expect(masks.mask(`a ${form} b`)).toMatch(/^a .*\*\*\*.* b$/);
    }
    for (const form of [
      secret.toUpperCase(),
      Buffer.from(secret).toString("hex"),
      encodeURIComponent(secret).toLowerCase(),
    ]) {
      expect(masks.mask(form)).toBe(form);
    }
    masks.add("first line\nsecond line");
    expect(masks.mask("the second line alone; aa")).toBe("the *** alone; aa");
    masks.add("aa");
    expect(masks.mask("aaa b")).toBe("*** b");
  });

  test("environment files: values, blocks, and what is refused", () => {
    expect(readEnvFile("a=1=2\n\nb<<E=F\nx\n\ny\nE=F\nc=<<\n")).toEqual([
      { name: "a", value: "1=2" },
      { name: "b", value: "x\n\ny" },
      { name: "c", value: "<<" },
    ]);
    expect(() => readEnvFile("a<<E\nx")).toThrow("Matching delimiter not found 'E'");
    expect(() => readEnvFile("nothing")).toThrow("Invalid format 'nothing'");
    expect(() => readEnvFile("=x")).toThrow("Name must not be empty");
  });
});
