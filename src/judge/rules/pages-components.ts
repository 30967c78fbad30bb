// Components that are rendered without a browser, and HTML that is searched in a test.
import { anyOf } from "./assertion-grammar.ts";
import type { Rule } from "./rule.ts";

const raw = String.raw;

export const COMPONENTS: readonly Rule[] = [
  {
    id: "pages-components/testing-library",
    class: "assert.ui",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      raw`\bTestingLibraryElementError\b`,
      raw`\bUnable to find (?:an? |the )?(?:accessible )?(?:element|label|role)\b[^\n]{0,40}(?:with|by|of)\b`,
      raw`\bUnable to find role=`,
      raw`\bFound multiple elements (?:with|by)\b|\bFound a label with the text of\b`,
      raw`\bTimed out in waitFor(?:Element\w{0,20})?\b`,
      raw`\belement\(s\) given to waitForElementToBeRemoved are already removed\b`,
    ),
  },
  {
    id: "pages-components/jest-dom",
    class: "assert.ui",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      raw`\bexpect\(element\)\.(?:not\.)?to\w{1,40}`,
      raw`\belement could not be found in the document\b|\bexpected document not to contain element\b`,
      raw`\bExpected (?:the )?element (?:not )?to (?:have|be|contain)\b`,
      raw`\bReceived element is (?:not )?(?:visible|disabled|enabled|checked|empty)\b`,
    ),
  },
  {
    id: "pages-components/wrappers",
    class: "assert.ui",
    confidence: "certain",
    // Enzyme, Vue Test Utils.
    pattern:
      /\bis meant to be run on 1 node\. \d+ found|\bfind did not return [^\n]{1,200}, cannot call\b|\bon (?:an )?empty (?:Wrapper|DOMWrapper|VueWrapper)\b/iu,
  },
  {
    id: "pages-components/markup",
    class: "assert.ui",
    confidence: "certain",
    // Rails, Wallaby, Phoenix.
    pattern: anyOf(
      "iu",
      raw`\bExpected (?:at least|exactly|at most) \d+ elements? matching\b`,
      raw`\bExpected to find [^\n]{1,80} elements? that matched the\b`,
      raw`\bexpected selector [^\n]{1,200} to return a single element, but got\b`,
      raw`\bCould not find (?:any )?elements? (?:with|matching|that)\b`,
    ),
  },
];
