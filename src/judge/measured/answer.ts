// What an answer or a number was compared with: status, limit, schema, value, and too little data to compare.
import type { Headline } from "../../model/analysis.ts";
import type { Facts } from "../../model/check.ts";
import { reveal } from "../../text/untrusted.ts";
import { said, statusFinding, type Found } from "../classify/findings.ts";
import {
  compared,
  expectedOf,
  place,
  textOf,
  valueHeadline,
  whereWords,
  withoutUsers,
  type Measured,
} from "./words.ts";

export function noData(facts: Facts): Measured | null {
  if (facts.noData !== true) return null;
  const what = facts.target === undefined ? "the target" : reveal(facts.target);
  return {
    span: textOf(facts.seen),
    found: {
      class: "assert.sla",
      confidence: "certain",
      title: "too little data to judge",
      next: "Find why its probes gave no values, or raise their samples.",
      signature: `no data ${place(facts.target, facts)}`,
      headline: said`${what}: no data, ${textOf(facts.seen)} where ${textOf(facts.at)} needs ${textOf(facts.expected)}`,
    },
  };
}

export function status(facts: Facts): Measured | null {
  if (facts.httpStatus === undefined) return null;
  const target = facts.target === undefined ? null : reveal(facts.target);
  const stable = target === null ? null : withoutUsers(target, facts);
  const found = statusFinding(facts.httpStatus, target, stable) ?? unexpectedSuccess(facts);
  return found === null ? null : { span: String(facts.httpStatus), found };
}

/** A good status where another one had to come. */
function unexpectedSuccess(facts: Facts): Found | null {
  const { httpStatus, seen, target } = facts;
  if (seen === undefined || reveal(seen) !== String(httpStatus) || facts.at !== undefined) return null;
  return {
    class: "assert.value",
    confidence: "certain",
    signature: `status ${httpStatus} ${compared(facts)}`,
    headline: [
      ...(target === undefined ? ["an endpoint"] : said`${reveal(target)}`),
      ...said` answers ${reveal(seen)}, expected ${textOf(facts.expected)}`,
    ],
  };
}

export function limit(facts: Facts): Measured | null {
  if (facts.limit !== true) return null;
  const zero = /^0(?:\.0+)?$/u.test(textOf(facts.seen));
  return {
    span: textOf(facts.seen),
    found: {
      class: "assert.sla",
      confidence: "certain",
      ...(zero ? { transient: "no" } : {}),
      signature: `limit ${compared(facts)}`,
      headline: valueHeadline(facts),
    },
  };
}

/** The answer has another form than its schema says, which no other try changes. */
export function schema(facts: Facts): Measured | null {
  if (!textOf(facts.expected).startsWith("what the schema says")) return null;
  return {
    span: textOf(facts.seen),
    found: {
      class: "svc.bad-response",
      confidence: "certain",
      transient: "no",
      title: "answer does not meet its schema",
      next: "Compare the answer with its schema: one of the two has changed.",
      signature: `schema ${compared(facts)}`,
      headline: [...whereWords(facts), ...said`${textOf(facts.at)} does not meet the schema: ${textOf(facts.seen)}`],
    },
  };
}

export function data(facts: Facts): Measured | null {
  if (facts.stage !== "data" || facts.expected === undefined) return null;
  const isForm = reveal(facts.expected) === "JSON";
  return {
    span: textOf(facts.seen),
    found: {
      class: isForm ? "svc.bad-response" : "assert.missing-output",
      confidence: "certain",
      signature: `data ${place(facts.target, facts)} ${expectedOf(facts)}`,
      headline: facts.at === undefined ? answerHeadline(facts) : valueHeadline(facts),
    },
  };
}

/** "`GET /api/agents` answers with `HTML`, expected `JSON`". */
function answerHeadline(facts: Facts): Headline {
  const where = facts.target === undefined ? "the service" : reveal(facts.target);
  return said`${where} answers with ${textOf(facts.seen)}, expected ${textOf(facts.expected)}`;
}

export function value(facts: Facts): Measured | null {
  if (facts.expected === undefined) return null;
  return {
    span: textOf(facts.seen),
    found: {
      class: "assert.value",
      confidence: "certain",
      signature: `value ${compared(facts)}`,
      headline: valueHeadline(facts),
    },
  };
}
