// One HTTP probe and one answer: what is expected, what is said when it is missed, and what is taken from it.
import { describe, expect, it } from "vitest";
import type { Actor, Attempt } from "../../src/check/attempt.ts";
import { runHttpProbe } from "../../src/check/http.ts";
import type { HttpProbe } from "../../src/model/plan.ts";
import type { HttpAnswer } from "../../src/model/world.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { COMMIT } from "../fakes/checks.ts";
import { answer, fakeWorld, noAnswer, type FakeWorld } from "../fakes/world.ts";
import { captureOf, httpProbe, jwt, request, when } from "./plans.ts";

const ANYBODY: Actor = {
  label: null,
  scope: { environment: (name) => (name === "KEY" ? "s3cr3t-of-staging" : undefined), commit: COMMIT },
  auth: null,
  headers: {},
  shape: null,
  others: [],
};

const USER: Actor = {
  ...ANYBODY,
  label: untrusted("u1"),
  scope: { ...ANYBODY.scope, user: { id: untrusted("u1") }, token: "t0ken-of-u1" },
  auth: jwt(),
  headers: { authorization: untrusted("Bearer t0ken-of-u1") },
  shape: { algorithm: "HS256", audience: untrusted("staging"), livesMs: 300_000 },
};

const NO_OPTIONS = { extract: [], pings: null, together: null };

async function run(given: HttpAnswer, words: Parameters<typeof httpProbe>[1] = {}, actor = ANYBODY): Promise<Attempt> {
  return await runHttpProbe(httpProbe("x", words), actor, fakeWorld({ request: () => given }), NO_OPTIONS);
}

function said(attempt: Attempt): string {
  return attempt.failure === null ? "" : reveal(attempt.failure.message);
}

/** Foreign texts open, for comparing. */
function facts(attempt: Attempt): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(attempt.failure?.facts ?? {}).map(([name, value]) => [
      name,
      typeof value === "object" && "untrusted" in value ? value.untrusted : value,
    ]),
  );
}

describe("an answer", () => {
  it("whose body is a number is compared as one", async () => {
    const at = (limit: number) => ({ expect: { body: [when("", "gt", limit)] } });
    expect((await run(answer(200, " 42\n"), at(5))).outcome).toBe("passed");
    expect((await run(answer(200, "42"), at(50))).outcome).toBe("failed");
    expect((await run(answer(200, "many"), at(5))).outcome).toBe("failed");
  });

  it("behind redirects is told with their number: the address asked first is not the one that answered", async () => {
    const attempt = await run(answer(302, "", { location: "/agents?x=1" }, { redirects: 2 }));
    expect(said(attempt)).toBe("GET /x answered 302 to /agents after 2 redirects, expected 2xx");
    expect(said(await run(answer(404, "", {}, { redirects: 1 })))).toContain(
      "answered 404 after 1 redirect, expected 2xx",
    );
  });

  it.each([
    [200, []],
    [204, []],
    [404, [404]],
    [302, [301, 302]],
  ])("of %i passes where %j is expected, with its evidence", async (status, expected) => {
    const attempt = await run(answer(status, "abc"), { expect: { status: expected } });
    expect(attempt).toMatchObject({ outcome: "passed", failure: null, httpStatus: status, bodyBytes: 3 });
    expect(attempt.timings).toMatchObject({ tcpMs: 1, firstByteMs: 3, totalMs: 5 });
    expect(attempt.values).toEqual([
      { metric: "http.duration", values: [5] },
      { metric: "http.first-byte", values: [3] },
      { metric: "http.size", values: [3] },
    ]);
  });

  it.each([
    [answer(503, "no healthy upstream"), [], "GET /x answered 503, expected 2xx", "server"],
    [answer(404), [200, 201], "GET /x answered 404, expected 200 or 201", "data"],
    [answer(302, "", { location: "/login?t=1#a" }), [200], "GET /x answered 302 to /login, expected 200", "data"],
  ])(
    "with another status says both, and where a redirect leads without its query",
    async (given, status, text, stage) => {
      const attempt = await run(given, { expect: { status } });
      expect(said(attempt)).toBe(text);
      expect(facts(attempt)).toMatchObject({ stage, target: "GET /x", httpStatus: given.status });
      expect(attempt.outcome).toBe("failed");
    },
  );

  it("names neither host nor query of what was asked", async () => {
    const asked = { request: request("/api/me?key=s3cr3t-of-staging#top") };
    expect(said(await run(answer(500), asked))).toBe("GET /api/me answered 500, expected 2xx");
    expect(said(await run(answer(500), { request: request("") }))).toBe("GET / answered 500, expected 2xx");
  });

  it("shows its body beside the failure, without what is secret", async () => {
    const world = fakeWorld({ request: () => answer(500, "key s3cr3t-of-staging\u001b[31m is wrong") });
    world.secrets.register("s3cr3t-of-staging");
    const attempt = await runHttpProbe(httpProbe("x"), ANYBODY, world, NO_OPTIONS);
    expect(reveal(attempt.failure?.detail ?? expect.fail())).toBe("key *** is wrong");
  });

  it("may not take longer than expected", async () => {
    const slow = answer(200, "", {}, { durationMs: 1_234.4 });
    expect((await run(slow, { expect: { durationMs: 1_235 } })).outcome).toBe("passed");
    const attempt = await run(slow, { expect: { durationMs: 1_000 } });
    expect(said(attempt)).toBe("GET /x took 1234 ms, expected at most 1000 ms");
    expect(facts(attempt)).toMatchObject({ limit: true, stage: "value", at: "duration", seen: "1234 ms" });
  });
});

