// Decides what kind of fault a failure is: what our probes measured comes before what anybody wrote.
import type { Classification, Headline } from "../model/analysis.ts";
import type { CheckResult, Facts, Failure } from "../model/check.ts";
import { digest } from "../model/digest.ts";
import { clean } from "../text/clean.ts";
import { cut, firstLine } from "../text/cut.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import { CLASSES } from "./classes.ts";
import { classOfErrno } from "./codes.ts";
import { maskVolatile } from "./fingerprint.ts";
import {
  closeFinding,
  missingEventsFinding,
  said,
  statusFinding,
  upgradeFinding,
  type Finding,
  type Found,
} from "./findings.ts";
import { TEXT_RULES } from "./rules.ts";

export interface Classified {
  readonly classification: Classification;
  readonly fingerprint: string;
  readonly headline: Headline;
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
  const failure = check.failure ?? NOTHING;
  const message = clean(reveal(failure.message)).slice(0, MAX_TEXT);
  const finding = fromFacts(failure.facts) ?? fromText(failure, message) ?? UNKNOWN;
  const row = CLASSES[finding.class];
  const whole = firstLine(message, MAX_LINE);
  const line = cut(whole, 300);
  return {
    classification: {
      class: finding.class,
      confidence: finding.confidence,
      transient: finding.transient ?? row.transient,
      rule: finding.rule,
      span: finding.span === "" ? null : untrusted(cut(finding.span, 200)),
      stage: failure.facts.stage ?? row.stage,
    },
    fingerprint: `v1:${digest(finding.class, finding.signature ?? maskVolatile(whole))}`,
    headline: finding.headline ?? [untrusted(line)],
    example: untrusted(line),
    overSocket: finding.signature !== undefined && /^(?:close|upgrade|missing|handshake) ?/u.test(finding.signature),
  };
}

const NOTHING: Failure = { message: untrusted("no message"), detail: null, type: null, facts: {} };
const UNKNOWN: Finding = { class: "unknown", rule: "none", confidence: "possible", span: "" };

function fromFacts(facts: Facts): Finding | null {
  const measured = (rule: string, span: string, finding: Found | null): Finding | null =>
    finding === null ? null : { ...finding, rule: `measured.${rule}`, span };
  const target = facts.target === undefined ? null : reveal(facts.target);
  if (facts.upgradeStatus !== undefined) {
    return measured("upgrade", String(facts.upgradeStatus), upgradeFinding(facts.upgradeStatus));
  }
  if (facts.closeCode !== undefined) {
    const reason = facts.closeReason === undefined ? "" : reveal(facts.closeReason);
    const broken = facts.errno === undefined ? null : classOfErrno(facts.errno);
    if (broken === "svc.bad-response")
      return measured("errno", facts.errno ?? "", errnoFinding(facts.errno ?? "", target));
    return measured("close", String(facts.closeCode), closeFinding(facts.closeCode, reason));
  }
  if (facts.timedOut !== undefined)
    return measured("timeout", facts.timedOut, timeoutFinding(facts.timedOut, facts, target));
  if (facts.errno !== undefined) return measured("errno", facts.errno, errnoFinding(facts.errno, target));
  if (facts.httpStatus !== undefined) {
    const byStatus = measured("status", String(facts.httpStatus), statusFinding(facts.httpStatus, target));
    if (byStatus !== null) return byStatus;
  }
  if (facts.limit === true) return measured("limit", seenOf(facts), limitFinding(facts, target));
  if (facts.stage === "data" && facts.expected !== undefined) {
    const notJson = reveal(facts.expected) === "JSON";
    return measured("data", seenOf(facts), {
      class: notJson ? "svc.bad-response" : "assert.missing-output",
      confidence: "certain",
      signature: `data ${target ?? ""} ${reveal(facts.expected)}`,
    });
  }
  if (facts.expected !== undefined) {
    return measured("value", seenOf(facts), {
      class: "assert.value",
      confidence: "certain",
      signature: `value ${target ?? ""} ${facts.at === undefined ? "" : reveal(facts.at)} ${expectedOf(facts)}`,
      headline: valueHeadline(facts, target),
    });
  }
  return null;
}

function seenOf(facts: Facts): string {
  return facts.seen === undefined ? "" : reveal(facts.seen);
}

function timeoutFinding(phase: NonNullable<Facts["timedOut"]>, facts: Facts, target: string | null): Found {
  const where = target ?? "the service";
  switch (phase) {
    case "events":
      return missingEventsFinding({
        names: (facts.missingEvents ?? []).map(reveal),
        missing: facts.missingEvents?.length ?? 0,
        of: facts.expectedEvents?.length ?? 0,
      });
    case "answer":
      return {
        class: "svc.slow-response",
        confidence: "certain",
        signature: `slow ${where}`,
        headline: said`${where} does not answer in time`,
      };
    case "handshake":
      return {
        class: "net.connect-timeout",
        confidence: "certain",
        signature: "handshake timeout",
        headline: said`the WebSocket handshake is never answered`,
      };
    case "connect":
      return {
        class: "net.connect-timeout",
        confidence: "certain",
        signature: "connect timeout",
        headline: said`staging cannot be connected in time`,
      };
  }
}

function errnoFinding(errno: string, target: string | null): Found | null {
  const id = classOfErrno(errno);
  if (id === null) return null;
  const onTarget = id === "svc.bad-response" && target !== null ? ` ${target}` : "";
  return { class: id, confidence: "certain", signature: `errno ${errno}${onTarget}` };
}

function limitFinding(facts: Facts, target: string | null): Found {
  const zero = /^0(?:\.0+)?$/u.test(seenOf(facts));
  return {
    class: "assert.sla",
    confidence: "certain",
    ...(zero ? { transient: "no" } : {}),
    signature: `limit ${target ?? ""} ${facts.at === undefined ? "" : reveal(facts.at)} ${expectedOf(facts)}`,
    headline: valueHeadline(facts, target),
  };
}

/** "`GET /api/quality`: `$.quality_score` is `0`, expected `at least 0.7`". */
function valueHeadline(facts: Facts, target: string | null): Headline {
  const where = target === null ? [] : [...said`${target}`, ": "];
  const what = facts.at === undefined ? ["the value"] : said`${reveal(facts.at)}`;
  return [...where, ...what, ...said` is ${seenOf(facts)}, expected ${expectedOf(facts)}`];
}

function expectedOf(facts: Facts): string {
  return facts.expected === undefined ? "" : reveal(facts.expected);
}

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
