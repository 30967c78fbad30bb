// Who acts: tokens minted, given or typed in, where each travels, and what happens when there is none.
import { describe, expect, it } from "vitest";
import { actorsOf } from "../../src/check/identity.ts";
import { runChecks } from "../../src/check/run-checks.ts";
import { createSession } from "../../src/check/session.ts";
import { fault, UserError } from "../../src/model/errors.ts";
import type { Auth, Probe, SocketConnection, TokenPlace } from "../../src/model/plan.ts";
import { mapUntrusted, reveal, untrusted } from "../../src/text/untrusted.ts";
import { COMMIT } from "../fakes/checks.ts";
import { answer, fakeWorld, noAnswer, type FakeWorld, type Script } from "../fakes/world.ts";
import { hooks, httpProbe, jwt, login, plan, users } from "./plans.ts";

const ENVIRONMENT = { KEY: "k".repeat(32), PASSWORD: "pa$$word-of-ada", TOKEN: "given-t0ken" };

async function actors(auth: Auth, probe: Probe = httpProbe("x", { auth: 0 }), script: Script = {}) {
  const world = fakeWorld({ environment: ENVIRONMENT, ...script });
  const session = createSession(plan({ auths: [auth], probes: [probe] }), COMMIT, world, hooks());
  return { world, session, actors: await actorsOf(probe, session, 1) };
}

const BEARER: Auth = { kind: "bearer", name: untrusted("b"), users: users("u1"), token: untrusted("${secrets.TOKEN}") };
const BASIC: Auth = {
  kind: "basic",
  name: untrusted("b"),
  users: users("ada"),
  username: untrusted("${user.id}"),
  password: untrusted("${secrets.PASSWORD}é"),
};

function socketProbe(token: TokenPlace): Probe {
  const { request, expect: _, capture, ...common } = httpProbe("socket", { auth: 0 });
  const connection: SocketConnection = {
    url: request.url,
    headers: {},
    subprotocols: [],
    token,
    authEvent: null,
    handshakeTimeoutMs: request.timeoutMs + capture.length,
  };
  const steps = [{ kind: "connect", timeoutMs: 1_000 }] as const;
  return {
    ...common,
    kind: "websocket",
    connection,
    eventAt: untrusted("$.type"),
    steps,
    never: [],
    every: [],
    implied: 0,
    refusedWith: [],
  };
}

describe("a minted token", () => {
  it("is made for the user as the plan says, and hidden before anybody sees it", async () => {
    const auth = jwt({ algorithm: "ES256", keyId: untrusted("k-1"), encoding: "base64", weakKey: true });
    const seen = await actors(auth);
    expect(seen.world.minted).toEqual([
      {
        algorithm: "ES256",
        secret: ENVIRONMENT.KEY,
        encoding: "base64",
        keyId: "k-1",
        weakKey: true,
        bad: null,
        claims: { sub: "staging-e2e-user-001", aud: "staging" },
        expiresInMs: 300_000,
        now: seen.world.time.now,
      },
    ]);
    expect(seen.world.secretsSeen).toContain("minted.token-1.of-a-test-user");
    expect(mapUntrusted(seen.actors[0], (text) => text)).toMatchObject({
      scope: { token: "minted.token-1.of-a-test-user" },
      shape: { algorithm: "ES256", livesMs: 300_000 },
    });
  });

  it.each(["expired", "wrong-key", "unsigned"] as const)("is made wrong where that is wanted: %s", async (badToken) => {
    const seen = await actors(jwt(), httpProbe("x", { auth: 0, badToken }));
    expect(seen.world.minted[0]?.bad).toBe(badToken);
    expect(seen.actors[0]).toMatchObject({ shape: { algorithm: badToken === "unsigned" ? "none" : "HS256" } });
  });

  it("that cannot be made is the probe's failure, because something may be deployed by now", async () => {
    const script: Script = {
      mint: () => {
        throw new UserError([fault(untrusted("jwt"), "the key is too short")]);
      },
    };
    const world = fakeWorld({ environment: ENVIRONMENT, ...script });
    const given = plan({ auths: [jwt()], probes: [httpProbe("a", { auth: 0 }), httpProbe("b")] });
    const { checks } = await runChecks(given, COMMIT, world, hooks());
    expect(checks.map((each) => each.outcome)).toEqual(["errored", "passed"]);
    expect(checks[0]).toMatchObject({
      failure: { facts: { errno: "TOKEN", stage: "auth" } },
      measured: { token: { minted: false } },
    });
    expect(reveal(checks[0]?.failure?.message ?? expect.fail())).toBe("no token could be minted: the key is too short");
  });

  it("for several audiences names them all", async () => {
    const seen = await actors(jwt({ claims: untrusted('{"aud":["a","b"]}') }));
    const [actor] = seen.actors;
    expect(actor !== undefined && "shape" in actor ? reveal(actor.shape?.audience ?? expect.fail()) : "").toBe("a, b");
  });
});

