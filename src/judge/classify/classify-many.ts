// Classifies the failures of a whole run in bounded time: a report may hold tens of thousands, each with other words.
import { decisiveFailure, type CheckResult, type Failure } from "../../model/check.ts";
import type { OwnClass } from "../../model/declared.ts";
import { digest } from "../../model/digest.ts";
import { reveal, untrusted } from "../../text/untrusted.ts";
import { CLASSES } from "../classes.ts";
import { classify, type Classified } from "./classify.ts";
import { isTestCommand } from "../deploys/command-failure.ts";

/** Different texts that are looked at; what a test says in the words of another one needs no second look. */
const MAX_CLASSIFIED = 10_000;
/** Of them, those for whose kind there was no room: then all others are likely to be such. */
const MAX_WITHOUT_ROOM = 500;
const WORDS = "other failures, too many to tell apart";

/** What failures belong to that are counted and not told apart. */
export const OTHERS: Classified = {
  classification: {
    class: "unknown",
    confidence: "possible",
    transient: "either",
    rule: "none",
    span: null,
    stage: CLASSES.unknown.stage,
  },
  fingerprint: `v1:${digest(WORDS)}`,
  headline: [WORDS],
  place: "",
  title: CLASSES.unknown.title,
  next: CLASSES.unknown.next,
  owner: CLASSES.unknown.owner,
  transientBy: "class",
  alarm: null,
  example: untrusted(WORDS),
  over: null,
};

/**
 * `hasRoom`: for a failure of this kind. What probes and targets measured is always told apart. `classes` are those of
 * the team's own.
 */
export function createClassifier(
  hasRoom: (fingerprint: string) => boolean,
  classes: readonly OwnClass[] = [],
): (check: CheckResult) => Classified {
  const known = new Map<string, Classified>();
  let withoutRoom = 0;

  return (check) => {
    const { message, detail, type, facts, own } = decisiveFailure(check) ?? NOTHING;
    if (check.kind !== "test" || isTestCommand(check) || Object.keys(facts).length > 0) return classify(check, classes);
    const text = digest(
      reveal(message),
      detail === null ? "" : reveal(detail),
      type === null ? "" : reveal(type),
      own === undefined ? "" : String(own.class),
    );
    const same = known.get(text);
    if (same !== undefined) return same;
    if (known.size >= MAX_CLASSIFIED || withoutRoom >= MAX_WITHOUT_ROOM) return OTHERS;
    const found = classify(check, classes);
    const isOwn = hasRoom(found.fingerprint);
    if (!isOwn) withoutRoom++;
    const mine = isOwn ? found : OTHERS;
    known.set(text, mine);
    return mine;
  };
}

const NOTHING: Failure = { message: untrusted(""), detail: null, type: null, facts: {} };
