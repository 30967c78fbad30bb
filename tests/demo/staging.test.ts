// Proves the demo's staging and the demo user's repository: each fault as a plain client sees it, and what each commit of the
// stories shows, with the real deploy script and the real suite. The repair between them is proved by repair.test.ts.

import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { connect } from "node:tls";
import { promisify } from "node:util";

import jsonwebtoken from "jsonwebtoken";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { parse } from "yaml";

import type { DemoRepository } from "../../demo/app/repository.ts";
import { changeStaging, createRepository, FIRST_FAULTS, headOf } from "../../demo/app/repository.ts";
import type { FaultId } from "../../demo/staging/faults.ts";
import { FAULTS, faultIds } from "../../demo/staging/faults.ts";
import { nodeProgram } from "../../demo/staging/node-program.ts";
import type { StagingProcess } from "../../demo/staging/start.ts";
import { deployTo, setFaults, startStaging } from "../../demo/staging/start.ts";

const OLD_COMMIT = "a".repeat(40);
const COMMIT = "b".repeat(40);
const FIVE = ["agent_started", "agent_thinking", "tool_executing", "tool_completed", "agent_completed"];

let staging: StagingProcess;
let certificates: string;

beforeAll(async () => {
  certificates = await mkdtemp(join(tmpdir(), "demo-ca-"));
  staging = await startStaging({ commit: OLD_COMMIT, authorityFile: join(certificates, "ca.pem") });
  await deployTo(staging, { commit: COMMIT });
});

afterAll(async () => {
  await staging.close();
  await rm(certificates, { recursive: true });
});

describe("staging without faults", () => {
  beforeAll(() => setFaults(staging, []));

  test("serves health, the commit and the API", async () => {
    expect(await get("/health")).toMatchObject({ status: 200, json: { status: "healthy" } });
    expect(await get("/version")).toMatchObject({ json: { commit: COMMIT }, revision: COMMIT });
    expect(await get("/api/me")).toMatchObject({ status: 200, json: { user_id: "user-1" } });
    expect(await get("/api/quality")).toMatchObject({ json: { quality_score: 0.93 } });
    for (const path of ["start", "stop", "status"]) {
      expect(await get(`/api/agents/${path}`)).toMatchObject({ status: 200 });
    }
    expect(await post("/api/agents/search", { q: "costs" })).toMatchObject({
      status: 200,
      json: { agents: [{ kind: "optimization" }, { kind: "data" }, { kind: "reporting" }] },
    });
    expect(await get("/nowhere")).toMatchObject({ status: 404 });
  });

  test("keeps messages and threads per user", async () => {
    const kept = await post("/api/messages", { text: "hello" }, tokenFor("user-7"));
    expect(kept).toMatchObject({ status: 201, json: { text: "hello", user_id: "user-7" } });
    expect(await get("/api/messages", tokenFor("user-7"))).toMatchObject({
      json: { messages: [{ text: "hello" }] },
    });
    expect(await get("/api/messages", tokenFor("user-8"))).toMatchObject({
      json: { messages: [] },
    });
    expect(await post("/api/threads", { title: "costs" })).toMatchObject({ status: 201 });
  });

  test("sends five agent events in order, with noise between", async () => {
    const seen = await talk();
    expect(seen).toMatchObject({ handshake: 101, protocol: "jwt-auth" });
    expect(seen.types[0]).toBe("connection_established");
    expect(agentTypes(seen)).toEqual(FIVE);
    expect(seen.types).toContain("system_message");
    expect(seen.types).toContain("heartbeat");
    expect(seen.users).toEqual(["user-1"]);
  });

  test("accepts the token as a bearer header too", async () => {
    const seen = await talk({ protocols: [], headers: { authorization: `Bearer ${tokenFor()}` } });
    expect(seen).toMatchObject({ handshake: 101, protocol: "" });
  });

  test("answers a ping", async () => {
    expect((await talk({ says: { type: "ping" }, until: "pong" })).types).toContain("pong");
  });

  test.each([
    ["a forged token", () => tokenFor("user-1", { secret: "another" })],
    ["another audience", () => tokenFor("user-1", { audience: "production" })],
    ["an expired token", () => tokenFor("user-1", { expiresIn: -5 })],
    ["no token", () => ""],
  ])("refuses %s with 401 and a reason", async (_, makeToken) => {
    const token = makeToken();
    const answer = await get("/api/me", token);
    expect(answer).toMatchObject({ status: 401, json: { reason: expect.any(String) } });
    expect(await talk({ protocols: ["jwt-auth", `jwt.${token}`] })).toMatchObject({
      handshake: 401,
    });
  });
});

