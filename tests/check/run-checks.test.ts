// What runs when: setup and teardown, order and needs, how much at once, other tries, several users, and a cancelled run.
import { describe, expect, it } from "vitest";
import { runChecks, type Checked } from "../../src/check/run-checks.ts";
import type { CheckResult } from "../../src/model/check.ts";
import type { HttpProbe, Plan, Retry } from "../../src/model/plan.ts";
import { reveal, untrusted, type Untrusted } from "../../src/text/untrusted.ts";
import { COMMIT } from "../fakes/checks.ts";
import { answer, fakeWorld, noAnswer, type FakeWorld, type Script } from "../fakes/world.ts";
import { captureOf, hooks, httpProbe, jwt, plan, request, suite, users, when } from "./plans.ts";

interface Story {
  readonly world: FakeWorld;
  readonly checked: Checked;
  readonly told: readonly string[];
  /** By name. */
  readonly results: ReadonlyMap<string, CheckResult>;
}

async function story(given: Partial<Plan>, script: Script = {}): Promise<Story> {
  const world = fakeWorld({ environment: { KEY: "k".repeat(32) }, ...script });
  const told: Untrusted[] = [];
  const checked = await runChecks(plan(given), COMMIT, world, hooks(told));
  const results = new Map(checked.checks.map((each) => [reveal(each.name), each]));
  return { world, checked, told: told.map(reveal), results };
}

const outcomes = ({ checked }: Story): readonly string[] =>
  checked.checks.map((each) => `${reveal(each.name)} ${each.outcome}`);
const paths = ({ world }: Story): readonly string[] =>
  world.requests.map((each) => reveal(each.url).replace(/^https:\/\/[^/]+/u, ""));
const message = ({ results }: Story, name: string): string => {
  const failure = results.get(name)?.failure ?? null;
  return failure === null ? "" : reveal(failure.message);
};
const pathOf = ({ url }: HttpProbe["request"]): string => reveal(url).replace(/^https:\/\/[^/]+/u, "");

describe("the order", () => {
  it("is preflight and what it needs, then by priority, then as written", async () => {
    const seen = await story({
      probes: [
        httpProbe("late"),
        httpProbe("two", { priority: 2 }),
        httpProbe("base"),
        httpProbe("one", { priority: 1 }),
        httpProbe("flight", { preflight: true, needs: ["base"] }),
        httpProbe("last"),
      ],
    });
    expect(paths(seen)).toEqual(["/base", "/flight", "/one", "/two", "/late", "/last"]);
    expect(outcomes(seen)).toEqual(["late", "two", "base", "one", "flight", "last"].map((each) => `${each} passed`));
    expect(seen.told).toEqual(["base", "flight", "one", "two", "late", "last"]);
  });

  it("blocks what needs a failed probe, and what needs that", async () => {
    const seen = await story(
      { probes: [httpProbe("c", { needs: ["b"] }), httpProbe("b", { needs: ["a"] }), httpProbe("a"), httpProbe("d")] },
      { request: (each) => answer(pathOf(each) === "/a" ? 500 : 200) },
    );
    expect(outcomes(seen)).toEqual(["c blocked", "b blocked", "a failed", "d passed"]);
    expect(seen.results.get("c")?.blockedBy).toEqual([seen.results.get("b")?.key]);
    expect(paths(seen)).toEqual(["/a", "/d"]);
    expect(seen.told).toHaveLength(4);
  });

  it("starts a probe as soon as what it needs is known, while slow ones still run", async () => {
    const seen = await story(
      { probes: [httpProbe("slow"), httpProbe("a"), httpProbe("b", { needs: ["a"] })] },
      { request: (each) => answer(200, "", {}, { durationMs: pathOf(each) === "/slow" ? 1_000 : 10 }) },
    );
    expect(seen.told).toEqual(["a", "b", "slow"]);
  });

  it("has no circles: that is ours to refuse", async () => {
    const circle = [httpProbe("a", { needs: ["b"] }), httpProbe("b", { needs: ["a"] })];
    await expect(story({ probes: circle })).rejects.toThrow("wait for each other");
  });

  it("runs no suite after a failed preflight, and every other probe", async () => {
    const suites = [suite()];
    const probes = [httpProbe("a", { preflight: true }), httpProbe("b")];
    const red = await story({ suites, probes }, { request: (_, nth) => answer(nth === 1 ? 500 : 200) });
    expect(outcomes(red)).toEqual(["a failed", "b passed"]);
    expect(red.world.commands).toEqual([]);
    const green = await story({ suites, probes });
    expect(green.checked.suites).toHaveLength(1);
  });
});

