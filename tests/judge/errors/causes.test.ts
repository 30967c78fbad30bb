// Root causes apart from what they drag along: every way to find one, and beside it what only looks like it.
import { describe, expect, it } from "vitest";
import type { CheckResult, Facts } from "../../../src/model/check.ts";
import type { Cycle } from "../../../src/model/cycle.ts";
import { digest } from "../../../src/model/digest.ts";
import { untrusted } from "../../../src/text/untrusted.ts";
import { cycle, probe, test } from "../../fakes/checks.ts";
import { errorsOf, inside, outside, request, told } from "./errors.ts";

const CLOSED = "received 1011 (internal error) Factory SSOT validation failed";
const EMPTY = "0/5 critical events found. Missing Events: {'agent_started', 'agent_completed'}";
const WRONG = "AssertionError: assert 3 == 4";
const NO_MODULE = "E   ModuleNotFoundError: No module named 'shop.cart'";

const socket = (name: string, facts: Facts, path = "/ws"): CheckResult =>
  request(name, `WebSocket ${path}`, "it failed", facts);
const http = (name: string, facts: Facts, path = "/api/me"): CheckResult =>
  request(name, `GET ${path}`, "it failed", facts);
const otherSuite = (check: CheckResult): CheckResult => ({ ...check, suite: digest("other") });

/** Where staging is known to be. */
const AT_STAGING = {
  readiness: cycle([]).readiness.map((each) => ({
    ...each,
    healthy: { url: untrusted("https://api.staging.example/health"), status: 200 },
  })),
};

describe("a test that did not run", () => {
  const blocked = (name: string, words: string): CheckResult => inside("shop.CartTest", test(name, "failed", words));
  const login = inside("shop.LoginTest", test("login", "failed", "expected status 401 to be 200"));
  const DEPENDS = "depends on not successfully finished methods: [[LoginTest.login]]";

  it("follows from what its runner names, however small that is", () => {
    const checks = [blocked("pays", DEPENDS), login, ...["a", "b", "c"].map((name) => test(name, "failed", CLOSED))];
    expect(told(checks)).toContain("pays: login runner certain");
  });

  it("follows from the one of two of a name that its class tells", () => {
    const other = { ...inside("shop.AdminTest", test("login", "failed", CLOSED)), key: digest("admin login") };
    const [, , consequence] = errorsOf([other, login, blocked("pays", DEPENDS)]);
    expect(consequence?.because).toMatchObject({ basis: "runner", confidence: "certain" });
    expect(consequence?.because?.fingerprint).toBe(errorsOf([login])[0]?.fingerprint);
  });

  it("follows from nothing for sure that is only called like what it names, or like itself", () => {
    const other = inside("shop.AdminTest", { ...test("login", "failed", CLOSED), key: digest("admin login") });
    const names = blocked("pays", "depends on not successfully finished methods: login");
    expect(told([other, login, names])).toContain("pays: login runner probable");
    const same = { ...blocked("login", "login: the previous test failed"), key: digest("cart login") };
    expect(told([login, same])).toContain("login: login runner probable");
  });

  it("follows from the set-up or file around it that did not load", () => {
    const checks = [
      outside("pytest \u203a tests.other", "tests.other", "collection failure", "E   ImportError: no other"),
      outside("pytest \u203a tests.cart", "tests.cart", "collection failure", NO_MODULE),
      inside("tests.cart.TestPay", test("pays", "failed", "the previous test failed")),
      test("sum", "failed", WRONG),
    ];
    expect(told(checks)).toContain("pays: tests.cart load certain");
  });

  it("follows from the file that stands beside it in the report under another name", () => {
    const failed = inside("cart \u203a paying", test("pays", "failed", "the previous test failed"));
    const facts = failed.test === null ? null : { ...failed.test, file: untrusted("tests/cart.spec.ts") };
    const load = outside("tests/cart.spec.ts", "tests/cart.spec.ts", "Cannot find module './cart'");
    expect(told([load, { ...failed, test: facts }])).toContain("pays: tests/cart.spec.ts load certain");
  });

  it("may follow from another file of its suite that did not load, or from the heaviest error there", () => {
    const lost = blocked("pays", "the previous test failed");
    const load = outside("pytest \u203a tests.other", "tests.other", "collection failure", NO_MODULE);
    const later = outside("pytest \u203a tests.last", "tests.last", "collection failure", "E   ImportError: no last");
    expect(told([test("sum", "failed", WRONG), lost, load, later])).toContain("pays: tests.other load probable");
    const heavy = ["a", "b"].map((name) => test(name, "failed", CLOSED));
    expect(told([test("sum", "failed", WRONG), lost, ...heavy])).toContain("pays: a runner probable");
  });

  it("follows from what most of its tests follow from, and then only probably", () => {
    const load = (file: string): CheckResult =>
      outside(`pytest \u203a ${file}`, file, "collection failure", `E   ImportError: ${file}`);
    const lost = (name: string, file: string): CheckResult =>
      inside(file, test(name, "failed", "the previous test failed"));
    const checks = [load("tests.a"), load("tests.b"), lost("x", "tests.a"), lost("y", "tests.b"), lost("z", "tests.b")];
    expect(told(checks)).toContain("x: tests.b load probable");
  });

  it("stands for itself where nothing of its suite failed", () => {
    expect(told([blocked("pays", DEPENDS), otherSuite(test("sum", "failed", WRONG))])).toEqual(
      ["pays", "sum"].toSorted(),
    );
  });
});

