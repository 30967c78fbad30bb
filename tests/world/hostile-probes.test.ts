// Probes and readiness through the real network against services that answer wrongly: what people are told of it.
import { describe, expect, it } from "vitest";
import type { Actor } from "../../src/check/attempt.ts";
import { runHttpProbe } from "../../src/check/http.ts";
import { awaitReadiness } from "../../src/deploy/readiness.ts";
import type { Readiness } from "../../src/model/cycle.ts";
import type { Condition, Deploy, HttpRequest } from "../../src/model/plan.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { captureOf, expectation, httpProbe, request, when } from "../check/plans.ts";
import * as sockets from "../check/socket/probes.ts";
import { startService, type Service } from "../check/socket/servers.ts";
import { COMMIT } from "../fakes/checks.ts";
import { answering, httpAnswer, startRaw, type RawServer } from "../servers/raw.ts";
import { BINARY, frame } from "../servers/websocket.ts";

const { NOBODY, TOKEN, realWorld, said } = sockets;

/** Answers the n-th request with the n-th of these, and all others with the last. */
async function inTurn(...answers: readonly Uint8Array[]): Promise<RawServer> {
  let at = 0;
  return await startRaw((socket) => answering(answers[Math.min(at++, answers.length - 1)] ?? "")(socket));
}

const json = (text: string | Uint8Array): Buffer => httpAnswer("200 OK", ["Content-Type: application/json"], text);

async function probe(answer: Uint8Array, conditions: readonly Condition[], who: Actor = NOBODY) {
  const server = await inTurn(answer);
  const words = {
    request: request("", { url: untrusted(`http://${server.name}/x?token=${TOKEN}`), headers: {}, timeoutMs: 1_000 }),
    expect: { json: conditions },
  };
  const started = performance.now();
  const attempt = await runHttpProbe(httpProbe("x", words), who, realWorld(), {
    extract: [],
    pings: null,
    together: null,
  });
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(JSON.stringify(attempt)).not.toContain(TOKEN);
  return attempt;
}

describe("JSON that is none, or too much", () => {
  const deep = 100_000;
  const path = when("$.a", "eq", 1);

  it.each([
    ["ST19: a hundred thousand deep", `${"[".repeat(deep)}${"]".repeat(deep)}`, "JSON nested more than 128 deep"],
    ["ST19: a hundred thousand maps deep", `${'{"a":'.repeat(deep)}1${"}".repeat(deep)}`, "JSON nested more than 128"],
    ["ST19: a million keys", `{${'"k":1,'.repeat(1_000_000)}"a":1}`, "bytes, which are not all read"],
    ["ST19: NaN", '{"a":NaN}', "text that is not JSON"],
    ["ST18: UTF-16", Buffer.from('\ufeff{"a":1}', "utf16le"), "text in UTF-16, which JSON may not be"],
    ["ST18: NUL", '{"a":\0 1}', "text with NUL characters"],
    [
      "ST20: a page for people to log in",
      "<!doctype html><html><head><title>Log\n in &amp; go</title></head></html>",
      'HTML (title "Log in &amp; go")',
    ],
    ["ST20: nothing", "", "an empty body"],
  ])("%s", async (_, body, words) => {
    const attempt = await probe(json(body), [path]);
    expect(attempt).toMatchObject({ outcome: "failed", httpStatus: 200, failure: { facts: { stage: "data" } } });
    expect(said(attempt)).toContain("GET /x answered 200 with ");
    expect(said(attempt)).toContain(words);
    expect(said(attempt)).toMatch(/, expected JSON$/u);
  });

  it.each([
    [
      "ST19: a prototype in the text is a name like others",
      '{"__proto__":{"a":1}}',
      when("$.a", "eq", 1),
      "$.a is nothing",
    ],
    ["ST19: what every object has is nowhere", "{}", when("$.constructor", "exists", true), "$.constructor is nothing"],
    ["ST19: of two names the last counts", '{"a":1,"a":2}', when("$.a", "eq", 1), "$.a is 2, expected 1"],
    ["ST19: a number too large to be exact", '{"a":1e400}', when("$.a", "lt", 5), "expected less than 5"],
  ])("%s", async (_, body, condition, words) => {
    const attempt = await probe(json(body), [condition]);
    expect(attempt.outcome).toBe("failed");
    expect(said(attempt)).toContain(words);
    expect(Object.hasOwn(Object.prototype, "a")).toBe(false);
  });

  it("ST18: a byte order mark in front of good JSON does no harm", async () => {
    expect(await probe(json('\ufeff{"a":1}'), [path])).toMatchObject({ outcome: "passed" });
  });
});