describe("at once", () => {
  async function mostAtOnce(probes: readonly HttpProbe[], auths: Plan["auths"] = []): Promise<number> {
    let running = 0;
    let most = 0;
    const world = fakeWorld({ environment: { KEY: "k".repeat(32) } });
    const counting = {
      ...world,
      net: {
        ...world.net,
        request: async (each: HttpProbe["request"]) => {
          most = Math.max(most, ++running);
          const given = await world.net.request(each);
          running--;
          return given;
        },
      },
    };
    await runChecks(plan({ probes, auths }), COMMIT, counting, hooks());
    return most;
  }
  const many = Array.from({ length: 30 }, (_, at) => httpProbe(`p${at}`));

  it("are eight requests", async () => {
    expect(await mostAtOnce(many)).toBe(8);
  });

  it("are all users of one probe, and nothing beside more than eight", async () => {
    const auths = [jwt({ users: users(..."abcdefghijkl") })];
    const crowd = httpProbe("crowd", { auth: 0, users: 12 });
    expect(await mostAtOnce([...many.slice(0, 9), crowd, ...many.slice(9)], auths)).toBe(12);
    const four = httpProbe("four", { auth: 0, users: 4 });
    expect(await mostAtOnce([four, { ...four, key: "2" }, { ...four, key: "3" }], auths)).toBe(8);
  });
});

describe("setup and teardown", () => {
  const setup = { run: untrusted("./seed.sh"), timeoutMs: 60_000 };
  const teardown = { run: untrusted("./clean.sh"), timeoutMs: 30_000 };

  it("stand around the checks and know the commit", async () => {
    const seen = await story({ setup, teardown, probes: [httpProbe("a")] });
    expect(seen.world.commands).toMatchObject([
      { label: "setup", timeoutMs: 60_000, environment: { TDL_COMMIT: COMMIT } },
      { label: "teardown", timeoutMs: 30_000, always: true },
    ]);
    expect(seen.world.commands[0]).not.toHaveProperty("always");
    expect(seen.checked).toMatchObject({ setup: { exitCode: 0 }, teardown: { exitCode: 0 } });
    expect(outcomes(seen)).toEqual(["a passed"]);
  });

  it("are nothing where there is none", async () => {
    const seen = await story({ probes: [httpProbe("a")] });
    expect(seen.checked).toMatchObject({ setup: null, teardown: null });
    expect(seen.world.commands).toEqual([]);
  });

  it("run nothing in between when the setup fails, and clean up what it left", async () => {
    const seen = await story(
      { setup, teardown, probes: [httpProbe("a")] },
      { run: ({ label }) => ({ exitCode: label === "setup" ? 1 : 0 }) },
    );
    expect(outcomes(seen)).toEqual(["a not-run"]);
    expect(seen.world.requests).toEqual([]);
    expect(seen.told).toEqual([]);
    expect(seen.checked).toMatchObject({ setup: { exitCode: 1 }, teardown: { exitCode: 0 } });
  });

  it("clean up even after our own bug, which costs one check only and is told as ours", async () => {
    const broken: Script = {
      environment: { KEY: "k".repeat(32) },
      request: (each) => {
        if (pathOf(each) === "/a") throw new RangeError(`a bug with ${"k".repeat(32)}`);
        return answer(200);
      },
    };
    const world = fakeWorld(broken);
    world.secrets.register("k".repeat(32));
    const probes = [httpProbe("a"), httpProbe("b")];
    const { checks, teardown: torn } = await runChecks(plan({ teardown, probes }), COMMIT, world, hooks());
    expect(checks.map((each) => each.outcome)).toEqual(["errored", "passed"]);
    expect(checks[0]?.failure?.facts).toEqual({ errno: "INTERNAL" });
    expect(reveal(checks[0]?.failure?.message ?? expect.fail())).toBe(
      "a fault of our own ended this check: RangeError: a bug with ***",
    );
    expect(torn).toMatchObject({ exitCode: 0 });
  });

  it("clean up after a bug outside of the checks, when nothing of ours runs any more", async () => {
    const order: string[] = [];
    const world = fakeWorld({
      request: () => answer(200, "", {}, { durationMs: 500 }),
      run: (_, time) => {
        order.push(`teardown at ${time.now - 1_790_000_000_000}`);
        return {};
      },
    });
    const broken = {
      ...hooks(),
      begin: (each: { readonly name: Untrusted }) => {
        if (reveal(each.name) === "a") throw new Error("a bug");
      },
    };
    const probes = [httpProbe("b"), httpProbe("a")];
    await expect(runChecks(plan({ teardown, probes }), COMMIT, world, broken)).rejects.toThrow("a bug");
    expect(order).toEqual(["teardown at 500"]);
  });
});

