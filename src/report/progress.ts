// One line for one check as soon as it is done, for the log and the terminal.
import { decides, decisiveFailure, type CheckResult, type Measured, type Outcome } from "../model/check.ts";
import type { Phrase } from "../model/report.ts";
import type { Tone } from "../model/world.ts";
import type { Untrusted } from "../text/untrusted.ts";
import { inBrief } from "./in-brief.ts";
import { measuredWords } from "./bounds.ts";
import { joined } from "./names.ts";
import { plain, plainText } from "./plain.ts";
import { count, duration } from "./words.ts";
import { widthOf } from "./wrap.ts";

/** Names are filled up to this column, so that what is said of them stands below each other. */
const COLUMN = 40;
/** "999 ms", "59.9 s", "10m 02s". */
const TIME = 7;

/** "✗ agent events                   4.2 s  closed with 1011 at event 3 of 5": plain text on one line. */
export function progressLine(result: CheckResult, column = COLUMN): string {
  const { name, group, durationMs } = result;
  const whole = group === null ? plainText(name, 80) : `${plainText(group, 80)}: ${plainText(name, 80)}`;
  const took = (durationMs === null ? "" : duration(durationMs)).padStart(TIME);
  return `${iconOf(result)} ${padded(whole, column)} ${took}  ${plain(whatHappened(result))}`.trimEnd();
}

/** The column for names of these checks. */
export function columnFor(names: readonly Untrusted[]): number {
  return Math.min(COLUMN, Math.max(0, ...names.map((name) => widthOf(plainText(name, 80)))));
}

/** The color of the sign before it, where there are colors. */
export function progressTone(result: CheckResult): Tone {
  const icon = iconOf(result);
  return icon === "✓" ? "good" : icon === "✗" ? "bad" : icon === "!" ? "odd" : "quiet";
}

function iconOf(result: CheckResult): string {
  if (result.outcome === "passed") return "✓";
  if (result.outcome !== "failed" && result.outcome !== "errored") return "–";
  return decides(result) ? "✗" : "!";
}

function whatHappened(result: CheckResult): Phrase {
  const { outcome, measured } = result;
  const failure = decisiveFailure(result);
  if (outcome === "passed") return measured === null ? [] : passed(measured);
  if (failure === null) return [WITHOUT_FAILURE[outcome]];
  if (measured?.bounds !== undefined && measured.bounds.length > 0) return [measuredWords(measured.bounds)];
  const tries = measured !== null && measured.tries > 1 ? [`, in each of ${measured.tries} tries`] : [];
  const weight = decides(result) ? [] : [" (only warns)"];
  return [...inBrief(failure), ...tries, ...weight];
}

const WITHOUT_FAILURE: Readonly<Record<Exclude<Outcome, "passed">, string>> = {
  failed: "failed",
  errored: "could not be measured",
  skipped: "skipped",
  blocked: "blocked: what it needs did not pass",
  "not-run": "did not run",
};

function passed({ tries, samples, bounds = [], users }: Measured): Phrase {
  return joined(
    [
      bounds.length === 0 ? [] : [measuredWords(bounds)],
      samples === null ? [] : [count(samples.done, "sample")],
      users.length > 1 ? [`${users.length} users`] : [],
      tries > 1 ? [`only on try ${tries}`] : [],
    ],
    ", ",
  );
}

function padded(name: string, column: number): string {
  return name + " ".repeat(Math.max(0, column - widthOf(name)));
}

/** "12 of 40 done · running agent events, ws latency and 3 more". */
export function runningLine(done: number, total: number, names: readonly Untrusted[]): string {
  const shown = names.slice(0, 3).map((name) => plainText(name, 40));
  const more = names.length - shown.length;
  const running = shown.length === 0 ? "" : ` · running ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return `${done} of ${total} done${running}`;
}
