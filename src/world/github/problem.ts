// What an answer that is no success means, in our own words and with one cleaned line of GitHub's.
import type { Problem } from "../../model/github.ts";
import { clean } from "../../text/clean.ts";
import { firstLine } from "../../text/cut.ts";
import { untrusted } from "../../text/untrusted.ts";
import { isLimit, restOf } from "./limits.ts";
import type { Received } from "./send.ts";

/** `waitMs`: how long GitHub wants to be left alone. */
export function problemOf(received: Received, now: number): { readonly problem: Problem; readonly waitMs: number } {
  const { status, body } = received;
  if (body.kind === "json" || body.kind === "none") {
    const message = body.kind === "json" ? messageOf(body.value) : "";
    const detail = untrusted(firstLine(clean(message), 300) || `GitHub answered ${status}`);
    if (!isLimit(received, message)) return { problem: { kind: kindOf(status, message), status, detail }, waitMs: 0 };
    const { waitMs, resetAt } = restOf(received, now);
    return { problem: { kind: "rate-limited", status, detail, resetAt }, waitMs };
  }
  const detail = untrusted(`GitHub answered ${status} with ${WORDS[body.kind]}`);
  return { problem: { kind: status >= 500 ? "unreachable" : "unusable", status, detail }, waitMs: 0 };
}

const WORDS = {
  html: "an HTML page",
  other: "something that is not JSON",
  broken: "JSON that cannot be read",
  "too-large": "more than 5 MiB",
} as const;

function kindOf(status: number, message: string): Problem["kind"] {
  if (status === 401) return "unauthorized";
  // A permission would not help here.
  if (status === 403) return /\b(?:locked|archived|disabled)\b/iu.test(message) ? "rejected" : "forbidden";
  // It has moved to where we do not follow.
  if (status < 400) return status < 300 ? "unusable" : "not-found";
  if (status === 404 || status === 410) return "not-found";
  return status >= 500 ? "unreachable" : "rejected";
}

/** GitHub's message, with what it says about single fields. */
function messageOf(value: unknown): string {
  if (typeof value !== "object" || value === null || !("message" in value)) return "";
  const fields = "errors" in value && Array.isArray(value.errors) ? value.errors : [];
  const details = fields.map((each: unknown) => (typeof each === "string" ? each : JSON.stringify(each)));
  return [String(value.message), ...details].join(": ");
}