describe("a cancelled run", () => {
  it("keeps what ran, starts nothing new, and cleans up", async () => {
    const teardown = { run: untrusted("./clean.sh"), timeoutMs: 30_000 };
    const seen = await story(
      { teardown, probes: [httpProbe("a"), httpProbe("b", { needs: ["a"] }), httpProbe("c", { needs: ["b"] })] },
      {
        request: (each, _, time) => {
          if (pathOf(each) !== "/b") return answer(200);
          time.cancelled = true;
          return noAnswer("CANCELLED", "server");
        },
      },
    );
    expect(outcomes(seen)).toEqual(["a passed", "b not-run", "c not-run"]);
    expect(seen.results.get("b")?.failure).toBeNull();
    expect(seen.told).toEqual(["a"]);
    expect(seen.world.commands.map((each) => each.label)).toEqual(["teardown"]);
  });

  it("starts none of those that wait for room", async () => {
    const probes = Array.from({ length: 12 }, (_, at) => httpProbe(`p${at}`));
    const seen = await story(
      { probes },
      {
        request: (_, nth, time) => {
          time.cancelled = nth === 8;
          return answer(200);
        },
      },
    );
    expect(seen.world.requests).toHaveLength(8);
    expect(outcomes(seen).filter((each) => each.endsWith("not-run"))).toHaveLength(4);
  });

  it("does not forget a failure that it only did not try again", async () => {
    const retry: Retry = { count: 3, intervalMs: 1_000, on: [] };
    const world = fakeWorld({ request: () => answer(503) });
    const cancelling = {
      ...world,
      clock: {
        ...world.clock,
        sleep: async (ms: number) => {
          world.time.cancelled = true;
          await world.clock.sleep(ms);
        },
      },
    };
    const { checks } = await runChecks(plan({ probes: [httpProbe("a", { retry })] }), COMMIT, cancelling, hooks());
    expect(checks[0]).toMatchObject({ outcome: "failed", measured: { tries: 1 } });
    expect(world.requests).toHaveLength(1);
  });

  it("does not forget the failure before a try that is cut off", async () => {
    const retry: Retry = { count: 3, intervalMs: 1_000, on: [] };
    const seen = await story(
      { probes: [httpProbe("a", { retry })] },
      {
        request: (_, nth, time) => {
          time.cancelled = nth === 2;
          return nth === 2 ? noAnswer("CANCELLED", "server") : answer(503);
        },
      },
    );
    expect(seen.results.get("a")).toMatchObject({ outcome: "failed", measured: { tries: 1, httpStatus: 503 } });
  });
});

describe("another try", () => {
  const retry: Retry = { count: 2, intervalMs: 3_000, on: [] };

  it("follows a failure that may pass, after its interval, with a fresh token", async () => {
    const seen = await story(
      { auths: [jwt()], probes: [httpProbe("a", { retry, auth: 0 })] },
      { request: (_, nth) => answer(nth < 3 ? 503 : 200) },
    );
    expect(seen.world.time.sleeps).toEqual([3_000, 3_000]);
    const tokens = seen.world.requests.map((each) => reveal(each.headers["authorization"] ?? expect.fail()));
    expect(new Set(tokens).size).toBe(3);
    const { measured, outcome } = seen.results.get("a") ?? expect.fail();
    expect(outcome).toBe("passed");
    expect(measured).toMatchObject({ tries: 3, httpStatus: 200 });
    expect(measured?.earlier.map((each) => each.facts.httpStatus)).toEqual([503, 503]);
    expect(seen.told).toEqual(["a"]);
  });

  it("ends with the last failure when none passes", async () => {
    const seen = await story(
      { probes: [httpProbe("a", { retry })] },
      { request: (_, nth) => answer(nth < 3 ? 503 : 502) },
    );
    expect(message(seen, "a")).toBe("GET /a answered 502, expected 2xx");
    expect(seen.results.get("a")?.measured).toMatchObject({ tries: 3 });
  });

  it.each([
    [401, [], 1],
    [404, [], 1],
    [200, [], 1],
    [503, ["svc"], 3],
    [503, ["svc.unavailable"], 3],
    [503, ["net", "svc.server-error"], 1],
    [404, ["svc"], 1],
  ])("is only made where it can help and is wanted: %i with %j makes %i", async (status, on, tries) => {
    const probe = httpProbe("a", { retry: { ...retry, on }, expect: { json: [when("$.n", "eq", 1)] } });
    const seen = await story({ probes: [probe] }, { request: () => answer(status, '{"n":2}') });
    expect(seen.world.requests).toHaveLength(tries);
  });

  it("lets others run while it waits", async () => {
    const probes = Array.from({ length: 8 }, (_, at) => httpProbe(`p${at}`, { retry })).concat(httpProbe("other"));
    const seen = await story({ probes }, { request: (each) => answer(pathOf(each) === "/other" ? 200 : 503) });
    expect(seen.told[0]).toBe("other");
  });
});

