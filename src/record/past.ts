// What of earlier cycles a page needs: from whole records, and from the small files that a folder of history holds.
import * as v from "valibot";
import { HISTORY_CODES } from "../model/report.ts";
import { CEILING } from "../model/limits.ts";
import { MAX_REDO } from "../model/cycle.ts";
import type { Outcome } from "../model/check.ts";
import { environmentKey, type PastCycle } from "../model/past.ts";
import { sha } from "./leaves.ts";
import { decodeRecord, type CycleRecord } from "./record.ts";

const FORM = 1;

/** Digits of a check's key. */
const KEY = 16;

const whole = (max: number, min = 0) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const id = whole(Number.MAX_SAFE_INTEGER, 1);
/** Keys of checks, one after the other. */
const keys = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]*$/u),
  v.check((text) => text.length % KEY === 0),
);

const PAST = v.strictObject({
  version: v.literal(FORM),
  history: v.strictObject({
    loop: id,
    n: whole(CEILING, 1),
    redo: whole(MAX_REDO),
    run: id,
    commit: sha,
    environment: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/u)),
    startedAt: whole(8_640_000_000_000_000),
    outcomes: v.strictObject({
      passed: keys,
      failed: keys,
      errored: keys,
      skipped: keys,
      blocked: keys,
      "not-run": keys,
    } satisfies Record<Outcome, unknown>),
  }),
});

export function pastOf({ cycle }: Pick<CycleRecord, "cycle">): PastCycle {
  const { id: of, runId, commit, startedAt, checks } = cycle;
  const outcomes = new Map(checks.map(({ key, outcome }) => [key, outcome]));
  return { id: of, runId, commit, environment: environmentKey(cycle.environment), startedAt, outcomes };
}

/** Sorts by time, as long as clocks have thirteen digits. */
export function pastName({ id: { loop, n, redo }, startedAt }: PastCycle): string {
  return `cycle-${String(startedAt).padStart(13, "0")}-${loop}-${n}-${redo}.json`;
}

export function encodePast({
  id: { loop, n, redo },
  runId,
  commit,
  environment,
  startedAt,
  outcomes,
}: PastCycle): string {
  const of = (wanted: Outcome): string =>
    [...outcomes].flatMap(([key, outcome]) => (outcome === wanted ? [key] : [])).join("");
  const past: v.InferInput<typeof PAST> = {
    version: FORM,
    history: {
      loop,
      n,
      redo,
      run: runId,
      commit,
      environment,
      startedAt,
      outcomes: {
        passed: of("passed"),
        failed: of("failed"),
        errored: of("errored"),
        skipped: of("skipped"),
        blocked: of("blocked"),
        "not-run": of("not-run"),
      },
    },
  };
  return `${JSON.stringify(past)}\n`;
}

/** From one of our small files or from a record; null for anything else. Nothing foreign is in what it tells. */
export function decodePast(text: string): PastCycle | null {
  const read = v.safeParse(PAST, parse(text));
  if (!read.success) {
    const record = decodeRecord(text);
    return record === null ? null : pastOf(record);
  }
  const { loop, n, redo, run, outcomes, ...rest } = read.output.history;
  return { ...rest, id: { loop, n, redo }, runId: run, outcomes: new Map(OUTCOMES.flatMap(outcomesOf)) };

  function outcomesOf(outcome: Outcome): readonly (readonly [string, Outcome])[] {
    const all = outcomes[outcome];
    return Array.from({ length: all.length / KEY }, (_, at) => [all.slice(at * KEY, (at + 1) * KEY), outcome] as const);
  }
}

const OUTCOMES = ["passed", "failed", "errored", "skipped", "blocked", "not-run"] as const satisfies readonly Exclude<
  keyof typeof HISTORY_CODES,
  "unknown"
>[];

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