describe("a given token or password", () => {
  it.each([
    [BEARER, "Bearer given-t0ken", ENVIRONMENT.TOKEN],
    [BASIC, `Basic ${Buffer.from("ada:pa$$word-of-adaé").toString("base64")}`, undefined],
  ])("is sent as it is, and hidden: %#", async (auth, header, token) => {
    const seen = await actors(auth);
    const [actor] = seen.actors;
    if (actor === undefined || "failure" in actor) return expect.fail();
    expect(reveal(actor.headers["authorization"] ?? expect.fail())).toBe(header);
    expect(actor.scope.token).toBe(token);
    expect(actor.shape).toBeNull();
    expect(seen.world.secretsSeen).toContain(header.replace(/^\w+ /u, ""));
  });
});

describe("a socket", () => {
  const message = { in: "message", message: untrusted('{"token":"${token}"}') } as const;
  it.each([
    [jwt(), { in: "header" }, true],
    [jwt(), { in: "subprotocol" }, false],
    [jwt(), { in: "query", parameter: "token" }, false],
    [jwt(), message, false],
    [BASIC, { in: "header" }, true],
  ] as const)("gets the token in its header only where it travels there: %#", async (auth, place, inHeader) => {
    const [actor] = (await actors(auth, socketProbe(place))).actors;
    if (actor === undefined || "failure" in actor) return expect.fail();
    expect(Object.keys(actor.headers)).toEqual(inHeader ? ["authorization"] : []);
    expect(actor.scope.token === undefined).toBe(auth.kind === "basic");
  });
});

it("knows the other users, to tell whose data came", async () => {
  const seen = await actors(jwt({ users: users("u1", "u2", "u3") }), httpProbe("x", { auth: 0, users: 2 }));
  const others = seen.actors.map((each) => ("others" in each ? each.others.map(({ label }) => reveal(label)) : []));
  expect(others).toEqual([
    ["u2", "u3"],
    ["u1", "u3"],
  ]);
});

it("is nobody without an auth", async () => {
  const seen = await actors(jwt(), httpProbe("x"));
  expect(seen.actors).toMatchObject([{ label: null, auth: null, headers: {}, shape: null }]);
  expect(seen.world.minted).toEqual([]);
});

it("has a fresh token at hand once its own has lived half its life", async () => {
  const world = fakeWorld({ environment: ENVIRONMENT });
  const given = plan({ auths: [jwt({ expiresInMs: 10_000 })] });
  const [actor] = await actorsOf(httpProbe("a", { auth: 0 }), createSession(given, COMMIT, world, hooks()), 1);
  if (actor === undefined || "failure" in actor) return expect.fail();
  world.time.now += 4_999;
  expect(actor.renew?.()).toBe(actor);
  world.time.now += 1;
  const renewed = actor.renew?.() ?? expect.fail();
  expect(renewed.scope.token).not.toBe(actor.scope.token);
  expect(reveal(renewed.headers["authorization"] ?? expect.fail())).toBe(`Bearer ${renewed.scope.token}`);
  expect(renewed.renew?.()).toBe(renewed);
  expect(world.minted).toHaveLength(2);
});