/** One proof per row of the table of faults; a new fault without one does not compile. */
const PROOFS: Readonly<Record<FaultId, () => Promise<void>>> = {
  "certificate-expired": async () => {
    expect(await certificateDays()).toBe(-1);
  },
  "certificate-expiring": async () => {
    expect(await certificateDays()).toBe(3);
  },
  flapping: async () => {
    const statuses = [await get("/health"), await get("/health"), await get("/health")];
    expect(statuses.map(({ status }) => status)).toEqual([200, 503, 200]);
    expect(await get("/api/me")).toMatchObject({ status: 200 });
  },
  "wrong-revision": async () => {
    const answer = await get("/version");
    expect(answer).toMatchObject({ json: { commit: OLD_COMMIT }, revision: OLD_COMMIT });
  },
  "handshake-silent": async () => {
    expect(await talk({ patienceMs: 100 })).toMatchObject({ handshake: "silent" });
    expect(await get("/api/me")).toMatchObject({ status: 200 });
  },
  "handshake-503": async () => {
    expect(await talk()).toMatchObject({ handshake: 503 });
    expect(await get("/health")).toMatchObject({ status: 200 });
  },
  "handshake-401": async () => {
    expect(await talk()).toMatchObject({ handshake: 401 });
  },
  "handshake-403": async () => {
    expect(await talk()).toMatchObject({ handshake: 403 });
  },
  "expired-token": async () => {
    const answer = await get("/api/me");
    expect(answer).toMatchObject({ status: 401, json: { reason: "jwt expired" } });
    expect(await talk()).toMatchObject({ handshake: 401 });
  },
  "login-refused": async () => {
    const login = { email: "e2e1@example.com", password: staging.password };
    expect(await post("/auth/login", login)).toMatchObject({ status: 401, json: { error: "invalid_grant" } });
  },
  "accepts-any-token": async () => {
    expect(await get("/api/me", "forged")).toMatchObject({ status: 200 });
    expect(await talk({ protocols: ["jwt-auth", "jwt.forged"] })).toMatchObject({ handshake: 101 });
    expect(await talk({ protocols: ["jwt-auth"] })).toMatchObject({ handshake: 101 });
  },
  "drop-1006": async () => {
    expect(await talk()).toMatchObject({ handshake: 101, types: [], close: "1006 " });
  },
  "auth-1008": async () => {
    const close = "1008 SSOT Auth failed";
    expect(await talk()).toMatchObject({ handshake: 101, types: [], close });
  },
  "user-context": async () => {
    const seen = await talk();
    expect(seen).toMatchObject({ types: ["error"], close: "1011 Internal error" });
    expect(seen.texts[0]).toContain("user_context must be a UserExecutionContext instance");
  },
  "internal-1011": async () => {
    const close = "1011 Internal error";
    expect(await talk()).toMatchObject({ handshake: 101, types: [], close });
  },
  "factory-1011": async () => {
    const seen = await talk();
    expect(seen.types).toEqual(["connection_established", "system_message"]);
    expect(seen.close).toBe("1011 Factory SSOT validation failed");
  },
  latency: async () => {
    const startedAt = performance.now();
    await get("/health");
    const healthMs = performance.now() - startedAt;
    await get("/api/me");
    const apiMs = performance.now() - startedAt - healthMs;
    expect(apiMs).toBeGreaterThanOrEqual(399);
    expect(healthMs).toBeLessThan(399);
  },
  "html-instead-of-json": async () => {
    const answer = await get("/api/me");
    expect(answer).toMatchObject({ status: 200, json: undefined });
    expect(answer.text).toContain("<!doctype html>");
  },
  "endpoints-404": () => expectAgentControl(404),
  "endpoints-500": () => expectAgentControl(500),
  hiccup: async () => {
    const path = "/api/agents/status";
    const answers = [await get(path), await get(path), await get(path)];
    expect(answers.map(({ status }) => status)).toEqual([503, 200, 503]);
  },
  "messages-403": async () => {
    expect(await get("/api/messages")).toMatchObject({ status: 403 });
    expect(await get("/api/threads")).toMatchObject({ status: 200 });
  },
  "agents-without-kind": async () => {
    const { json } = await post("/api/agents/search", { q: "costs" });
    expect(json).toEqual({ agents: [{ id: "optimization-1", title: "Saves" }] });
  },
  "quality-zero": async () => {
    expect(await get("/api/quality")).toMatchObject({ status: 200, json: { quality_score: 0 } });
    expect((await talk()).texts.at(-1)).toContain('"quality_score":0,');
  },
  "events-missing": async () => {
    const seen = await talk({ patienceMs: 100 });
    expect(agentTypes(seen)).toEqual([]);
    expect(seen.types).toContain("heartbeat");
  },
  "events-partial": async () => {
    expect(agentTypes(await talk())).toEqual(["agent_started", "agent_thinking", "agent_completed"]);
  },
  "events-out-of-order": async () => {
    expect(agentTypes(await talk({ until: "agent_started" }))).toEqual(FIVE.toReversed());
  },
  "tool-ids-mixed": async () => {
    const calls = (await talk()).texts.filter((text) => text.includes("call_id"));
    expect(calls).toHaveLength(2);
    expect(new Set(calls.map((text) => JSON.parse(text).call_id)).size).toBe(2);
  },
  "leak-between-users": async () => {
    const listening = talk({ protocols: protocolsFor("user-2"), says: { type: "ping" } });
    await talk({ protocols: protocolsFor("user-3"), says: { type: "ping" }, until: "pong" });
    await talk({ protocols: protocolsFor("user-1") });
    expect((await listening).users).toEqual(["user-2", "user-1"]);
  },
  "pongs-missing": async () => {
    expect(await pong(100)).toBe(false);
    await setFaults(staging, []);
    expect(await pong(2_000)).toBe(true);
  },
  "farewell-1011": async () => {
    expect(await talk({ says: { type: "goodbye" } })).toMatchObject({ close: "1011 Flush failed" });
  },
};