describe("no answer", () => {
  it.each([
    ["ECONNREFUSED", "connect", undefined],
    ["TIMEOUT", "resolve", "connect"],
    ["TIMEOUT", "server", "answer"],
    ["TIMEOUT", "data", "answer"],
  ] as const)("of %s at %s is an error with what is known", async (errno, stage, timedOut) => {
    const attempt = await run(noAnswer(errno, stage));
    expect(attempt).toMatchObject({
      outcome: "errored",
      httpStatus: null,
      bodyBytes: null,
      accepted: null,
      values: [],
    });
    expect(said(attempt)).toBe(`GET /x: no answer (${errno})`);
    expect(facts(attempt)).toMatchObject({ stage, errno, target: "GET /x" });
    expect(attempt.failure?.facts.timedOut).toBe(timedOut);
  });
});

describe("a header", () => {
  const given = answer(200, "", { "content-type": "application/json", age: "7", etag: '"a"' });
  it.each([
    [when("Content-Type", "contains", "json"), ""],
    [when("age", "lte", 7), ""],
    [when("age", "in", [7, 8]), ""],
    [when("x-none", "exists", false), ""],
    [when("constructor", "exists", false), ""],
    [when("etag", "matches", '^"[a-z]"$'), ""],
    [when("age", "lt", 7), "GET /x: header age is 7, expected less than 7"],
    [when("etag", "eq", "b"), 'GET /x: header etag is "\\"a\\"", expected "b"'],
    [when("x-none", "exists", true), "GET /x: header x-none is nothing, expected a value"],
  ])("is compared by name in any case: %o", async (condition, text) => {
    expect(said(await run(given, { expect: { headers: [condition] } }))).toBe(text);
  });
});

