// The first why: what was found, turned into a question; and what a later cycle says of the answer.
import type { Headline, Why } from "../../model/analysis.ts";
import type { Answered } from "../../model/declared.ts";
import { lastTested, type LedgerError, type Loop } from "../../model/loop.ts";
import { classOf } from "../classes.ts";
import type { Classified } from "../classify/classify.ts";
import type { Now } from "./since.ts";

/** `answers`: by fingerprint. */
export function whyOf(
  { fingerprint, classification }: Classified,
  headline: Headline,
  answers: ReadonlyMap<string, Answered>,
  known: LedgerError | undefined,
  loop: Loop,
  { commit, isTested }: Now,
): Why {
  const answered = answers.get(fingerprint) ?? null;
  // The commit that brought the answer may have brought nothing else.
  const isChanged = isTested && known?.answered === true && lastTested(loop)?.commit !== commit;
  return {
    question: questionOf(headline, classOf(classification.class).question),
    answered,
    state: answered !== null && isChanged ? "refuted" : "open",
  };
}

/**
 * "Why does the WebSocket close with `1011 …`?" where our own words say what happened; otherwise the question of the
 * class, with what was found behind it.
 */
function questionOf(headline: Headline, question: string): Headline {
  return [...(inverted(headline) ?? [`${question.replace(/\?$/u, "")}: `, ...headline]), "?"];
}

function inverted([first = "", second = "", ...rest]: Headline): Headline | null {
  if (typeof first === "string") {
    const [, subject = "", verb = "", behind = ""] = SENTENCE.exec(first) ?? [];
    const asked = askedWith(verb);
    if (asked === null) return null;
    return joined([`Why ${asked.helper} ${subject}${asked.verb}${behind}`, second, ...rest]);
  }
  if (typeof second !== "string") return null;
  const [, verb = "", behind = ""] = BEHIND_A_NAME.exec(second) ?? [];
  const asked = askedWith(verb);
  return asked === null ? null : joined([`Why ${asked.helper} `, first, `${asked.verb}${behind}`, ...rest]);
}

function joined(parts: Headline): Headline {
  return parts.filter((part) => part !== "");
}

/** "the WebSocket", "closes", " with ". */
const SENTENCE =
  /^((?:the|an?) [\w -]{1,60}?|staging) (is|closes|answers|fails|floods|accepts|lets|comes|come|does not)(?![\w-])([^]*)$/u;
/** " answers ", behind "GET /api/me". */
const BEHIND_A_NAME = /^ (answers|accepts|lets|does not)(?![\w-])([^]*)$/u;

function askedWith(verb: string): { readonly helper: string; readonly verb: string } | null {
  if (verb === "") return null;
  if (verb === "is") return { helper: "is", verb: "" };
  if (verb === "come") return { helper: "do", verb: " come" };
  if (verb === "does not") return { helper: "does", verb: " not" };
  return { helper: "does", verb: ` ${verb === "closes" ? "close" : verb.replace(/s$/u, "")}` };
}
