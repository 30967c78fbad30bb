// Classifies a text that stands for itself: a line of a log, a message that somebody pasted.
import type { Confidence, Transient } from "../../model/analysis.ts";
import { TRANSIENCE, type ClassId } from "../../model/failure-class.ts";
import { clean } from "../../text/clean.ts";
import { decisiveLine } from "../../text/decisive.ts";
import { reveal, untrusted, type Untrusted } from "../../text/untrusted.ts";
import { fingerprintOf } from "../fingerprint/fingerprint.ts";
import { fromText, MAX_TEXT, UNKNOWN } from "./classify.ts";

export interface ClassifiedText {
  readonly class: ClassId;
  readonly transient: Transient;
  readonly confidence: Confidence;
  readonly fingerprint: string;
  /** The rule that decided; "none" where none knows the text. */
  readonly rule: string;
  /** The words that it matched. */
  readonly span: Untrusted | null;
}

export function classifyText(given: Untrusted): ClassifiedText {
  const text = clean(reveal(given)).slice(0, MAX_TEXT);
  const finding = fromText(text, "") ?? UNKNOWN;
  return {
    class: finding.class,
    transient: finding.transient ?? TRANSIENCE[finding.class],
    confidence: finding.confidence,
    fingerprint: fingerprintOf(finding, decisiveLine(text, ""), {}),
    rule: finding.rule,
    span: finding.span === "" ? null : untrusted(finding.span),
  };
}