describe("JSON", () => {
  const body = JSON.stringify({
    agents: [{ kind: "data" }, { kind: "chat" }],
    quality: 0.4,
    __proto__x: 1,
    none: null,
    constructor: "mine",
  });
  it.each([
    [when("$.agents[0].kind", "in", ["data", "optimization"]), ""],
    [when("$.agents[*].kind", "contains", "chat"), ""],
    [when("$.agents[?@.kind == 'chat'].kind", "eq", ["chat"]), ""],
    [when("$.none", "eq", null), ""],
    [when("$['constructor']", "eq", "mine"), ""],
    [when("$.toString", "exists", false), ""],
    [when("$.__proto__", "exists", false), ""],
    [when("$.agents", "eq", [{ kind: "data" }, { kind: "chat" }]), ""],
    [when("$.quality", "gte", 0.7), "GET /x: $.quality is 0.4, expected at least 0.7"],
    [when("$.agents[2].kind", "exists", true), "GET /x: $.agents[2].kind is nothing, expected a value"],
    [
      when("$..kind", "ne", ["data", "chat"]),
      'GET /x: $..kind is ["data","chat"], expected anything but ["data","chat"]',
    ],
  ])("is compared at RFC 9535 paths, own keys only: %o", async (condition, text) => {
    expect(said(await run(answer(200, body), { expect: { json: [condition] } }))).toBe(text);
  });

  it.each([
    ["", "an empty body"],
    ["nope", "text that is not JSON"],
    ["<!DOCTYPE html><title> Sign\n in </title>", 'HTML (title "Sign in")'],
    ["  <html><body>", "HTML"],
    ["\ufeff\ufeff{}", "text with a byte order mark in front"],
    ['{\0"\0a\0"\0:\0', "text in UTF-16, which JSON may not be (RFC 8259)"],
    ["\ufffd\ufffd{\0}\0", "text in UTF-16, which JSON may not be (RFC 8259)"],
    ['{"a": "\0"}', "text with NUL characters"],
    [`${"[".repeat(129)}${"]".repeat(129)}`, "JSON nested more than 128 deep"],
    ["[".repeat(1_000_000), "JSON nested more than 128 deep"],
    ['{"a":'.repeat(100_000), "JSON nested more than 128 deep"],
  ])("that is none is told for what it is: %#", async (text, what) => {
    const attempt = await run(answer(200, text), { expect: { json: [when("$..a", "exists", true)] } });
    expect(said(attempt)).toBe(`GET /x answered 200 with ${what}, expected JSON`);
    expect(facts(attempt)).toMatchObject({ stage: "data", expected: "JSON" });
  });

  it("as deep as is read can be looked into everywhere, and brackets in texts are none", async () => {
    const deep = `${'{"a":'.repeat(128)}"${"[".repeat(999)}\\"{"${"}".repeat(128)}`;
    const attempt = await run(answer(200, deep), {
      expect: { json: [when("$..a", "contains", `${"[".repeat(999)}"{`)] },
    });
    expect(said(attempt)).toBe("");
  });

  it("that was not read to its end is not compared", async () => {
    const cut = answer(200, "[1,", {}, { truncated: true, bodyBytes: 1_048_576 });
    expect(said(await run(cut, { expect: { json: [when("$[0]", "eq", 1)] } }))).toBe(
      "GET /x answered 200 with more than 1048576 bytes, which are not all read, expected JSON",
    );
    expect(said(await run(cut, { expect: { body: [when("", "contains", "2")] } }))).toBe(
      'GET /x: body (its first 1048576 bytes) is "[1,", expected something that contains "2"',
    );
  });

  it("may be expected to hold what only the run knows, and the error stays the same whatever that is", async () => {
    const wanted = { expect: { json: [when("$.id", "eq", "${user.id}"), when("$.of", "eq", "${capture.agent}")] } };
    const captures = new Map([["agent", { json: untrusted("17") }]]);
    const actor: Actor = { ...USER, scope: { ...USER.scope, captures } };
    expect(said(await run(answer(200, '{"id":"u1","of":17}'), wanted, actor))).toBe("");
    const attempt = await run(answer(200, '{"id":"u1","of":"17"}'), wanted, actor);
    expect(said(attempt)).toBe('GET /x: $.of is "17", expected 17');
    expect(facts(attempt)).toMatchObject({ expected: '"${capture.agent}"' });
  });

  it.each([
    ["$..*", "a list of 33000"],
    ["$.text", "a text of 70000 characters"],
    ["$", "a large object"],
  ])("too large to be shown is counted: %s", async (path, found) => {
    const large = JSON.stringify({ text: "x".repeat(70_000), all: Array.from({ length: 32_998 }, () => 12) });
    const attempt = await run(answer(200, large), { expect: { json: [when(path, "eq", [1])] } });
    expect(said(attempt)).toBe(`GET /x: ${path} is ${found}, expected [1]`);
  });

  it("is equal whatever the order of its names", async () => {
    const given = '{"b":{"d":[1,{"f":1,"e":2}],"c":3},"a":"é"}';
    const value = { a: "é", b: { c: 3, d: [1, { e: 2, f: 1 }] } };
    expect(said(await run(answer(200, given), { expect: { json: [when("$", "eq", value)] } }))).toBe("");
    const other = when("$", "ne", { ...value, a: "e" });
    expect(said(await run(answer(200, given), { expect: { json: [other] } }))).toBe("");
  });

  it("does not show a secret that was expected", async () => {
    const world = fakeWorld({ request: () => answer(200, '{"key":"other"}') });
    world.secrets.register("s3cr3t-of-staging");
    const probe = httpProbe("x", { expect: { json: [when("$.key", "eq", "${secrets.KEY}")] } });
    const attempt = await runHttpProbe(probe, ANYBODY, world, NO_OPTIONS);
    expect(said(attempt)).toBe('GET /x: $.key is "other", expected "***"');
  });
});

