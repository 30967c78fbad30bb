// The line that a check leaves in the log when it is done: aligned, plain, on one line whatever it holds.
import { expect, it } from "vitest";
import type { CheckResult, Facts } from "../../src/model/check.ts";
import { progressLine } from "../../src/report/progress.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { probe } from "../fakes/checks.ts";
import { bound, event, failure, measured, missed, proven, target } from "./measured.ts";

const SOCKET = untrusted("WebSocket /ws");
const took = (durationMs: number | null, check: CheckResult): CheckResult => ({ ...check, durationMs });
const failed = (facts: Facts, message = "it failed"): CheckResult =>
  took(4_200, missed("agent events", message, facts));

const LINES: readonly (readonly [line: string, check: CheckResult])[] = [
  ["✓ api answers                                12 ms", took(12, proven("api answers"))],
  [
    "✓ agent events                               3.1 s  only on try 2",
    took(3_100, proven("agent events", { tries: 2, earlier: [failure("late")] })),
  ],
  [
    "✓ api is quick                               7.4 s  100 samples",
    took(
      7_400,
      proven("api is quick", { samples: { wanted: 100, done: 100, failed: 0, loopDelayMs: { p99: 1, max: 2 } } }),
    ),
  ],
  [
    "✓ three at once                                4 s  3 users",
    took(
      4_000,
      proven("three at once", {
        users: ["a", "b", "c"].map((user) => ({
          user: untrusted(user),
          outcome: "passed",
          durationMs: 1,
          failure: null,
        })),
      }),
    ),
  ],
  [
    "✓ http.duration p95 ≤ 100 ms                        61 ms, 100 samples",
    target("http.duration p95 ≤ 100 ms", [bound(61)]),
  ],
  [
    "✗ http.duration p95 ≤ 100 ms                        142 ms, 100 samples",
    target("http.duration p95 ≤ 100 ms", [bound(142)], { outcome: "failed", failure: failure("missed") }),
  ],
  [
    "✗ agent events                               4.2 s  closed with 1011 Internal error at event 3 of 5",
    failed({ closeCode: 1011, closeReason: untrusted("Internal error"), event: 3, events: 5 }),
  ],
  [
    "✗ agent events                               4.2 s  dropped without a close code (ECONNRESET)",
    failed({ closeCode: 1006, errno: "ECONNRESET" }),
  ],
  [
    "✗ agent events                               4.2 s  only 1 of 5 events came",
    failed({
      timedOut: "events",
      expectedEvents: ["a", "b", "c", "d", "e"].map(untrusted),
      missingEvents: ["b", "c", "d", "e"].map(untrusted),
    }),
  ],
  [
    "✗ agent events                               4.2 s  let in with an expired token",
    failed({ letIn: "expired", httpStatus: 200, target: SOCKET }),
  ],
  [
    "✗ agent events                               4.2 s  user a got data of user b",
    failed({ user: untrusted("a"), foreignUser: untrusted("b"), expected: untrusted("a"), seen: untrusted("b") }),
  ],
  [
    "✗ agent events                               4.2 s  answered 503, expected 200",
    failed({ httpStatus: 503, expected: untrusted("200"), seen: untrusted("503") }),
  ],
  [
    '✗ agent events                               4.2 s  $.kind is "x", expected "data"',
    failed({ httpStatus: 200, at: untrusted("$.kind"), expected: untrusted('"data"'), seen: untrusted('"x"') }),
  ],
  [
    "✗ agent events                               4.2 s  answered with HTML, expected JSON",
    failed({ stage: "data", httpStatus: 200, expected: untrusted("JSON"), seen: untrusted("HTML") }),
  ],
  [
    "✗ agent events                               4.2 s  ECONNREFUSED while connecting",
    failed({ errno: "ECONNREFUSED", stage: "connect" }),
  ],
  [
    "✗ agent events                               4.2 s  no connection in time in the TLS handshake",
    failed({ errno: "TIMEOUT", timedOut: "connect", stage: "tls" }),
  ],
  ["✗ agent events                               4.2 s  it failed", failed({})],
  [
    "✗ agent events                               4.2 s  user u2 got data of user u1",
    took(4_200, {
      ...missed("agent events", "closed", { closeCode: 1011 }),
      measured: measured({
        users: [
          {
            user: untrusted("u2"),
            outcome: "failed",
            durationMs: 1,
            failure: failure("a leak", { user: untrusted("u2"), foreignUser: untrusted("u1") }),
          },
        ],
      }),
    }),
  ],
  [
    "✗ agent events                               4.2 s  it failed, in each of 3 tries",
    took(4_200, missed("agent events", "it failed", {}, { tries: 3 })),
  ],
  ["! agent events                               4.2 s  it failed (only warns)", { ...failed({}), severity: "warn" }],
  [
    "– agent events                                      blocked: what it needs did not pass",
    took(null, probe("agent events", "blocked")),
  ],
  ["– agent events                                      did not run", took(null, probe("agent events", "not-run"))],
  ["✓ 名前                                       12 ms", took(12, proven("名前"))],
];

it.each(LINES)("says %j", (line, check) => {
  expect(progressLine(check)).toBe(line);
});

it("stays one line without controls and without commands, whatever a name or a service says", () => {
  const harm = "\u001b[2J::error::x\r\n##[error]y\u202e\u0000";
  const check = {
    ...missed(harm, harm, { closeCode: 4_000, closeReason: untrusted(harm), user: untrusted(harm) }),
    measured: measured({ tries: 2, events: [event(harm, 1)] }),
  };
  for (const each of [
    check,
    { ...check, group: untrusted(harm) },
    missed(harm, harm, { at: untrusted(harm), expected: untrusted(harm), seen: untrusted(harm) }),
  ]) {
    const line = progressLine(each);
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]|::|##\[/u);
  }
});

it("never lets a long text make the line endless", () => {
  const long = "x".repeat(100_000);
  const line = progressLine(
    missed(long, long, { at: untrusted(long), expected: untrusted(long), seen: untrusted(long) }),
  );
  expect(line.length).toBeLessThan(400);
});
