// The words of a comparison in `target`: the measure, the operator and the number, and what is meant by other ones.
import {
  CHECK_MEASURES,
  MOST_LIMIT,
  MOST_PRIORITY,
  TARGET_MEASURES,
  type CheckScope,
  type Measure,
  type Operator,
} from "../../model/target.ts";
import { nearest } from "./nearest.ts";

export interface Token {
  readonly text: string;
  /** From 0. */
  readonly at: number;
}

/** What is wrong at one place, and the words that would be right there; null where nobody can guess. */
export interface Slip {
  readonly slip: string;
  readonly token: Token;
  readonly meant: string | null;
}

/** What a part of a target is, and the whole of the simplest one. */
export const EXPECTED_GOAL = "expected all or a comparison such as passed >= 25";

const MEASURE = new RegExp(
  `^(?:(?<scope>tests|probes|priority\\(\\s*(?<priority>[1-9]\\d{0,2})\\s*\\))\\.)?(?<what>${CHECK_MEASURES.join("|")})$`,
  "u",
);

export function measureAt(tokens: readonly Token[], at: number): Measure | Slip {
  const token = tokens[at] ?? end(tokens);
  const [head, tail] = token.text.split(".");
  const ofTargets = TARGET_MEASURES.find((each) => head === "targets" && token.text === `targets.${each}`);
  if (ofTargets !== undefined) return { of: "targets", what: ofTargets };
  const { scope, priority, what } = MEASURE.exec(token.text)?.groups ?? {};
  const known = CHECK_MEASURES.find((each) => each === what);
  if (known !== undefined && Number(priority ?? 1) <= MOST_PRIORITY)
    return { of: scopeOf(scope, priority), what: known };
  if (/^\d/u.test(token.text)) return { slip: `${EXPECTED_GOAL}: the number stands behind`, token, meant: null };
  if (!/^[A-Za-z_]/u.test(token.text)) return { slip: EXPECTED_GOAL, token, meant: null };
  if (isPriorityWrong(token.text)) return { slip: EXPECTED_PRIORITY, token, meant: null };
  return {
    slip: tail === undefined ? EXPECTED_MEASURE : expectedIn(head ?? ""),
    token,
    meant: meantMeasure(token.text),
  };
}

function scopeOf(scope: string | undefined, priority: string | undefined): CheckScope {
  if (priority !== undefined) return { priority: Number(priority) };
  return scope === "tests" || scope === "probes" ? scope : "checks";
}

function isPriorityWrong(text: string): boolean {
  const [, priority = "0"] = /^priority\(\s*([1-9]\d*)\s*\)\./u.exec(text) ?? [];
  return text.startsWith("priority") && (Number(priority) < 1 || Number(priority) > MOST_PRIORITY);
}

const EXPECTED_PRIORITY = `expected a priority from 1 to ${MOST_PRIORITY}, as in priority(1).failed`;
const EXPECTED_MEASURE = `expected all, ${CHECK_MEASURES.join(", ")}, or one of them behind tests., probes. or priority(1)., or targets.missed`;

function expectedIn(head: string): string {
  return head === "targets"
    ? `expected targets.met or targets.missed`
    : `expected ${CHECK_MEASURES.join(", ")} behind tests., probes. or priority(1).`;
}

// What other tools call the same thing.
const CALLED: ReadonlyMap<string, string> = new Map([
  ["passes", "passed"],
  ["passing", "passed"],
  ["successes", "passed"],
  ["failures", "failed"],
  ["failing", "failed"],
  ["errors", "errored"],
  ["skips", "skipped"],
  ["count", "total"],
  ["success-rate", "pass-rate"],
  ["targets.passed", "targets.met"],
  ["targets.failed", "targets.missed"],
]);

function meantMeasure(word: string): string | null {
  const [, begin = "", last = ""] = /^((?:tests|probes|priority\(\s*\d+\s*\))\.)?(.*)$/u.exec(word) ?? [];
  const called = CALLED.get(last.toLowerCase().replaceAll("_", "-"));
  const meant = called ?? nearest(last, begin === "" ? KNOWN : CHECK_MEASURES);
  return meant === null ? null : begin + meant;
}

const KNOWN: readonly string[] = [
  "all",
  ...CHECK_MEASURES,
  ...["tests", "probes"].flatMap((scope) => CHECK_MEASURES.map((what) => `${scope}.${what}`)),
  ...TARGET_MEASURES.map((what) => `targets.${what}`),
];

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ["==", "=="],
  ["!=", "!="],
  [">=", ">="],
  ["<=", "<="],
  [">", ">"],
  ["<", "<"],
]);

// What is typed for them, and what other languages write.
const MEANT_OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ["=", "=="],
  ["===", "=="],
  ["!==", "!="],
  ["<>", "!="],
  ["≠", "!="],
  ["=>", ">="],
  ["≥", ">="],
  ["=<", "<="],
  ["≤", "<="],
]);

export function operatorAt(tokens: readonly Token[], at: number): Operator | Slip {
  const token = tokens[at] ?? end(tokens);
  const known = OPERATORS.get(token.text);
  return known ?? { slip: "expected ==, !=, >=, <=, > or <", token, meant: MEANT_OPERATORS.get(token.text) ?? null };
}

export function limitAt(tokens: readonly Token[], at: number, { what }: Measure): number | Slip {
  const token = tokens[at] ?? end(tokens);
  if (what === "pass-rate") return shareAt(token);
  if (/^(?:0|[1-9]\d*)$/u.test(token.text) && Number(token.text) <= MOST_LIMIT) return Number(token.text);
  if (token.text.endsWith("%"))
    return { slip: "expected a whole number: only pass-rate is a share", token, meant: null };
  const bare = token.text.replace(/[_,.](?=\d{3}(?!\d))/gu, "");
  return {
    slip: `expected a whole number from 0 to ${MOST_LIMIT}`,
    token,
    meant: /^[1-9]\d{0,8}$/u.test(bare) && bare !== token.text ? bare : null,
  };
}

/** 0% to 100%, with at most two decimals. */
export const SHARE = /^(?:100(?:\.0{1,2})?|(?:0|[1-9]\d?)(?:\.\d{1,2})?)%$/u;

function shareAt(token: Token): number | Slip {
  const { text } = token;
  if (SHARE.test(text)) return Number(text.slice(0, -1));
  const slip = "expected a share from 0% to 100% with its sign, such as 92%";
  // 0.92 is what other tools write for 92 %.
  const asShare = /^0\.\d{1,2}$/u.test(text) ? `${Math.round(Number(text) * 100)}%` : `${text}%`;
  return { slip, token, meant: SHARE.test(asShare) ? asShare : null };
}

/** What should stand behind the last token is missing. */
export function end(tokens: readonly Token[]): Token {
  const last = tokens.at(-1);
  return { text: "", at: last === undefined ? 0 : last.at + last.text.length };
}