describe("what is declared to need another check", () => {
  const needy = { ...test("sum", "failed", WRONG), blockedBy: [probe("b", "blocked").key] };
  const between = { ...probe("b", "blocked"), blockedBy: [probe("a", "failed").key] };

  it("follows from it, also through one that was blocked itself", () => {
    const checks = [http("a", { stage: "server", httpStatus: 500 }), between, needy];
    expect(told(checks)).toEqual(["a", "sum: a needs certain"]);
  });

  it("stands for itself where that one did not fail", () => {
    expect(told([probe("a", "passed"), between, needy])).toEqual(["sum"]);
  });
});

describe("a probe that failed on its way", () => {
  const refused = http("api", { stage: "connect", errno: "ECONNREFUSED" }, "/health");

  it.each<readonly [string, string]>([
    ["a connection that is dropped", "Error: socket hang up"],
    ["a connection that is not made in time", "httpx.ConnectTimeout"],
    ["a refusal that names staging", "connect to https://api.staging.example/cart failed: Connection refused"],
  ])("drags along %s", (_, words) => {
    expect(told([refused, test("cart", "failed", words)], AT_STAGING)).toEqual(["api", "cart: api probe probable"]);
  });

  it.each<readonly [string, string]>([
    ["a wrong value", WRONG],
    ["an answer", "AssertionError: GET /health: expected 200, got 500"],
    ["a refusal of another host", "connect ECONNREFUSED pay.example:9000"],
    ["a data store that refuses", "redis.exceptions.ConnectionError: Error 111 connecting to redis:6379."],
    ["an earlier stage", "getaddrinfo ENOTFOUND api.staging.example"],
    ["what nobody knows", "something nobody has ever seen"],
  ])("does not drag along %s", (_, words) => {
    const links = told([refused, test("cart", "failed", words)], AT_STAGING);
    expect([...links].toSorted()).toEqual(["api", "cart"]);
  });

  describe("at a host", () => {
    const hangsUp = test("cart", "failed", "Error: socket hang up");
    const named = test("cart", "failed", "connect to https://api.staging.example/cart failed: Connection refused");
    const unresolved = (host: string): CheckResult =>
      request(host, "GET /health", `the name ${host} does not resolve`, { stage: "resolve", errno: "ENOTFOUND" });
    const known = (...hosts: readonly string[]) => ({
      readiness: hosts.flatMap((host) =>
        cycle([]).readiness.map((each) => ({ ...each, healthy: { url: untrusted(`https://${host}/`), status: 200 } })),
      ),
    });

    it("does not speak for a host that a test names where nothing tells which one staging is", () => {
      expect(told([refused, named])).toEqual(["api", "cart"]);
      expect(told([unresolved("api.staging.example"), named])).toContain("cart: api.staging.example probe probable");
      expect(told([unresolved("other.example"), named])).toContain("cart");
    });

    it("speaks for tests that name none where it is clear which one staging is", () => {
      expect(told([unresolved("one.example"), hangsUp])).toContain("cart: one.example probe probable");
      expect(told([unresolved("one.example"), hangsUp], known("one.example"))).toContain(
        "cart: one.example probe probable",
      );
    });

    it.each<readonly [string, readonly string[], Partial<Cycle>]>([
      ["it is another one", ["one.example"], known("staging.example")],
      ["staging has two, and one of them answers", ["one.example"], known("one.example", "two.example")],
      ["two could not be reached, and nothing tells which one it is", ["one.example", "two.example"], {}],
    ])("does not where %s", (_, hosts, over) => {
      expect(told([...hosts.map(unresolved), hangsUp], over)).toContain("cart");
    });
  });

  it("drags along a later probe on the same path that lost its connection, and no other path", () => {
    const dropped = (path: string): CheckResult => http("later", { stage: "server", errno: "ECONNRESET" }, path);
    expect(told([refused, dropped("/health")])).toEqual(["api", "later: api probe certain"]);
    expect(told([refused, dropped("/cart")])).toEqual(["api", "later"]);
  });

  it("and another one that got as far are two errors", () => {
    const late = http("later", { stage: "connect", errno: "ETIMEDOUT" }, "/health");
    expect([...told([refused, late])].toSorted()).toEqual(["api", "later"]);
  });

  it("does not explain what another probe measured on the same path", () => {
    const later = http("later", {
      stage: "data",
      httpStatus: 200,
      expected: untrusted("JSON"),
      seen: untrusted("HTML"),
    });
    expect(told([http("api", { stage: "server", httpStatus: 503 }), later])).toEqual(["api", "later"]);
  });

  it("drags along an answer that could not be read on the same path, and no other", () => {
    const down = http("api", { stage: "server", httpStatus: 503 });
    const unread = (path: string): CheckResult =>
      test("reads", "failed", `GET ${path}: Unexpected token '<', "<html>" is not valid JSON`);
    expect(told([down, unread("/api/me")])).toEqual(["api", "reads: api probe probable"]);
    expect(told([down, unread("/api/cart")])).toEqual(["api", "reads"]);
    // Another caller may be let in.
    expect(told([http("api", { stage: "auth", httpStatus: 401 }), unread("/api/me")])).toEqual(["api", "reads"]);
  });

  it("leaves two endpoints that are not there apart", () => {
    const missing = http("api", { stage: "data", httpStatus: 404 }, "/api/start");
    const other = test("stop", "failed", "AssertionError: POST /api/stop: expected 200, got 404");
    expect(told([missing, other])).toEqual(["api", "stop"]);
  });

  describe("over a socket", () => {
    const forbidden = socket("ws", { stage: "auth", upgradeStatus: 403, phase: "upgrade" });
    const lost = test("talks", "failed", "ConnectionClosedError: no close frame received or sent");

    it("drags along a test that lost its socket, where all that failed have one endpoint", () => {
      expect(told([forbidden, lost])).toEqual(["ws", "talks: ws probe probable"]);
      const other = socket("feed", { stage: "server", closeCode: 1011, closeReason: untrusted("boom") }, "/feed");
      expect(told([forbidden, other, lost])).toContain("talks");
    });

    it("does not where the test names another host", () => {
      const elsewhere = test("talks", "failed", "wss://feed.example/ws: no close frame received or sent");
      expect(told([forbidden, elsewhere], AT_STAGING)).toEqual(["ws", "talks"]);
      const there = test("talks", "failed", "wss://api.staging.example/ws: no close frame received or sent");
      expect(told([forbidden, there], AT_STAGING)).toEqual(["ws", "talks: ws probe probable"]);
    });

    it("does not where another probe was let in and talked", () => {
      const talked = { name: untrusted("pong"), count: 1, firstMs: 1, lastMs: 1 };
      const open = { ...probe("open", "passed"), measured: { ...MEASURED, events: [talked] } };
      expect(told([forbidden, open, lost])).toEqual(["ws", "talks"]);
    });

    it("is one error with a test that says the same", () => {
      expect(told([forbidden, test("talks", "failed", "server rejected WebSocket connection: HTTP 403")])).toEqual([
        "ws",
      ]);
    });
  });

  const MEASURED = {
    timings: null,
    httpStatus: null,
    bodyBytes: null,
    tries: 1,
    earlier: [],
    token: null,
    events: [],
    users: [],
    samples: null,
    values: [],
  };
});

