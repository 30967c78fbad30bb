// What a loop has come to, for somebody who hears of it only at its end: from which score to which, which errors went,
// and what it took.
import { isTested } from "../model/loop.ts";
import type { Phrase } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import { pointOf } from "./cycles.ts";
import { count, duration } from "./words.ts";

export function reachedLines(told: Told): readonly Phrase[] {
  const { loop, decision } = told;
  const story = [wayOf(told), errorsOf(told)].filter(Boolean).join("; ");
  // In which cycle it was reached, and how long that took, the lead of such a page says.
  if (decision.kind === "stop" && decision.because === "reached") return [[`**The loop has ended:** ${story}.`]];
  const time = duration(loop.spentMs);
  return [[`**After ${count(loop.ledger.length, "cycle")}:** ${story}; ${time} of runner time.`]];
}

/** "from 12 to 18 of 18 tests"; where only one cycle was tested, its score. */
function wayOf({ loop: { ledger } }: Told): string {
  const tested = ledger.filter(isTested);
  const [first] = tested;
  const last = tested.at(-1);
  if (first === undefined || last === undefined) return "none of them could be tested";
  const [before, after] = [pointOf(first), pointOf(last)];
  const untested = ledger.length - tested.length;
  const but = untested === 0 ? "" : `, ${count(untested, "cycle")} not tested`;
  const end = `${after.passed} of ${after.total} ${after.of}${but}`;
  if (first === last || before.of !== after.of) return end;
  if (before.total !== after.total) return `from ${before.passed} of ${before.total} to ${end}`;
  return before.passed === after.passed ? `${end}, as in cycle ${first.n}` : `from ${before.passed} to ${end}`;
}

/** Of a cycle that was not tested nobody knows which errors it has. */
function errorsOf({ loop, analysis: { verdict, patterns } }: Told): string {
  if (verdict.kind !== "met" && verdict.kind !== "not-met") return "";
  const here = new Set(patterns.map(({ fingerprint }) => fingerprint));
  const gone = loop.seen.filter(({ fingerprint }) => !here.has(fingerprint)).length;
  const left = patterns.filter(({ because }) => because === null).length;
  const parts = [gone === 0 ? "" : `${count(gone, "error")} gone`, left === 0 ? "" : `${left} left`].filter(Boolean);
  return gone === 0 && left > 0 ? `${count(left, "error")} left` : parts.join(", ");
}
