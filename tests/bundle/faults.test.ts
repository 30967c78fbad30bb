// The committed main and post steps on a machine where something of ours cannot be written: the verdict comes all the same.
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { nodeProgram, STARTS_SOON } from "../../demo/staging/node-program.ts";

const DIST = join(import.meta.dirname, "../../dist");

let folder = "";
let server: Server;
let url = "";

beforeAll(async () => {
  server = createServer((_, response) => response.writeHead(200, { "content-type": "application/json" }).end("{}"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
});
afterAll(() => void server.close());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "faults-"));
  const git = (...args: readonly string[]): unknown => execFileSync("git", args, { cwd: folder, stdio: "pipe" });
  git("init", "-q");
  git("-c", "user.name=a", "-c", "user.email=a@a.example", "commit", "-q", "--allow-empty", "-m", "one");
  writeFileSync(join(folder, "c.yml"), `version: 1\nurl: ${url}\nprobes:\n  - { name: answers, http: /api/me }\n`);
  writeFileSync(join(folder, "event.json"), "{}");
  for (const name of FILES) writeFileSync(join(folder, name), "");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const FILES = ["GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "GITHUB_STATE", "GITHUB_ENV"];

interface Ended {
  readonly code: number;
  readonly log: string;
}

/** One step of the action as the runner starts it; an override of undefined takes the variable away. */
async function step(entry: "main" | "post", over: Readonly<Record<string, string | undefined>>): Promise<Ended> {
  const commit = execFileSync("git", ["rev-parse", "HEAD"], { cwd: folder, encoding: "utf8" }).trim();
  const environment: Record<string, string | undefined> = {
    PATH: process.env["PATH"],
    GITHUB_ACTIONS: "true",
    GITHUB_ACTION: "loop",
    GITHUB_EVENT_NAME: "push",
    GITHUB_EVENT_PATH: join(folder, "event.json"),
    GITHUB_REPOSITORY: "octo/app",
    GITHUB_RUN_ID: "4711",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_SHA: commit,
    GITHUB_REF: "refs/heads/main",
    GITHUB_SERVER_URL: "http://127.0.0.1:9",
    GITHUB_API_URL: "http://127.0.0.1:9",
    GITHUB_WORKSPACE: folder,
    RUNNER_TEMP: join(folder, "temp"),
    INPUT_CONFIG: "c.yml",
    "INPUT_JOB-STATUS": "success",
    ...Object.fromEntries(FILES.map((name) => [name, join(folder, name)])),
    ...over,
  };
  const env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
  return await new Promise<Ended>((resolve) => {
    execFile(nodeProgram(), [...STARTS_SOON, join(DIST, entry, "index.js")], { cwd: folder, env }, (error, out, err) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, log: out + err }),
    );
  });
}

it.each([
  [
    "PR14: a full disk for the summary",
    { GITHUB_STEP_SUMMARY: "/dev/full" },
    /summary could not be written \(ENOSPC\)/u,
  ],
  ["PR14: a full disk for the outputs", { GITHUB_OUTPUT: "/dev/full" }, /output verdict could not be written/u],
  ["PR14: a full disk for the state", { GITHUB_STATE: "/dev/full" }, /state for the post step could not be written/u],
  ["PR14: no place for the record", { RUNNER_TEMP: "/dev/null/temp" }, /record/u],
  ["PR15: no file for the summary", { GITHUB_STEP_SUMMARY: undefined }, null],
  ["PR15: no file for the outputs", { GITHUB_OUTPUT: undefined }, null],
  ["PR15: no file for the state", { GITHUB_STATE: undefined }, null],
  ["PR15: no folder for what is temporary", { RUNNER_TEMP: undefined }, null],
])("%s costs neither the verdict nor the other surfaces", async (_, over, notice) => {
  const main = await step("main", over);
  expect(main.log).toContain("Staging is good");
  expect(main.code).toBe(0);
  if (notice !== null) expect(main.log).toMatch(notice);
  if (!("GITHUB_STEP_SUMMARY" in over)) {
    expect(readFileSync(join(folder, "GITHUB_STEP_SUMMARY"), "utf8")).toContain("Staging is good");
  }
  if (!("GITHUB_OUTPUT" in over)) expect(readFileSync(join(folder, "GITHUB_OUTPUT"), "utf8")).toContain("verdict");
  const post = await step("post", over);
  expect(post.log).not.toMatch(/^\s+at /mu);
});
