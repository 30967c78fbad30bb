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
