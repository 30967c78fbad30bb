// The words of `criteria`: what has to be true before somebody calls it done, and what tells.
import { patterns } from "./components.ts";
import { EXPECTED_KIND, KINDS } from "./kinds.ts";
import { line, oneOrMore, patternJson } from "./leaves.ts";
import { explained, into, leaf, map, named, optional, pick, type Shape, type Value } from "./shape.ts";

const KIND = /^(?=[a-z.-]{1,40}$)[a-z]+(?:-[a-z]+)*(?:\.[a-z]+(?:-[a-z]+)*)?$/u;

/** A family or a class, also of the team's own, so that which there are is known once all of the file is. */
const kind: Shape<string> = leaf(
  (value) =>
    typeof value === "string" && KIND.test(value) ? { value } : { expected: EXPECTED_KIND, known: [...KINDS.keys()] },
  { anyOf: [{ enum: [...KINDS.keys()] }, { named: "kind", type: "string", ...patternJson(KIND, EXPECTED_KIND) }] },
);

const text = line(300);

export type CriterionWords = Value<typeof whole>;

const whole = explained(
  map(
    {
      text,
      checks: optional(patterns),
      "no-error": optional(oneOrMore(kind, "at least one family or class")),
    },
    "a text, or a map with text",
  ),
  {
    text: "What has to be true, in one line.",
    checks: "Names or patterns of the checks that all have to pass. There has to be one.",
    "no-error": "Families (network) or classes (svc.unavailable, app.quota) of which no error may be left.",
  },
);
const short: Shape<CriterionWords> = into(text, (words) => ({ text: words }));

export const criterionShape: Shape<CriterionWords> = named(
  pick<CriterionWords>((value) => (typeof value === "string" ? short : whole), [short, whole]),
  "criterion",
);
