// The repair of the demo: it does what the brief says, changes the file that staging ships, and pushes as on GitHub.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRepository, type DemoRepository } from "../../demo/app/repository.ts";
import { startGitHub, type GitHubStandIn } from "../../demo/github/stand-in.ts";
import { nodeProgram } from "../../demo/staging/node-program.ts";

const run = promisify(execFile);

let folder: string;
let repository: DemoRepository;
let github: GitHubStandIn;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "repair-"));
  repository = await createRepository(folder, { template: "push" });
  github = await startGitHub({ owner: "acme", repo: "chat", gitDir: repository.bareDir, people: ["dana"] });
});

afterAll(async () => {
  await github.close();
  await rm(folder, { recursive: true, force: true });
});

let count = 0;

interface Brief {
  readonly errors: readonly { readonly title: string; readonly because: string | null }[];
}

/** Runs the repair in a fresh checkout of the branch; gives what it printed and what then stands in staging.json. */
async function repair(brief: Brief | null, token: string): Promise<{ readonly said: string; readonly ships: unknown }> {
  count += 1;
  const checkout = join(folder, `checkout-${count}`);
  const from = ["--depth=1", `--branch=${repository.branch}`, `file://${repository.bareDir}`];
  await run("git", ["clone", "--quiet", ...from, checkout]);
  const file = join(folder, `brief-${count}.json`);
  if (brief !== null) await writeFile(file, JSON.stringify({ version: 1, branch: repository.branch, ...brief }));
  const env = {
    PATH: process.env["PATH"],
    FIX_TOKEN: token,
    GITHUB_SERVER_URL: github.url,
    GITHUB_REPOSITORY: "acme/chat",
    GITHUB_REF_NAME: repository.branch,
    ...(brief === null ? {} : { BRIEF_JSON: file }),
  };
  const { stdout } = await run(nodeProgram(), ["scripts/repair.mjs"], { cwd: checkout, env });
  const shown = await run("git", ["show", `${repository.branch}:staging.json`], { cwd: repository.bareDir });
  return { said: stdout.trim(), ships: JSON.parse(shown.stdout) };
}

function briefOf(...titles: readonly string[]): Brief {
  return { errors: titles.map((title) => ({ title, because: null })) };
}

test("repairs what the brief names, two at a time, until nothing is left", async () => {
  const token = await github.issueToken({ contents: "write" });
  const steps = [
    {
      brief: briefOf(
        "The WebSocket closes with 1011 Factory SSOT validation failed",
        "GET /api/agents/status answers 404",
        "GET /api/quality: $.quality_score is 0, expected at least 0.7",
        "GET /api/messages: duration is 465 ms, expected at most 350 ms",
      ),
      said: /^repaired: close 1011 at the first message, slow API \(\w{7,}\)$/u,
      ships: { faults: ["events-missing", "endpoints-404", "quality-zero"], rolloutMs: 2500 },
    },
    {
      brief: briefOf(
        "0 of 5 expected events come; the first missing one is agent_started",
        "GET /api/agents/start answers 404",
        "Quality SLA violation: 0.00 < 0.7",
      ),
      said: /^repaired: missing agent events, endpoints that answered 404 /u,
      ships: { faults: ["handshake-403", "quality-zero"], rolloutMs: 0 },
    },
    {
      brief: briefOf("The WebSocket handshake is answered 403", "Quality SLA violation: 0.00 < 0.7"),
      said: /^repaired: 403 at the WebSocket handshake \(/u,
      ships: { faults: ["quality-zero"], rolloutMs: 0 },
    },
    {
      brief: { errors: [{ title: "Quality SLA violation: 0.00 < 0.7", because: "A" }] },
      said: /^nothing to repair: the brief names no error/u,
      ships: { faults: ["quality-zero"], rolloutMs: 0 },
    },
    {
      brief: briefOf("Quality SLA violation: 0.00 < 0.7"),
      said: /^repaired: quality score of 0 \(/u,
      ships: { faults: [], rolloutMs: 0 },
    },
  ];
  for (const { brief, said, ships } of steps) {
    const done = await repair(brief, token);
    expect(done.said).toMatch(said);
    expect(done.ships).toEqual(ships);
  }
  // A job's own token starts no run: the loop goes on by itself.
  expect(github.runs.list()).toEqual([]);
});

test("does nothing without a brief, and says so", async () => {
  expect((await repair(null, "")).said).toBe("nothing to repair: there is no brief");
});

test("with the key of a machine user its push starts a run", async () => {
  const before = await repair(briefOf("Something else"), "");
  expect(before.said).toMatch(/^nothing to repair/u);
  const { bareDir, branch } = repository;
  await run("git", ["update-ref", `refs/heads/${branch}`, repository.headCommit], { cwd: bareDir });
  await github.push({ ref: branch, by: "github-actions[bot]" });
  const { said } = await repair(
    briefOf("The WebSocket closes with 1011 Factory SSOT validation failed"),
    github.personToken("dana"),
  );
  expect(said).toMatch(/^repaired: close 1011/u);
  expect(github.runs.list()).toMatchObject([{ event: "push", actor: "dana", headBranch: branch }]);
});
