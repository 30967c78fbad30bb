// Limits on measured numbers: what they become, and which can never be judged.
import { describe, expect, it } from "vitest";
import type { Bound } from "../../src/model/plan.ts";
import { made, TOP } from "./made.ts";
import { opened, told } from "./told.ts";

const probes = (samples: number): string => `probes:
  - { name: a, tags: [api, slow], samples: ${samples}, http: / }
  - { name: b, tags: [live], samples: ${samples}, websocket: { url: /ws } }
  - { name: c, tags: [ping], samples: ${samples}, websocket: { url: /ws, ping: true } }
  - { name: d, tags: [once], http: / }
`;
const file = (words: string, samples = 100): string => `${TOP}${probes(samples)}targets: [{ ${words} }]\n`;
const bound = (aggregate: Bound["aggregate"], limit: number, warn: number | null = null): Bound => ({
  aggregate,
  limit,
  warn,
});

describe("a target", () => {
  it.each([
    ["metric: http.duration, p95: 100ms", "http.duration", [bound("p95", 100)]],
    ["metric: ws.ping, max: 1h", "ws.ping", [bound("max", 3_600_000)]],
    ["metric: http.size, max: 0", "http.size", [bound("max", 0)]],
    [
      "metric: http.first-byte, p99: 2s, p50: 1s, mean: 1s, min: 1ms",
      "http.first-byte",
      [bound("p50", 1_000), bound("p99", 2_000), bound("min", 1), bound("mean", 1_000)],
    ],
    ["metric: http.duration, p95: 100ms, warn: 80ms", "http.duration", [bound("p95", 100, 80)]],
  ])("is %s", (words, metric, bounds) => {
    expect(opened(made(file(words)).targets)).toEqual([
      { key: expect.stringMatching(/^[0-9a-f]{16}$/u), metric, from: null, tags: [], bounds },
    ]);
  });

  it("has tags in one order, each once", () => {
    expect(opened(made(file("metric: http.size, tags: [slow, api, slow], max: 1")).targets)).toMatchObject([
      { tags: ["api", "slow"] },
    ]);
  });

  it("takes values of the user's from a path, with numbers as limits", () => {
    expect(opened(made(file('metric: quality, from: "$.scores[*]", min: -0.5, warn: 0')).targets)).toMatchObject([
      { metric: "quality", from: "$.scores[*]", bounds: [bound("min", -0.5, 0)] },
    ]);
  });

  it("has a key that metric, tags and path make", () => {
    const keyOf = (words: string): unknown => made(file(words)).targets[0]?.key;
    const key = keyOf("metric: http.size, tags: [api, slow], max: 1");
    expect(keyOf("metric: http.size, tags: [slow, api], mean: 2")).toBe(key);
    expect(keyOf("metric: http.size, tags: [api], max: 1")).not.toBe(key);
    expect(keyOf("metric: a, from: $.a, max: 1")).not.toBe(keyOf("metric: a, from: $.b, max: 1"));
  });
});

it("is refused where no probe can give values for it", () => {
  expect(told({ file: file("metric: http.duration, tags: [live], max: 1s") })).toEqual([
    expect.stringContaining("no HTTP probe with these tags gives values for this target"),
  ]);
});

it("may have too few samples: that is no data, which a cycle says", () => {
  expect(told({ file: file("metric: http.duration, p95: 1s", 10) })).toEqual([]);
});
