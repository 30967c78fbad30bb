// Samples and targets: what is measured how often, which numbers count, and what is too few of them.
import { describe, expect, it } from "vitest";
import { runChecks } from "../../src/check/run-checks.ts";
import type { CheckResult } from "../../src/model/check.ts";
import type { Bound, HttpProbe, MetricTarget, Plan } from "../../src/model/plan.ts";
import { reveal, untrusted, type Untrusted } from "../../src/text/untrusted.ts";
import { COMMIT } from "../fakes/checks.ts";
import { answer, fakeWorld, noAnswer, type FakeWorld, type Script } from "../fakes/world.ts";
import { captureOf, hooks, httpProbe, jwt, plan, request, target, users } from "./plans.ts";

interface Story {
  readonly world: FakeWorld;
  readonly told: readonly string[];
  readonly checks: readonly CheckResult[];
}

async function story(given: Partial<Plan>, script: Script = {}): Promise<Story> {
  const world = fakeWorld({ environment: { KEY: "k".repeat(32) }, ...script });
  const told: Untrusted[] = [];
  const { checks } = await runChecks(plan(given), COMMIT, world, hooks(told));
  return { world, checks, told: told.map(reveal) };
}

const sampled = (count: number, over: Parameters<typeof httpProbe>[1] = {}): HttpProbe =>
  httpProbe("sampled", { samples: { count, warmup: 0 }, ...over });
const bound = (aggregate: Bound["aggregate"], limit: number, warn: number | null = null): Bound => ({
  aggregate,
  limit,
  warn,
});
/** The nth answer takes n milliseconds. */
const growing: Script = {
  request: (_, nth) => {
    const given = answer(200, "x".repeat(nth), {}, { durationMs: nth });
    return { ...given, timings: { ...given.timings, firstByteMs: nth / 2 } };
  },
};
const message = (result: CheckResult | undefined): string =>
  result === undefined || result.failure === null ? "" : reveal(result.failure.message);