describe("a good token that is refused", () => {
  const late = new Date(Date.now() - 95_000).toUTCString();

  it.each([
    ["ST21: 401", "401 Unauthorized", [], "the token is HS256, for staging, valid for 300 s"],
    ["ST21: 403", "403 Forbidden", [], "the token is HS256, for staging, valid for 300 s"],
    ["ST21: 401 by a clock that is late", "401 Unauthorized", [`Date: ${late}`], "the service's clock is 9"],
  ])("%s", async (_, status, headers, words) => {
    const who = sockets.actor("u1", [], { headers: { authorization: untrusted(`Bearer ${TOKEN}`) } });
    const attempt = await probe(httpAnswer(status, headers, "who?"), [], who);
    // Who may not do this may be known all the same.
    const accepted = status.startsWith("401") ? false : null;
    expect(attempt).toMatchObject({ outcome: "failed", accepted, failure: { facts: { stage: "auth" } } });
    expect(said(attempt)).toContain(words);
  });
});

describe("readiness", () => {
  const ok = httpAnswer("200 OK", [], "up");
  const busy = (status: string): Buffer => httpAnswer(status, ["Retry-After: 1"], "later");
  const gateway = (status: string): Buffer =>
    httpAnswer(status, ["Content-Type: text/html"], `<html><title>${status}</title></html>`);
  const revision = (commit: string): Buffer => json(JSON.stringify({ commit }));

  async function ready(server: RawServer, at: "health" | "revision", timeoutMs = 2_000): Promise<Readiness> {
    const order: HttpRequest = request("", { url: untrusted(`http://${server.name}/`), timeoutMs: 500 });
    const service: Deploy = {
      name: untrusted("api"),
      run: null,
      after: [],
      outputs: [],
      owner: null,
      timeoutMs: 1_000,
      ready: {
        health: at === "health" ? order : null,
        healthExpect: at === "health" ? expectation({ status: [200] }) : null,
        revision: at === "revision" ? { request: order, header: null } : null,
        intervalMs: 1,
        timeoutMs,
        successThreshold: 2,
      },
    };
    const started = performance.now();
    const end = await awaitReadiness(service, COMMIT, realWorld(), { addresses: new Map(), isOver: () => false });
    expect(performance.now() - started).toBeLessThan(timeoutMs + 1_000);
    return end;
  }

  it.each([
    ["ST22: waits while there are too many requests", [busy("429 Too Many Requests"), ok], 3],
    ["ST22: waits while the service is unavailable", [busy("503 Service Unavailable"), ok], 3],
    ["ST23: waits behind a gateway", [gateway("502 Bad Gateway"), gateway("503 X"), gateway("504 Y"), ok], 5],
    ["ST24: counts good answers in a row only", [ok, gateway("502 Bad Gateway"), ok, gateway("502 X"), ok], 6],
  ])("%s", async (_, answers, tries) => {
    expect(await ready(await inTurn(...answers), "health")).toMatchObject({ state: "ready", tries });
  });

  it("ST25: waits while the old revision answers", async () => {
    const server = await inTurn(revision("0123456789abcdef"), revision("0123456789abcdef"), revision(COMMIT));
    expect(await ready(server, "revision")).toMatchObject({
      state: "ready",
      tries: 4,
      served: untrusted(COMMIT),
      revisionMatches: true,
    });
  });

  it("ST25: says which revision is served when it never changes", async () => {
    const end = await ready(await inTurn(revision("0123456789abcdef")), "revision", 50);
    expect(end).toMatchObject({ state: "not-ready", revisionMatches: false, served: untrusted("0123456789abcdef") });
  });

  it.each([
    ["ST22: too many requests is a result of the test", busy("429 Too Many Requests"), 429],
    ["ST23: a gateway after all was ready is a result of the test", gateway("502 Bad Gateway"), 502],
  ])("is over: %s", async (_, answer, status) => {
    expect(await probe(answer, [])).toMatchObject({ outcome: "failed", httpStatus: status });
  });
});

const THREE = ["started", "working", "done"];