describe("a pattern, path or schema of the user's that does not end", () => {
  it.each([
    { json: [when("$.a", "matches", "^(a+)+$")] },
    { json: [when("$..[?match(@, '(a+)+')]", "exists", true)] },
    { headers: [when("etag", "matches", "^(a+)+$")] },
    { body: [when("", "matches", "^(a+)+$")] },
    { schema: untrusted('{"pattern":"^(a+)+$"}') },
  ])("is an error that says so: %o", async (expected) => {
    const world = fakeWorld({ isTooSlow: true, request: () => answer(200, '{"a":"aaa"}', { etag: "aaa" }) });
    const attempt = await runHttpProbe(httpProbe("x", { expect: expected }), ANYBODY, world, NO_OPTIONS);
    expect(attempt).toMatchObject({ outcome: "errored", failure: { facts: { errno: "PATTERN_TOO_SLOW" } } });
    expect(said(attempt)).toContain("took too long");
  });
});

describe("what takes no longer than the answer is large", () => {
  it.each([
    when("$", "exists", true),
    when("$.a[0]['b-c'][\"d\"].e_1[-1]", "exists", false),
    when("$.a", "contains", "a"),
    when("$.a", "in", ["aaa"]),
  ])("is compared at once, without the cost of a bound: %o", async (condition) => {
    const world = fakeWorld({ isTooSlow: true, request: () => answer(200, '{"a":"aaa"}') });
    const probe = httpProbe("x", { expect: { json: [condition] }, capture: [captureOf("a", "$.a")] });
    expect(await runHttpProbe(probe, ANYBODY, world, NO_OPTIONS)).toMatchObject({ outcome: "passed" });
  });
});

describe("a schema", () => {
  const schema = {
    type: "object",
    required: ["agents"],
    properties: { agents: { type: "array", items: { $ref: "#/$defs/agent" } } },
    $defs: { agent: { type: "object", required: ["id"], properties: { id: { type: "string", maxLength: 3 } } } },
    additionalProperties: false,
  };
  it.each([
    ['{"agents":[]}', "", ""],
    ['{"agents":[{"id":"abc"}]}', "", ""],
    ["{}", "$", 'Instance does not have required property "agents"'],
    ['{"agents":[{"id":"a"},{"id":5}]}', "$.agents[*].id", 'Instance type "number" is invalid. Expected "string"'],
    ['{"agents":[{"id":"abcd"}]}', "$.agents[*].id", "String is too long (4 > 3)"],
    ['{"agents":[],"a b":1}', "$", 'Property "a b" does not match additional properties schema'],
  ])("is held against the body: %s", async (body, at, problem) => {
    const attempt = await run(answer(200, body), { expect: { schema: untrusted(JSON.stringify(schema)) } });
    expect(said(attempt)).toContain(problem);
    expect(attempt.outcome).toBe(problem === "" ? "passed" : "failed");
    if (problem !== "") expect(facts(attempt)).toMatchObject({ at, seen: problem });
  });

  it.each([
    ["draft-04", { exclusiveMaximum: true, maximum: 5 }, "5"],
    ["draft-07", { items: [{ type: "string" }] }, "[5]"],
    ["2020-12", { prefixItems: [{ type: "string" }] }, "[5]"],
  ])("is read by its own draft: %s", async (draft, words, body) => {
    const text = JSON.stringify({ $schema: `https://json-schema.org/${draft}/schema`, ...words });
    expect((await run(answer(200, body), { expect: { schema: untrusted(text) } })).outcome).toBe("failed");
  });

  it.each([
    ['{"$ref":"#"}', "{}", "it refers to itself without end"],
    ['{"additionalProperties":{"type":"string"}}', String.raw`{"\ud800":1}`, "the body has names that are not text"],
  ])("that cannot be applied is an error, not a fault of staging: %s", async (text, body, why) => {
    const attempt = await run(answer(200, body), { expect: { schema: untrusted(text) } });
    expect(attempt.outcome).toBe("errored");
    expect(said(attempt)).toBe(`GET /x: the schema cannot be applied, ${why}`);
  });

  it("says where in the body, whatever the names there are", async () => {
    const text = '{"additionalProperties":{"additionalProperties":{"type":"string"}}}';
    const attempt = await run(answer(200, '{"a b":{"c/d~e%":1}}'), { expect: { schema: untrusted(text) } });
    expect(facts(attempt)).toMatchObject({ at: '$["a b"]["c/d~e%"]' });
  });
});

