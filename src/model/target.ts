// When a loop is done: everything, or comparisons of what a cycle counts, as a tree that can be stored and written down.

export type Target = { readonly kind: "all" } | Comparison | Combined<Target>;

/** `of` holds at least two, and none of the same kind. */
export interface Combined<T> {
  readonly kind: "and" | "or";
  readonly of: readonly T[];
}

export interface Comparison {
  readonly kind: "compare";
  readonly measure: Measure;
  readonly operator: Operator;
  /** A whole number; of a pass-rate percent, with at most two decimals. */
  readonly limit: number;
}

export const OPERATORS = ["==", "!=", ">=", "<=", ">", "<"] as const;
export type Operator = (typeof OPERATORS)[number];

export type Measure =
  | { readonly of: CheckScope; readonly what: CheckMeasure }
  | { readonly of: "targets"; readonly what: TargetMeasure };

/** `checks`: tests and probes together. */
export type CheckScope = "checks" | "tests" | "probes" | Prioritised;

/** Tests and probes of one priority. */
export interface Prioritised {
  readonly priority: number;
}

/** `failed`: also what could not be measured · `not-run`: also what was blocked · `pass-rate`: passed of total. */
export const CHECK_MEASURES = ["passed", "failed", "errored", "skipped", "not-run", "total", "pass-rate"] as const;
export type CheckMeasure = (typeof CHECK_MEASURES)[number];

export const TARGET_MEASURES = ["met", "missed"] as const;
export type TargetMeasure = (typeof TARGET_MEASURES)[number];

export const MOST_PRIORITY = 100;
export const MOST_LIMIT = 999_999_999;
/** Characters; nobody reads more in one line. */
export const LONGEST_TARGET = 500;
/** Brackets inside brackets. */
export const MOST_BRACKETS = 3;
/** Combinations inside combinations: what brackets hold may have an && in an ||. */
export const MOST_LEVELS = 2 * (MOST_BRACKETS + 1);

export const ALL: Target = { kind: "all" };

/** As it is written; reading it gives the same tree. */
export function targetText(target: Target): string {
  switch (target.kind) {
    case "all":
      return "all";
    case "compare":
      return `${measureText(target.measure)} ${target.operator} ${target.limit}${isRate(target.measure) ? "%" : ""}`;
    case "or":
      return target.of.map(targetText).join(" || ");
    case "and":
      return target.of.map((each) => (each.kind === "or" ? `(${targetText(each)})` : targetText(each))).join(" && ");
  }
}

/** "passed", "tests.failed", "priority(1).failed", "targets.missed". */
export function measureText({ of, what }: Measure): string {
  if (of === "checks") return what;
  return `${typeof of === "string" ? of : `priority(${of.priority})`}.${what}`;
}

export function isRate({ what }: Measure): boolean {
  return what === "pass-rate";
}

export function compares(operator: Operator, value: number, limit: number): boolean {
  switch (operator) {
    case "==":
      return value === limit;
    case "!=":
      return value !== limit;
    case ">=":
      return value >= limit;
    case "<=":
      return value <= limit;
    case ">":
      return value > limit;
    case "<":
      return value < limit;
  }
}

/** Every comparison in it, from left to right. */
export function comparisonsOf(target: Target): readonly Comparison[] {
  if (target.kind === "all") return [];
  return target.kind === "compare" ? [target] : target.of.flatMap(comparisonsOf);
}

/** What a cycle makes of a target, part by part. */
export type Judged = JudgedAll | JudgedComparison | JudgedCombined;

export interface JudgedAll {
  readonly kind: "all";
  readonly holds: boolean;
}

export interface JudgedCombined extends Combined<Judged> {
  readonly holds: boolean;
}

export interface JudgedComparison extends Comparison {
  readonly holds: boolean;
  /** What was counted; of a pass-rate percent. null: there is nothing to count. */
  readonly seen: number | null;
  /** Planned, and without a result. Infinity: nobody knows how many. */
  readonly open: number;
}
