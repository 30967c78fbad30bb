// What one rule knows: words of a public grammar (a library, a runner, a protocol, a platform) and what they mean.
import type { Confidence, Transient } from "../../model/analysis.ts";
import type { ClassId } from "../../model/failure-class.ts";
import type { Found } from "../classify/findings.ts";

export interface Rule {
  /** Its file and what it knows, "names/getaddrinfo". Said with every verdict, so it is never used for another. */
  readonly id: string;
  /** Unless the finding tells another. */
  readonly class: ClassId;
  /**
   * `certain`: only this fault says so · `probable`: other faults say so rarely · `possible`: weak words, asked when
   * no other rule knows the text; people are shown the error itself and no kind.
   */
  readonly confidence: Confidence;
  /** Linear in the length of the text: no nested and no overlapping repetition, every repetition bounded. */
  readonly pattern: RegExp;
  /** The words mean something else in a text that this matches too. */
  readonly unless?: RegExp;
  /** Looks at stack frames and quoted source lines too, which no other rule sees. */
  readonly frames?: true;
  /** Reads what was awaited as well as what came. */
  readonly compares?: true;
  /** Where these words say more than the class about whether another try can help. */
  readonly transient?: Transient;
  /** What the match itself tells; null: it was not that after all. */
  readonly finding?: (match: RegExpExecArray) => Partial<Found> | null;
}

/** Rules of one rank in the order of evidence. Within it the innermost cause is heard first, then the first rule. */
export type Tier = readonly Rule[];