describe("a certificate", () => {
  const day = 24 * 60 * 60_000;
  const { now } = fakeWorld().time;
  const wanted = { expect: { certificate: [when("", "gt", 14 * day)] } };

  it.each([
    [14.2, ""],
    [3.04, "GET /x: the certificate is valid until 2026-09-24, for 3 days, expected more than 14 days"],
    [1, "GET /x: the certificate is valid until 2026-09-22, for 1 day, expected more than 14 days"],
    [-2.5, "GET /x: the certificate is valid until 2026-09-19, for -2.5 days, expected more than 14 days"],
  ])("that is valid for %f days", async (days, text) => {
    const attempt = await run(answer(200, "", {}, { certificateExpiresAt: now + days * day }), wanted);
    expect(said(attempt)).toBe(text);
    if (text !== "") {
      expect(facts(attempt)).toMatchObject({ at: "certificate", limit: true, certificateExpiresAt: now + days * day });
    }
  });

  it("that has expired says since when, whether it is expected to be valid or not", async () => {
    const expired = noAnswer("CERT_HAS_EXPIRED", "tls", { certificateExpiresAt: now - 3 * day });
    const measured = await run(expired, wanted);
    expect(measured).toMatchObject({
      outcome: "failed",
      failure: { facts: { errno: "CERT_HAS_EXPIRED", stage: "tls" } },
    });
    expect(said(measured)).toBe(
      "GET /x: the certificate expired on 2026-09-18, 3 days ago, expected more than 14 days",
    );
    const unasked = await run(expired);
    expect(unasked.outcome).toBe("errored");
    expect(said(unasked)).toBe("GET /x: the certificate expired on 2026-09-18, 3 days ago");
  });

  it("is missed where there is none", async () => {
    expect(said(await run(answer(200), wanted))).toContain("no TLS");
  });
});

describe("a token", () => {
  it.each([
    [200, true],
    [404, true],
    [422, true],
    [401, false],
    [302, null],
    [400, null],
    [403, null],
    [407, null],
    [429, null],
    [502, null],
  ])("was accepted or not, as %i tells", async (status, accepted) => {
    expect((await run(answer(status), {}, USER)).accepted).toBe(accepted);
    expect((await run(answer(status))).accepted).toBeNull();
  });

  it("is not what was accepted or refused where a header of the probe's own stands in its place", async () => {
    const headers = { authorization: untrusted("Bearer ${secrets.KEY}") };
    const own = { request: request("/x", { headers }) };
    expect((await run(answer(200), own, USER)).accepted).toBeNull();
    const refusal = await run(answer(401), own, USER);
    expect(refusal.accepted).toBeNull();
    expect(refusal.failure?.facts.token).toBeUndefined();
    const ours = { request: request("/x", { headers: { authorization: untrusted("Token ${token}") } }) };
    expect((await run(answer(200), ours, USER)).accepted).toBe(true);
  });

  it("tells nothing of itself behind a redirect", async () => {
    expect((await run(answer(200, "<html>log in", {}, { redirects: 1 }), {}, USER)).accepted).toBeNull();
  });

  it("that was refused is described, with the difference of the clocks, and never shown", async () => {
    const date = new Date(fakeWorld().time.now - 95_000).toUTCString();
    const attempt = await run(answer(401, "", { date }), {}, USER);
    expect(said(attempt)).toBe(
      "GET /x answered 401, expected 2xx; the token is HS256, for staging, valid for 300 s; the service's clock is 95 s behind",
    );
    expect(attempt.failure?.facts.token).toMatchObject({ algorithm: "HS256", livesMs: 300_000, clockSkewMs: -95_000 });
    const silent = await run(answer(403, "", { date: "yesterday" }), {}, USER);
    expect(silent.failure?.facts.token).toMatchObject({ clockSkewMs: null });
    expect((await run(answer(500), {}, USER)).failure?.facts.token).toBeUndefined();
    const wrong = await run(answer(403), { badToken: "expired", expect: { status: [401] } }, USER);
    expect(said(wrong)).toBe("GET /x answered 403, expected 401");
  });

  const refused = { expect: { status: [401, 403] } };
  it.each([
    ["expired", USER, "a token that is expired"],
    ["wrong-key", USER, "a token that is signed with another key"],
    ["unsigned", USER, "a token that is not signed"],
    [null, ANYBODY, "a caller without a token"],
  ] as const)("that has to be refused and is served is an incident: %s", async (badToken, actor, who) => {
    const words: Partial<HttpProbe> = { badToken, auth: badToken === null ? null : 0 };
    const attempt = await run(answer(200), { ...refused, ...words }, actor);
    expect(said(attempt)).toBe(`GET /x answered 200 to ${who}, expected 401 or 403`);
    expect(facts(attempt)).toMatchObject({ letIn: badToken ?? "anonymous", stage: "auth" });
    expect((await run(answer(403), { ...refused, ...words }, actor)).outcome).toBe("passed");
  });

  it.each([302, 404, 500, 503])("is not served by %i, which is told as what it is", async (status) => {
    const attempt = await run(answer(status), { ...refused, badToken: "expired" }, USER);
    expect(attempt.outcome).toBe("failed");
    expect(attempt.failure?.facts).not.toHaveProperty("letIn");
  });
});

