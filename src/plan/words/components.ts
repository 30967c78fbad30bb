// The words of `components`: parts of the product in the words of the business, and what their checks are called.
import type { DeclaredValue } from "../../model/declared.ts";
import { untrusted } from "../../text/untrusted.ts";
import { glob } from "./glob.ts";
import { line, matching, oneOrMore } from "./leaves.ts";
import { explained, into, map, optional, type Shape, type Value } from "./shape.ts";

/** As long as it is carried from cycle to cycle. */
const componentName: Shape<string> = matching(
  /^(?!\s|[\s\S]*\s$|[\s\S]*\$\{)[^\p{Cc}\p{Cf}\u2028\u2029]{1,60}$/u,
  "expected a name: one line of text with at most 60 characters and without references",
  "component",
);

export const patterns = oneOrMore(glob("any"), "at least one name or pattern");

export const owner = line(100);

// A number that is grouped ("120 000 USD") would be read as a smaller one: a unit does not begin with a digit.
const VALUE =
  /^(?:0|[1-9]\d{0,14})(?:\.\d{1,4})? (?=[\p{L}\p{Sc}%])(?![\s\S]*\s$|[\s\S]*\$\{)[^\p{Cc}\p{Cf}\u2028\u2029]{1,40}$/u;

/** "120000 USD MRR" */
const value: Shape<DeclaredValue> = into(
  matching(VALUE, "expected a number, a space and a unit, such as 120000 USD MRR", "value"),
  (text) => {
    const space = text.indexOf(" ");
    return { amount: Number(text.slice(0, space)), unit: untrusted(text.slice(space + 1)) };
  },
);

export type ComponentWords = Value<typeof componentShape>;

export const componentShape = explained(
  map(
    {
      name: componentName,
      tests: patterns,
      sentence: optional(line(200)),
      value: optional(value),
      owner: optional(owner),
    },
    "a map with name and tests",
  ),
  {
    name: "The name of the component, at most 60 characters.",
    tests: "Its checks: names of checks or class::name of tests, or patterns of them with * and ?.",
    sentence: "What its users can do when it works, in one sentence.",
    value: "What it is worth, as you say: a number and its unit, such as 120000 USD MRR.",
    owner: "Who acts when it is broken, such as @team-chat.",
  },
);