describe("a fault does what the table says", () => {
  test.each(faultIds())("%s", async (id) => {
    await setFaults(staging, [id]);
    await PROOFS[id]();
  });

  test("the table tells of every fault", () => {
    for (const { title, does } of Object.values(FAULTS)) {
      expect(title).not.toBe("");
      expect(does).not.toBe("");
    }
  });

  test("several at once: the earliest stage is seen, the others beside it", async () => {
    await setFaults(staging, ["factory-1011", "quality-zero", "handshake-403", "messages-403"]);
    expect(await talk()).toMatchObject({ handshake: 403 });
    expect(await get("/api/quality")).toMatchObject({ json: { quality_score: 0 } });
    expect(await get("/api/messages")).toMatchObject({ status: 403 });
  });

  test("an unknown fault is refused, with the known ones", async () => {
    const response = await fetch(`${staging.controlUrl}/faults`, {
      method: "POST",
      body: '{"faults": ["factory-1012"]}',
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("factory-1011");
  });
});

describe("a deployment", () => {
  test("makes everything unavailable until it is over, then serves the new commit", async () => {
    await setFaults(staging, []);
    const open = talk({ says: { type: "ping" }, until: "never", patienceMs: 2000 });
    await talk({ says: { type: "ping" }, until: "pong" });
    const commit = "c".repeat(40);
    await deployTo(staging, { commit, faults: ["messages-403"], rolloutMs: 60_000 });
    const unavailable = { status: 503, json: { error: "deployment in progress" } };
    expect(await get("/health")).toMatchObject(unavailable);
    expect(await get("/version")).toMatchObject({ ...unavailable, revision: null });
    expect(await get("/api/me")).toMatchObject(unavailable);
    expect(await talk()).toMatchObject({ handshake: 503 });
    expect((await open).close).toBe("1012 service restart");
    await deployTo(staging, { commit, faults: ["messages-403"] });
    expect(await get("/version")).toMatchObject({ status: 200, json: { commit } });
    expect(await get("/api/messages")).toMatchObject({ status: 403 });
  });
});

interface Shown {
  readonly faults: readonly FaultId[];
  readonly rolloutMs?: number;
  /** Test cases of the suite. */
  readonly passed: number;
  readonly failed: readonly string[];
  readonly blocked: readonly string[];
}

/** How many there are in every cycle. */
const PLANNED = { probes: 8, tests: 20 };

/** From the first commit of the branch to the one that meets the target: what it ships, and what a cycle finds then. */
const SHOWN: readonly Shown[] = [
  {
    faults: FIRST_FAULTS,
    passed: 11,
    failed: ["agent control answers", "agent events", "answer quality", "answers quickly"],
    blocked: [],
  },
  {
    faults: ["events-missing", "endpoints-404", "quality-zero"],
    rolloutMs: 2500,
    passed: 13,
    failed: ["agent control answers", "agent events", "answer quality"],
    blocked: [],
  },
  {
    faults: ["handshake-403", "quality-zero"],
    passed: 9,
    failed: ["ws connects", "answer quality"],
    blocked: ["agent events"],
  },
  { faults: ["quality-zero"], passed: 19, failed: ["answer quality"], blocked: [] },
  { faults: [], passed: 20, failed: [], blocked: [] },
];

describe("the story", () => {
  let dir: string;
  let repository: DemoRepository;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "demo-app-"));
    repository = await createRepository(dir, { template: "push" });
  });

  afterAll(() => rm(dir, { recursive: true }));

  test("starts with the same commits every time", async () => {
    const again = await createRepository(join(dir, "again"), { template: "push" });
    expect(again).toMatchObject({
      headCommit: repository.headCommit,
      baseCommit: repository.baseCommit,
    });
    expect(await headOf(repository)).toBe(repository.headCommit);
  });

  test("expects probes that the configuration has", async () => {
    const config = parse(await fileOf(repository, ".github/test-deploy-loop.yml"));
    const names = config.probes.map(({ name }: { name: string }) => name);
    expect(names).toHaveLength(PLANNED.probes);
    expect(names).toEqual(Object.keys(PROBES));
    expect(config.suites[0]["min-tests"]).toBe(PLANNED.tests);
    for (const { failed } of SHOWN) expect(names).toEqual(expect.arrayContaining([...failed]));
  });

  test.each(SHOWN.map((shown, index) => ({ number: index + 1, shown })))(
    "commit $number: $shown.passed of 20 pass",
    async ({ number, shown }) => {
      const { faults, rolloutMs = 0, passed, failed, blocked } = shown;
      const change = { faults, rolloutMs, subject: `Commit ${number}` };
      const head = number === 1 ? repository.headCommit : await changeStaging(repository, repository.branch, change);
      const checkout = join(dir, head);
      await run('git', ['clone', '--quiet', '--depth=1', `--branch=${repository.branch}`, `file://${repository.bareDir}`, checkout]); // prettier-ignore
      const deployed = await script(checkout, "deploy.mjs");
      expect(deployed.stdout).toMatch(/^Deploying chat-backend:\w{7} to staging\n/);
      if (rolloutMs > 0) {
        expect(await get("/health")).toMatchObject({ status: 503 });
        const again = await script(checkout, "deploy.mjs");
        expect(again.stdout).toContain("is already rolling out: nothing to start");
        await deployTo(staging, { commit: head, faults });
      }
      expect(await get("/version")).toMatchObject({ status: 200, json: { commit: head } });
      expect((await script(checkout, "deploy.mjs")).stdout).toContain("already served");

      expect(await probe()).toEqual({ failed, blocked });
      expect(await suite(checkout)).toEqual({ passed, failed: PLANNED.tests - passed });
    },
    15_000,
  );

  test("the deploy script fails where staging cannot be reached", async () => {
    const checkout = join(dir, repository.headCommit);
    const refused = script(checkout, "deploy.mjs", { STAGING_CONTROL_URL: "http://127.0.0.1:9" });
    await expect(refused).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining("deploy failed: /status:"),
    });
    const unset = script(checkout, "deploy.mjs", { STAGING_CONTROL_URL: "" });
    await expect(unset).rejects.toMatchObject({ code: 2 });
  });

  test("can be told with other limits, or with a misspelled configuration", async () => {
    const other = await createRepository(join(dir, "other"), { template: "push", maxCycles: 3, brokenConfig: true });
    const workflow = parse(await fileOf(other, ".github/workflows/staging.yml"));
    expect(workflow.jobs.staging.steps[1].with["max-cycles"]).toBe("3");
    const config = parse(await fileOf(other, ".github/test-deploy-loop.yml"));
    expect(config.deploy[0].ready).toHaveProperty("success-treshold", 3);
    expect(config.deploy[0].ready).not.toHaveProperty("success-threshold");
  });

  async function script(cwd: string, name: string, env: Readonly<Record<string, string>> = {}) {
    return run(nodeProgram(), [`scripts/${name}`], {
      cwd,
      env: {
        ...process.env,
        STAGING_CONTROL_URL: staging.controlUrl,
        ...env,
      },
    });
  }
});