describe("a login", () => {
  const given = (token: unknown) => answer(200, JSON.stringify({ access_token: token }));
  const isLogin = (url: FakeWorld["requests"][number]["url"]): boolean => reveal(url).endsWith("/auth/login");
  const threeProbes = ["a", "b", "c"].map((name) => httpProbe(name, { auth: 0 }));

  async function run(script: Script["request"], probes = threeProbes, auth = login()) {
    const world = fakeWorld({ environment: ENVIRONMENT, ...(script === undefined ? {} : { request: script }) });
    const { checks } = await runChecks(plan({ auths: [auth], probes }), COMMIT, world, hooks());
    return { world, checks, logins: world.requests.filter((each) => isLogin(each.url)) };
  }

  it("happens once for each user, whose probes share its token", async () => {
    const auth = login({ users: users("ada@example.com", "bob@example.com") });
    const probes = [...threeProbes, httpProbe("both", { auth: 0, users: 2 })];
    const seen = await run((each, nth) => (isLogin(each.url) ? given(`session-${nth}`) : answer(200)), probes, auth);
    expect(seen.checks.map((each) => each.outcome)).toEqual(["passed", "passed", "passed", "passed"]);
    expect(seen.logins.map((each) => JSON.parse(reveal(each.body ?? expect.fail())))).toEqual([
      { email: "ada@example.com", password: ENVIRONMENT.PASSWORD },
      { email: "bob@example.com", password: ENVIRONMENT.PASSWORD },
    ]);
    const sent = seen.world.requests.filter((each) => !isLogin(each.url));
    const headers = sent.map((each) => reveal(each.headers["authorization"] ?? expect.fail()));
    expect(new Set(headers).size).toBe(2);
    expect([...seen.world.secretsSeen].filter((each) => each.startsWith("session-"))).toHaveLength(2);
    expect(seen.checks[0]?.measured?.token).toEqual({ kind: "login", minted: true, accepted: true });
  });

  it.each([
    [answer(401), "answered 401, expected 2xx", { stage: "auth", httpStatus: 401 }],
    [answer(503), "answered 503, expected 2xx", { stage: "auth", httpStatus: 503 }],
    [answer(200, "<html>"), "answered 200 with HTML, expected JSON", { stage: "data", httpStatus: 200 }],
    [answer(200, "{}"), "answered 200 with nothing at $.access_token, expected a token", { stage: "data" }],
    [given(""), "answered 200 with an empty text at $.access_token, expected a token", {}],
    [given(["x"]), "answered 200 with no text but a list at $.access_token, expected a token", {}],
    [
      given("x".repeat(9_000)),
      "answered 200 with a text of 9000 characters at $.access_token, too long for a token",
      {},
    ],
  ])("that fails is the failure of each probe that needs it: %#", async (refusal, what, facts) => {
    const seen = await run((each) => (isLogin(each.url) ? refusal : answer(200)));
    expect(seen.logins).toHaveLength(1);
    expect(seen.world.requests).toHaveLength(1);
    for (const check of seen.checks) {
      expect(check).toMatchObject({
        outcome: "failed",
        failure: { facts },
        measured: { token: { minted: false, accepted: null } },
      });
      expect(reveal(check.failure?.message ?? expect.fail())).toBe(`log in: POST /auth/login ${what}`);
      expect(reveal(check.failure?.facts.target ?? expect.fail())).toBe("POST /auth/login");
    }
  });

  it.each(["abc\ndef1234567", "abc\ud800def", " abc", "tökén-ẞ"])(
    "whose token no header can carry is told as the login's own fault: %j",
    async (token) => {
      const seen = await run((each) => (isLogin(each.url) ? given(token) : answer(200)));
      expect(seen.world.requests).toHaveLength(1);
      expect(reveal(seen.checks[0]?.failure?.message ?? expect.fail())).toBe(
        "log in: POST /auth/login answered 200 with a text that no header can carry at $.access_token, expected a token",
      );
    },
  );

  it("that worked tells its shape and nothing of what stands in it, for the token may stand elsewhere", async () => {
    const body = { data: { jwt: "0123456789-secret", ids: [1, 2], more: { deep: { er: {} } } }, ok: true, no: null };
    const seen = await run((each) => (isLogin(each.url) ? answer(200, JSON.stringify(body)) : answer(200)));
    expect(reveal(seen.checks[0]?.failure?.detail ?? expect.fail())).toBe(
      '{"data": {"jwt": text, "ids": [number, …], "more": {"deep": {"er": {…}}}}, "ok": boolean, "no": null}',
    );
    const refused = await run((each) => answer(isLogin(each.url) ? 401 : 200, "no such user"));
    expect(reveal(refused.checks[0]?.failure?.detail ?? expect.fail())).toBe("no such user");
  });

  it("that gets no answer is an error at the stage it came to", async () => {
    const seen = await run(() => noAnswer("ECONNREFUSED"));
    expect(seen.checks[0]).toMatchObject({
      outcome: "errored",
      failure: { facts: { stage: "connect", errno: "ECONNREFUSED" } },
    });
  });

  it("is tried again by the next try of a probe, once for all of them", async () => {
    const retry = { count: 2, intervalMs: 1_000, on: [] };
    const probes = threeProbes.map((each) => ({ ...each, retry }));
    let nth = 0;
    const seen = await run(
      (each) => (isLogin(each.url) ? (++nth === 1 ? answer(503) : given("session-t0ken")) : answer(200)),
      probes,
    );
    expect(seen.logins).toHaveLength(2);
    expect(seen.checks.map((each) => [each.outcome, each.measured?.tries])).toEqual([
      ["passed", 2],
      ["passed", 2],
      ["passed", 2],
    ]);
  });

  it("that fails for one of several users lets the others act", async () => {
    const auth = login({ users: users("ada@example.com", "bob@example.com") });
    const seen = await run(
      (each) =>
        !isLogin(each.url)
          ? answer(200)
          : reveal(each.body ?? expect.fail()).includes("bob")
            ? answer(401)
            : given("session-t0ken"),
      [httpProbe("both", { auth: 0, users: 2 })],
      auth,
    );
    expect(seen.checks[0]?.measured?.users.map((each) => each.outcome)).toEqual(["passed", "failed"]);
    expect(reveal(seen.checks[0]?.failure?.message ?? expect.fail())).toBe(
      "user 2 of 2 (bob@example.com): log in: POST /auth/login answered 401, expected 2xx",
    );
  });

  it("whose token stands where only a slow path leads does not hang", async () => {
    const world = fakeWorld({ environment: ENVIRONMENT, isTooSlow: true, request: () => given("session-t0ken") });
    const probes = [httpProbe("a", { auth: 0 })];
    const auths = [login({ token: untrusted("$..access_token") })];
    const { checks } = await runChecks(plan({ auths, probes }), COMMIT, world, hooks());
    expect(reveal(checks[0]?.failure?.message ?? expect.fail())).toContain("took too long");
  });
});
