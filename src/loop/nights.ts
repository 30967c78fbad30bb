// The memory of the nights: the third line of their issue, written and read, and a night added to those before it.
import * as v from "valibot";
import { KNOWN_KEY, lastTested, MAX_FAILING, type Loop } from "../model/loop.ts";
import { MAX_NIGHTS, nightOf, type NightRow, type Nights, type TestedNight } from "../model/night.ts";
import { CEILING } from "../model/limits.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import { pack, unpack } from "./packed.ts";
import { MAX_ERRORS } from "./token.ts";

const whole = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(max));
const id = v.pipe(whole(Number.MAX_SAFE_INTEGER), v.minValue(1));
const count = whole(1_000_000);
const day = v.pipe(v.string(), v.regex(/^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/u));

const TESTED_NIGHT = v.strictObject({
  date: day,
  ref: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(255))),
  failing: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/u))), v.maxLength(MAX_FAILING)),
  fingerprints: v.pipe(v.array(v.pipe(v.string(), v.regex(/^v\d{1,3}:[0-9a-f]{16}$/u))), v.maxLength(MAX_ERRORS)),
});

const NIGHTS = v.strictObject({
  v: v.literal(1),
  rows: v.pipe(
    v.array(
      v.strictObject({
        date: day,
        loop: id,
        run: id,
        n: v.pipe(whole(CEILING), v.minValue(1)),
        verdict: v.picklist(["met", "not-met", "not-tested", "unproven"]),
        tests: v.tuple([count, count]),
        probes: v.tuple([count, count]),
        open: v.boolean(),
      }),
    ),
    v.maxLength(MAX_NIGHTS),
    v.check((rows) => rows.every((row, at) => at === 0 || (rows[at - 1]?.date ?? "") < row.date)),
  ),
  tested: v.nullable(TESTED_NIGHT),
});

const LINE = /^<!-- nights ([A-Za-z0-9_-]{1,40000}) -->$/u;
const MAX_JSON = 100_000;

/** The third line of the issue. Its letters are those of base64url, so that nothing in it can end the comment. */
export function nightsLine({ rows, tested }: Nights): string {
  const text: v.InferInput<typeof NIGHTS> = {
    v: 1,
    rows: rows.map(({ date, loop, run, n, verdict, passed, total, probesPassed, probesTotal, isOpen }) => ({
      date,
      loop,
      run,
      n,
      verdict,
      tests: [within(passed), within(total)],
      probes: [within(probesPassed), within(probesTotal)],
      open: isOpen,
    })),
    tested:
      tested === null
        ? null
        : {
            date: tested.date,
            ref: tested.ref === null ? null : reveal(tested.ref),
            failing: [...tested.failing],
            fingerprints: [...tested.fingerprints],
          },
  };
  return `<!-- nights ${pack(JSON.stringify(text), 0)} -->`;
}

/** A report may declare more tests than anybody has. */
function within(value: number): number {
  return Math.min(value, 1_000_000);
}

/** null where the page carries none, or one that we did not write. */
export function readNights(page: Untrusted): Nights | null {
  const packed = LINE.exec(reveal(page).split(/\r?\n/u, 3)[2] ?? "")?.[1];
  const read = v.safeParse(NIGHTS, parse(packed === undefined ? null : unpack(packed, MAX_JSON)));
  if (!read.success) return null;
  const { rows, tested } = read.output;
  return {
    rows: rows.map(({ tests, probes, open, ...row }) => ({
      ...row,
      passed: tests[0],
      total: tests[1],
      probesPassed: probes[0],
      probesTotal: probes[1],
      isOpen: open,
    })),
    tested: tested === null ? null : { ...tested, ref: tested.ref === null ? null : untrusted(tested.ref) },
  };
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return null;
  }
}

/** The nights with that of this loop, whose last cycle is in its ledger. A date has one row: its last loop tells. */
export function withNight(before: Nights | null, loop: Loop, isOpen: boolean): Nights {
  const rows = before?.rows ?? [];
  const row = rowOf(loop, isOpen);
  if (row === null) return { rows, tested: before?.tested ?? null };
  const others = rows.filter((each) => each.date !== row.date);
  return {
    rows: [...others, row].toSorted((a, b) => (a.date < b.date ? -1 : 1)).slice(-MAX_NIGHTS),
    tested: lastTested(loop) === null ? (before?.tested ?? null) : testedOf(loop, row.date),
  };
}

function rowOf(loop: Loop, isOpen: boolean): NightRow | null {
  const [date, last] = [nightOf(loop), loop.ledger.at(-1)];
  if (date === null || last === undefined) return null;
  const { n, run, verdict, passed, total, probesPassed, probesTotal } = last;
  return { date, loop: loop.id.loop, n, run, verdict, passed, total, probesPassed, probesTotal, isOpen };
}

/** What its last tested cycle left failing: all of it or nothing, because a part would call the rest new. */
function testedOf({ ref, failing, errors }: Loop, date: string): TestedNight | null {
  if (failing.length > MAX_FAILING) return null;
  return {
    date,
    ref,
    failing: failing.map(({ key }) => key.slice(0, KNOWN_KEY)),
    fingerprints: errors.slice(0, MAX_ERRORS).map(({ fingerprint }) => fingerprint),
  };
}