const run = promisify(execFile);

/** The user's suite, started by the very line of the configuration; counted in its report. */
async function suite(checkout: string) {
  const config = parse(await readFile(join(checkout, ".github/test-deploy-loop.yml"), "utf8"));
  const PATH = `${dirname(nodeProgram())}:${process.env["PATH"] ?? ""}`;
  const env: NodeJS.ProcessEnv = { ...process.env, PATH };
  // Vitest's own settings are none of the suite's business.
  delete env["NODE_OPTIONS"];
  const target = { STAGING_URL: staging.url, STAGING_JWT_SECRET: staging.secret };
  const command = ["-c", config.suites[0].run];
  await run("sh", command, { cwd: checkout, env: { ...env, ...target } }).catch(() => {
    // A red suite exits with 1; what counts is its report.
  });
  const report = await readFile(join(checkout, config.suites[0].reports), "utf8");
  const count = (what: string) => Number(new RegExp(`<!-- ${what} (\\d+) -->`).exec(report)?.[1]);
  return { passed: count("pass"), failed: count("fail") };
}

/** The probes of the configuration, by hand. */
const PROBES: Readonly<Record<string, () => Promise<boolean>>> = {
  "api answers": async () => (await get("/api/me")).status === 200,
  "agents listed": async () => (await post("/api/agents/search", { q: "x" })).status === 200,
  "agent control answers": async () => (await get("/api/agents/status")).status === 200,
  "ws connects": async () => {
    const { types } = await talk({ says: undefined, until: "connection_established" });
    return types.includes("connection_established");
  },
  "agent events": async () => String(agentTypes(await talk({ patienceMs: 200 }))) === String(FIVE),
  "bad token is refused": async () => {
    const { handshake } = await talk({ protocols: ["jwt-auth"] });
    return handshake === 401 || handshake === 403;
  },
  "answer quality": async () => /0\.93/.test((await get("/api/quality")).text),
  "answers quickly": async () => {
    const startedAt = performance.now();
    await Promise.any([1, 2, 3].map(() => get("/api/messages")));
    return performance.now() - startedAt <= 350;
  },
};

