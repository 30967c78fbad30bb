// Why after why: the first question comes from the evidence, each answer asks the next one, and what nobody has answered
// stays visibly empty.
import type { Pattern } from "../model/analysis.ts";
import type { Explained } from "../model/loop.ts";
import type { Phrase, WhyRow } from "../model/report.ts";
import { MOST_WHYS } from "../model/declared.ts";
import { shortened } from "./plain.ts";

/** An answer inside the next question. */
const MAX_QUOTE = 100;

/** Of a cause only: what follows from another error is answered there. */
export function whysOf({ because, why: { question, answered, state } }: Pattern): readonly WhyRow[] {
  if (because !== null || question.length === 0) return [];
  const answers = answered?.answers ?? [];
  const rows = answers.map((answer, at): WhyRow => ({
    question: at === 0 ? question : ["Why ", shortened(answers[at - 1] ?? answer, MAX_QUOTE), "?"],
    answer: [answer, ...(at === 0 ? by(answered, state) : [])],
  }));
  const last = answers.at(-1);
  if (rows.length >= MOST_WHYS) return rows;
  const open: Phrase = last === undefined ? question : ["Why ", shortened(last, MAX_QUOTE), "?"];
  return [...rows, { question: open, answer: null }];
}

function by(answered: Pattern["why"]["answered"], state: Pattern["why"]["state"]): Phrase {
  if (answered === null) return [];
  const refuted = state === "refuted" ? "; something was changed since, and the error is still there" : "";
  return [" (says ", answered.by, refuted, ")"];
}

/** Errors that went after somebody had explained them. */
export function explainedLines(explained: readonly Explained[]): readonly Phrase[] {
  return explained.map(({ title, by: who, answer, cycle }): Phrase => [
    `**Explained and gone** since cycle ${cycle}: `,
    title,
    ". ",
    who,
    ": ",
    answer,
    ".",
  ]);
}