describe("several users", () => {
  const auths = [jwt({ users: users("u1", "u2", "u3", "u4") })];
  const crowd = (over: Parameters<typeof httpProbe>[1] = {}): HttpProbe =>
    httpProbe("crowd", { auth: 0, users: 3, request: request("/crowd?as=${user.id}"), ...over });
  const as = (each: HttpProbe["request"]): string => /as=(\w+)/u.exec(reveal(each.url))?.[1] ?? "";

  it("act at the same time, each with its own token", async () => {
    const seen = await story({ auths, probes: [crowd()] });
    expect(seen.world.requests.map(as)).toEqual(["u1", "u2", "u3"]);
    expect(seen.world.minted.map((each) => each.claims["sub"])).toEqual(["u1", "u2", "u3"]);
    const { measured } = seen.results.get("crowd") ?? expect.fail();
    expect(measured?.users.map(({ user, outcome }) => `${reveal(user)} ${outcome}`)).toEqual([
      "u1 passed",
      "u2 passed",
      "u3 passed",
    ]);
    expect(measured).toMatchObject({ httpStatus: null, timings: null, token: { kind: "jwt", accepted: true } });
  });

  it("fail as the worst of them does, and it is said who", async () => {
    const seen = await story(
      { auths, probes: [crowd()] },
      { request: (each) => ({ u1: noAnswer("ECONNRESET", "server"), u2: answer(403) })[as(each)] ?? answer(200) },
    );
    const { outcome, failure, measured } = seen.results.get("crowd") ?? expect.fail();
    expect(outcome).toBe("failed");
    expect(message(seen, "crowd")).toMatch(/^user 2 of 3 \(u2\): GET \/crowd answered 403, expected 2xx/u);
    expect(reveal(failure?.facts.user ?? expect.fail())).toBe("u2");
    expect(measured?.users.map((each) => each.outcome)).toEqual(["errored", "failed", "passed"]);
    expect(measured?.token).toMatchObject({ minted: true, accepted: null });
  });

  it("are not tried again when one of them fails in a way that does not pass by itself", async () => {
    const retry: Retry = { count: 3, intervalMs: 1_000, on: [] };
    const expectation = { json: [when("$.user_id", "eq", "${user.id}")] };
    const seen = await story(
      { auths, probes: [crowd({ retry, expect: expectation })] },
      { request: (each) => (as(each) === "u1" ? answer(503) : answer(200, '{"user_id":"u3"}')) },
    );
    expect(seen.world.requests).toHaveLength(3);
    const { failure } = seen.results.get("crowd") ?? expect.fail();
    expect(message(seen, "crowd")).toMatch(/^user 2 of 3 \(u2\): .*; this belongs to user u3$/u);
    expect(reveal(failure?.facts.foreignUser ?? expect.fail())).toBe("u3");
  });

  it("are told by the failure that does not pass by itself before one that may", async () => {
    const seen = await story(
      { auths, probes: [crowd()] },
      { request: (each) => answer({ u1: 503, u2: 404 }[as(each)] ?? 200) },
    );
    expect(message(seen, "crowd")).toMatch(/^user 2 of 3 .* answered 404/u);
  });

  it("keep the failures of all of them from a try that was repeated, in one try", async () => {
    const retry: Retry = { count: 1, intervalMs: 1_000, on: [] };
    const seen = await story(
      { auths, probes: [crowd({ retry })] },
      { request: (each, nth) => answer(nth <= 3 && as(each) !== "u3" ? 503 : 200) },
    );
    const { measured, outcome } = seen.results.get("crowd") ?? expect.fail();
    expect(outcome).toBe("passed");
    expect(measured?.tries).toBe(2);
    expect(measured?.earlier.map((each) => reveal(each.facts.user ?? expect.fail()))).toEqual(["u2", "u1"]);
  });

  it("do not lose what one measured when the run is cancelled for another", async () => {
    const expectation = { json: [when("$.user_id", "eq", "${user.id}")] };
    const seen = await story(
      { auths, probes: [crowd({ expect: expectation })] },
      {
        request: (each, _, time) => {
          if (as(each) === "u1") return answer(200, '{"user_id":"u2"}');
          time.cancelled = true;
          return noAnswer("CANCELLED", "server");
        },
      },
    );
    expect(seen.results.get("crowd")).toMatchObject({ outcome: "failed" });
    expect(message(seen, "crowd")).toContain("this belongs to user u2");
  });

  it("capture for themselves, and whoever has captured nothing uses what the first has", async () => {
    const probes = [
      crowd({ capture: [captureOf("mine", "$.id")] }),
      httpProbe("again", {
        auth: 0,
        users: 4,
        needs: ["crowd"],
        request: request("/again/${capture.mine}?as=${user.id}"),
      }),
      httpProbe("nobody", { needs: ["again"], request: request("/nobody/${capture.mine}") }),
    ];
    const seen = await story(
      { auths, probes },
      { request: (each) => answer(200, JSON.stringify({ id: `of-${as(each)}` })) },
    );
    expect(paths(seen).slice(3)).toEqual([
      "/again/of-u1?as=u1",
      "/again/of-u2?as=u2",
      "/again/of-u3?as=u3",
      "/again/of-u1?as=u4",
      "/nobody/of-u1",
    ]);
  });
});

