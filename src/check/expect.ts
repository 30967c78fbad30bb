// Compares what came back with what was expected, and says the first difference in words.
import { compile, type JSONValue } from "json-p3";
import type { Failure, Facts } from "../model/check.ts";
import type { Condition, HttpExpect, Operator } from "../model/plan.ts";
import type { HttpAnswer } from "../model/world.ts";
import type { Excerpt } from "../text/excerpt.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";

type Answered = Extract<HttpAnswer, { readonly kind: "answer" }>;

interface Seen {
  readonly answer: Answered;
  readonly target: Untrusted;
  readonly excerpt: Excerpt;
}

/** The first expectation that the answer misses, or null. Order: status, headers, JSON, body, duration. */
export function missedExpectation(
  expect: HttpExpect,
  answer: Answered,
  target: Untrusted,
  excerpt: Excerpt,
): Failure | null {
  const seen: Seen = { answer, target, excerpt };
  try {
    return firstMissed(expect, seen);
  } catch {
    // A body nested so deep that looking into it overflows the stack. It is the server's, so it is a result.
    return failure(`${reveal(target)}: the answer cannot be compared, it is nested too deep`, seen, {
      stage: "data",
      target,
      httpStatus: answer.status,
      expected: untrusted("JSON"),
      seen: untrusted("JSON nested too deep"),
    });
  }
}

function firstMissed(expect: HttpExpect, seen: Seen): Failure | null {
  return (
    missedStatus(expect, seen) ??
    missedHeader(expect, seen) ??
    missedJson(expect, seen) ??
    missedBody(expect, seen) ??
    missedDuration(expect, seen)
  );
}

function missedStatus(expect: HttpExpect, looked: Seen): Failure | null {
  const { answer, target } = looked;
  const { status } = answer;
  const good = expect.status.length === 0 ? status >= 200 && status < 300 : expect.status.includes(status);
  if (good) return null;
  const wanted = expect.status.length === 0 ? "2xx" : expect.status.join(" or ");
  return failure(`${reveal(target)} answered ${status}, expected ${wanted}`, looked, {
    stage: stageOfStatus(status),
    target,
    httpStatus: status,
    expected: untrusted(wanted),
    seen: untrusted(String(status)),
  });
}

function missedHeader(expect: HttpExpect, looked: Seen): Failure | null {
  const { answer } = looked;
  for (const condition of expect.headers) {
    const name = reveal(condition.at).toLowerCase();
    const value = Object.hasOwn(answer.headers, name) ? answer.headers[name] : undefined;
    const seen = value === undefined ? undefined : reveal(value);
    if (holds(condition.operator, asNumber(seen, condition), parse(condition.value))) continue;
    return missed(`header ${name}`, condition, seen, looked);
  }
  return null;
}

function missedJson(expect: HttpExpect, looked: Seen): Failure | null {
  const { answer, target } = looked;
  if (expect.json.length === 0) return null;
  const body = reveal(answer.body);
  const decoded = decode(body);
  if (decoded === null) {
    const html = /^\s*<(?:!doctype|html|head|body)/iu.test(body);
    const what = html ? "HTML" : body.trim() === "" ? "an empty body" : "text that is not JSON";
    return failure(`${reveal(target)} answered ${answer.status} with ${what}, expected JSON`, looked, {
      stage: "data",
      target,
      httpStatus: answer.status,
      expected: untrusted("JSON"),
      seen: untrusted(what),
    });
  }
  for (const condition of expect.json) {
    const path = compile(reveal(condition.at));
    const found = path.query(decoded.value).values();
    // A path that can only lead to one place tells its value, any other the list of what it found (RFC 9535, 2.3.5.1).
    const seen: unknown = path.singularQuery() || found.length === 0 ? found[0] : found;
    if (holds(condition.operator, seen, parse(condition.value))) continue;
    return missed(reveal(condition.at), condition, seen, looked);
  }
  return null;
}

function missedBody(expect: HttpExpect, looked: Seen): Failure | null {
  const { answer } = looked;
  for (const condition of expect.body) {
    const seen = reveal(answer.body);
    if (!holds(condition.operator, seen, parse(condition.value))) return missed("body", condition, seen, looked);
  }
  return null;
}

