// Compares an answer with what was expected of it, and says the first difference in words.
import type { Facts } from "../model/check.ts";
import type { Condition, HttpExpect, Operator } from "../model/plan.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import { lookAt, miss, notJson, tooSlow, type Answered, type Look, type Looking, type Miss } from "./answer.ts";
import { missedCertificate } from "./certificate.ts";
import { boundedUnless, expectedOf, firstMissed, isQuick, type Missed } from "./conditions.ts";
import type { Scope } from "./fill.ts";
import { jsonWithin } from "./json.ts";
import { ownerOf } from "./owner.ts";
import { holds, isLimit, wantedWords } from "./operators.ts";
import { missedSchema } from "./schema.ts";

/** What an answer of a service that is waited for misses; null when it is good. */
export function missedExpectation(
  expect: HttpExpect,
  answer: Answered,
  target: Untrusted,
  scope: Scope,
  world: Looking,
): Miss | null {
  return firstMiss(expect, lookAt(answer, target, scope, world));
}

/** Order: status, headers, certificate, JSON, schema, body, duration. */
export function firstMiss(expect: HttpExpect, look: Look): Miss | null {
  return (
    missedStatus(expect, look) ??
    missedHeader(expect, look) ??
    missedCertificate(expect.certificate, look) ??
    missedJson(expect, look) ??
    missedSchema(expect.schema, look) ??
    missedBody(expect, look) ??
    missedDuration(expect, look)
  );
}

function missedStatus(expect: HttpExpect, look: Look): Miss | null {
  const { status } = look.answer;
  if (isGoodStatus(expect, status)) return null;
  const wanted = expect.status.length === 0 ? "2xx" : expect.status.join(" or ");
  return miss(look, ` answered ${status}${whereto(look)}${afterRedirects(look)}, expected ${wanted}`, {
    stage: stageOfStatus(status),
    expected: untrusted(wanted),
    seen: untrusted(String(status)),
  });
}

export function isGoodStatus(expect: HttpExpect, status: number): boolean {
  return expect.status.length === 0 ? status >= 200 && status < 300 : expect.status.includes(status);
}

/** The first address is named, and the answer is that of the last. */
function afterRedirects({ answer: { redirects } }: Look): string {
  return redirects === 0 ? "" : ` after ${redirects} ${redirects === 1 ? "redirect" : "redirects"}`;
}

/** " to /login": the path alone, because a query may carry a secret. */
function whereto({ answer, excerpt }: Look): string {
  const location = answer.status >= 300 && answer.status <= 399 ? answer.headers["location"] : undefined;
  if (location === undefined) return "";
  return ` to ${excerpt(reveal(location).replace(/[?#].*$/su, ""), 100)}`;
}

/** How far an answer with this status got. */
export function stageOfStatus(status: number): "auth" | "server" | "data" {
  if (status === 401 || status === 403) return "auth";
  return status >= 500 ? "server" : "data";
}

function missedHeader(expect: HttpExpect, look: Look): Miss | null {
  for (const condition of expect.headers) {
    const name = reveal(condition.at).toLowerCase();
    const value = Object.hasOwn(look.answer.headers, name) ? look.answer.headers[name] : undefined;
    const expected = expectedOf(condition, look.scope);
    const seen = value === undefined ? undefined : asNumber(reveal(value), condition, expected);
    const missed = missedText(condition, seen, expected, `header ${name}`, look);
    if (missed !== null) return missed;
  }
  return null;
}

function missedBody(expect: HttpExpect, look: Look): Miss | null {
  const { body, bodyBytes, truncated } = look.answer;
  const what = truncated ? `body (its first ${bodyBytes} bytes)` : "body";
  for (const condition of expect.body) {
    const expected = expectedOf(condition, look.scope);
    const missed = missedText(condition, asNumber(reveal(body), condition, expected), expected, what, look);
    if (missed !== null) return missed;
  }
  return null;
}

