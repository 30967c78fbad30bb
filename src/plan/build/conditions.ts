// Builds comparisons of places with values, and refuses those that no value can meet.
import { OPERATORS, type Condition } from "../../model/plan.ts";
import { untrusted } from "../../text/untrusted.ts";
import { placeOf, type Desk } from "../desk.ts";
import type { OperatorWords } from "../words/expect.ts";
import type { Path } from "../file/faults.ts";
import { settledJson } from "./requests.ts";
import type { Fillable } from "./texts.ts";

/** Conditions by the place that they are about: a header or an RFC 9535 path. */
export function buildConditions(
  desk: Desk,
  all: Readonly<Record<string, OperatorWords>>,
  path: Path,
  fillable: Fillable,
): readonly Condition[] {
  return Object.entries(all).flatMap(([at, words]) => conditionsAt(desk, at, words, [...path, at], fillable));
}

export function conditionsAt(
  desk: Desk,
  at: string,
  words: OperatorWords,
  path: Path,
  fillable: Fillable,
): readonly Condition[] {
  const problem = contradictionIn(words);
  if (problem !== null) desk.faults.add(placeOf(desk, path), problem);
  return OPERATORS.flatMap((operator) => {
    const value = words[operator];
    if (value === undefined) return [];
    const json = settledJson(desk, value, [...path, operator], fillable);
    return [{ at: untrusted(at), operator, value: untrusted(json) }];
  });
}

/** Limits that leave nothing between them, or a value for what is not there. */
export function contradictionIn(words: Partial<OperatorWords>): string | null {
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = words;
  const [least, most] = [Math.max(gt, gte), Math.min(lt, lte)];
  const isEmpty = least > most || (least === most && (gt === least || lt === most));
  if (isEmpty) return "no number is above the one limit and below the other";
  const others = OPERATORS.filter((operator) => operator !== "exists" && operator !== "ne");
  const isAbsent = words.exists === false && others.some((operator) => words[operator] !== undefined);
  return isAbsent ? "exists: false cannot be met together with another comparison" : null;
}