async function probe() {
  const names = Object.keys(PROBES);
  const passed = await Promise.all(Object.values(PROBES).map((check) => check()));
  const failed = names.filter((_, index) => passed[index] !== true);
  // What "agent events" needs is the connection.
  const blocked = failed.includes("ws connects") ? ["agent events"] : [];
  return { failed: failed.filter((name) => !blocked.includes(name)), blocked };
}

async function expectAgentControl(status: number): Promise<void> {
  for (const path of ["start", "stop", "status"]) {
    expect(await get(`/api/agents/${path}`)).toMatchObject({ status });
  }
  expect(await post("/api/agents/search", { q: "costs" })).toMatchObject({ status: 200 });
}

async function fileOf({ bareDir, branch }: DemoRepository, path: string): Promise<string> {
  return (await run("git", ["show", `${branch}:${path}`], { cwd: bareDir })).stdout;
}

function tokenFor(userId = "user-1", { secret = staging.secret, audience = "staging", expiresIn = 60 } = {}): string {
  return jsonwebtoken.sign({ sub: userId, aud: audience }, secret, { expiresIn });
}

function protocolsFor(userId: string): string[] {
  return ["jwt-auth", `jwt.${tokenFor(userId)}`];
}

function get(path: string, token = tokenFor()) {
  return call(path, { headers: { authorization: `Bearer ${token}` } });
}

