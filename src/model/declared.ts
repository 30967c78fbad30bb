// What the team itself says about its checks and errors, carried with the facts of a cycle: components, owners, criteria,
// classes of its own, and answers to why an error is there. Nothing of it is measured, so it is always told as declared.
import type { Untrusted } from "../text/untrusted.ts";
import type { Owner, Transient } from "./analysis.ts";
import type { Stage } from "./check.ts";

/** A part of the product in the words of the business: what works, and what does not. */
export interface Component {
  readonly name: Untrusted;
  /** What its users can do when it works; null: not said. */
  readonly sentence: Untrusted | null;
  readonly value: DeclaredValue | null;
  /** "@team-chat"; null: not said. */
  readonly owner: Untrusted | null;
}

/** "120000 USD MRR": only values of one unit are added up. */
export interface DeclaredValue {
  readonly amount: number;
  readonly unit: Untrusted;
}

/** "Fixed when …": one line of a list that somebody will tick off. */
export interface Criterion {
  readonly text: Untrusted;
  /** Keys of the checks that all have to pass, and of which there has to be one; null: it is not bound to checks. */
  readonly checks: readonly string[] | null;
  /** Classes or families of which no error may be left; null: it is not bound to errors. */
  readonly noError: readonly string[] | null;
}

/** A class of the team's own, asked before ours. */
export interface OwnClass {
  /** "app.quota" */
  readonly id: string;
  readonly title: Untrusted;
  readonly transient: Transient;
  readonly next: Untrusted | null;
  readonly owner: Owner;
  readonly stage: Stage;
  /** Looking for it took too long, so that it was put aside in this cycle. */
  readonly tooSlow: boolean;
}

/** Why an error is there, as far as somebody has found out: the first answer stands to the first question. */
export interface Answered {
  /** Of the error, as the report tells it. */
  readonly fingerprint: string;
  /** Who says so: a person, a team, an agent. */
  readonly by: Untrusted;
  /** One to five. */
  readonly answers: readonly Untrusted[];
}

export const MOST_WHYS = 5;
