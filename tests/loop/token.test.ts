// The loop's token: what goes in comes out, and what somebody forged never raises a limit or gets a text through.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeLoop, encodeLoop, MAX_TOKEN } from "../../src/loop/token.ts";
import { digest } from "../../src/model/digest.ts";
import { CEILING } from "../../src/model/limits.ts";
import type { LedgerError, LedgerRow, Loop } from "../../src/model/loop.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { COMMIT, loop } from "../fakes/checks.ts";

const ERROR: LedgerError = {
  fingerprint: `v1:${digest("a")}`,
  class: "svc.server-error",
  stage: "server",
  count: 9,
  since: 1,
  title: untrusted("1011 `x` <!--"),
};

function rowOf(n: number): LedgerRow {
  return {
    n,
    run: 4710 + n,
    commit: COMMIT,
    verdict: n === 2 ? "not-tested" : "not-met",
    passed: 40 + n,
    failed: 10,
    total: 50,
    notRun: 0,
    probesPassed: 7,
    probesTotal: 8,
    seconds: 60,
    prints: n === 2 ? [] : ["00000000000000aa"],
    top: n === 2 ? null : untrusted("the WebSocket closes with 1011 Internal error"),
  };
}

const FULL: Loop = loop({
  id: { loop: 4711, n: 4, redo: 1 },
  expectedCommit: COMMIT,
  pullRequest: 7,
  parentRun: 4713,
  spentMs: 180_000,
  notBefore: 1_780_000_060_000,
  waitMs: 60_000,
  planDigest: digest("plan"),
  signature: digest("signature"),
  ledger: [1, 2, 3].map(rowOf),
  errors: [ERROR],
  failing: [{ key: digest("test"), error: 0 }],
  best: { n: 3, passed: ["00000001", "0000000a"], broken: ["00000002"] },
});