function missedDuration(expect: HttpExpect, looked: Seen): Failure | null {
  const { answer, target } = looked;
  if (expect.durationMs === null || answer.durationMs <= expect.durationMs) return null;
  const seen = `${Math.round(answer.durationMs)} ms`;
  const limit = `at most ${expect.durationMs} ms`;
  return failure(`${reveal(target)} took ${seen}, expected ${limit}`, looked, {
    stage: "value",
    target,
    httpStatus: answer.status,
    limit: true,
    at: untrusted("duration"),
    expected: untrusted(limit),
    seen: untrusted(seen),
  });
}

/** How far an answer with this status got. */
export function stageOfStatus(status: number): "auth" | "server" | "data" {
  if (status === 401 || status === 403) return "auth";
  return status >= 500 ? "server" : "data";
}

/** Whether `seen` stands in the relation to `value`. What is absent satisfies nothing but `exists: false` and `ne`. */
export function holds(operator: Operator, seen: unknown, value: unknown): boolean {
  switch (operator) {
    case "exists":
      return (seen !== undefined) === (value !== false);
    case "eq":
      return same(seen, value);
    case "ne":
      return !same(seen, value);
    case "in":
      return Array.isArray(value) && value.some((each) => same(seen, each));
    case "gt":
      return ordered(seen, value, (a, b) => a > b);
    case "gte":
      return ordered(seen, value, (a, b) => a >= b);
    case "lt":
      return ordered(seen, value, (a, b) => a < b);
    case "lte":
      return ordered(seen, value, (a, b) => a <= b);
    case "contains":
      if (Array.isArray(seen)) return seen.some((each) => same(each, value));
      return typeof seen === "string" && typeof value === "string" && seen.includes(value);
    case "matches":
      return typeof seen === "string" && typeof value === "string" && new RegExp(value, "u").test(seen);
  }
}

// A header's value is text even where the configuration says a number.
function asNumber(seen: string | undefined, condition: Condition): string | number | undefined {
  const wanted = parse(condition.value);
  const numeric =
    typeof wanted === "number" || (Array.isArray(wanted) && wanted.every((each) => typeof each === "number"));
  return numeric && seen !== undefined && /^-?\d{1,15}(?:\.\d{1,15})?$/u.test(seen.trim()) ? Number(seen) : seen;
}

function same(seen: unknown, value: unknown): boolean {
  if (seen === value) return true;
  if (typeof seen !== "object" || typeof value !== "object" || seen === null || value === null) return false;
  return canonical(seen) === canonical(value);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

function ordered(seen: unknown, value: unknown, compare: (a: number, b: number) => boolean): boolean {
  return typeof seen === "number" && typeof value === "number" && compare(seen, value);
}

const WORDS: Readonly<Record<Operator, string>> = {
  eq: "",
  ne: "anything but ",
  gt: "more than ",
  gte: "at least ",
  lt: "less than ",
  lte: "at most ",
  in: "one of ",
  contains: "something that contains ",
  matches: "something that matches ",
  exists: "",
};

function missed(what: string, condition: Condition, seen: unknown, looked: Seen): Failure {
  const { answer, target, excerpt } = looked;
  const value = reveal(condition.value);
  const wanted =
    condition.operator === "exists" ? (value === "false" ? "nothing" : "a value") : WORDS[condition.operator] + value;
  const found = seen === undefined ? "nothing" : excerpt(JSON.stringify(seen) ?? "nothing", 300);
  const numeric = ["gt", "gte", "lt", "lte"].includes(condition.operator) && typeof seen === "number";
  const empty = seen === undefined || (Array.isArray(seen) && seen.length === 0);
  return failure(`${reveal(target)}: ${what} is ${found}, expected ${wanted}`, looked, {
    stage: empty ? "data" : "value",
    target,
    httpStatus: answer.status,
    at: untrusted(what),
    expected: untrusted(wanted),
    seen: untrusted(found),
    ...(numeric ? { limit: true } : {}),
  });
}

function failure(message: string, { answer, excerpt }: Seen, facts: Facts): Failure {
  const body = reveal(answer.body).trim();
  return {
    message: untrusted(message),
    detail: body === "" ? null : untrusted(excerpt(body, 2_000)),
    type: null,
    facts,
  };
}

function parse(json: Untrusted): unknown {
  return JSON.parse(reveal(json));
}

// Parsing a million brackets overflows the stack inside JSON.parse and throws a RangeError, which is "not JSON" too.
function decode(text: string): { readonly value: JSONValue } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}