describe("a sampled probe", () => {
  it("runs alone after all others, one run at a time, and its warm-up does not count", async () => {
    const probes = [sampled(3, { priority: 1, samples: { count: 3, warmup: 2 } }), httpProbe("a"), httpProbe("b")];
    const seen = await story({ probes }, growing);
    const paths = seen.world.requests.map((each) => reveal(each.url).replace(/.*\//u, ""));
    expect(paths).toEqual(["a", "b", "sampled", "sampled", "sampled", "sampled", "sampled"]);
    expect(seen.told).toEqual(["a", "b", "sampled"]);
    expect(seen.checks[0]).toMatchObject({
      outcome: "passed",
      durationMs: 3 + 4 + 5 + 6 + 7,
      measured: {
        tries: 1,
        samples: { wanted: 3, done: 3, failed: 0, loopDelayMs: { p99: 0.5, max: 2 } },
        values: [
          { metric: "http.duration", values: [5, 6, 7] },
          { metric: "http.first-byte", values: [2.5, 3, 3.5] },
          { metric: "http.size", values: [5, 6, 7] },
        ],
      },
    });
  });

  it("is waited for by what needs it, and what it captured is used", async () => {
    const probes = [
      httpProbe("after", { needs: ["sampled"], request: request("/after/${capture.id}") }),
      sampled(2, { capture: [captureOf("id", "$.n")] }),
      httpProbe("other"),
    ];
    const seen = await story({ probes }, { request: (_, nth) => answer(200, `{"n":${nth}}`) });
    expect(seen.told).toEqual(["other", "sampled", "after"]);
    expect(reveal(seen.world.requests.at(-1)?.url ?? expect.fail())).toContain("/after/3");
  });

  it("fails when one of its runs does, goes on measuring, and says how many", async () => {
    const seen = await story({ probes: [sampled(4)] }, { request: (_, nth) => answer(nth === 2 ? 404 : 200) });
    expect(seen.checks[0]).toMatchObject({
      outcome: "failed",
      measured: { samples: { wanted: 4, done: 4, failed: 1 } },
    });
    expect(message(seen.checks[0])).toBe("GET /sampled answered 404, expected 2xx (1 of 4 runs failed)");
  });

  it("stops when staging is down, also while warming up", async () => {
    const down: Script = { request: () => noAnswer("ECONNREFUSED") };
    const seen = await story({ probes: [sampled(100)] }, down);
    expect(seen.world.requests).toHaveLength(5);
    expect(message(seen.checks[0])).toContain("(5 of 5 runs failed, ended before 100 were done)");
    const cold = await story({ probes: [sampled(100, { samples: { count: 100, warmup: 50 } })] }, down);
    expect(cold.world.requests).toHaveLength(5);
    expect(cold.checks[0]).toMatchObject({ outcome: "errored", measured: { samples: { done: 1, failed: 1 } } });
  });

  it("tries a run again where that helps, so often in the whole series as a single run would be", async () => {
    const probes = [sampled(3, { retry: { count: 2, intervalMs: 1_000, on: [] } })];
    const flaky = await story({ probes }, { request: (_, nth) => answer(nth === 1 || nth === 3 ? 503 : 200) });
    expect(flaky.checks[0]).toMatchObject({
      outcome: "passed",
      measured: { tries: 3, samples: { done: 3, failed: 0 } },
    });
    const bad = await story({ probes }, { request: (_, nth) => answer(nth < 4 ? 503 : 200) });
    expect(bad.checks[0]).toMatchObject({ outcome: "failed", measured: { tries: 3, samples: { done: 3, failed: 1 } } });
    expect(bad.world.requests).toHaveLength(5);
  });

  it("tells the worst of its runs, with the evidence of that run", async () => {
    const probes = [sampled(8, { expect: { status: [401] } })];
    const statuses = [401, 503, 401, 401, 200, 401, 401, 401];
    const seen = await story({ probes }, { request: (_, nth) => answer(statuses[nth - 1] ?? 0) });
    expect(seen.checks[0]).toMatchObject({
      outcome: "failed",
      failure: { facts: { letIn: "anonymous" } },
      measured: { httpStatus: 200, samples: { done: 8, failed: 2 } },
    });
    expect(message(seen.checks[0])).toContain("(2 of 8 runs failed)");
  });

  it("does not take it for cold when its warm-up lets somebody in", async () => {
    const probes = [sampled(3, { samples: { count: 3, warmup: 3 }, expect: { status: [401] } })];
    const seen = await story({ probes }, { request: (_, nth) => answer(nth === 2 ? 200 : 401) });
    expect(seen.checks[0]).toMatchObject({ outcome: "failed", failure: { facts: { letIn: "anonymous" } } });
    expect(message(seen.checks[0])).toContain("(0 of 3 runs failed, beside 1 of the warm-up)");
    const slow = await story({ probes }, { request: (_, nth) => answer(nth === 2 ? 503 : 401) });
    expect(slow.checks[0]?.outcome).toBe("passed");
  });

  it("uses one token until that has lived half its life", async () => {
    const auths = [jwt({ expiresInMs: 10_000, users: users("u1") })];
    const seen = await story(
      { auths, probes: [sampled(10, { auth: 0 })] },
      { request: () => answer(200, "", {}, { durationMs: 2_000 }) },
    );
    expect(seen.world.minted.map((each) => each.now - 1_790_000_000_000)).toEqual([0, 6_000, 12_000, 18_000]);
  });

  it("that is cut off keeps its numbers and is not finished", async () => {
    const seen = await story(
      { probes: [sampled(10)], targets: [target({ bounds: [bound("max", 1)] })] },
      {
        request: (_, nth, time) => {
          time.cancelled = nth === 3;
          return nth === 3 ? noAnswer("CANCELLED") : answer(200);
        },
      },
    );
    expect(seen.checks).toMatchObject([
      { outcome: "not-run", failure: null, measured: { samples: { wanted: 10, done: 2, failed: 0 } } },
      { outcome: "not-run", measured: null },
    ]);
    expect(seen.told).toEqual([]);
  });
});

describe("a target", () => {
  async function judged(
    over: Partial<MetricTarget>,
    probes: readonly HttpProbe[],
    script = growing,
  ): Promise<CheckResult> {
    const seen = await story({ probes, targets: [target(over)] }, script);
    expect(seen.told.at(-1)).toBe(reveal(seen.checks.at(-1)?.name ?? expect.fail()));
    return seen.checks.at(-1) ?? expect.fail();
  }

  it("is met up to its limit, and keeps what it saw", async () => {
    const met = await judged({ bounds: [bound("p95", 95, 80), bound("max", 100), bound("min", 1)] }, [sampled(100)]);
    expect(met).toMatchObject({
      kind: "target",
      outcome: "passed",
      failure: null,
      severity: "fail",
      group: null,
      suite: null,
    });
    expect(reveal(met.name)).toBe("http.duration p95 ≤ 95 ms, max ≤ 100 ms, min ≥ 1 ms");
    expect(met.measured?.bounds).toEqual([
      { aggregate: "p95", limit: 95, warn: 80, seen: 95, values: 100, unit: "ms" },
      { aggregate: "max", limit: 100, warn: null, seen: 100, values: 100, unit: "ms" },
      { aggregate: "min", limit: 1, warn: null, seen: 1, values: 100, unit: "ms" },
    ]);
  });

  it("that is missed says the number, the limit, and from how many values", async () => {
    const tags = [untrusted("api"), untrusted("chat")];
    const missed = await judged({ tags, bounds: [bound("p95", 94), bound("p50", 60), bound("mean", 50)] }, [
      sampled(100, { tags }),
    ]);
    expect(missed.outcome).toBe("failed");
    expect(message(missed)).toBe(
      "http.duration [api, chat]: p95 is 95 ms, expected at most 94 ms; mean is 50.5 ms, expected at most 50 ms, over 100 values",
    );
    const { stage, limit, ...texts } = missed.failure?.facts ?? expect.fail();
    expect({ stage, limit }).toEqual({ stage: "value", limit: true });
    expect([texts.target, texts.at, texts.expected, texts.seen].map((each) => reveal(each ?? expect.fail()))).toEqual([
      "http.duration [api, chat]",
      "p95",
      "at most 94 ms",
      "95 ms",
    ]);
  });

  it("is not met by rounding", async () => {
    const script: Script = { request: () => answer(200, '{"q":0.6999999}') };
    const missed = await judged(
      { metric: "quality", from: untrusted("$.q"), bounds: [bound("min", 0.7)] },
      [httpProbe("a")],
      script,
    );
    expect(missed.outcome).toBe("failed");
    expect(missed.measured?.bounds?.[0]?.seen).toBe(0.6999999);
  });

  it.each([
    ["p50", 1, 2],
    ["p75", 3, 4],
    ["p90", 9, 10],
    ["p95", 19, 20],
    ["p99", 99, 100],
  ] as const)("at %s has no data with %i values and is judged with %i", async (aggregate, few, enough) => {
    const none = await judged({ bounds: [bound(aggregate, 1_000_000)] }, [sampled(few)]);
    expect(none).toMatchObject({ outcome: "errored", failure: { facts: { noData: true, stage: "data" } } });
    expect(none.measured?.bounds).toMatchObject([{ seen: null, values: few }]);
    expect(message(none)).toBe(
      `http.duration: ${few === 1 ? "1 value is" : `${few} values are`} too few for ${aggregate}, which needs ${enough}`,
    );
    expect((await judged({ bounds: [bound(aggregate, 1_000_000)] }, [sampled(enough)])).outcome).toBe("passed");
  });

  it("fails for the bound that is missed even where another has no data", async () => {
    const seen = await judged({ bounds: [bound("p99", 1), bound("max", 1)] }, [sampled(5)]);
    expect(message(seen)).toBe("http.duration: max is 5 ms, expected at most 1 ms, over 5 values");
  });

  it("takes latency from sampled probes only, a size and a value of the body from all, of every user", async () => {
    const auths = [jwt({ users: users("u1", "u2", "u3") })];
    const probes = [sampled(2), httpProbe("crowd", { auth: 0, users: 3 })];
    const targets = [
      target({ key: "1", bounds: [bound("max", 99)] }),
      target({ key: "2", metric: "http.size", bounds: [bound("max", 4)] }),
      target({ key: "3", metric: "q", from: untrusted("$.q"), bounds: [bound("max", 99)] }),
      target({ key: "4", metric: "ws.ping", bounds: [bound("max", 99)] }),
    ];
    const seen = await story({ auths, probes, targets }, { request: () => answer(200, '{"q":1}') });
    expect(seen.checks.slice(2).map((each) => each.measured?.bounds?.[0]?.values)).toEqual([2, 5, 5, 0]);
    expect(seen.checks.slice(2).map((each) => each.outcome)).toEqual(["passed", "failed", "passed", "errored"]);
    expect(message(seen.checks[3])).toBe("http.size: max is 7 bytes, expected at most 4 bytes, over 5 values");
    expect(message(seen.checks[5])).toBe("ws.ping: no values are too few for max, which needs 1");
    expect(seen.checks[1]?.measured?.values).toEqual([
      { metric: "http.size", values: [7, 7, 7] },
      { metric: "3", values: [1, 1, 1] },
    ]);
  });

  it("takes only probes with one of its tags", async () => {
    const tagged = (name: string, ...tags: readonly string[]): HttpProbe =>
      httpProbe(name, { tags: tags.map(untrusted), request: request(`/${name}`) });
    const probes = [tagged("a", "api"), tagged("b", "chat", "slow"), tagged("c")];
    const seen = await judged(
      { metric: "http.size", tags: [untrusted("api"), untrusted("slow")], bounds: [bound("max", 99)] },
      probes,
    );
    expect(seen.measured?.bounds?.[0]?.values).toBe(2);
  });

  it("is not met by the answers of a probe that fails, also where that only warns", async () => {
    const tags = [untrusted("api")];
    const failing: Script = { request: (_, nth) => answer(nth % 5 === 0 ? 200 : 500) };
    const of = (severity: HttpProbe["severity"]): HttpProbe => sampled(20, { tags, severity });
    const warned = await judged({ tags, bounds: [bound("p75", 100)] }, [of("warn")], failing);
    expect(warned).toMatchObject({ outcome: "errored", failure: { facts: { noData: true } } });
    expect(warned.measured?.bounds).toMatchObject([{ seen: null, values: 20 }]);
    expect(message(warned)).toBe(
      "http.duration [api]: 16 of 20 values cannot be told, because what was measured failed, had to be tried again, or was too large to be read; so p75 is not met",
    );
    const decided = await judged({ tags, bounds: [bound("p75", 100)] }, [of("fail")], failing);
    expect(decided).toMatchObject({ outcome: "blocked", blockedBy: [of("fail").key] });
  });

  it("counts a run that had to be tried again as worse than any other, and the rest as they are", async () => {
    const probes = [sampled(20, { retry: { count: 2, intervalMs: 1_000, on: [] } })];
    const flaky: Script = {
      request: (_, nth) => (nth === 4 || nth === 9 ? noAnswer("TIMEOUT", "server") : answer(200)),
    };
    const outcome = async (...bounds: readonly Bound[]): Promise<CheckResult["outcome"]> =>
      (await judged({ bounds }, probes, flaky)).outcome;
    expect(await outcome(bound("p90", 100))).toBe("passed");
    for (const each of ["p95", "max", "mean"] as const) expect(await outcome(bound(each, 100))).toBe("errored");
    expect(await outcome(bound("min", 1))).toBe("errored");
  });

  it("of a size is not met by a body that was too large to be read whole", async () => {
    const cut: Script = { request: () => answer(200, "x", {}, { bodyBytes: 1_048_576, truncated: true }) };
    const seen = await judged({ metric: "http.size", bounds: [bound("max", 2_000_000)] }, [httpProbe("a")], cut);
    expect(seen.outcome).toBe("errored");
    expect(message(seen)).toContain("too large to be read");
  });

  it("is blocked, not a fault of its own, where a failed probe took its numbers", async () => {
    const seen = await judged({ bounds: [bound("p95", 100)] }, [sampled(100)], {
      request: () => noAnswer("ECONNREFUSED"),
    });
    expect(seen).toMatchObject({ outcome: "blocked", failure: null });
    expect(seen.blockedBy).toHaveLength(1);
  });
});
