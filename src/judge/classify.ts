// Decides what kind of fault a failure is: what our probes measured comes before what anybody wrote.
import type { Alarm, Classification, Headline } from "../model/analysis.ts";
import { decisiveFailure, type CheckResult, type Failure } from "../model/check.ts";
import { digest } from "../model/digest.ts";
import { TRANSIENCE } from "../model/failure-class.ts";
import { clean } from "../text/clean.ts";
import { cut } from "../text/cut.ts";
import { decisiveLine } from "../text/decisive.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import { CLASSES } from "./classes.ts";
import { isTestCommand } from "./command-failure.ts";
import type { Finding } from "./findings.ts";
import { maskVolatile } from "./fingerprint.ts";
import { fromFacts } from "./measured.ts";
import { withoutUsers } from "./measured-words.ts";
import { TEXT_RULES } from "./rules.ts";

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
const MAX_TEXT = 65_536;

/** Of one line; what tells two errors apart stands before it. */
const MAX_LINE = 4_000;

/** Classifies one failed or errored check. Same input, same bytes. */
export function classify(check: CheckResult): Classified {
  const failure = decisiveFailure(check) ?? NOTHING;
  const message = clean(reveal(failure.message)).slice(0, MAX_TEXT);
  const told = isTestCommand(check) ? { ...failure, detail: null } : failure;
  const finding = fromFacts(failure.facts) ?? fromText(told, message) ?? UNKNOWN;
  const row = CLASSES[finding.class];
  const detail = told.detail === null ? "" : clean(reveal(told.detail)).slice(0, MAX_TEXT);
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
    fingerprint: `v1:${digest(finding.class, finding.signature ?? maskVolatile(withoutUsers(whole, failure.facts)))}`,
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
const UNKNOWN: Finding = { class: "unknown", rule: "none", confidence: "possible", span: "" };

// The message first: a stack also holds source lines that only look like errors. A weak answer from the message
// gives way to a strong one from the rest.
function fromText(failure: Failure, message: string): Finding | null {
  const type = failure.type === null ? "" : `${clean(reveal(failure.type)).slice(0, 300)}: `;
  const first = search(type + message);
  if (first !== null && first.confidence !== "possible") return first;
  const detail = failure.detail === null ? "" : clean(reveal(failure.detail)).slice(0, MAX_TEXT);
  const second = search(detail);
  if (second !== null && second.confidence === "certain") return second;
  return first ?? second;
}

function search(text: string): Finding | null {
  if (text === "") return null;
  for (const rule of TEXT_RULES) {
    const match = rule.pattern.exec(text);
    if (match === null) continue;
    const finding = rule.finding(match);
    if (finding !== null) return { ...finding, rule: rule.id, span: match[0].trim() };
  }
  return null;
}