function post(path: string, body: object, token = tokenFor()) {
  const headers = { authorization: `Bearer ${token}` };
  return call(path, { method: "POST", headers, body: JSON.stringify(body) });
}

async function call(path: string, init: RequestInit) {
  const response = await fetch(staging.url + path, init);
  const text = await response.text();
  const isJson = response.headers.get("content-type") === "application/json";
  const json: unknown = isJson ? JSON.parse(text) : undefined;
  return { status: response.status, revision: response.headers.get("x-revision"), text, json };
}

interface Talk {
  readonly protocols?: string[];
  readonly headers?: Record<string, string>;
  readonly says?: object | undefined;
  /** The type of the event after which we hang up. */
  readonly until?: string;
  readonly patienceMs?: number;
}

interface Seen {
  readonly handshake: number | "silent";
  readonly protocol: string;
  readonly types: readonly string[];
  readonly texts: readonly string[];
  readonly users: readonly string[];
  /** Code and reason; '' where we hung up ourselves. */
  readonly close: string;
}

/** Connects, says one thing and writes down what comes, until an event, the end or the end of patience. */
function talk(options: Talk = {}): Promise<Seen> {
  const { protocols = protocolsFor("user-1"), headers = {}, until = "agent_completed" } = options;
  const says = "says" in options ? options.says : { type: "user_message", text: "hello" };
  const socket = new WebSocket(`${staging.url.replace("http", "ws")}/ws`, protocols, { headers });
  const texts: string[] = [];
  const types: string[] = [];
  const users = new Set<string>();
  return new Promise((resolve, reject) => {
    let handshake: Seen["handshake"] = "silent";
    const finish = (close: string) => {
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.on("error", () => undefined);
      socket.terminate();
      resolve({ handshake, protocol: socket.protocol, types, texts, users: [...users], close });
    };
    const timer = setTimeout(() => finish(""), options.patienceMs ?? 1000);
    socket.on("open", () => {
      handshake = 101;
      if (says !== undefined) socket.send(JSON.stringify(says));
    });
    socket.on("unexpected-response", (_, response) => {
      handshake = response.statusCode ?? 0;
      finish("");
    });
    socket.on("message", (data: Buffer) => {
      const event = JSON.parse(data.toString("utf8"));
      texts.push(data.toString("utf8"));
      types.push(event.type);
      if (event.user_id !== undefined) users.add(event.user_id);
      if (event.type === until) finish("");
    });
    socket.on("close", (code, reason) => finish(`${code} ${reason.toString("utf8")}`));
    socket.on("error", reject);
  });
}

/** Whether a ping is answered. */
async function pong(patienceMs: number): Promise<boolean> {
  const socket = new WebSocket(`${staging.url.replace("http", "ws")}/ws`, protocolsFor("user-1"));
  try {
    await once(socket, "open");
    socket.ping();
    await once(socket, "pong", { signal: AbortSignal.timeout(patienceMs) });
    return true;
  } catch {
    // No pong in time is what this function tells.
    return false;
  } finally {
    socket.terminate();
  }
}

/** Whole days until the certificate of the TLS port ends. */
async function certificateDays(): Promise<number> {
  const socket = connect({ port: Number(new URL(staging.tlsUrl ?? "").port), rejectUnauthorized: false });
  await once(socket, "secureConnect");
  const { valid_to: end } = socket.getPeerCertificate();
  socket.destroy();
  return Math.round((Date.parse(end) - Date.now()) / 86_400_000);
}

function agentTypes({ types }: Seen): readonly string[] {
  return [...new Set(types.filter((type) => /^(agent|tool)_/.test(type)))];
}
