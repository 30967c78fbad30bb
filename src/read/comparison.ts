// What changed between two sets of results, as JSON for whoever reads it next.
import {
  compareResults,
  type ChangedPair,
  type ErrorSeen,
  type Identified,
  type Pair,
} from "../judge/changes/results.ts";
import type { CheckResult } from "../model/check.ts";
import type { OwnClass } from "../model/declared.ts";
import { ascii, createTelling, toldId, type Tell } from "./telling.ts";

/** One side of a comparison: a record or report files. */
export interface Held {
  readonly checks: readonly CheckResult[];
  readonly commit: string | null;
  readonly classes: readonly OwnClass[];
}

/** Characters of an error's line. */
const MAX_LINE = 300;

/** In the words of the comparison; what still fails with the same error has no `before` and `after`. */
export function comparison(before: Held, after: Held, mask: (text: string) => string): string {
  const told = createTelling(mask);
  const names = new Set([...before.checks, ...after.checks].map((check) => toldId(check, told)));
  const found = compareResults(
    { ...before, checks: identified(before.checks, told, names) },
    { ...after, checks: identified(after.checks, told, names) },
  );
  const id = (pair: Pair) => ({ id: pair.id });
  const outcomes = (pair: Pair) => ({ id: pair.id, before: pair.before, after: pair.after });
  const failure = (pair: Pair) => ({ id: pair.id, error: errorRow(pair.errorAfter, told) });
  const change = (pair: ChangedPair) => ({
    id: pair.id,
    stage: STAGE[pair.move],
    before: errorRow(pair.errorBefore, told),
    after: errorRow(pair.errorAfter, told),
  });
  const rows = {
    fixed: found.fixed.map(id),
    regressed: found.regressed.map(failure),
    stillFailing: found.stillFailing.map(failure),
    advanced: found.advanced.map(change),
    appeared: found.appeared.map((pair) => ({ id: pair.id, outcome: pair.after })),
    disappeared: found.disappeared.map((pair) => ({ id: pair.id, outcome: pair.before })),
    errorChanged: found.errorChanged.map(change),
    flaky: found.flaky.map(outcomes),
    suspicious: found.suspicious.map(id),
    notRun: found.notRun.map(outcomes),
  };
  return `${ascii(JSON.stringify(rows, null, 2))}\n`;
}

const STAGE: Readonly<Record<ChangedPair["move"], string>> = {
  advanced: "later",
  "fell-back": "earlier",
  changed: "same",
};

function errorRow(error: ErrorSeen | null, told: Tell) {
  if (error === null) return null;
  const { classification, fingerprint, line } = error;
  return {
    class: classification.class,
    transient: classification.transient,
    stage: classification.stage,
    fingerprint,
    line: told(line, MAX_LINE),
  };
}

/** Of checks that are called the same the second is "… (2)", as far as the order on both sides is the same. */
function identified(checks: readonly CheckResult[], told: Tell, names: ReadonlySet<string>): readonly Identified[] {
  const seen = new Map<string, number>();
  return checks.map((check) => {
    const name = toldId(check, told);
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    let id = nth === 1 ? name : `${name} (${nth})`;
    while (nth > 1 && names.has(id)) id += " (again)";
    return { id, check };
  });
}
