// Our own probes against a real staging service that breaks in the ways the users' reports tell of: stage, evidence, kind.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setFaults, startStaging, type StagingProcess } from "../../demo/staging/start.ts";
import type { FaultId } from "../../demo/staging/faults.ts";
import { runChecks } from "../../src/check/run-checks.ts";
import { classify } from "../../src/judge/classify.ts";
import type { CheckResult, Facts } from "../../src/model/check.ts";
import type { Plan } from "../../src/model/plan.ts";
import { readInputs } from "../../src/plan/inputs.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { createClock } from "../../src/world/clock.ts";
import { createNet } from "../../src/world/net.ts";
import { createTokens } from "../../src/world/tokens.ts";
import { COMMIT } from "../fakes/checks.ts";
import { fakeWorld } from "../fakes/world.ts";

let staging: StagingProcess;
let plan: Plan;

const CONFIG = (url: string): string => `
version: 1
url: ${url}
auth:
  e2e: { jwt: { secret: "\${secrets.KEY}", claims: { sub: "\${user.id}", aud: staging } }, users: [{ id: staging-e2e-user-001 }] }
defaults:
  auth: e2e
  timeout: 2s
  websocket: { url: /ws, token-in: subprotocol, subprotocols: [jwt-auth, "jwt.\${token}"] }
probes:
  - { name: me, http: { url: /api/me, expect: 200 } }
  - { name: control, http: { url: /api/agents/start, expect: 200 } }
  - { name: messages, http: { url: /api/messages, expect: 200 } }
  - { name: quality, http: { url: /api/quality, expect: { json: { $.quality_score: { gte: 0.7 } } } } }
  - { name: quick, http: { url: /api/threads, expect: { duration: 250ms } } }
  - { name: connects, websocket: { expect: [connection_established], handshake-timeout: 300ms, within: 500ms } }
  - name: events
    websocket:
      send: { type: user_message, text: ping }
      expect: [agent_started, agent_thinking, tool_executing, tool_completed, agent_completed]
      handshake-timeout: 300ms
      within: 500ms
  - { name: by header, websocket: { token-in: header, subprotocols: [], expect: [connection_established], handshake-timeout: 300ms, within: 500ms } }
  - { name: bad token, auth: none, websocket: { expect: { refused-with: [401, 403, 1008] }, handshake-timeout: 300ms } }
`;

beforeAll(async () => {
  staging = await startStaging();
  ({ plan } = makePlan({
    inputs: readInputs(() => undefined),
    configPath: untrusted("c.yml"),
    configText: CONFIG(staging.url),
    environment: environment,
  }));
});

afterAll(async () => staging.close());

const environment = (name: string): string | undefined => (name === "KEY" ? staging.secret : undefined);

async function probe(faults: readonly FaultId[]): Promise<ReadonlyMap<string, CheckResult>> {
  await setFaults(staging, faults);
  const clock = createClock();
  const fake = fakeWorld();
  const world = {
    ...fake,
    clock,
    net: createNet({ clock, secrets: fake.secrets }),
    tokens: createTokens(),
    environment,
  };
  const { checks } = await runChecks(plan, COMMIT, world);
  return new Map(checks.map((check) => [reveal(check.name), check]));
}

/** Which probes a fault turns red, and the kind and evidence of each. */
const SEEN: Readonly<Partial<Record<FaultId, Readonly<Record<string, readonly [kind: string, facts: Facts]>>>>> = {
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
  "endpoints-404": { control: ["svc.not-found", { stage: "data", httpStatus: 404 }] },
  "endpoints-500": { control: ["svc.server-error", { stage: "server", httpStatus: 500 }] },
  "messages-403": { messages: ["access.forbidden", { stage: "auth", httpStatus: 403 }] },
  "quality-zero": { quality: ["assert.sla", { stage: "value", limit: true }] },
  latency: { quick: ["assert.sla", { stage: "value", limit: true }] },
  "accepts-any-token": { "bad token": ["assert.value", { stage: "auth" }] },
};

describe("with nothing broken", () => {
  it("every probe passes, with the token in a header and in a subprotocol", async () => {
    const results = await probe([]);
    expect([...results].map(([name, result]) => [name, result.outcome])).toEqual(
      plan.probes.map((each) => [reveal(each.name), "passed"]),
    );
  });
});

describe.each(Object.entries(SEEN))("with %s", (fault, wanted) => {
  it(`turns red: ${Object.keys(wanted ?? {}).join(", ")}`, async () => {
    const known = Object.keys(SEEN).find((each): each is FaultId => each === fault);
    const results = await probe(known === undefined ? [] : [known]);
    const red = [...results.values()].filter((result) => result.outcome !== "passed");
    expect(red.map((result) => reveal(result.name)).toSorted()).toEqual(Object.keys(wanted ?? {}).toSorted());
    for (const [name, [kind, facts]] of Object.entries(wanted ?? {})) {
      const result = results.get(name);
      expect(result?.failure?.facts).toMatchObject(facts);
      expect(result === undefined ? "" : classify(result).classification.class).toBe(kind);
    }
  });
});

it("lists the events that did come, with their times", async () => {
  const results = await probe(["events-missing"]);
  const seen = results.get("events")?.failure?.facts.seenEvents ?? [];
  expect(seen.map((each) => reveal(each.name))).toContain("connection_established");
  expect(seen.every((each) => each.count >= 1 && each.firstMs >= 0)).toBe(true);
});
