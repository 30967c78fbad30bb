// The nights with the real bundle: a schedule, a staging that is repaired in the third night, and the issue that tells it.
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { movableClock } from "../../demo/github/clock.ts";
import { seedRepository } from "../../demo/github/seed.ts";
import { startGitHub, type GitHubStandIn } from "../../demo/github/stand-in.ts";
import type { RunResult } from "../../demo/runner/results.ts";
import { startRunner, type Runner } from "../../demo/runner/runner.ts";
import { nodeProgram } from "../../demo/staging/node-program.ts";

const broken = new Set<string>();
let staging: Server;
let url = "";

beforeAll(async () => {
  staging = createServer(({ url: path = "" }, response) => response.writeHead(broken.has(path) ? 400 : 200).end("ok"));
  await new Promise<void>((resolve) => staging.listen(0, "127.0.0.1", resolve));
  const address = staging.address();
  url = typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
});
afterAll(() => void staging.close());

const PERMISSIONS = ["contents: read", "actions: write", "pull-requests: write", "statuses: write"];

interface Scene {
  readonly permissions?: readonly string[];
  readonly nextCycle?: "always" | "auto";
}

function workflow({ permissions = [...PERMISSIONS, "issues: write"], nextCycle = "auto" }: Scene): string {
  return `name: Staging
run-name: Staging \${{ inputs.cycle }}
on:
  push: { branches: [main] }
  schedule: [{ cron: "17 3 * * *" }]
  workflow_dispatch: { inputs: { loop: { type: string }, cycle: { type: string } } }
permissions: {}
jobs:
  staging:
    runs-on: ubuntu-latest
    permissions:
${permissions.map((line) => `      ${line}`).join("\n")}
    concurrency: { group: staging, cancel-in-progress: false, queue: max }
    steps:
      - uses: actions/checkout@v6
        with: { persist-credentials: false }
      - uses: acme/test-deploy-loop@v1
        id: loop
        with: { config: c.yml, max-cycles: 2, wait: 1ms, next-cycle: ${nextCycle}, assignees: dana }
        env: { LANG: C }
`;
}

let folder = "";
/** The machine of every run that a dispatch started is lost. */
let isLosing = false;
const clock = movableClock(new Date("2031-05-06T03:17:00Z"));
let github: GitHubStandIn;
let runner: Runner;

beforeEach(async () => {
  broken.clear();
  isLosing = false;
  folder = await mkdtemp(join(tmpdir(), "nights-"));
});
afterEach(async () => {
  await runner.close();
  await github.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(scene: Scene = {}): Promise<void> {
  const gitDir = join(folder, "app.git");
  const seeded = await seedRepository(gitDir);
  const config = `version: 1\nurl: ${url}\nprobes:\n  - { name: chat, http: /chat }\n  - { name: login, http: /login }\n`;
  const files = { ".github/workflows/staging.yml": workflow(scene), "c.yml": config };
  await seeded.commit({ branch: "main", message: "Start", files });
  github = await startGitHub({ owner: "acme", repo: "app", gitDir, people: ["dana"], clock: clock.now });
  const node = nodeProgram();
  const actionDir = dirname(dirname(import.meta.dirname));
  runner = await startRunner({
    github,
    actionDir,
    node,
    path: [dirname(node)],
    timeline: { lostMs: 60 },
    hooks: {
      onStep: ({ run, phase, record }) => {
        if (isLosing && phase === "main" && record === undefined && run.event === "workflow_dispatch")
          runner.lose(run.id);
      },
    },
  });
}

async function night(date: string): Promise<RunResult> {
  clock.moveTo(new Date(`${date}T03:17:00Z`));
  const [run] = await github.schedule();
  await runner.idle();
  return runner.finished(run?.id ?? 0);
}

function step({ jobs }: RunResult) {
  const found = jobs[0]?.steps.find(({ id, phase }) => id === "loop" && phase === "main");
  if (found === undefined) throw new Error("the action did not run");
  return found;
}

it("three nights, red, red and green, are one issue: opened, edited and closed, with a trend of three", async () => {
  await open();
  broken.add("/chat").add("/login");
  expect((await night("2031-05-06")).conclusion).toBe("failure");
  const [first] = await github.issues();
  expect(first).toMatchObject({ state: "open", title: "Staging did not pass at night", author: "github-actions[bot]" });
  expect(first?.assignees).toEqual(["dana"]);
  expect(first?.body).toContain("### ❌ Staging: 0 of 2 probes pass");

  broken.delete("/login");
  expect((await night("2031-05-07")).conclusion).toBe("failure");
  const [second] = await github.issues();
  expect(second).toMatchObject({ number: first?.number, state: "open" });
  expect(second?.body).toContain("**The last 2 nights:** `▁▅` · 0 met, 2 not met");

  // In between somebody pushes, and breaks something else.
  broken.clear();
  broken.add("/login");
  const [pushed] = await github.push({ ref: "main", by: "dana" });
  await runner.idle();
  const day = step(await runner.finished(pushed?.id ?? 0));
  expect(day.summary).toContain("**1 new**, none of them failed on `main` in the night of 2031-05-07.");
  expect((await github.issues())[0]?.body).toBe(second?.body);

  broken.clear();
  const before = github.requests().length;
  expect((await night("2031-05-08")).conclusion).toBe("success");
  expect(github.requests().slice(before).length).toBeLessThanOrEqual(15);
  const all = await github.issues();
  expect(all).toHaveLength(1);
  expect(all[0]).toMatchObject({ number: first?.number, state: "closed" });
  expect(all[0]?.body).toContain("### ✅ Staging is good: 2 of 2 probes");
  expect(all[0]?.body).toContain("**The last 3 nights:** `▁▅█` · 1 met, 2 not met");

  const writes = github.requests().filter(({ path, method }) => /\/issues(?:\/\d+)?$/u.test(path) && method !== "GET");
  expect(writes[0]?.method).toBe("POST");
  expect(writes.slice(1).every(({ method }) => method === "PATCH")).toBe(true);
  expect(github.statuses().map(({ state }) => state)).toEqual(["failure", "failure", "failure", "success"]);
  expect(await github.comments()).toEqual([]);
  expect(github.violations()).toEqual([]);
}, 90_000);

it("a night whose permission is missing keeps its verdict, and names the line to add", async () => {
  await open({ permissions: PERMISSIONS });
  broken.add("/chat");
  const main = step(await night("2031-05-06"));
  expect(main.outputs).toMatchObject({ verdict: "not-met", decision: "park" });
  expect(main.summary).toContain("Add `issues: write` to its `permissions:`.");
  expect(await github.issues()).toEqual([]);
});

it("a second run of the night goes on with the loop whose machine was lost", async () => {
  await open({ nextCycle: "always" });
  broken.add("/chat");
  await night("2031-05-06");
  isLosing = true;
  const first = await night("2031-05-07");
  isLosing = false;
  const again = await night("2031-05-07");
  const loop = String(first.runId);
  expect(step(again).summary).toContain("**The loop stopped after cycle 1: its run failed or its runner was lost.");
  const [issue] = await github.issues();
  expect(issue).toMatchObject({ state: "open" });
  expect(issue?.body).toMatch(/\[2031-05-07\]\(\S+\) \| ❌ 1 of 2 probes \| 2 \|/u);
  expect(github.runs.list().map((run) => run.displayTitle)).toContain(`Staging ${loop}/2`);
  expect(github.violations()).toEqual([]);
}, 90_000);