describe("a caller that has to be refused", () => {
  const refused = { expect: { status: [401] } };

  it.each([
    ["a header of its own", request("/x", { headers: { authorization: untrusted("Bearer static") } })],
    ["a cookie", request("/x", { headers: { cookie: untrusted("sid=1") } })],
    ["a key", request("/x", { headers: { "x-api-key": untrusted("abc") } })],
    ["a secret", request("/x", { headers: { "x-caller": untrusted("${secrets.KEY}") } })],
    ["a secret in the address", request("/x?who=${secrets.KEY}")],
    ["a token in the address", request("/x?access_token=static")],
    ["a password", request("/x", { method: "POST", body: untrusted('{"pw":"${secrets.KEY}"}') })],
  ])("is not nobody when it brings %s", async (_, asked) => {
    const attempt = await run(answer(200), { ...refused, request: asked });
    expect(attempt.outcome).toBe("failed");
    expect(attempt.failure?.facts).not.toHaveProperty("letIn");
  });

  it("is nobody, although it asks for what another probe made", async () => {
    const captures = new Map(["thread", "session"].map((name) => [name, { json: untrusted('"t-1"') }] as const));
    const actor: Actor = { ...ANYBODY, scope: { ...ANYBODY.scope, captures } };
    const letIn = async (path: string): Promise<unknown> =>
      facts(await run(answer(200), { ...refused, request: request(path) }, actor))["letIn"];
    expect(await letIn("/threads/${capture.thread}")).toBe("anonymous");
    expect(await letIn("/threads/${capture.session}")).toBeUndefined();
  });

  it.each([null, "expired"] as const)("is not let in where it is led to the page to log in (%s)", async (badToken) => {
    const words = { ...refused, badToken, auth: badToken === null ? null : 0 };
    const attempt = await run(answer(200, "<html>", {}, { redirects: 1 }), words, badToken === null ? ANYBODY : USER);
    expect(attempt.outcome).toBe("failed");
    expect(attempt.failure?.facts).not.toHaveProperty("letIn");
  });
});