describe("the token", () => {
  it("reads back as it was written", () => {
    expect(decodeLoop(encodeLoop(FULL))).toEqual(FULL);
  });

  it("stays far below GitHub's limit for 50 cycles and 1,000 failing tests", () => {
    const many = loop({
      id: { loop: 4711, n: CEILING, redo: 0 },
      ledger: Array.from({ length: CEILING - 1 }, (_, at) => rowOf(at + 1)),
      errors: Array.from({ length: 100 }, () => ERROR),
      failing: Array.from({ length: 1_000 }, (_, at) => ({ key: digest(String(at)), error: at % 100 })),
    });
    expect(encodeLoop(many).length).toBeLessThan(MAX_TOKEN);
    expect(decodeLoop(encodeLoop(many))).toMatchObject({ id: many.id });
  });

  it("reads back however large the loop and however odd its counts are", () => {
    const odd = fc.oneof(fc.constantFrom(0, 1, 99_999_999, Number.MAX_SAFE_INTEGER, -1, 0.5), fc.nat());
    const size = (max: number) => fc.oneof(fc.constantFrom(0, 1, max), fc.nat(max));
    // Pairs of which only one half is there take the most room of all.
    const text = fc.constantFrom("x", '"', "\\", "\ud83d", "\u{1f600}").map((each) => untrusted(each.repeat(300)));
    const extreme = fc.record({
      odd,
      text,
      rows: size(CEILING - 1),
      prints: size(40),
      errors: size(100),
      failing: size(2_000),
      tests: size(600),
      best: size(1_500),
    });
    fc.assert(
      fc.property(extreme, (given) => {
        const many = <T>(length: number, make: (at: number) => T): T[] => Array.from({ length }, (_, at) => make(at));
        const key = (at: number): string => digest(String(at));
        const row = (at: number): LedgerRow => ({
          ...rowOf(at + 1),
          run: Number.MAX_SAFE_INTEGER,
          passed: given.odd,
          failed: given.odd,
          total: given.odd,
          notRun: given.odd,
          probesPassed: given.odd,
          probesTotal: given.odd,
          seconds: given.odd,
          top: given.text,
          prints: many(given.prints, key),
        });
        const written = loop({
          id: { loop: Number.MAX_SAFE_INTEGER, n: CEILING, redo: 3 },
          ref: untrusted("\ud83d".repeat(255)),
          spentMs: given.odd,
          notBefore: given.odd,
          waitMs: given.odd,
          ledger: many(given.rows, row),
          errors: many(given.errors, () => ({ ...ERROR, class: "x".repeat(40), count: given.odd, title: given.text })),
          failing: many(given.failing, (at) => ({ key: key(at), error: at })),
          tests: many(given.tests, (at) => ({ key: key(at).slice(0, 8), name: given.text })),
          best: { n: 1, passed: many(given.best, (at) => key(at).slice(0, 8)), broken: [] },
        });
        const read = decodeLoop(encodeLoop(written));
        expect(read).not.toHaveProperty("problem");
        expect(read).toMatchObject({
          ledger: written.ledger.map(({ n }) => ({ n })),
          failing: written.failing.slice(0, 1_500).map((each) => ({ key: each.key })),
        });
      }),
      {
        numRuns: 60,
        examples: [
          [
            {
              odd: 99_999_999,
              text: untrusted("\ud83d".repeat(300)),
              rows: CEILING - 1,
              prints: 40,
              errors: 100,
              failing: 2_000,
              tests: 500,
              best: 1_500,
            },
          ],
        ],
      },
    );
  });

  it("leaves out names first, then prints of long ago, and never what fails", () => {
    const full = loop({
      id: { loop: 4711, n: CEILING, redo: 0 },
      ledger: Array.from({ length: CEILING - 1 }, (_, at) => ({
        ...rowOf(at + 1),
        prints: Array.from({ length: 20 }, (__, k) => digest(`${at}-${k}`)),
      })),
      failing: Array.from({ length: 1_500 }, (_, at) => ({ key: digest(String(at)), error: at % 20 })),
      tests: [{ key: "00000001", name: untrusted("a") }],
      best: { n: 1, passed: ["00000001"], broken: [] },
    });
    const read = decodeLoop(encodeLoop(full));
    if ("problem" in read) throw new Error(read.problem);
    expect([read.tests, read.best, read.failing.length]).toEqual([null, full.best, 1_500]);
    expect(read.ledger.map((row) => row.prints.length)).toEqual([
      ...Array.from({ length: 44 }, () => 0),
      20,
      20,
      20,
      20,
      20,
    ]);
  });

  it("cannot ask for a later cycle than the ceiling, nor for a longer wait", () => {
    const token: Record<string, unknown> = JSON.parse(encodeLoop(FULL));
    expect(decodeLoop(JSON.stringify({ ...token, n: CEILING + 2 }))).toHaveProperty("problem");
    const patient = decodeLoop(JSON.stringify({ ...token, wait: 30 * 60_000 }));
    expect(patient).toMatchObject({ waitMs: 15 * 60_000 });
  });

  it("names the field that is wrong and never shows its value", () => {
    const token: Record<string, unknown> = JSON.parse(encodeLoop(FULL));
    expect(decodeLoop(JSON.stringify({ ...token, sha: "$(touch /tmp/x)" }))).toEqual({
      problem: "its field sha is out of range or of the wrong type",
    });
  });

  it("survives every mutation of every field: either refused, or inside all bounds", () => {
    const token: Record<string, unknown> = JSON.parse(encodeLoop(FULL));
    const values = fc.oneof(fc.integer(), fc.double(), fc.string(), fc.constant(null), fc.constant([]), fc.object());
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(token)), values, fc.boolean(), (field, value, remove) => {
        const forged = { ...token, [field]: value };
        if (remove) delete forged[field];
        const read = decodeLoop(JSON.stringify(forged));
        if ("problem" in read) return;
        expect(read.id.n).toBeLessThanOrEqual(CEILING + 1);
        expect(read.waitMs).toBeLessThanOrEqual(15 * 60_000);
        expect(read.ledger.length).toBeLessThanOrEqual(CEILING);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(["", "null", "[]", "{}", "1", "{", '{"v":2}', "x".repeat(MAX_TOKEN + 1)])("refuses %j", (text) => {
    expect(decodeLoop(text)).toHaveProperty("problem");
  });
});