describe("what is only empty", () => {
  const REFUSED = "server rejected WebSocket connection: HTTP 403";
  const NO_CONTEXT = "Authentication failed: user_context must be a UserExecutionContext instance";

  it.each([
    "AssertionError: Agent should provide some content or analysis",
    "AssertionError: Optimization should use analysis tools\nassert 0 > 0 (where 0 = len([]))",
    "AssertionError: Quality SLA violation: 0.00 < 0.7",
    "AssertionError: Insufficient high-value scenarios: 0/3",
    EMPTY,
  ])("follows from a socket that could not be used: %s", (words) => {
    expect(told([test("talks", "failed", REFUSED), test("reads", "failed", words)])).toEqual([
      "talks",
      "reads: talks empty probable",
    ]);
  });

  it.each([
    "AssertionError: Quality SLA violation: 0.65 < 0.7",
    "2/5 critical events found. Missing Events: {'tool_executing'}",
    "AssertionError: assert 0 == 7",
    "WebSocket closed with code 1000",
    "AssertionError: GET /api/items: expected some content\nassert 0 > 0 (where 0 = len([]))",
  ])("does not where something came, or came over something else: %s", (words) => {
    const [first, second] = errorsOf([test("talks", "failed", REFUSED), test("reads", "failed", words)]);
    expect([first?.because, second?.because]).toEqual([null, null]);
  });

  it("may follow from a socket of the same suite or of a probe, not from that of another suite", () => {
    const reads = inside("tests.reports", test("reads", "failed", EMPTY));
    expect(told([test("talks", "failed", REFUSED), reads])).toEqual(["talks", "reads: talks empty probable"]);
    expect(told([otherSuite(test("talks", "failed", REFUSED)), reads])).toEqual(["talks", "reads"]);
  });

  it("follows from the heaviest of several such errors, whatever came first", () => {
    const wide = ["b", "c"].map((name) => test(name, "failed", CLOSED));
    const narrow = test("a", "failed", "received 1011 (internal error) Out of workers");
    for (const checks of [
      [narrow, ...wide],
      [...wide, narrow],
    ]) {
      expect(told([...checks, test("reads", "failed", EMPTY)])).toContain("reads: b empty probable");
    }
  });

  it("may follow from what nothing tells the connection of, only beside it in one file", () => {
    const reads = inside("tests.reports", test("reads", "failed", EMPTY));
    expect(told([test("talks", "failed", NO_CONTEXT), test("reads", "failed", EMPTY)])).toEqual([
      "talks",
      "reads: talks empty probable",
    ]);
    expect(told([test("talks", "failed", NO_CONTEXT), reads])).toEqual(["talks", "reads"]);
  });

  it("never follows from an answer over HTTP, or from what comes later than it", () => {
    for (const words of [
      "AssertionError: GET /api/me: expected 200, got 500",
      "expected status 403 to be 200",
      WRONG,
    ]) {
      expect([...told([test("talks", "failed", words), test("reads", "failed", EMPTY)])].toSorted()).toEqual([
        "reads",
        "talks",
      ]);
    }
  });

  it("is an error of its own as long as one check that has it does not follow", () => {
    const elsewhere = otherSuite(test("other", "failed", EMPTY));
    expect(told([test("talks", "failed", REFUSED), test("reads", "failed", EMPTY), elsewhere])).toEqual([
      "reads",
      "talks",
    ]);
  });
});