describe("data of another user", () => {
  const base = { environment: ANYBODY.scope.environment, commit: COMMIT };
  const other = { label: untrusted("u2"), scope: { ...base, user: { id: untrusted("u2"), team: untrusted("blue") } } };
  const actor: Actor = { ...USER, others: [other] };

  it.each([
    [when("$.user_id", "eq", "${user.id}"), "u2", '{"user_id":"u2"}'],
    [when("$.user_id", "in", ["${user.id}", "nobody"]), "u2", '{"user_id":"u2"}'],
    [when("$.all", "contains", "${user.id}"), "u2", '{"all":["u2"]}'],
    [when("$.user_id", "eq", "${user.id}"), undefined, '{"user_id":"u3"}'],
    [when("$.user_id", "ne", "${user.id}"), undefined, '{"user_id":"u1"}'],
    [when("$.user_id", "eq", "${capture.id}"), undefined, '{"user_id":"u2"}'],
  ])("is told as theirs: %#", async (condition, owner, body) => {
    const captures = new Map([["id", { json: untrusted('"u1"') }]]);
    const who = { ...actor, scope: { ...actor.scope, captures } };
    const attempt = await run(answer(200, body), { expect: { json: [condition] } }, who);
    expect(attempt.outcome).toBe("failed");
    expect(facts(attempt)["foreignUser"]).toBe(owner);
    expect(said(attempt).includes("; this belongs to user u2")).toBe(owner !== undefined);
    if (owner !== undefined) expect(facts(attempt)["user"]).toBe("u1");
  });

  it("is found in a body and in headers too", async () => {
    const condition = when("body", "contains", "${user.id}");
    const inBody = await run(answer(200, "hello u2"), { expect: { body: [condition] } }, actor);
    expect(facts(inBody)["foreignUser"]).toBe("u2");
    const header = when("x-user", "eq", "${user.id}");
    const inHeader = await run(answer(200, "", { "x-user": "u2" }), { expect: { headers: [header] } }, actor);
    expect(facts(inHeader)["foreignUser"]).toBe("u2");
  });
});

describe("a captured number in a text", () => {
  const captures = new Map([
    ["id", { json: untrusted("42") }],
    ["flag", { json: untrusted("true") }],
  ]);
  const actor: Actor = { ...ANYBODY, scope: { ...ANYBODY.scope, captures } };

  it.each([
    ["contains", "${capture.id}", "see /things/42", "passed"],
    ["contains", "${capture.id}", "see /things/43", "failed"],
    ["eq", "${capture.id}", "42", "passed"],
    ["ne", "${capture.id}", "42", "failed"],
    ["eq", "${capture.flag}", "true", "passed"],
    ["in", ["a", "${capture.id}"], "42", "passed"],
    ["in", ["a", "${capture.id}"], "b", "failed"],
  ] as const)("is looked for as it is written: %s %j in %j", async (operator, value, text, outcome) => {
    const inBody = await run(answer(200, text), { expect: { body: [when("body", operator, value)] } }, actor);
    expect(inBody.outcome).toBe(outcome);
    const headers = [when("location", operator, value)];
    expect((await run(answer(200, "", { location: text }), { expect: { headers } }, actor)).outcome).toBe(outcome);
  });
});

describe("a captured secret", () => {
  const SECRET = "s-0123456789abcdef";

  it.each([
    [captureOf("session", "$.value")],
    [captureOf("mine", "$.accessToken")],
    [captureOf("mine", "set-cookie", "header")],
  ])("is hidden from then on, also in the failure of the probe that took it: %#", async (capture) => {
    const body = JSON.stringify({ value: SECRET, accessToken: SECRET, at: SECRET });
    const world = fakeWorld({ request: () => answer(200, body, { "set-cookie": SECRET }) });
    const words = { capture: [capture], expect: { json: [when("$.at", "eq", "other")] } };
    const attempt = await runHttpProbe(httpProbe("x", words), ANYBODY, world, NO_OPTIONS);
    expect(attempt.captures.size).toBe(0);
    expect(said(attempt)).toBe('GET /x: $.at is "***", expected "other"');
    expect(reveal(attempt.failure?.detail ?? expect.fail())).not.toContain(SECRET);
  });

  it("is one inside a map by the name it has there, and an id is none", async () => {
    const body = JSON.stringify({ login: { id: "thread-0123456789", token: SECRET }, author: "somebody-else" });
    const world = fakeWorld({ request: () => answer(200, body) });
    const capture = [captureOf("login", "$.login"), captureOf("writer", "$.author")];
    await runHttpProbe(httpProbe("x", { capture }), ANYBODY, world, NO_OPTIONS);
    expect([...world.secretsSeen]).toEqual([SECRET]);
  });
});

