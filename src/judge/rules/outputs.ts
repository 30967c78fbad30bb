// Events, messages and content that were awaited and did not come.
import { missingEventsFinding } from "../classify/findings.ts";
import type { Rule } from "./rule.ts";

export const OUTPUTS: readonly Rule[] = [
  {
    id: "outputs/events-of",
    class: "assert.missing-output",
    confidence: "certain",
    words: ["events"],
    pattern: /\b(\d{1,6})\s*(?:\/|of)\s*(\d{1,6}) (?:critical |expected )?events\b/iu,
    finding: (match) => {
      const of = Number(match[2]);
      if (Number(match[1]) >= of) return null;
      return missingEventsFinding({
        names: eventNames(match.input),
        missing: Math.max(0, of - Number(match[1])),
        of,
        ordered: false,
      });
    },
  },
  {
    id: "outputs/empty",
    class: "assert.missing-output",
    confidence: "probable",
    words: ["assert 0", "len([])", "no event", "no message", "no content", "should "],
    pattern:
      /assert 0 > 0|0 = len\(\[\]\)|no (?:events?|messages?|content) (?:came|received|arrived)|should (?:provide|produce|return) some (?:content|output)|should use \w{1,40} tools/iu,
  },
];

// "Missing Events: {'a', 'b'}" and similar lists of names.
function eventNames(text: string): readonly string[] {
  const list = /missing(?: critical)?(?: events)?[ :=]+[[({]?([^\n\])}]{1,300})/iu.exec(text)?.[1] ?? "";
  return list.match(/\b[a-z][a-z0-9]*(?:[_.:-][a-z0-9]+)+\b/gu) ?? [];
}
