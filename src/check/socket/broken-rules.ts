// The misses of what holds for every message: whose data came to whom, and what must never come.
import type { Facts } from "../../model/check.ts";
import { reveal, untrusted, type Untrusted } from "../../text/untrusted.ts";
import { shown, wanted } from "./comparison.ts";
import { cameWords, placeFacts } from "./evidence.ts";
import type { Heard } from "./heard.ts";
import type { Unanswerable } from "./place.ts";
import type { Doing, Miss, Talk } from "./talk.ts";
import type { Violation } from "./watch.ts";

/** A message broke what holds for all of them. */
export function violationMiss(violation: Violation, heard: Heard, talk: Talk, at: number, doing: Doing): Miss {
  const event = talk.ear.tally.label(heard);
  const place = placeFacts(talk, at, doing);
  if (violation.kind === "never") {
    return {
      outcome: "failed",
      words: `event ${violation.name} came, which must never come`,
      facts: {
        ...place,
        stage: "events",
        expected: untrusted(`never ${violation.name}`),
        seen: untrusted(violation.name),
      },
    };
  }
  const { comparison, foreign } = violation;
  const { condition } = comparison;
  const seen = shown(violation.seen, talk.excerpt);
  const expected = wanted(condition, violation.expected, talk.excerpt);
  const { label } = talk.actor;
  const facts: Facts = {
    ...place,
    stage: "value",
    at: condition.at,
    expected: untrusted(expected),
    seen: untrusted(seen),
    ...(label === null ? {} : { user: label }),
    ...(foreign === null ? {} : { foreignUser: foreign }),
  };
  const words = `${reveal(condition.at)} is ${seen} in ${event}, expected ${expected}`;
  if (foreign === null || label === null) return { outcome: "failed", words, facts };
  const name = (text: Untrusted): string => talk.excerpt(reveal(text), LONGEST_LABEL);
  return { outcome: "failed", words: `${name(label)} was sent data of ${name(foreign)}: ${words}`, facts };
}

/** Nothing was proven by what has to hold for every message; null where each place was told. */
export function untoldMiss(untold: readonly Untrusted[], talk: Talk): Miss | null {
  const [at] = untold;
  if (at === undefined) return null;
  const paths = untold.map(reveal).join(", ");
  return {
    outcome: "failed",
    words: `no message told ${paths}, so nothing is proven by it${cameWords(talk)}`,
    facts: { stage: "data", at, expected: untrusted("in at least one message"), seen: untrusted("in no message") },
  };
}

export function unansweredMiss(
  { errno, message, at: place }: Unanswerable,
  talk: Talk,
  at: number,
  doing: Doing,
): Miss {
  return {
    outcome: "errored",
    words: `${message}${cameWords(talk)}`,
    facts: { ...placeFacts(talk, at, doing), stage: "value", at: place, errno },
  };
}

const LONGEST_LABEL = 100;
