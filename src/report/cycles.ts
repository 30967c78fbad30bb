// The cycles so far, one row each.
import type { NotTested, Unproven } from "../model/analysis.ts";
import { isTested, type LedgerRow } from "../model/loop.ts";
import type { CycleRow, Score } from "../model/report.ts";
import { DESK, runUrl, type Trigger } from "../model/trigger.ts";
import { count, short } from "./words.ts";

export function cycleRow(row: LedgerRow, trigger: Trigger): CycleRow {
  return {
    n: row.n,
    runUrl: trigger.event === DESK ? null : runUrl(trigger, row.run),
    commit: short(row.commit),
    tests: isTested(row) ? scoreOf(row) : withoutResult(row),
    top: row.top ?? "",
    verdict: row.verdict,
    score: isTested(row) ? pointOf(row) : null,
    seconds: row.seconds,
  };
}

/** The level that a chart draws. */
export function pointOf({
  passed,
  total,
  probesPassed,
  probesTotal,
}: Pick<LedgerRow, "passed" | "total" | "probesPassed" | "probesTotal">): Score {
  return total > 0 ? { passed, total, of: "tests" } : { passed: probesPassed, total: probesTotal, of: "probes" };
}

/** "not tested: the deploy failed". The reason of an earlier cycle comes with the token, so that only ours are words. */
export function withoutResult({ verdict, why }: LedgerRow): string {
  const said = verdict === "unproven" ? "unproven" : "not tested";
  return why !== null && isReason(why) ? `${said}: ${REASONS[why]}` : said;
}

function isReason(why: string): why is keyof typeof REASONS {
  return Object.hasOwn(REASONS, why);
}

const REASONS: Readonly<Record<(NotTested | Unproven)["kind"], string>> = {
  "deploy-failed": "the deploy failed",
  "not-ready": "staging was not ready",
  "wrong-revision": "another revision was served",
  "revision-changed": "the revision changed meanwhile",
  "preflight-failed": "preflight failed",
  "suite-not-run": "a suite did not run",
  "setup-failed": "the set-up failed",
  "no-record": "a record is missing",
  "control-failed": "our own network was down",
  cancelled: "cancelled",
  "no-tests": "no test passed",
  "no-checks": "nothing to check",
  "revision-not-told": "no revision was told",
  "unreadable-report": "a report could not be read",
  "stale-report": "no report of this run",
  "republished-report": "a report is that of an earlier cycle",
  "no-contact": "no contact with staging was seen",
};

/** "47 of 58", of tests where there are any, otherwise of probes. */
export function scoreOf(row: Pick<LedgerRow, "passed" | "total" | "probesPassed" | "probesTotal">): string {
  const probes = `${row.probesPassed} of ${count(row.probesTotal, "probe")}`;
  if (row.total === 0) return probes;
  // All tests pass and the target is missed: then the probes are the news.
  const tests = `${row.passed} of ${row.total}`;
  return row.passed === row.total && row.probesPassed < row.probesTotal ? `${tests} tests, ${probes}` : tests;
}

export function cyclesTitle(ledger: readonly LedgerRow[]): string {
  const way = wayOf(ledger.map((row) => (isTested(row) ? pointOf(row) : null)));
  return way === null ? `Cycles: ${ledger.length}, none tested` : `Cycles: ${way}`;
}

/** "12 → – → 18 of 18"; where their number changed "8 of 10 → 14 of 17"; null where nothing was tested. */
export function wayOf(points: readonly (Score | null)[]): string | null {
  const known = points.flatMap((point) => point ?? []);
  const last = known.at(-1);
  if (last === undefined) return null;
  const isSame = known.every(({ total }) => total === last.total);
  const said = points.map((point) => {
    if (point === null) return "–";
    return isSame ? String(point.passed) : `${point.passed} of ${point.total}`;
  });
  return `${said.join(" → ")}${isSame ? ` of ${last.total}` : ""}`;
}
