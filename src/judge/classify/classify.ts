// Decides what kind of fault a failure is: what our probes measured comes before what anybody wrote.
import type { Alarm, Classification, Headline } from "../../model/analysis.ts";
import { decisiveFailure, type CheckResult, type Failure } from "../../model/check.ts";
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
import { search, type Hit } from "./search.ts";

export interface Classified {
  readonly classification: Classification;
  readonly fingerprint: string;
  readonly headline: Headline;
  /** Where it happened, with a space before; empty where nothing tells. */
  readonly place: string;
  /** The kind in words, and what to do next. */
  readonly title: string;
  readonly next: string;
  readonly alarm: Alarm | null;
  /** The line that decided, for people. */
  readonly example: Untrusted;
  /** The failure happened on a WebSocket, or on the events that come over one. */
  readonly overSocket: boolean;
}

/** Rules read at most this much of a failure's text: any decisive line of a known tool stands within it. */
export const MAX_TEXT = 65_536;

/** Of one line; what tells two errors apart stands before it. */
const MAX_LINE = 4_000;

/** Classifies one failed or errored check. Same input, same bytes. */
export function classify(check: CheckResult): Classified {
  const failure = decisiveFailure(check) ?? NOTHING;
  const told = isTestCommand(check) ? { ...failure, detail: null } : failure;
  const message = clean(reveal(told.message)).slice(0, MAX_TEXT);
  const detail = told.detail === null ? "" : clean(reveal(told.detail)).slice(0, MAX_TEXT);
  const finding = fromFacts(failure.facts) ?? fromText(typeOf(told) + message, detail) ?? UNKNOWN;
  const row = CLASSES[finding.class];
  const whole = cut(decisiveLine(message, detail), MAX_LINE);
  const line = cut(whole, 300);
  return {
    classification: {
      class: finding.class,
      confidence: finding.confidence,
      transient: finding.transient ?? TRANSIENCE[finding.class],
      rule: finding.rule,
      span: finding.span === "" ? null : untrusted(cut(finding.span, 200)),
      stage: failure.facts.stage ?? row.stage,
    },
    fingerprint: fingerprintOf(finding, whole, failure.facts),
    headline: finding.headline ?? [untrusted(line)],
    place: finding.place ?? "",
    title: finding.title ?? row.title,
    next: finding.next ?? ownAdvice(check, finding) ?? row.next,
    alarm: finding.alarm ?? null,
    example: untrusted(line),
    overSocket: finding.signature !== undefined && /^(?:close|upgrade|missing|handshake) ?/u.test(finding.signature),
  };
}

/** Where the plan itself tells more than the class does. */
function ownAdvice({ kind, measured }: CheckResult, finding: Finding): string | null {
  const isWithoutToken = kind === "probe" && measured !== null && measured.token === null;
  if (finding.class !== "access.unauthenticated" || !isWithoutToken) return null;
  return "No `auth` is named for this probe, so the request carried no token of ours: name an `auth`.";
}

const NOTHING: Failure = { message: untrusted("no message"), detail: null, type: null, facts: {} };
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
  const second = search(detail);
  if (first === null || second === null) return first ?? second;
  if (first.confidence === "possible") return second.confidence === "possible" ? first : second;
  return second.confidence !== "possible" && second.tier < first.tier ? second : first;
}
