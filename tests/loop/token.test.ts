// The loop's token: what goes in comes out, and what somebody forged never raises a limit or gets a text through.
import { deflateRawSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startCpu } from "../cpu.ts";
import { decodeLoop, encodeLoop, MAX_TESTS, MAX_TOKEN } from "../../src/loop/token.ts";
import { digest } from "../../src/model/digest.ts";
import { CEILING } from "../../src/model/limits.ts";
import {
  MAX_COMPONENTS,
  MAX_EXPLAINED,
  type Explained,
  type LedgerError,
  type LedgerRow,
  type Loop,
} from "../../src/model/loop.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { COMMIT, loop } from "../fakes/checks.ts";

const ERROR: LedgerError = {
  fingerprint: `v1:${digest("a")}`,
  class: "svc.server-error",
  stage: "server",
  count: 9,
  since: 1,
  title: untrusted("1011 `x` <!--"),
};

const EXPLAINED: Explained = {
  fingerprint: `v2:${digest("b")}`,
  title: untrusted("the token is refused"),
  by: untrusted("@anna"),
  answer: untrusted("its audience is that of production"),
  cycle: 3,
};

/** As it stands in a token. */
const WRITTEN = { id: `v2:${digest("b")}`, title: "t", by: "b", answer: "a", cycle: 1 };

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
    why: n === 2 ? "not-ready" : null,
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
  components: [
    { name: untrusted("Chat"), first: "broken" },
    { name: untrusted("Search \u{1f600}"), first: "working" },
  ],
  explained: [EXPLAINED],
  seen: [
    { fingerprint: ERROR.fingerprint, title: ERROR.title, cycles: [{ n: 1, count: 9 }] },
    { fingerprint: EXPLAINED.fingerprint, title: EXPLAINED.title, cycles: [1, 3].map((n) => ({ n, count: n })) },
  ],
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
      components: size(60),
      explained: size(20),
      seen: size(60),
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
          components: many(given.components, () => ({ name: given.text, first: "broken" })),
          explained: many(given.explained, () => ({
            ...EXPLAINED,
            title: given.text,
            by: given.text,
            answer: given.text,
            cycle: given.odd,
          })),
          seen: many(given.seen, () => ({
            fingerprint: ERROR.fingerprint,
            title: given.text,
            cycles: many(CEILING, (at) => ({ n: at + 1, count: given.odd })),
          })),
        });
        const read = decodeLoop(encodeLoop(written));
        expect(read).not.toHaveProperty("problem");
        expect(read).toMatchObject({
          ledger: written.ledger.map(({ n }) => ({ n })),
          failing: written.failing.slice(0, 1_500).map((each) => ({ key: each.key })),
        });
        // All of them; or none where half characters, which no text of a page holds, take all the room.
        const all = Math.min(given.components, MAX_COMPONENTS);
        const carried = "problem" in read ? -1 : read.components.length;
        expect(reveal(given.text).isWellFormed() ? [all] : [all, 0]).toContain(carried);
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
              components: 60,
              explained: 20,
              seen: 60,
            },
          ],
          [
            {
              odd: 99_999_999,
              text: untrusted('"'.repeat(300)),
              rows: CEILING - 1,
              prints: 40,
              errors: 100,
              failing: 2_000,
              tests: 500,
              best: 1_500,
              components: 60,
              explained: 20,
              seen: 60,
            },
          ],
        ],
      },
    );
  });

  it("carries so many components and explained errors, the first of these and the last of those, each of a length", () => {
    const long = untrusted("\u{1f600}".repeat(300));
    const read = decodeLoop(
      encodeLoop(
        loop({
          components: Array.from({ length: MAX_COMPONENTS + 5 }, (_, at) => ({
            name: untrusted(`${at} ${reveal(long)}`),
            first: "working",
          })),
          explained: Array.from({ length: MAX_EXPLAINED + 5 }, (_, at) => ({
            ...EXPLAINED,
            by: long,
            answer: long,
            title: untrusted(`${at} ${reveal(long)}`),
          })),
        }),
      ),
    );
    if ("problem" in read) throw new Error(read.problem);
    expect(read.components.map(({ name }) => reveal(name).split(" ")[0])).toEqual(
      Array.from({ length: MAX_COMPONENTS }, (_, at) => String(at)),
    );
    expect(read.explained.map(({ title }) => reveal(title).split(" ")[0])).toEqual(
      Array.from({ length: MAX_EXPLAINED }, (_, at) => String(at + 5)),
    );
    const [{ title, by, answer } = EXPLAINED] = read.explained;
    const lengths = [read.components[0]?.name ?? title, title, by, answer].map((text) => [...reveal(text)].length);
    expect(lengths).toEqual([60, 60, 60, 120]);
  });

  it("may lack both, as one of an earlier version does", () => {
    const { components: _, explained: __, seen: ___, ...token }: Record<string, unknown> = JSON.parse(encodeLoop(FULL));
    expect(decodeLoop(JSON.stringify(token))).toEqual({ ...FULL, components: [], explained: [], seen: [] });
    expect(encodeLoop(loop())).not.toMatch(/components|explained/u);
  });

  it.each<readonly [string, unknown]>([
    ["components", [["Chat", "fine"]]],
    ["components", [["Chat"]]],
    ["components", [["x".repeat(241), "working"]]],
    ["components", [[{ untrusted: "Chat" }, "working"]]],
    ["components", Array.from({ length: MAX_COMPONENTS + 1 }, () => ["Chat", "working"])],
    ["components", { Chat: "working" }],
    ["explained", [{}]],
    ["explained", Array.from({ length: MAX_EXPLAINED + 1 }, () => WRITTEN)],
    ["explained", [{ ...WRITTEN, id: "v2:0123456789abcdeg" }]],
    ["explained", [{ ...WRITTEN, id: "x" }]],
    ["explained", [{ ...WRITTEN, cycle: 0 }]],
    ["explained", [{ ...WRITTEN, cycle: CEILING + 1 }]],
    ["explained", [{ ...WRITTEN, cycle: 1.5 }]],
    ["explained", [{ ...WRITTEN, title: "x".repeat(241) }]],
    ["explained", [{ ...WRITTEN, by: "x".repeat(241) }]],
    ["explained", [{ ...WRITTEN, answer: "x".repeat(481) }]],
    ["explained", [{ ...WRITTEN, answer: null }]],
    ["explained", [{ ...WRITTEN, more: 1 }]],
  ])("with forged %s is refused, and its values are not shown (%#)", (field, value) => {
    const token: Record<string, unknown> = JSON.parse(encodeLoop(FULL));
    const read = decodeLoop(JSON.stringify({ ...token, [field]: value }));
    expect(read).toEqual({
      problem: expect.stringMatching(
        /^its field (?:components|explained)[\w.]* is out of range or of the wrong type$/u,
      ),
    });
    expect(decodeLoop(JSON.stringify({ ...token, explained: [WRITTEN] }))).not.toHaveProperty("problem");
  });

  it("leaves out names first, then prints of long ago, and never what fails", () => {
    const full = loop({
      id: { loop: 4711, n: CEILING, redo: 0 },
      ledger: Array.from({ length: CEILING - 1 }, (_, at) => ({
        ...rowOf(at + 1),
        prints: Array.from({ length: 20 }, (__, k) => digest(`${at}-${k}`)),
      })),
      failing: Array.from({ length: 1_500 }, (_, at) => ({ key: digest(String(at)), error: at % 20 })),
      // What no way of packing makes shorter.
      tests: Array.from({ length: MAX_TESTS }, (_, at) => ({
        key: digest(`t${at}`).slice(0, 8),
        name: untrusted(
          Array.from({ length: 45 }, (__, k) =>
            String.fromCodePoint(0x4e_00 + (Number.parseInt(digest(`${at}.${k}`).slice(0, 6), 16) % 20_000)),
          ).join(""),
        ),
      })),
      best: { n: 1, passed: ["00000001"], broken: [] },
    });
    const read = decodeLoop(encodeLoop(full));
    if ("problem" in read) throw new Error(read.problem);
    expect([read.tests, read.best, read.failing.length]).toEqual([null, full.best, 1_500]);
    expect(read.ledger.map((row) => row.prints.length)).toEqual(Array.from({ length: CEILING - 1 }, () => 20));
  });

  it("is plain JSON while it is short, deflated when it grows, and reads the same either way", () => {
    expect(encodeLoop(FULL).startsWith("{")).toBe(true);
    const copyable = encodeLoop(FULL, 0);
    expect(copyable).toMatch(/^z[\w-]+$/u);
    expect(decodeLoop(copyable)).toEqual(FULL);
  });

  it("does not unpack a few bytes into a flood", () => {
    const bomb = `z${deflateRawSync(Buffer.alloc(50_000_000, 0x20)).toString("base64url")}`;
    expect(bomb.length).toBeLessThan(MAX_TOKEN * 2);
    const spent = startCpu();
    expect(decodeLoop(bomb.slice(0, MAX_TOKEN))).toHaveProperty("problem");
    expect(spent()).toBeLessThan(200);
    expect(decodeLoop("z!!")).toHaveProperty("problem");
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
