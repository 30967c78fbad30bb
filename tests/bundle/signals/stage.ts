// A small staging and a checkout that deploys to it and tests it: every stage of a cycle takes a little while, leaves a
// trace outside, and the cycle ends with a failure that another cycle may repair.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeLoop } from "../../../src/loop/token.ts";
import { untrusted } from "../../../src/text/untrusted.ts";
import { loop } from "../../fakes/checks.ts";
import { listen } from "./listen.ts";

export interface Stage {
  readonly workspace: string;
  readonly commit: string;
  /** Everything that was asked of staging, and what the commands marked, in order. */
  readonly traces: string[];
  readonly has: (mark: Mark) => boolean;
  close(): Promise<void>;
}

/** Files that the commands leave beside the checkout. */
export type Mark = "deploying" | "testing" | "tested" | "cleaning";

export const LOOP_ID = 4000;

const DEPLOY = `#!/bin/sh
echo deploying; : > "$MARKS/deploying"
sleep 0.1
echo "$TDL_COMMIT" > "$MARKS/served"
`;

const TEST = `#!/bin/sh
echo testing; : > "$MARKS/testing"
sleep 0.15
printf '<testsuite><testcase name="a" time="0.2"/><testcase name="b" time="0.2"><failure message="no"/></testcase></testsuite>' > r.xml
: > "$MARKS/tested"
exit 1
`;

const CONFIG = (url: string, extra: string): string => `version: 1
url: ${url}
deploy: [{ name: backend, run: ./deploy.sh, ready: { health: /health, revision: /version, interval: 20ms, timeout: 20s } }]
teardown: ': > "$MARKS/cleaning"; sleep 0.05'
probes:
  - { name: answers, http: /api/me }
  - { name: search, needs: [answers], http: { url: /api/search, expect: 204 } }
  - { name: agents, needs: [search], severity: warn, http: /api/agents }
  - { name: chats, needs: [answers], http: /api/chats }
suites: [{ name: e2e, run: ./test.sh, reports: r.xml }]
${extra}`;

export interface StageOptions {
  readonly onRequest: (line: string) => void;
  /** Lines that go into deploy.sh before its work. */
  readonly deploying?: string;
  readonly config?: string;
  /** It never comes up. */
  readonly isDown?: boolean;
}

const SLOW_ANSWER_MS = 30;

export async function openStage({
  onRequest,
  deploying = "",
  config = "",
  isDown = false,
}: StageOptions): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "signals-"));
  const workspace = join(folder, "app");
  const marks = join(folder, "marks");
  const traces: string[] = [];
  let looks = 0;
  const server = createServer((request, response) => {
    const { url = "" } = request;
    traces.push(url);
    onRequest(`staging ${url}`);
    // Staging comes up a moment after its deploy.
    const isUp = url !== "/health" || (++looks > 2 && !isDown);
    const served = existsSync(join(marks, "served")) ? readFileSync(join(marks, "served"), "utf8") : "";
    const delayMs = url.startsWith("/api/") ? SLOW_ANSWER_MS : 2;
    setTimeout(() => response.writeHead(isUp ? 200 : 503).end(url === "/version" ? served : "{}"), delayMs);
  });
  const { url, close } = await listen(server);
  mkdirSync(workspace);
  mkdirSync(marks);
  const program = (name: string, text: string): void => {
    writeFileSync(join(workspace, name), text);
    chmodSync(join(workspace, name), 0o755);
  };
  program("deploy.sh", DEPLOY.replace("sleep", `${deploying}\nsleep`));
  program("test.sh", TEST);
  writeFileSync(join(workspace, "c.yml"), CONFIG(url, config));
  const git = (...args: readonly string[]): string => execFileSync("git", args, { cwd: workspace, encoding: "utf8" });
  git("init", "-q");
  git("-c", "user.name=a", "-c", "user.email=a@a.example", "commit", "-q", "--allow-empty", "-m", "one");
  return {
    workspace,
    commit: git("rev-parse", "HEAD").trim(),
    traces,
    has: (mark) => existsSync(join(marks, mark)),
    async close() {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The token of cycle 2, whose turn comes a little after the process that is handed it has begun. */
export function tokenFor(commit: string, turnInMs: number): string {
  const row = {
    n: 1,
    run: LOOP_ID,
    commit,
    verdict: "not-met" as const,
    passed: 1,
    failed: 1,
    total: 2,
    notRun: 0,
    probesPassed: 2,
    probesTotal: 4,
    seconds: 1,
    prints: [],
    top: null,
    why: null,
  };
  return encodeLoop(
    loop({
      id: { loop: LOOP_ID, n: 2, redo: 0 },
      ref: untrusted("main"),
      expectedCommit: commit,
      parentRun: LOOP_ID,
      notBefore: Date.now() + turnInMs,
      waitMs: 60_000,
      ledger: [row],
    }),
  );
}
