// Builds the list of checks that do not decide until a date. A day that is over is no fault: it says so in the report.
import type { Quarantine } from "../../model/plan.ts";
import { untrusted } from "../../text/untrusted.ts";
import { placeOf, type Desk } from "../desk.ts";
import { shown } from "../file/faults.ts";
import { FIXED } from "./texts.ts";

/** Each is held against every check. */
const MOST_ENTRIES = 200;

export function buildQuarantine(desk: Desk): readonly Quarantine[] {
  const parts = desk.config?.quarantine ?? [];
  const beyond = parts[MOST_ENTRIES];
  if (beyond !== undefined) desk.faults.add(placeOf(desk, beyond.path), `expected at most ${MOST_ENTRIES} entries`);
  const seen = new Set<string>();
  return parts.slice(0, MOST_ENTRIES).map(({ path, words: { test, until, why } }) => {
    if (seen.has(test)) {
      desk.faults.add(placeOf(desk, [...path, "test"]), "this is quarantined already", { found: shown(test) });
    }
    seen.add(test);
    const reason = why === undefined ? null : desk.texts.settle(why, placeOf(desk, [...path, "why"]), FIXED);
    return { match: untrusted(test), until, why: reason === null ? null : untrusted(reason) };
  });
}
