// A text as a tool prints it, and what the judge has to make of it.
import type { Transient } from "../../../src/model/analysis.ts";
import type { ClassId } from "../../../src/model/failure-class.ts";

export interface Example {
  /** The rule that has to decide; "none" for a text that nobody may recognise. */
  readonly rule: string;
  readonly class: ClassId;
  readonly transient: Transient;
  readonly text: string;
}

export function example(rule: string, id: ClassId, transient: Transient, text: string): Example {
  return { rule, class: id, transient, text };
}