describe("what is captured", () => {
  const capture = [captureOf("agent", "$.agents[0].id"), captureOf("all", "$..id"), captureOf("tag", "etag", "header")];

  it("keeps its kind", async () => {
    const attempt = await run(answer(200, '{"agents":[{"id":7}]}', { etag: "v1" }), { capture });
    expect([...attempt.captures].map(([name, { json }]) => [name, reveal(json)])).toEqual([
      ["agent", "7"],
      ["all", "[7]"],
      ["tag", '"v1"'],
    ]);
  });

  it.each([
    [answer(200, "{}", { etag: "v1" }), "GET /x: nothing at $.agents[0].id to capture as agent"],
    [answer(200, '{"agents":[{"id":7}]}'), "GET /x: nothing at header etag to capture as tag"],
    [answer(200, "<html>", { etag: "v1" }), "GET /x answered 200 with HTML, expected JSON"],
    [
      answer(200, `{"agents":[{"id":"${"é".repeat(2_048)}"}]}`),
      "GET /x: more than 4 KiB at $.agents[0].id to capture as agent",
    ],
  ])("has to be there and small", async (given, text) => {
    const attempt = await run(given, { capture });
    expect(said(attempt)).toBe(text);
    expect(attempt.captures.size).toBe(0);
  });

  it("is not taken from an answer that is not as expected", async () => {
    const attempt = await run(answer(500, '{"agents":[{"id":7}]}', { etag: "v1" }), { capture });
    expect(attempt.captures.size).toBe(0);
  });
});

describe("values for targets", () => {
  it.each([
    ['{"score":0.25}', "$.score", [0.25]],
    ['{"all":[{"s":1},{"s":"2"},{"s":3}]}', "$.all[*].s", [1, 3]],
    ['{"score":1e999}', "$.score", []],
    ['{"score":null}', "$.score", []],
    ["not JSON", "$.score", []],
  ])("are the numbers at their place in %s", async (body, from, wanted) => {
    const world = fakeWorld({ request: () => answer(500, body) });
    const extract = [{ key: "quality", from: untrusted(from) }];
    const attempt = await runHttpProbe(httpProbe("x"), ANYBODY, world, { extract, pings: null, together: null });
    expect(attempt.values.filter((each) => each.metric === "quality").flatMap((each) => each.values)).toEqual(wanted);
  });
});

describe("the request", () => {
  async function sent(words: Partial<HttpProbe["request"]>, actor = USER): Promise<FakeWorld["requests"][number]> {
    const world = fakeWorld();
    await runHttpProbe(httpProbe("x", { request: request("/x", words) }), actor, world, NO_OPTIONS);
    return world.requests[0] ?? expect.fail();
  }

  it("carries the token and what it is filled with, each in the way of its place", async () => {
    const captures = new Map([
      ["id", { json: untrusted('"a/b &\\ud800"') }],
      ["n", { json: untrusted("5") }],
    ]);
    const actor: Actor = { ...USER, scope: { ...USER.scope, captures } };
    const type = (text: string) => ({ "content-type": untrusted(text) });
    const json = await sent(
      {
        url: untrusted("https://x.example/${capture.id}?n=${capture.n}&c=${commit}"),
        headers: { ...type("application/json"), "x-user": untrusted("${user.id}") },
        body: untrusted('{"n":"${capture.n}","t":"n=${capture.n}","id":"${capture.id}"}'),
      },
      actor,
    );
    expect(reveal(json.url)).toBe(`https://x.example/a%2Fb%20%26%EF%BF%BD?n=5&c=${COMMIT}`);
    expect(reveal(json.headers["authorization"] ?? expect.fail())).toBe("Bearer t0ken-of-u1");
    expect(reveal(json.headers["x-user"] ?? expect.fail())).toBe("u1");
    expect(JSON.parse(reveal(json.body ?? expect.fail()))).toEqual({ n: 5, t: "n=5", id: "a/b &\ud800" });
    const form = await sent(
      { headers: type("application/x-www-form-urlencoded"), body: untrusted("id=${capture.id}&n=${capture.n}") },
      actor,
    );
    expect(reveal(form.body ?? expect.fail())).toBe("id=a%2Fb%20%26%EF%BF%BD&n=5");
    const text = await sent({ body: untrusted("${capture.id}") }, actor);
    expect(reveal(text.body ?? expect.fail())).toBe("a/b &\ud800");
  });

  it("may be given another authorization by hand", async () => {
    const own = await sent({ headers: { authorization: untrusted("Custom ${token}") } });
    expect(reveal(own.headers["authorization"] ?? expect.fail())).toBe("Custom t0ken-of-u1");
  });
});
