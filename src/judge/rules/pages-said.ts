// What tests say of a page in words of their own.
import { anyOf } from "./assertion-grammar.ts";
import type { Rule } from "./rule.ts";

const raw = String.raw;

/** What pages are made of. */
const PART = raw`elements?|buttons?|links?|checkbox(?:es)?|dropdowns?|dialogs?|modals?|toasts?|locators?|headings?|textbox(?:es)?|radio buttons?|pop-?ups?|tooltips?|spinners?|overlays?|banners?`;

export const PAGES_SAID: readonly Rule[] = [
  {
    id: "pages-said/part",
    class: "assert.ui",
    confidence: "probable",
    pattern: anyOf(
      "iu",
      raw`\b(?:${PART})\b[^\n]{0,120}?\b(?:is|was|were|are|still) (?:not|never) (?:currently )?(?:found|visible|displayed|clickable|interactable|present|located|shown|rendered|reachable)\b`,
      raw`\b(?:cannot|can't|could not|couldn't|unable to|failed to) (?:find|locate|click|click on|tap|see) (?:the |an? |any )?(?:[\w'"-]{1,30} ){0,2}?(?:${PART})\b`,
      raw`\bnot (?:found|visible|displayed|present) (?:on|in) (?:the )?(?:current )?(?:page(?: source)?|screen|DOM)\b`,
      raw`\b(?:${PART}) (?:with|by|using|matching|named|labelled|containing)\b[^\n]{0,120}?\bnot (?:found|visible|displayed|present|shown)\b`,
      raw`\bno (?:visible |such |matching )?(?:${PART})\b[^\n]{0,120}?\b(?:appeared|(?:was|were|is|are) (?:found|visible|displayed|shown)|found (?:for|by|with|matching)|match(?:es|ed|ing) (?:the )?(?:selector|locator|css|xpath))\b`,
      raw`\b(?:${PART})\b[^\n]{0,80}? (?:did not|didn't|never|does not|doesn't) (?:appear|disappear|close|open|show|render|go away|vanish|become (?:visible|enabled|clickable))`,
      raw`\bis not reachable by keyboard\b`,
    ),
  },
];
