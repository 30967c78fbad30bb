// The errors of a cycle, lettered: the table of causes, and what only follows from them.
import type { Pattern } from "../model/analysis.ts";
import type { CheckResult } from "../model/check.ts";
import type { ErrorRow, Phrase } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import { errorPhrase } from "./error-title.ts";
import { isUnrecognised } from "./kind.ts";
import { joined, list } from "./names.ts";
import { rootsOf } from "./no-result.ts";
import { isQuarantined } from "./quarantine.ts";
import { isBlockedSuite } from "./suite-names.ts";
import { capitalized, count, letter } from "./words.ts";

/** A cycle with its causes named A, B, C in the order of what they break. */
export interface Lettered {
  readonly told: Told;
  readonly causes: readonly Pattern[];
  /** By fingerprint. */
  readonly letters: ReadonlyMap<string, string>;
  /** By key. */
  readonly results: ReadonlyMap<string, CheckResult>;
}

/** Rows of the table; the rest is counted. */
const MAX_ERRORS = 6;

export function letterErrors(told: Told): Lettered {
  const causes = told.analysis.patterns.filter((pattern) => pattern.because === null);
  return {
    told,
    causes,
    letters: new Map(causes.map((pattern, at) => [pattern.fingerprint, letter(at)])),
    results: new Map(told.cycle.checks.map((check) => [check.key, check])),
  };
}

export function errorRows({ causes, told, results, letters }: Lettered): readonly ErrorRow[] {
  const shown = causes.slice(0, causes.length > MAX_ERRORS ? MAX_ERRORS - 1 : MAX_ERRORS);
  const rows = shown.map((pattern) => ({
    letter: letters.get(pattern.fingerprint) ?? "",
    title: capitalized(errorPhrase(pattern)),
    since: sinceOf(pattern, told),
    isRecognised: !isUnrecognised(pattern),
    fails: failsOf(pattern, results),
    priority: priorityOf(pattern, results),
  }));
  if (shown.length === causes.length) return rows;
  const rest = causes.slice(shown.length);
  const failures = rest.reduce((sum, pattern) => sum + pattern.checks.length, 0);
  return [
    ...rows,
    {
      letter: "",
      title: [`and ${count(rest.length, "more error")}`],
      since: "",
      isRecognised: true,
      fails: count(failures, "failure"),
      priority: null,
    },
  ];
}

export function consequences(lettered: Lettered): readonly Phrase[] {
  const { told, results, letters, causes } = lettered;
  // A letter tells one error from others.
  const named = (cause: string): string => (causes.length === 1 ? "it" : cause);
  const follow = told.analysis.patterns.flatMap((pattern): readonly Phrase[] => {
    const cause = pattern.because === null ? undefined : letters.get(pattern.because.fingerprint);
    if (cause === undefined) return [];
    return [[`Because of ${named(cause)}: `, ...errorPhrase(pattern), ` (${failsOf(pattern, results)}).`]];
  });
  const all = [...results.values()];
  // Suites that did not run are told with all that have no result.
  const blocked = all.filter((check) => check.outcome === "blocked" && !isBlockedSuite(check));
  const byCause = new Map<string, CheckResult[]>();
  for (const check of blocked) {
    const cause = rootLetter(check, lettered);
    byCause.set(cause, [...(byCause.get(cause) ?? []), check]);
  }
  // Where nothing that decides failed, the lead tells what did not run, and why.
  if (lettered.causes.length === 0) byCause.clear();
  const said = [
    ...follow,
    ...[...byCause].map(([cause, checks]): Phrase => [
      ...(cause === "" ? becauseOfLight(checks, all) : [`Because of ${named(cause)}, not run: `]),
      ...list(
        checks.map((check) => check.name),
        5,
      ),
      ".",
    ]),
  ];
  const rest = said.length - MAX_FOLLOWING;
  return rest > 0 ? [...said.slice(0, MAX_FOLLOWING), [`and ${rest} more that follow from other errors.`]] : said;
}

/** Lines of what only follows; the rest is counted. */
const MAX_FOLLOWING = 4;

/** What decides nothing has no letter. */
function becauseOfLight(blocked: readonly CheckResult[], all: readonly CheckResult[]): Phrase {
  const roots = new Map(blocked.flatMap((check) => rootsOf(check, all).map((root) => [root.key, root] as const)));
  if (roots.size === 0) return ["Not run, blocked: "];
  const said = [...roots.values()].map((root): Phrase => [root.name, isQuarantined(root) ? " (in quarantine)" : ""]);
  return ["Because of ", ...joined(said.slice(0, 3), ", "), ", not run: "];
}

function sinceOf(pattern: Pattern, told: Told): string {
  if (told.analysis.changes.against === null) return "";
  return pattern.since.isNew ? "new" : `since cycle ${pattern.since.cycle}`;
}

/** "9 tests, 2 probes". */
export function failsOf(pattern: Pattern, results: ReadonlyMap<string, CheckResult>): string {
  const checks = pattern.checks.flatMap((key) => results.get(key) ?? []);
  const outside = checks.filter(isOutsideTests).length;
  const words = (["test", "probe", "target"] as const).map((kind) => {
    const many = checks.filter((each) => each.kind === kind && !isOutsideTests(each)).length;
    return many === 0 ? "" : count(many, kind);
  });
  const run = outside === 0 ? "" : outside === 1 ? "the test run" : `the test run, ${outside} times`;
  return [...words, run].filter(Boolean).join(", ");
}

/** A set-up, a collection or the test command itself failed. */
export function isOutsideTests({ kind, test }: CheckResult): boolean {
  return kind === "test" && test === null;
}

/** That of its most important check. */
function priorityOf({ checks }: Pattern, results: ReadonlyMap<string, CheckResult>): number | null {
  const all = checks.flatMap((key) => results.get(key)?.priority ?? []);
  return all.length === 0 ? null : all.reduce((least, each) => Math.min(least, each));
}

// A blocked probe may wait for another blocked one; the letter is that of the failure at the end of the chain.
function rootLetter(check: CheckResult, { told, results, letters }: Lettered): string {
  let at: CheckResult | undefined = check;
  for (let steps = 0; at !== undefined && at.outcome === "blocked" && steps < results.size; steps++) {
    at = results.get(at.blockedBy[0] ?? "");
  }
  const root = at?.key;
  const pattern = told.analysis.patterns.find((each) => root !== undefined && each.checks.includes(root));
  return letters.get(pattern?.because?.fingerprint ?? pattern?.fingerprint ?? "") ?? "";
}