it("makes nothing else the consequence of the error behind most failures", () => {
  const many = Array.from({ length: 30 }, (_, at) => test(`t${at}`, "failed", CLOSED));
  expect(told([...many, test("sum", "failed", WRONG)])).toEqual(["t0", "sum"]);
});

describe("a test that failed twice", () => {
  const closing = (name: string): CheckResult => ({
    ...test(name, "errored", 'failed on teardown with "RuntimeError: loop is closed"'),
    key: digest("teardown", name),
  });

  it("failed while it was taken down because of what it failed with before", () => {
    expect(told([test("talks", "failed", CLOSED), closing("talks")])).toEqual([
      "talks",
      "talks: talks same-check probable",
    ]);
  });

  it("also where the report tells it the other way round", () => {
    expect(told([closing("talks"), test("talks", "failed", CLOSED)])).toEqual([
      "talks",
      "talks: talks same-check probable",
    ]);
  });

  it("stands for itself where it passed before", () => {
    expect(told([test("talks", "passed"), test("other", "failed", CLOSED), closing("talks")])).toEqual([
      "other",
      "talks",
    ]);
  });
});

describe("a chain", () => {
  it("ends at its root, as sure as its weakest link", () => {
    const checks = [
      socket("ws", { stage: "auth", upgradeStatus: 403, phase: "upgrade" }),
      inside("t.Talk", test("talks", "failed", "ConnectionClosedError: no close frame received or sent")),
      inside("t.Read", test("reads", "failed", "depends on not successfully finished methods: [Talk.talks]")),
    ];
    expect(told(checks)).toEqual(["ws", "reads: ws runner probable", "talks: ws probe probable"]);
  });

  it("never makes two errors each other's cause", () => {
    const checks = ["a", "b"].map((name, at) => ({
      ...test(name, "failed", at === 0 ? WRONG : CLOSED),
      blockedBy: [test(at === 0 ? "b" : "a", "failed").key],
    }));
    const patterns = errorsOf(checks);
    expect(patterns.filter(({ because }) => because === null)).toHaveLength(1);
  });
});

describe("an alarm", () => {
  it("is a cause whatever failed before", () => {
    const letIn = socket("locked", { stage: "auth", letIn: "anonymous" });
    const ws = socket("ws", { stage: "connect", errno: "ECONNREFUSED" });
    expect(told([ws, { ...letIn, blockedBy: [ws.key] }])).toEqual(["locked", "ws"]);
  });
});
