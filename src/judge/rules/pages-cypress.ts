// Cypress, which tries an assertion again until its time is over.
import { anyOf } from "./assertion-grammar.ts";
import type { Rule } from "./rule.ts";

const raw = String.raw;

export const CYPRESS: readonly Rule[] = [
  {
    id: "pages-cypress/not-found",
    class: "assert.ui",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      raw`\bExpected to find (?:element|content|a|any)[^\n]{0,400}but (?:never found it|never did|did not)`,
      raw`\bExpected to find (?:element|content): `,
      raw`\bExpected (?:not to find|to not find) (?:element|content)\b`,
      raw`\bexpected [^\n]{1,300} (?:not )?to (?:not )?exist in the DOM\b`,
      raw`\bbut it was continuously found\b`,
    ),
  },
  {
    id: "pages-cypress/action",
    class: "assert.ui",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      raw`\x60?cy\.\w{1,30}\(\)\x60? failed because (?:this element|the (?:element|page|center|DOM)|it |your subject|these elements)`,
      raw`\x60?cy\.\w{1,30}\(\)\x60? can only be (?:called|used) on\b`,
      raw`\x60?cy\.\w{1,30}\(\)\x60? (?:errored|failed) because (?:the property|.{1,80} (?:detached|covered|disabled|not visible|animating))`,
    ),
    unless: /\bcy\.(?:visit|request|task|exec|origin|session)\(\)\x60? failed/u,
  },
  {
    id: "pages-cypress/retried",
    class: "assert.ui",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      raw`\bTimed out retrying(?: after \d{1,9} ?ms)?: (?!\x60?cy\.(?:wait|request|visit|task|exec)\b)[^\n]{1,300}`,
      // chai-jquery shows the element itself.
      raw`\bexpected '?<[\w-]{1,40}[^\n]{0,200}>'? (?:not )?to (?:not )?(?:have (?:text|class|attr|value|css|html|id|prop|length|focus|descendants)|be (?:visible|hidden|disabled|enabled|checked|selected|focused|empty|displayed)|contain|match|include)\b`,
    ),
    // A list of statuses is what an answer was compared with.
    unless: /\bNo re(?:quest|sponse) ever occurred\b|\bto be one of \[ ?[1-5]\d\d\b/iu,
  },
];
