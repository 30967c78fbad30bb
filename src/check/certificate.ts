// How long a certificate is still valid, compared with what is expected of it, in days as people plan them.
import type { Facts } from "../model/check.ts";
import type { Condition } from "../model/plan.ts";
import type { NoAnswer } from "../model/world.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import { miss, type Look, type Miss } from "./answer.ts";
import { unanswered } from "./no-answer.ts";
import { holds, wantedWords } from "./operators.ts";

export function missedCertificate(conditions: readonly Condition[], look: Look): Miss | null {
  if (conditions.length === 0) return null;
  const { certificateExpiresAt: expiresAt } = look.answer;
  const leftMs = expiresAt === null ? undefined : expiresAt - look.world.clock.now();
  const missed = firstMissed(conditions, leftMs);
  if (missed === null) return null;
  if (expiresAt === null || leftMs === undefined) {
    return miss(look, ": there is no certificate, because the connection has no TLS", {
      stage: "data",
      ...expectation(missed),
      seen: untrusted("no certificate"),
    });
  }
  const text = `: the certificate is valid until ${day(expiresAt)}, for ${days(leftMs)}, expected ${wanted(missed)}`;
  return miss(look, text, { ...facts(missed, leftMs, expiresAt), stage: "value" });
}

/** An expired certificate ends the connection before there is an answer: that is measured, and missed. */
export function missedByExpiry(
  conditions: readonly Condition[],
  answer: NoAnswer,
  target: Untrusted,
  now: number,
): Miss | null {
  const { errno, certificateExpiresAt: expiresAt } = answer;
  if (errno !== "CERT_HAS_EXPIRED" || expiresAt === null) return null;
  const leftMs = expiresAt - now;
  const missed = firstMissed(conditions, leftMs);
  const basis = unanswered(answer, target);
  const expected = missed === null ? "" : `, expected ${wanted(missed)}`;
  return {
    outcome: missed === null ? "errored" : "failed",
    failure: {
      ...basis,
      message: untrusted(
        `${reveal(target)}: the certificate expired on ${day(expiresAt)}, ${days(-leftMs)} ago${expected}`,
      ),
      facts: { ...basis.facts, ...(missed === null ? {} : facts(missed, leftMs, expiresAt)) },
    },
  };
}

function firstMissed(conditions: readonly Condition[], leftMs: number | undefined): Condition | null {
  return conditions.find(({ operator, value }) => !holds(operator, leftMs, JSON.parse(reveal(value)))) ?? null;
}

function facts(missed: Condition, leftMs: number, expiresAt: number): Facts {
  return { ...expectation(missed), limit: true, certificateExpiresAt: expiresAt, seen: untrusted(days(leftMs)) };
}

function expectation(missed: Condition): Pick<Facts, "at" | "expected"> {
  return { at: untrusted("certificate"), expected: untrusted(wanted(missed)) };
}

function wanted({ operator, value }: Condition): string {
  const limit: unknown = JSON.parse(reveal(value));
  return wantedWords(operator, typeof limit === "number" ? days(limit) : reveal(value));
}

const DAY = 24 * 60 * 60_000;

/** "14 days", "0.5 days"; negative once it is over. */
function days(ms: number): string {
  const rounded = Math.round((ms / DAY) * 10) / 10;
  return rounded === 1 ? "1 day" : `${rounded} days`;
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