describe("a captured value", () => {
  it("is there for the probe that needs it, and blocks that probe when it is missing", async () => {
    const probes = [
      httpProbe("first", { capture: [captureOf("id", "$.id")] }),
      httpProbe("second", { needs: ["first"], request: request("/second/${capture.id}") }),
    ];
    const good = await story({ probes }, { request: () => answer(200, '{"id":"a b"}') });
    expect(paths(good)).toEqual(["/first", "/second/a%20b"]);
    const bad = await story({ probes }, { request: () => answer(200, "{}") });
    expect(outcomes(bad)).toEqual(["first failed", "second blocked"]);
  });

  it("is hidden where another probe brings it along to say who calls", async () => {
    const value = "0123456789-abc";
    const texts = [
      request("/b", { headers: { cookie: untrusted("x=${capture.mine}") } }),
      request("/b?access_token=${capture.mine}"),
      request("/b?thread=${capture.mine}"),
    ];
    const hidden = texts.map(async (asked) => {
      const probes = [
        httpProbe("a", { capture: [captureOf("mine", "$.v")] }),
        httpProbe("b", { needs: ["a"], request: asked }),
      ];
      const { world } = await story({ probes }, { request: () => answer(200, JSON.stringify({ v: value })) });
      return world.secretsSeen.has(value);
    });
    expect(await Promise.all(hidden)).toEqual([true, true, false]);
  });

  it("that was never captured is told, and nothing is sent", async () => {
    const seen = await story({ probes: [httpProbe("a", { request: request("/${capture.id}") }), httpProbe("b")] });
    expect(outcomes(seen)).toEqual(["a errored", "b passed"]);
    expect(message(seen, "a")).toBe("nothing was captured for ${capture.id}");
    expect(paths(seen)).toEqual(["/b"]);
  });

  it("comes from the try that passed", async () => {
    const probes = [
      httpProbe("first", { retry: { count: 1, intervalMs: 1, on: [] }, capture: [captureOf("id", "$.id")] }),
      httpProbe("second", { needs: ["first"], request: request("/second/${capture.id}") }),
    ];
    const seen = await story({ probes }, { request: (_, nth) => answer(nth === 1 ? 503 : 200, `{"id":${nth}}`) });
    expect(paths(seen).at(-1)).toBe("/second/2");
  });
});

it("says of each result what the plan says of its probe", async () => {
  const probes = [httpProbe("a", { severity: "warn" }), httpProbe("b", { preflight: true })];
  const seen = await story({ probes }, { request: () => answer(500) });
  expect(seen.results.get("a")).toMatchObject({ severity: "warn", preflight: false, kind: "probe", suite: null });
  expect(seen.results.get("b")).toMatchObject({ severity: "fail", preflight: true });
});
