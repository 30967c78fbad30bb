// The words of `classes`: kinds of failure that only the team knows, asked before ours.
import { OWNERS, type Transient } from "../../model/analysis.ts";
import { STAGES } from "../../model/check.ts";
import { line, matching, pattern, word } from "./leaves.ts";
import { explained, leaf, map, optional, type Shape, type Value } from "./shape.ts";

/** As wide as a record and a token carry it. */
const id: Shape<string> = matching(
  /^(?=[a-z.-]{3,40}$)[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*$/u,
  "expected a family and a word in small letters with a dot between them, such as app.quota",
  "own-class",
);

const TRANSIENT = ["yes", "no", "either"] as const satisfies readonly Transient[];

/** YAML 1.2 reads yes and no as the words that they are; a tool that still writes YAML 1.1 makes true and false of them. */
const transient: Shape<Transient> = leaf(
  (value) => {
    const said = typeof value === "boolean" ? (value ? "yes" : "no") : value;
    const found = TRANSIENT.find((each) => each === said);
    return found === undefined ? { expected: "expected yes, no or either", known: TRANSIENT } : { value: found };
  },
  { enum: [...TRANSIENT, true, false] },
);

export type ClassWords = Value<typeof classShape>;

export const classShape = explained(
  map(
    {
      id,
      title: line(100),
      match: pattern,
      transient: optional(transient),
      next: optional(line(300)),
      owner: optional(word(OWNERS)),
      stage: optional(word(STAGES)),
    },
    "a map with id, title and match",
  ),
  {
    id: "A family and a word of your own, such as app.quota.",
    title: "What happened, in a few words: Our quota service refuses.",
    match: "A regular expression that is looked for in what a failure says: its type, message and details.",
    transient: "Whether it passes by itself: yes, no or either (default either).",
    next: "What to do next, in one line.",
    owner: "Who usually acts: service, environment, test, network or platform (default service).",
    stage: "How far a check got that fails with it, from resolve to value (default server).",
  },
);
