// Our own probes against a real staging service that breaks in the ways the users' reports tell of: stage, evidence, kind.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setFaults, startStaging, type StagingProcess } from "../../demo/staging/start.ts";
import type { FaultId } from "../../demo/staging/faults.ts";
import { runChecks } from "../../src/check/run-checks.ts";
import { classify } from "../../src/judge/classify/classify.ts";
import type { CheckResult, Facts } from "../../src/model/check.ts";
import type { Plan } from "../../src/model/plan.ts";
import { readInputs } from "../../src/plan/inputs.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { createBounded } from "../../src/world/bounded.ts";
import { createClock } from "../../src/world/clock.ts";
import { createNet } from "../../src/world/net/net.ts";
import { createSecrets } from "../../src/world/secrets.ts";
import { createTokens, keyProblem } from "../../src/world/tokens/tokens.ts";
import { COMMIT } from "../fakes/checks.ts";
import { fakeWorld } from "../fakes/world.ts";
import { hooks } from "./plans.ts";

let staging: StagingProcess;
let folder: string;
let plan: Plan;
let measuring: Plan;

const HEAD = (url: string): string => `
version: 1
url: ${url}
ca: ca.pem
auth:
  e2e:
    jwt: { secret: "\${secrets.KEY}", audience: staging }
    users: [{ id: staging-e2e-user-001 }, { id: staging-e2e-user-002 }, { id: staging-e2e-user-003 }]
  web:
    login: { post: /auth/login, json: { email: "\${user.email}", password: "\${secrets.PASSWORD}" }, token: $.access_token }
    users: [{ email: e2e1@example.com }]
  machine: { bearer: "\${secrets.API_TOKEN}" }
  ops: { basic: { username: ops, password: "\${secrets.API_TOKEN}" } }
defaults:
  auth: e2e
  timeout: 2s
  websocket: { url: /ws, token-in: subprotocol, subprotocols: [jwt-auth, "jwt.\${token}"], handshake-timeout: 600ms }
`;

const CONFIG = (url: string, tlsUrl: string): string => `${HEAD(url)}
probes:
  - { name: me, http: { url: /api/me, expect: 200 } }
  - { name: control, http: { url: /api/agents/start, expect: 200 } }
  - { name: messages, http: { url: /api/messages, expect: 200 } }
  - { name: quality, http: { url: /api/quality, expect: { json: { $.quality_score: { gte: 0.7 } } } } }
  - { name: quick, http: { url: /api/agents, expect: { duration: 390ms } } }
  - { name: by login, auth: web, http: { url: /api/me, expect: { json: { $.user_id: staging-e2e-user-001 } } } }
  - { name: by token, auth: machine, http: { url: /api/me, expect: 200 } }
  - { name: by password, auth: ops, http: { url: /api/me, expect: 200 } }
  - { name: three users, users: 3, http: { url: /api/me, expect: { json: { $.user_id: "\${user.id}" } } } }
  - { name: redirected, http: { url: /me, redirects: 1, expect: { json: { $.user_id: "\${user.id}" } } } }
  - { name: thread made, http: { method: POST, url: /api/threads, json: { title: hello }, expect: 201, capture: { thread: $.id } } }
  - { name: thread found, http: { url: "/api/threads/\${capture.thread}", expect: { json: { $.id: "\${capture.thread}" } } } }
  - name: agents
    http:
      method: POST
      url: /api/agents/search
      json: { q: data }
      expect:
        schema: { type: object, properties: { agents: { type: array, items: { type: object, required: [id, kind] } } } }
  - { name: hiccups, retry: { count: 1, interval: 10ms, on: [service] }, http: { url: /api/agents/status, expect: 200 } }
  - { name: certificate, auth: none, http: { url: "${tlsUrl}/health", expect: { status: 200, tls: { expires-in: { gt: 7d } } } } }
  - { name: nobody, auth: none, http: { url: /api/me, expect: [401, 403] } }
  - { name: expired, token: expired, http: /api/me }
  - { name: forged, token: wrong-key, http: /api/me }
  - { name: unsigned, token: unsigned, http: /api/me }
  - { name: connects, websocket: { expect: [connection_established], within: 1s } }
  - name: events
    websocket:
      send: { type: user_message, text: ping }
      expect: [agent_started, agent_thinking, tool_executing, tool_completed, agent_completed]
      within: 1s
  - { name: by header, websocket: { token-in: header, subprotocols: [], expect: [connection_established], within: 1s } }
  - { name: bad token, auth: none, websocket: { expect: { refused-with: [401, 403, 1008] } } }
`;

