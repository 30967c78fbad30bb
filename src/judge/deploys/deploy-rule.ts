// What one line of a deploy's output can tell.
import type { Transient } from "../../model/analysis.ts";

/**
 * `cause`: it says what is wrong · `symptom`: it says what did not happen, and the cause may stand beside it
 * · `wrapper`: it only says that something failed.
 */
export type Weight = "cause" | "symptom" | "wrapper";

export interface DeployRule {
  readonly id: string;
  readonly pattern: RegExp;
  readonly weight: Weight;
  readonly transient: Transient;
  /** Of several such lines the first is the one to read, as with a compiler; otherwise the last. */
  readonly first?: true;
  /** What happened, in our words; of what the line says only a status code goes into it. */
  readonly title: string | ((match: RegExpExecArray) => string);
  readonly next: string;
}
