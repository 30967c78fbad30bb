// Every error of a cycle with the checks that show it, each with its rank: what goes first where there is no room for all.
import type { Pattern } from "../../model/analysis.ts";
import type { BriefCheck, BriefError } from "../../model/brief.ts";
import { decisiveFailure, type CheckResult } from "../../model/check.ts";
import type { FailingCheckRow, FailingGroup } from "../../model/report.ts";
import { errorPhrase } from "../error-title.ts";
import type { Lettered } from "../errors.ts";
import { failuresOf } from "../failing.ts";
import { fateOf } from "../fates.ts";
import { frameOf } from "../frame.ts";
import { atMost, bothEnds, tellingLines } from "../plain.ts";
import { checkRank, errorRank, logRank, RANKS, type Ranked } from "./ranks.ts";

export interface DraftError {
  readonly error: Omit<BriefError, "checks">;
  readonly checks: readonly Ranked<DraftCheck>[];
  /** Checks that nobody asked for, because there are so many. */
  readonly more: number;
}

export interface DraftCheck {
  readonly check: Omit<BriefCheck, "log">;
  readonly log: Ranked<BriefCheck["log"]>;
}

/** Errors with a row of their own, and checks of each that are told. */
const MAX_ERRORS = 60;
const MAX_CHECKS = 12;
const MAX_WARNINGS = 10;

export function draftErrors(lettered: Lettered): {
  readonly errors: readonly Ranked<DraftError>[];
  readonly warnings: readonly Ranked<DraftCheck>[];
  /** Errors without a row. */
  readonly more: number;
} {
  const { patterns } = lettered.told.analysis;
  const groups = failuresOf(lettered).failing;
  const errors = patterns.slice(0, MAX_ERRORS).flatMap((pattern, at): readonly Ranked<DraftError>[] => {
    const group = groups[at];
    return group === undefined ? [] : [{ rank: errorRank(at), value: draftError(pattern, group, at, lettered) }];
  });
  // A row has the very name of its check.
  const light = lettered.told.analysis.degraded.flatMap((key) => lettered.results.get(key) ?? []);
  const rows = groups.slice(patterns.length).flatMap(({ checks }) => checks);
  return {
    errors,
    warnings: rows.slice(0, MAX_WARNINGS).map((row, at) => ({
      rank: RANKS.warning + at,
      value: draftCheck(
        row,
        light.find(({ name }) => name === row.name),
        RANKS.warningLog + at,
      ),
    })),
    more: patterns.length - errors.length,
  };
}

function draftError(
  pattern: Pattern,
  group: FailingGroup,
  at: number,
  { told, letters, results }: Lettered,
): DraftError {
  const checks = pattern.checks.flatMap((key) => results.get(key) ?? []);
  return {
    error: {
      letter: group.letter,
      pattern,
      title: errorPhrase(pattern),
      cause: pattern.because === null ? null : (letters.get(pattern.because.fingerprint) ?? null),
      fate: fateOf(pattern, told.analysis.changes),
      group,
    },
    checks: group.checks.slice(0, MAX_CHECKS).map((row, nth) => ({
      rank: checkRank(at, nth),
      value: draftCheck(row, checks[nth], logRank(at, nth)),
    })),
    more: pattern.checks.length - Math.min(group.checks.length, MAX_CHECKS),
  };
}

/** Code points of what one check says. */
export const MAX_MESSAGE = 800;

/** Lines of one log, and code points of each of them. */
const MAX_LINES = 24;
const MAX_LINE = 240;

function draftCheck(row: FailingCheckRow, check: CheckResult | undefined, rankOfLog: number): DraftCheck {
  const failure = check === undefined ? null : decisiveFailure(check);
  return {
    check: {
      row: { ...row, message: atMost(row.message, MAX_MESSAGE) },
      stage: failure?.facts.stage ?? null,
      frame: failure === null || check?.kind !== "test" ? null : frameOf(failure, check.test?.file ?? null),
    },
    log: {
      rank: rankOfLog,
      value: row.detail === null ? null : tellingLines(bothEnds(row.detail), MAX_LINES, MAX_LINE),
    },
  };
}