const MEASURING = (url: string): string => `${HEAD(url)}
probes:
  - { name: sampled, tags: [api], samples: 20, warmup: 2, http: { url: /api/quality, expect: 200 } }
  - { name: pinged, samples: 20, websocket: { ping: true } }
targets:
  - { metric: http.duration, tags: [api], p95: 5s }
  - { metric: excellence, from: $.quality_score, min: 0.99 }
  - { metric: ws.ping, max: 5s }
  - { metric: http.first-byte, p95: 5s, warn: 4s }
  - { metric: quality, from: $.quality_score, min: 0.7 }
`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "staging-faults-"));
  const authorityFile = join(folder, "ca.pem");
  staging = await startStaging({ authorityFile });
  const files = new Map([["ca.pem", { kind: "read" as const, text: readFileSync(authorityFile, "utf8") }]]);
  const read = (configText: string): Plan =>
    makePlan({
      inputs: readInputs(() => undefined),
      configPath: untrusted("c.yml"),
      configText,
      environment,
      files,
      keyProblem,
    }).plan;
  plan = read(CONFIG(staging.url, staging.tlsUrl ?? expect.fail()));
  measuring = read(MEASURING(staging.url));
});

afterAll(async () => {
  await staging.close();
  rmSync(folder, { recursive: true });
});

function environment(name: string): string | undefined {
  const values = { KEY: staging.secret, PASSWORD: staging.password, API_TOKEN: staging.apiToken };
  return new Map(Object.entries(values)).get(name);
}

async function probe(faults: readonly FaultId[], given = plan): Promise<ReadonlyMap<string, CheckResult>> {
  await setFaults(staging, faults);
  const clock = createClock();
  const secrets = createSecrets({ announce: () => undefined });
  const net = createNet({ clock, secrets });
  net.trust(given.authorities);
  const world = { ...fakeWorld(), clock, secrets, net, tokens: createTokens(), bounded: createBounded(), environment };
  const { checks } = await runChecks(given, COMMIT, world, hooks());
  return new Map(checks.map((check) => [reveal(check.name), check]));
}

const UNAUTHENTICATED: Seen = ["access.unauthenticated", { stage: "auth", httpStatus: 401 }];

type Seen = readonly [kind: string, facts: Facts] | "blocked";

/** Which probes a fault turns red, and the kind and evidence of each. */
const SEEN: Readonly<Partial<Record<FaultId, Readonly<Record<string, Seen>>>>> = {
  "factory-1011": { events: ["svc.server-error", { stage: "server", closeCode: 1011 }] },
  "auth-1008": {
    connects: ["access.unauthenticated", { stage: "auth", closeCode: 1008 }],
    events: ["access.unauthenticated", { closeCode: 1008 }],
    "by header": ["access.unauthenticated", { closeCode: 1008 }],
  },
  "handshake-403": {
    connects: ["access.forbidden", { stage: "auth", upgradeStatus: 403 }],
    events: ["access.forbidden", { upgradeStatus: 403 }],
    "by header": ["access.forbidden", { upgradeStatus: 403 }],
  },
  "handshake-401": {
    connects: ["access.unauthenticated", { stage: "auth", upgradeStatus: 401 }],
    events: ["access.unauthenticated", { upgradeStatus: 401 }],
    "by header": ["access.unauthenticated", { upgradeStatus: 401 }],
  },
  "handshake-503": {
    connects: ["svc.unavailable", { stage: "handshake", upgradeStatus: 503 }],
    events: ["svc.unavailable", { upgradeStatus: 503 }],
    "by header": ["svc.unavailable", { upgradeStatus: 503 }],
    "bad token": ["svc.unavailable", { upgradeStatus: 503 }],
  },
  "handshake-silent": {
    connects: ["net.connect-timeout", { stage: "handshake", timedOut: "handshake" }],
    events: ["net.connect-timeout", { timedOut: "handshake" }],
    "by header": ["net.connect-timeout", { timedOut: "handshake" }],
    "bad token": ["net.connect-timeout", { timedOut: "handshake" }],
  },
  "drop-1006": {
    connects: ["net.dropped", { closeCode: 1006 }],
    events: ["net.dropped", { closeCode: 1006 }],
    "by header": ["net.dropped", { closeCode: 1006 }],
  },
  "events-missing": { events: ["assert.missing-output", { stage: "events", timedOut: "events" }] },
  "events-out-of-order": { events: ["assert.missing-output", { stage: "events", missingEvents: [] }] },
  "endpoints-404": { control: ["svc.not-found", { stage: "data", httpStatus: 404 }], hiccups: ["svc.not-found", {}] },
  "endpoints-500": {
    control: ["svc.server-error", { stage: "server", httpStatus: 500 }],
    hiccups: ["svc.server-error", { httpStatus: 500 }],
  },
  "messages-403": { messages: ["access.forbidden", { stage: "auth", httpStatus: 403 }] },
  "quality-zero": { quality: ["assert.sla", { stage: "value", limit: true }] },
  latency: { quick: ["assert.sla", { stage: "value", limit: true }] },
  "agents-without-kind": { agents: ["svc.bad-response", { stage: "data" }] },
  "html-instead-of-json": {
    quality: ["svc.bad-response", { stage: "data" }],
    "by login": ["svc.bad-response", { stage: "data" }],
    "three users": ["svc.bad-response", { stage: "data" }],
    redirected: ["svc.bad-response", { stage: "data" }],
    "thread made": ["assert.value", { httpStatus: 200 }],
    "thread found": "blocked",
    agents: ["svc.bad-response", { stage: "data" }],
  },
  "login-refused": { "by login": UNAUTHENTICATED },
  "certificate-expired": { certificate: ["net.tls", { stage: "tls", errno: "CERT_HAS_EXPIRED" }] },
  "certificate-expiring": { certificate: ["net.tls", { stage: "value", limit: true }] },
  "accepts-any-token": {
    nobody: ["access.bypassed", { stage: "auth", letIn: "anonymous", httpStatus: 200 }],
    expired: ["access.bypassed", { letIn: "expired" }],
    forged: ["access.bypassed", { letIn: "wrong-key" }],
    unsigned: ["access.bypassed", { letIn: "unsigned" }],
    "bad token": ["access.bypassed", { letIn: "anonymous" }],
  },
};