function missedText(condition: Condition, seen: unknown, expected: unknown, what: string, look: Look): Miss | null {
  const { operator } = condition;
  const wanted = typeof seen === "string" ? inText(operator, expected) : expected;
  const compared = boundedUnless(operator !== "matches", () => holds(operator, seen, wanted), look.world);
  if (!compared.inTime) return tooSlow(look, what);
  return compared.value ? null : missedValue(what, { condition, seen, expected: wanted }, look);
}

/** What a header or body is compared with is text too: a captured number is looked for as it is written. */
function inText(operator: Operator, expected: unknown): unknown {
  if (!["eq", "ne", "in", "contains"].includes(operator)) return expected;
  return operator === "in" && Array.isArray(expected) ? expected.map(textOf) : textOf(expected);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

// A header's value is text even where the configuration says a number.
function asNumber(seen: string, { operator }: Condition, expected: unknown): string | number {
  if (operator === "contains") return seen;
  const isNumeric =
    typeof expected === "number" || (Array.isArray(expected) && expected.every((each) => typeof each === "number"));
  return isNumeric && /^-?\d{1,15}(?:\.\d{1,15})?$/u.test(seen.trim()) ? Number(seen) : seen;
}

function missedJson(expect: HttpExpect, look: Look): Miss | null {
  const conditions = expect.json;
  if (conditions.length === 0) return null;
  const read = look.json();
  if (read.kind === "other") return notJson(look, read.what);
  const compared = boundedUnless(
    isQuick(conditions),
    () => firstMissed(conditions, read.value, look.scope),
    look.world,
  );
  if (!compared.inTime) return tooSlow(look, conditions.map(({ at }) => reveal(at)).join(", "));
  return compared.value === null ? null : missedValue(reveal(compared.value.condition.at), compared.value, look);
}

function missedValue(what: string, { condition, seen, expected }: Missed, look: Look): Miss {
  const { operator, value } = condition;
  const found = seen === undefined ? "nothing" : look.excerpt(jsonOf(seen), 300);
  const isEmpty = seen === undefined || (Array.isArray(seen) && seen.length === 0);
  const wanted = wantedWords(operator, look.excerpt(jsonOf(expected), 300));
  const owner = look.caller === null ? null : ownerOf(condition, seen, look.caller.others);
  return miss(look, `: ${what} is ${found}, expected ${wanted}${ownerWords(owner, look)}`, {
    stage: isEmpty ? "data" : "value",
    at: untrusted(what),
    // As it is written, so that the same fault with another captured id or user is the same error.
    expected: untrusted(wantedWords(operator, reveal(value))),
    seen: untrusted(found),
    ...(isLimit(operator) && typeof seen === "number" ? { limit: true } : {}),
    ...isolationFacts(owner, look),
  });
}

function ownerWords(owner: Untrusted | null, { excerpt }: Look): string {
  return owner === null ? "" : `; this belongs to user ${excerpt(reveal(owner), LONGEST_LABEL)}`;
}

const LONGEST_LABEL = 100;

function isolationFacts(owner: Untrusted | null, { caller }: Look): Pick<Facts, "user" | "foreignUser"> {
  if (owner === null) return {};
  const user = caller?.label ?? null;
  return { ...(user === null ? {} : { user }), foreignUser: owner };
}

/** Longer than anybody reads, and short enough to be looked through for secrets at once. */
const LONGEST_SHOWN = 65_536;

function jsonOf(value: unknown): string {
  // JSON has no word for a number that is too large to be one.
  if (typeof value === "number") return String(value);
  const json = jsonWithin(value, LONGEST_SHOWN);
  if (json !== null) return json;
  if (typeof value === "string") return `a text of ${value.length} characters`;
  return Array.isArray(value) ? `a list of ${value.length}` : "a large object";
}

function missedDuration(expect: HttpExpect, look: Look): Miss | null {
  const { durationMs } = look.answer;
  if (expect.durationMs === null || durationMs <= expect.durationMs) return null;
  const seen = `${Math.round(durationMs)} ms`;
  const limit = `at most ${expect.durationMs} ms`;
  return miss(look, ` took ${seen}, expected ${limit}`, {
    stage: "value",
    limit: true,
    at: untrusted("duration"),
    expected: untrusted(limit),
    seen: untrusted(seen),
  });
}
