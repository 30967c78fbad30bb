// Links to the services' logs: which services, which time, and that nothing filled in changes where a link leads.
import { describe, expect, it } from "vitest";
import type { CheckResult } from "../../src/model/check.ts";
import type { Cycle, Readiness } from "../../src/model/cycle.ts";
import { logLinks } from "../../src/report/log-links.ts";
import { fillAddress, fillTold, originOf } from "../../src/text/address.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { command, COMMIT, cycle, deployment, probe, suiteRun, test } from "../fakes/checks.ts";

const AT = Date.UTC(2026, 10, 21, 12, 0, 0);
const LOGS = "https://logs.example/q?s=${deploy.name}&f=${failure.from}&t=${failure.to}";

function links(checks: readonly CheckResult[], over: Partial<Cycle> = {}): readonly string[] {
  const all = logLinks(cycle(checks, { logs: untrusted(LOGS), ...over }));
  return all.map(({ service, url }) => `${service === null ? "all" : reveal(service)} ${reveal(url)}`);
}

function red(name: string, over: Partial<CheckResult> = {}): CheckResult {
  return { ...probe(name, "failed", "x"), at: AT, durationMs: 2_000, ...over };
}

function late(name: string, over: Partial<Readiness> = {}): Readiness {
  return {
    name: untrusted(name),
    state: "not-ready",
    tries: 3,
    flaps: 0,
    elapsedMs: 60_000,
    served: null,
    revisionMatches: null,
    lastSeen: null,
    asked: null,
    healthy: null,
    at: AT,
    ...over,
  };
}

const from = (time: string): string => encodeURIComponent(`2026-11-21T${time}Z`);

describe("the time", () => {
  it("is that of the failing checks, with half a minute around", () => {
    const checks = [red("a"), red("b", { at: AT + 10_000 }), probe("c", "passed")];
    expect(links(checks)).toEqual([
      `backend https://logs.example/q?s=backend&f=${from("11:59:30.000")}&t=${from("12:00:42.000")}`,
    ]);
  });

  it("can be told in milliseconds, beside the commit", () => {
    const logs = untrusted("https://logs.example/${commit}?f=${failure.from-ms}&t=${failure.to-ms}");
    expect(links([red("a")], { logs })).toEqual([
      `all https://logs.example/${COMMIT}?f=${AT - 30_000}&t=${AT + 32_000}`,
    ]);
  });

  it("is that of the test commands where no failing test tells its own, and else of the whole cycle", () => {
    const suites = [suiteRun(3, { command: command({ startedAt: AT, durationMs: 60_000 }) })];
    const unknown = { ...test("t", "failed", "x"), at: null };
    expect(links([unknown], { suites })[0]).toContain(`f=${from("11:59:30.000")}&t=${from("12:01:30.000")}`);
    expect(links([unknown], { suites: [], startedAt: AT, durationMs: 1_000 })[0]).toContain(
      `f=${from("11:59:30.000")}`,
    );
  });

  it("survives a number that is no date", () => {
    expect(links([red("a", { at: 9e20 })])[0]).toBe("backend https://logs.example/q?s=backend&f=&t=");
  });

  it("is that of the deploy or of the wait where nothing was tested", () => {
    const deployments = [deployment({ command: command({ exitCode: 1, startedAt: AT, durationMs: 5_000 }) })];
    expect(links([], { deployments, readiness: [] })).toEqual([
      `backend https://logs.example/q?s=backend&f=${from("11:59:30.000")}&t=${from("12:00:35.000")}`,
    ]);
    expect(links([], { readiness: [late("backend")] })).toEqual([
      `backend https://logs.example/q?s=backend&f=${from("11:58:30.000")}&t=${from("12:00:30.000")}`,
    ]);
  });
});

describe("the services", () => {
  const two = [
    deployment({ name: untrusted("api"), url: untrusted("https://api.example/v1") }),
    deployment({ name: untrusted("live") }),
  ];
  const seen = (url: string): Readiness["lastSeen"] => ({
    kind: "answer",
    status: 200,
    url: untrusted(url),
    excerpt: untrusted(""),
  });
  const readiness = [
    late("api", { state: "ready" }),
    late("live", { state: "ready", lastSeen: seen("https://live.example/health") }),
  ];
  const names = (checks: readonly CheckResult[], over: Partial<Cycle> = {}): readonly string[] =>
    links(checks, { deployments: two, readiness, ...over }).map((each) => each.split(" ")[0] ?? "");

  it("are those whose address a failing check asked, also by a socket", () => {
    const at = (target: string): CheckResult => {
      const check = probe("a", "failed", "x", { target: untrusted(target) });
      return { ...check, at: AT };
    };
    expect(names([at("WebSocket wss://live.example/ws")])).toEqual(["live"]);
    expect(names([at("GET https://API.example:443/x")])).toEqual(["api"]);
    expect(names([at("GET /x")])).toEqual(["api", "live"]);
  });

  it("are all where nothing tells, and at most five", () => {
    const many = Array.from({ length: 8 }, (_, nth) => deployment({ name: untrusted(`s${nth}`) }));
    expect(names([red("a")], { deployments: many, readiness: [] })).toEqual(["s0", "s1", "s2", "s3", "s4"]);
  });

  it("are those that were not deployed or did not become ready", () => {
    const [api, live] = two;
    if (api === undefined || live === undefined) expect.fail();
    expect(names([], { deployments: [api, { ...live, state: "failed" }], readiness: [] })).toEqual(["live"]);
    expect(names([], { readiness: [late("api", { state: "ready" }), late("live")] })).toEqual(["live"]);
  });

  it("are none where nothing failed, or nothing says where the logs are", () => {
    expect(links([probe("a", "passed")])).toEqual([]);
    expect(links([red("a")], { logs: null })).toEqual([]);
    expect(links([red("a")], { deployments: [], readiness: [] })).toEqual([]);
  });
});

describe("what is filled in", () => {
  it("cannot change where the link leads", () => {
    const name = "a&f=0#x/../ \u202e${commit}\ud800";
    expect(links([red("a")], { deployments: [deployment({ name: untrusted(name) })], readiness: [] })[0]).toContain(
      "https://logs.example/q?s=a%26f%3D0%23x%2F..%2F%20%E2%80%AE%24%7Bcommit%7D%EF%BF%BD&f=",
    );
  });

  it("has to be there", () => {
    expect(fillAddress(untrusted("https://x/${a}${b}"), new Map([["a", "1"]]))).toBeNull();
  });

  it("is an address at the begin of another, and a part of it further on", () => {
    const told = new Map([["url", untrusted("https://a.example/x/")]]);
    const fill = (text: string): string => reveal(fillTold(untrusted(text), (_, output) => told.get(output)));
    expect(fill("${deploy.a.url}/b?u=${deploy.a.url}")).toBe("https://a.example/x/b?u=https%3A%2F%2Fa.example%2Fx%2F");
    expect(fill("${deploy.a.none}/b")).toBe("${deploy.a.none}/b");
  });

  it.each([
    ["wss://Live.example:443/x?y", "https://live.example"],
    ["GET http://u:p@a.example:8080/", "http://a.example:8080"],
    ["GET /x", null],
    ["https://", null],
    ["https://[", null],
  ])("tells the origin of %s", (text, origin) => {
    expect(originOf(untrusted(text))).toBe(origin);
  });
});
