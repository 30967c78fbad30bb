// What the files say, as JSON for whoever reads it next: pretty, ASCII only, with every foreign text masked and cleaned.
import type { RunnerTold, SuiteContact } from "../model/check.ts";
import { untrusted } from "../text/untrusted.ts";
import type { FoundResult, Reading } from "./sources.ts";
import { ascii, createTelling, MAX_NAME, toldId, type Tell } from "./telling.ts";

/** Characters of what stands behind a message. */
const MAX_DETAIL = 4_000;
const MAX_MESSAGE = 4_000;

/**
 * The JSON in pieces, because a million results are no one text. Of the results those that did not pass, or every one.
 */
export function* listing(reading: Reading, everything: boolean, mask: (text: string) => string): Generator<string> {
  const told = createTelling(mask);
  const files = reading.files.map(({ path, format, state, reason, counts, errors }) => ({
    file: told(path, MAX_NAME),
    format,
    state,
    reason,
    counts,
    errors,
  }));
  const head = {
    counts: reading.counts,
    contact: { ...(reading.contact ?? NO_PASS), shareUnderOneMs: reading.shareUnderOneMs },
    ...(reading.runner === null ? {} : { runner: runnerRow(reading.runner, told) }),
    files,
  };
  // Everything but the closing bracket; the results follow.
  let piece = `${ascii(JSON.stringify(head, null, 2)).slice(0, -2)},\n  "results": [`;
  let between = "\n";
  for (const result of reading.results) {
    if (!everything && result.check.outcome === "passed") continue;
    const row = ascii(JSON.stringify(rowOf(result, told), null, 2)).replaceAll("\n", "\n    ");
    piece += `${between}    ${row}`;
    between = ",\n";
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  yield `${piece}${between === "\n" ? "]" : "\n  ]"}\n}\n`;
}

/** Characters that are written at once. */
const PIECE = 256 * 1024;

const NO_PASS: SuiteContact = {
  basis: "no-timing",
  thresholdMs: null,
  floorMs: null,
  passes: 0,
  shown: 0,
  indicated: 0,
  notShown: 0,
  atZero: 0,
  toOneMs: 0,
  watch: null,
};

function rowOf({ check, file }: FoundResult, told: Tell) {
  const { name, group, test, failure, durationMs } = check;
  return {
    id: toldId(check, told),
    class: told(group, MAX_NAME),
    name: told(name, MAX_NAME),
    project: told(test?.project ?? null, MAX_NAME),
    file: told(test?.file ?? null, MAX_NAME),
    report: file === "" ? null : told(untrusted(file), MAX_NAME),
    outcome: check.outcome,
    durationMs: durationMs === null ? null : Math.round(durationMs * 1_000) / 1_000,
    message: told(failure?.message ?? null, MAX_MESSAGE),
    detail: told(failure?.detail ?? null, MAX_DETAIL),
    type: told(failure?.type ?? null, MAX_NAME),
    contact: test?.contact ?? null,
    earlier: test?.earlier.length ?? 0,
  };
}

function runnerRow({ stopped, ...told }: RunnerTold, tell: Tell) {
  return { ...told, stopped: tell(stopped, MAX_NAME) };
}
