// The committed command line as a black box, at a desk: no GitHub, no runner, real requests to a real server.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { nodeProgram, STARTS_SOON } from "../../demo/staging/node-program.ts";

const CLI = join(import.meta.dirname, "../../dist/cli/index.js");

let folder = "";
let server: Server;
let url = "";
let asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
});
afterAll(() => void server.close());
beforeEach(() => {
  asked = [];
  folder = mkdtempSync(join(tmpdir(), "desk-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function answer(request: IncomingMessage, response: ServerResponse): void {
  asked.push(request.url ?? "");
  const bad = request.url === "/broken";
  response.writeHead(bad ? 503 : 200, { "content-type": "application/json" }).end(JSON.stringify({ ok: !bad }));
}

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(args: readonly string[], config: string, environment: Readonly<Record<string, string>> = {}) {
  writeFileSync(join(folder, "c.yml"), `version: 1\nurl: ${url}\n${config}`);
  return await start([...args, "--config", "c.yml"], environment);
}

async function start(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  return await new Promise<Ended>((resolve) => {
    const options = { cwd: folder, env: { PATH: process.env["PATH"] ?? "", ...environment } };
    execFile(nodeProgram(), [...STARTS_SOON, CLI, ...args], options, (error, out, err) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, out, err }),
    );
  });
}

const PROBES = `probes:
  - { name: answers, http: /api/me }
  - { name: search, needs: [answers], http: { method: POST, url: /api/search, json: { q: x }, expect: { json: { $.ok: true } } } }
`;

describe("run at a desk", () => {
  it("needs no repository where nothing is deployed, tells each check and what came of it", async () => {
    const { code, out, err } = await run(["run"], PROBES);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/✓ answers .*ms\n✓ search .*ms\n/u);
    expect(out).toContain("✅ Staging is good: 2 of 2 probes");
    expect(out).not.toContain("0000000");
    expect(out).toMatch(/Record: .*record\.json/u);
    expect(readFileSync(/^Report: +(.*)$/mu.exec(out)?.[1] ?? "", "utf8")).toContain("Staging is good: 2 of 2 probes");
    expect(asked).toEqual(["/api/me", "/api/search"]);
  });

  it("makes pages of the record that a run has left", async () => {
    const { out } = await run(["run"], PROBES);
    const record = /Record: +(.*)$/mu.exec(out)?.[1]?.trim() ?? "";
    expect((await start(["render", record, "--to", "comment"])).out).toContain("Staging is good: 2 of 2 probes");
  });

  it("remembers what became of each check in the runs before", async () => {
    await run(["run"], PROBES);
    const { out } = await run(["run"], PROBES.replace("/api/me", "/broken"));
    const page = readFileSync(/^Report: +(.*)$/mu.exec(out)?.[1] ?? "", "utf8");
    expect(page).toContain('"past":"PFPB"');
  });

  it("exits 1 and shows the evidence when the target is not met", async () => {
    const { code, out } = await run(["run"], PROBES.replace("/api/me", "/broken"));
    expect(code).toBe(1);
    expect(out).toMatch(/✗ answers .*503/u);
    expect(out).toMatch(/– search .*blocked/u);
    expect(out).toMatch(/GET \/broken answers 503/u);
  });

  it("asks for a commit where something is deployed", async () => {
    const { code, out } = await run(["run"], `deploy: echo DEPLOYED\n${PROBES}`);
    expect(code).toBe(2);
    expect(out).toContain("this folder is not a git checkout with a commit");
    expect(out).not.toContain("DEPLOYED");
    expect(asked).toEqual([]);
  });

  it("requests nothing before the plan is whole, and tells every fault with its place", async () => {
    const faulty = PROBES.replace("json: { $.ok: true }", "jsn: { $.ok: true }").replace("POST", "PSOT");
    const { code, out } = await run(["run"], faulty);
    expect(code).toBe(2);
    expect(out).toMatch(/c\.yml:5:\d+ .*method.*Did you mean POST\?/u);
    expect(out).toMatch(/c\.yml:5:\d+ .*jsn.*unknown key.*Did you mean json\?/u);
    expect(asked).toEqual([]);
  });

  it("writes no escape sequence into a pipe", async () => {
    expect((await run(["run"], PROBES)).out).not.toContain("\u001b");
  });

  it("writes colors there only where somebody insists", async () => {
    const [forced, refused] = await Promise.all([
      run(["run"], PROBES, { FORCE_COLOR: "1" }),
      start(["run", "--config", "c.yml"], { NO_COLOR: "1", FORCE_COLOR: "0" }),
    ]);
    expect(forced.out).toContain("\u001b[32m✓\u001b[39m answers");
    expect(refused.out).not.toContain("\u001b");
  });
});

describe("validate", () => {
  it("says what each cycle does, requests nothing and shows no secret", async () => {
    const config = `auth: { api: { bearer: "\${secrets.API_TOKEN}" } }\ndefaults: { auth: api }\n${PROBES}targets: [{ metric: http.duration, p95: 100ms }]\n`;
    const { code, out } = await run(["validate"], config, { API_TOKEN: "a-token-that-nobody-sees" });
    expect(code).toBe(0);
    expect(out).toContain(`probes     answers: GET ${url}/api/me as api`);
    expect(out).toContain("needs answers");
    expect(out).toMatch(/http\.duration can never be met.*needs 20/u);
    expect(out).toContain("API_TOKEN");
    expect(out).not.toContain("a-token-that-nobody-sees");
    expect(asked).toEqual([]);
  });

  it("exits 2 with the place of every fault", async () => {
    const { code, out } = await run(["validate"], "probes: [{ name: a, http: { url: /x, expect: 2OO } }]\n");
    expect(code).toBe(2);
    expect(out).toMatch(/c\.yml:3:\d+ .*expect.*expected a number from 100 to 599.*2OO/u);
  });
});

describe("read and render", () => {
  beforeEach(() => {
    const tests = `<testcase classname="e2e" name="a" time="0.2"/><testcase classname="e2e" name="b" time="0.3"><failure message="no"/></testcase>`;
    writeFileSync(join(folder, "r.xml"), `<testsuite name="e2e" tests="2">${tests}</testsuite>`);
    const results = [{ name: "c", status: "passed", duration: 12 }];
    const summary = { tests: 1, passed: 1, failed: 0, skipped: 0, pending: 0, other: 0, start: 1, stop: 2 };
    writeFileSync(
      join(folder, "ctrf.json"),
      JSON.stringify({ results: { tool: { name: "x" }, summary, tests: results } }),
    );
    writeFileSync(
      join(folder, "go.json"),
      '{"Action":"run","Package":"p","Test":"TestA"}\n{"Action":"pass","Package":"p","Test":"TestA","Elapsed":0.1}\n{"Action":"pass","Package":"p","Elapsed":0.1}\n',
    );
  });

  it("read formats of every family as JSON, whatever is red in them", async () => {
    const { code, out, err } = await start(["read", "r.xml", "*.json"]);
    expect([code, err]).toEqual([0, ""]);
    expect(JSON.parse(out)).toMatchObject({
      counts: { tests: 4, passed: 3, failed: 1 },
      files: [{ format: "junit-xml" }, { format: "ctrf-json" }, { format: "go-test-json" }],
      results: [{ id: "e2e::b", outcome: "failed", message: "no" }],
    });
  });

  it("make a page of them", async () => {
    const { code, out } = await start(["render", "r.xml", "ctrf.json", "go.json", "--to", "comment"]);
    expect(code).toBe(0);
    expect(out).toContain("### \u274c 3 of 4 tests pass\n");
  });
});
