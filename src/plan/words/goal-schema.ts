// The language of `target` for editors, as one pattern.
import { CHECK_MEASURES, LONGEST_TARGET, MOST_BRACKETS, TARGET_MEASURES } from "../../model/target.ts";
import { SHARE } from "./goal-parts.ts";
import type { JsonSchema } from "./json-schema.ts";

/** What no number meets is beyond it. */
export const GOAL_JSON: JsonSchema = {
  named: "loop-target",
  type: "string",
  pattern: goalPattern(),
  maxLength: LONGEST_TARGET,
  patternErrorMessage: "expected all, or comparisons such as passed >= 25 with && and || between them",
};

function goalPattern(): string {
  const blank = "\\s*";
  const operator = `${blank}(?:[=!<>]=|[<>])${blank}`;
  const priority = `priority\\(${blank}(?:100|[1-9]\\d?)${blank}\\)`;
  const whole = "(?:0|[1-9]\\d{0,8})(?![\\d_,.%])";
  const counted = CHECK_MEASURES.filter((what) => what !== "pass-rate").join("|");
  const scope = `(?:(?:tests|probes|${priority})\\.)?`;
  const share = SHARE.source.slice(1, -1);
  const terms = [
    "all(?![\\w(.-])",
    `(?:${scope}(?:${counted})|targets\\.(?:${TARGET_MEASURES.join("|")}))${operator}${whole}`,
    `${scope}pass-rate${operator}${share}`,
  ];
  const simple = terms.join("|");
  let part = simple;
  for (let depth = 0; depth < MOST_BRACKETS; depth++) part = `${simple}|\\(${joined(part)}\\)`;
  return `^${joined(part)}$`;
}

/** One part or several; behind a sign there has to be another one. */
function joined(part: string): string {
  return `(?:\\s*(?:${part})\\s*(?:(?:&&|\\|\\|)(?=\\s*[^\\s)])|(?=\\)|$)))+`;
}