async function listen(
  answer: (service: Service) => void,
  words: Partial<Parameters<typeof sockets.expectation>[1]> = {},
) {
  const server = await startService((service) => {
    service.onMessage = () => answer(service);
  });
  const expected = sockets.expectation(THREE, { withinMs: 60, ...words });
  const started = performance.now();
  const attempt = await sockets.run(sockets.socketProbe(server.name, [sockets.send({ type: "go" }), expected]));
  expect(performance.now() - started).toBeLessThan(1_060);
  return attempt;
}

describe("events that are not the expected ones", () => {
  it.each([
    ["WS19: none", () => undefined, /started/u, 1],
    ["WS19: never the last", (service: Service) => service.tell("started", "working"), /done/u, 3],
    [
      "WS19: only look-alikes",
      (service: Service) => service.tell("Started", "started ", "star\u200bted"),
      /started/u,
      1,
    ],
    ["WS19: in another order", (service: Service) => service.tell("started", "done", "working"), /done/u, 3],
    ["WS19: only others", (service: Service) => service.tell("ping", "ping", "ping"), /started/u, 1],
    ["WS19: the last one after a close", afterClose, /done/u, 3],
    ["WS19: an error in the place of an event", (service: Service) => service.tell("error"), /started/u, 1],
    ["WS20: a text that is not JSON", (service: Service) => service.say("hello"), /started/u, 1],
    ["WS20: a list instead of a map", (service: Service) => service.say('["started"]'), /started/u, 1],
    ["WS20: an empty message", (service: Service) => service.say(""), /started/u, 1],
    ["WS20: JSON nested too deep", (service: Service) => service.say(nested("started")), /started/u, 1],
  ])("%s", async (_, answer, words, open) => {
    const attempt = await listen(answer);
    expect(attempt.outcome).not.toBe("passed");
    expect(said(attempt)).toMatch(words);
    expect(attempt.failure?.facts).toMatchObject({ event: open, events: 3 });
  });

  it("WS19: a duplicate, where nothing else may come", async () => {
    const attempt = await listen((service) => service.tell("started", "started", "working", "done"), {
      order: "exact",
    });
    expect(attempt.outcome).toBe("failed");
    expect(said(attempt)).toMatch(/started/u);
  });

  it("WS19: a duplicate, where others may come, does no harm", async () => {
    const attempt = await listen((service) => service.tell("started", "started", "working", "done"));
    expect(said(attempt)).toBe("");
  });

  it("WS19: what came before we asked counts, as everything that comes", async () => {
    const server = await startService((service) => {
      service.tell("started");
      service.onMessage = () => service.tell("working", "done");
    });
    const steps = [sockets.send({ type: "go" }), sockets.expectation(THREE, { withinMs: 200 })];
    expect(said(await sockets.run(sockets.socketProbe(server.name, steps)))).toBe("");
  });

  it("WS20: binary, even where it holds the right JSON", async () => {
    const attempt = await listen((service) => {
      for (const type of THREE) service.raw(frame(BINARY, JSON.stringify({ type })));
    });
    expect(said(attempt)).toContain("came: (binary) ×3");
  });

  it("WS20: JSON of nearly a mebibyte is read", async () => {
    const attempt = await listen(
      (service) => service.tell(...THREE.map((type) => ({ type, text: "x".repeat(300_000) }))),
      { withinMs: 1_000 },
    );
    expect(said(attempt)).toBe("");
  });
});

function afterClose(service: Service): void {
  service.tell("started", "working");
  service.close(1000);
  service.tell("done");
}

function nested(type: string): string {
  return `{"type":${"[".repeat(50_000)}"${type}"${"]".repeat(50_000)}}`;
}

describe("what is taken from an answer", () => {
  it("ST19: is not taken from JSON that is none", async () => {
    const server = await inTurn(json("<html>"));
    const words = {
      request: request("", { url: untrusted(`http://${server.name}/`), timeoutMs: 1_000 }),
      capture: [captureOf("id", "$.id")],
    };
    const attempt = await runHttpProbe(httpProbe("x", words), NOBODY, realWorld(), {
      extract: [],
      pings: null,
      together: null,
    });
    expect(attempt.captures.size).toBe(0);
    expect(reveal(attempt.failure?.message ?? untrusted(""))).toContain("HTML, expected JSON");
  });
});