describe("with nothing broken", () => {
  it("every probe passes, whoever acts and wherever the token travels", async () => {
    const results = await probe([]);
    expect([...results].map(([name, result]) => [name, result.outcome])).toEqual(
      plan.probes.map((each) => [reveal(each.name), "passed"]),
    );
    expect(results.get("three users")?.measured?.users.map((each) => each.outcome)).toEqual(
      Array.from({ length: 3 }, () => "passed"),
    );
  });
});

describe.each(Object.entries(SEEN))("with %s", (fault, wanted) => {
  it(`turns red: ${Object.keys(wanted ?? {}).join(", ")}`, async () => {
    const known = Object.keys(SEEN).find((each): each is FaultId => each === fault);
    const results = await probe(known === undefined ? [] : [known]);
    const red = [...results.values()].filter((result) => result.outcome !== "passed");
    expect(red.map((result) => reveal(result.name)).toSorted()).toEqual(Object.keys(wanted ?? {}).toSorted());
    for (const [name, seen] of Object.entries(wanted ?? {})) {
      const result = results.get(name) ?? expect.fail();
      if (seen === "blocked") {
        expect(result.outcome).toBe("blocked");
        continue;
      }
      const [kind, facts] = seen;
      expect(result.failure?.facts).toMatchObject(facts);
      expect(classify(result).classification.class).toBe(kind);
    }
  });
});

it("lists the events that did come, with their times", async () => {
  const results = await probe(["events-missing"]);
  const seen = results.get("events")?.failure?.facts.seenEvents ?? [];
  expect(seen.map((each) => reveal(each.name))).toContain("connection_established");
  expect(seen.every((each) => each.count >= 1 && each.firstMs >= 0)).toBe(true);
});

it("tells a pass after another try from a pass", async () => {
  const results = await probe(["hiccup"]);
  const { outcome, measured } = results.get("hiccups") ?? expect.fail();
  expect(outcome).toBe("passed");
  expect(measured).toMatchObject({ tries: 2, httpStatus: 200 });
  expect(measured?.earlier.map((each) => each.facts.httpStatus)).toEqual([503]);
});

it("says whose token was refused, and that ours was made as it should be", async () => {
  const results = await probe(["expired-token"]);
  const { failure, measured } = results.get("three users") ?? expect.fail();
  expect(reveal(failure?.message ?? expect.fail())).toMatch(
    /^user 1 of 3 \(staging-e2e-user-001\): GET \/api\/me answered 401, .*the token is HS256, for staging/u,
  );
  expect(Math.abs(failure?.facts.token?.clockSkewMs ?? Infinity)).toBeLessThanOrEqual(2_000);
  expect(measured?.token).toEqual({ kind: "jwt", minted: true, accepted: false });
});

it("measures alone, and holds the numbers against the targets", async () => {
  const results = await probe([], measuring);
  expect([...results].map(([name, { outcome }]) => `${name}: ${outcome}`)).toEqual([
    "sampled: passed",
    "pinged: passed",
    "http.duration [api] p95 ≤ 5000 ms: passed",
    "excellence min ≥ 0.99: failed",
    "ws.ping max ≤ 5000 ms: passed",
    "http.first-byte p95 ≤ 5000 ms: passed",
    "quality min ≥ 0.7: passed",
  ]);
  for (const name of ["sampled", "pinged"]) {
    expect(results.get(name)?.measured?.samples).toMatchObject({ wanted: 20, done: 20, failed: 0 });
  }
  const missed = results.get("excellence min ≥ 0.99") ?? expect.fail();
  expect(classify(missed).classification.class).toBe("assert.sla");
});
