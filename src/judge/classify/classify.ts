// Decides what kind of fault a failure is: what our probes measured comes before what anybody wrote.
import type { Alarm, Classification, Headline, Owner, Pattern } from "../../model/analysis.ts";
import { decisiveFailure, type CheckResult, type Facts, type Failure } from "../../model/check.ts";
import type { OwnClass } from "../../model/declared.ts";
import { TRANSIENCE } from "../../model/failure-class.ts";
import { clean } from "../../text/clean.ts";
import { cut } from "../../text/cut.ts";
import { decisiveLine } from "../../text/decisive.ts";
import { reveal, untrusted, type Untrusted } from "../../text/untrusted.ts";
import { CLASSES } from "../classes.ts";
import { isTestCommand } from "../deploys/command-failure.ts";
import { fingerprintOf } from "../fingerprint/fingerprint.ts";
import { fromFacts } from "../measured/measured.ts";
import { FIRST_GENERAL_TIER } from "../rules/rules.ts";
import type { Finding } from "./findings.ts";
import { better, search, type Hit } from "./search.ts";

export interface Classified {
  readonly classification: Classification;
  readonly fingerprint: string;
  readonly headline: Headline;
  /** Where it happened, with a space before; empty where nothing tells. */
  readonly place: string;
  /** The kind in words, what to do next, and who does it. */
  readonly title: Pattern["title"];
  readonly next: Pattern["advice"];
  readonly owner: Owner;
  /** What says whether another try can help: the kind of error, or words of this one. */
  readonly transientBy: "class" | "text";
  readonly alarm: Alarm | null;
  /** The line that decided, for people. */
  readonly example: Untrusted;
  /** What the failure happened on; events come over a WebSocket. null: nothing tells. */
  readonly over: Connection | null;
}

export type Connection = "socket" | "http";

/** Rules read at most this much of a failure's text: any decisive line of a known tool stands within it. */
export const MAX_TEXT = 65_536;

/** Of one line; what tells two errors apart stands before it. */
const MAX_LINE = 4_000;

/**
 * Classifies one failed or errored check; `classes` are those of the team's own that its failures refer to. Same input,
 * same bytes.
 */
export function classify(check: CheckResult, classes: readonly OwnClass[] = []): Classified {
  const failure = decisiveFailure(check) ?? NOTHING;
  const told = isTestCommand(check) ? { ...failure, detail: null } : failure;
  const message = clean(reveal(told.message)).slice(0, MAX_TEXT);
  const detail = told.detail === null ? "" : clean(reveal(told.detail)).slice(0, MAX_TEXT);
  const whole = cut(decisiveLine(message, detail), MAX_LINE);
  const measured = fromFacts(failure.facts);
  // Who was let in, or saw what is not theirs, is told whatever anybody calls it.
  const own = measured?.alarm === undefined ? ownClass(failure, classes) : null;
  if (own !== null) return ofOwnClass(own, failure, whole);
  const finding = measured ?? fromText(typeOf(told) + message, detail) ?? (isTestCommand(check) ? OF_THE_RUN : UNKNOWN);
  const row = CLASSES[finding.class];
  const line = untrusted(cut(whole, LONGEST_EXAMPLE));
  return {
    classification: {
      class: finding.class,
      confidence: finding.confidence,
      transient: finding.transient ?? TRANSIENCE[finding.class],
      rule: finding.rule,
      span: finding.span === "" ? null : untrusted(cut(finding.span, LONGEST_SPAN)),
      stage: failure.facts.stage ?? row.stage,
    },
    fingerprint: fingerprintOf(finding, whole, failure.facts),
    headline: finding.headline ?? [line],
    place: finding.place ?? "",
    title: finding.title ?? row.title,
    next: finding.next ?? ownAdvice(check, finding) ?? row.next,
    owner: row.owner,
    transientBy: finding.transient === undefined ? "class" : "text",
    alarm: finding.alarm ?? null,
    example: line,
    over: connectionOf(failure.facts, finding.signature),
  };
}

const LONGEST_EXAMPLE = 300;
const LONGEST_SPAN = 200;

function ownClass({ own }: Failure, classes: readonly OwnClass[]): OwnClass | null {
  return own === undefined ? null : (classes[own.class] ?? null);
}

/** What the team says of its own errors is certain, and all that is known of them. */
function ofOwnClass(own: OwnClass, { own: match, facts }: Failure, whole: string): Classified {
  const { id, transient, stage, title, next, owner } = own;
  const line = untrusted(cut(whole, LONGEST_EXAMPLE));
  return {
    classification: {
      class: id,
      confidence: "certain",
      transient,
      rule: `own/${id}`,
      span: match === undefined ? null : untrusted(cut(reveal(match.span), LONGEST_SPAN)),
      stage,
    },
    // As before anybody named it: a name is no other error.
    fingerprint: fingerprintOf(UNKNOWN, whole, facts),
    headline: [line],
    place: "",
    title,
    next: next ?? NO_NEXT,
    owner,
    transientBy: "class",
    alarm: null,
    example: line,
    over: connectionOf(facts, undefined),
  };
}

const NO_NEXT = "The configuration gives no next step for this kind of error.";

/** By the address that was measured, or else by what makes the error what it is. */
function connectionOf({ target }: Facts, signature: string | undefined): Connection | null {
  const address = target === undefined ? "" : reveal(target);
  if (address.startsWith("WebSocket ") || /^(?:close|upgrade|missing|handshake)\b/u.test(signature ?? ""))
    return "socket";
  return /^[A-Z]+ \//u.test(address) || /^status\b/u.test(signature ?? "") ? "http" : null;
}

/** Where the plan itself tells more than the class does. */
function ownAdvice({ kind, measured }: CheckResult, finding: Finding): string | null {
  const isWithoutToken = kind === "probe" && measured !== null && measured.token === null;
  if (finding.class !== "access.unauthenticated" || !isWithoutToken) return null;
  return "No `auth` is named for this probe, so the request carried no token of ours: name an `auth`.";
}

const NOTHING: Failure = { message: untrusted("no message"), detail: null, type: null, facts: {} };
/** Our own words about a test command, which no rule of ours has to know. */
const OF_THE_RUN: Finding = {
  class: "unknown",
  rule: "measured.test-run",
  confidence: "certain",
  span: "",
  title: "the test run itself failed",
  next: "Read the end of its terminal, and compare it with its reports.",
};

export const UNKNOWN: Finding = { class: "unknown", rule: "none", confidence: "possible", span: "" };

function typeOf({ type }: Failure): string {
  return type === null ? "" : `${clean(reveal(type)).slice(0, 300)}: `;
}

/**
 * The message is heard before the details, which hold much that only looks like an error. Where it tells no more than
 * that a test failed or took too long, a cause among the details is heard instead.
 */
export function fromText(message: string, detail: string): Hit | null {
  const first = search(message);
  if (first !== null && first.confidence !== "possible" && first.tier < FIRST_GENERAL_TIER) return first;
  return better(first, search(detail));
}
