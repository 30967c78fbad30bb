// Playwright in all its languages, and Puppeteer, which it comes from.
import { anyOf } from "./assertion-grammar.ts";
import type { Rule } from "./rule.ts";

const raw = String.raw;

/** What is done to an element; going to a page or waiting for its network is something else. */
const ACTION = raw`(?:click|dbl_?click|tap|fill|type|press|press_?sequentially|check|uncheck|set_?checked|hover|focus|blur|clear|drag_?to|drag_?and_?drop|select_?option|select_?text|set_?input_?files|scroll_?into_?view(?:_?if_?needed)?|wait_?for|wait_?for_?selector|wait_?for_?element_?state|wait_?for_?function|wait_?for_?url|text_?content|inner_?text|inner_?html|input_?value|get_?attribute|is_?(?:visible|hidden|enabled|disabled|checked|editable)|dispatch_?event|bounding_?box|all_?text_?contents|all_?inner_?texts|evaluate_?all|eval_?on_?selector(?:_?all)?|\$\$?eval|element_?handle|content_?frame)`;

export const PLAYWRIGHT: readonly Rule[] = [
  {
    id: "pages-playwright/strict",
    class: "assert.ui",
    confidence: "certain",
    pattern: /\bstrict mode violation: [^\n]{1,300}/iu,
  },
  {
    id: "pages-playwright/expect",
    class: "assert.ui",
    confidence: "certain",
    pattern: anyOf(
      "u",
      raw`\bexpect\((?:locator|page)\)\.(?!toBeOK)(?:not\.)?to\w{1,40}`,
      raw`\b(?:Locator|Page)Assertions\.(?:not_)?to_?\w{1,40}`,
      raw`\b(?:Locator|Page(?: URL| title)?) expected (?:not )?to (?:be|have|contain|match)\b`,
    ),
  },
  {
    id: "pages-playwright/locator",
    class: "assert.ui",
    confidence: "certain",
    pattern:
      /\bwaiting for (?:locator\(|selector\b|get[Bb]y\w{1,20}\(|get_by_\w{1,20}\(|frameLocator\(|frame_locator\()[^\n]{0,300}/u,
  },
  {
    id: "pages-playwright/action",
    class: "assert.ui",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      raw`\b(?:page|frame|locator|elementHandle|element_handle|frameLocator|mainFrame)\.${ACTION}: (?:Error: )?(?:Test )?(?:Timeout|timed out|Element is|Node is|Not a|Target element)`,
      raw`\bElement is (?:not attached to the DOM|outside of the viewport|not visible|not enabled|not an <)`,
      raw`\b(?:subtree )?intercepts pointer events\b`,
    ),
  },
  {
    id: "pages-playwright/puppeteer",
    class: "assert.ui",
    confidence: "certain",
    pattern:
      /\bwaiting for (?:selector|XPath|function)\b[^\n]{0,300}? failed\b|\bNo (?:node|element) found for selector\b|\bfailed to find elements? matching selector\b|\bNode is either not (?:visible|clickable)|\bWaiting failed: \d{1,9} ?ms exceeded/iu,
  },
];
