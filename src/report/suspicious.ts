// Changes that look better than they are: fixes too fast to be believed, and tests that are in no report any more.
import type { Phrase } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import { joined, list } from "./names.ts";
import { named, suiteNames } from "./suite-names.ts";
import { count, duration } from "./words.ts";

/** Names in one line; the rest is counted. */
const MAX_NAMES = 3;

export function suspiciousLines(told: Told): readonly Phrase[] {
  return [...tooFast(told), ...disappeared(told)];
}

function tooFast({ analysis, cycle }: Told): readonly Phrase[] {
  const keys = new Set(analysis.changes.suspicious);
  const checks = keys.size === 0 ? [] : cycle.checks.filter(({ key }) => keys.has(key));
  const [only] = checks;
  if (only === undefined) return [];
  const names = suiteNames(cycle);
  const time = (ms: number | null): string => (ms === null ? "no time" : duration(ms));
  if (checks.length === 1) {
    const words = ` failed before and passes now in ${time(only.durationMs)}, too fast for an answer of staging.`;
    return [["**Please look:** ", ...named(only, names), words]];
  }
  const said = checks
    .slice(0, MAX_NAMES)
    .map((check): Phrase => [...named(check, names), ` (${time(check.durationMs)})`]);
  const rest = checks.length - said.length;
  return [
    [
      `**Please look:** ${checks.length} tests failed before and pass now too fast for an answer of staging: `,
      ...joined(said, ", "),
      rest > 0 ? ` and ${rest} more.` : ".",
    ],
  ];
}

/** A test that is not there any more cannot fail, and nobody would miss it. */
function disappeared({ analysis: { changes } }: Told): readonly Phrase[] {
  const { disappearedCount, against, gone } = changes;
  if (disappearedCount === 0 || against === null) return [];
  const names = changes.disappeared.slice(0, MAX_NAMES);
  const rest = disappearedCount - names.length;
  return [
    [
      `**Gone:** ${count(disappearedCount, "test")} ${gone >= disappearedCount ? "that failed in" : "of"} cycle ${against} ${disappearedCount === 1 ? "is" : "are"} in no report now`,
      ...(names.length === 0 ? [] : [": ", ...list(names)]),
      names.length > 0 && rest > 0 ? ` and ${rest} more.` : ".",
    ],
  ];
}
