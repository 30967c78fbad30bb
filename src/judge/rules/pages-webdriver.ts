// WebDriver: the errors of the protocol, as Selenium and Appium name them in each language, and the waits of Selenium.
import { anyOf } from "./assertion-grammar.ts";
import type { Rule } from "./rule.ts";

const raw = String.raw;

export const WEBDRIVER: readonly Rule[] = [
  {
    id: "pages-webdriver/element",
    class: "assert.ui",
    confidence: "certain",
    // The codes of the protocol ("no such element") and the names that clients make of them.
    pattern: anyOf(
      "iu",
      raw`\bno such (?:element|alert|frame|shadow root)\b|\bno_such_element\b`,
      raw`(?<!java\.util\.)\bNoSuchElement(?:Exception|Error)\b`,
      raw`\bstale[ _]?element(?:[ _]?reference)?(?:Exception|Error)?\b`,
      raw`\belement[ _]?not[ _]?(?:interactable|visible|selectable|clickable|displayed)(?:Exception|Error)?\b`,
      raw`\belement[ _]?click[ _]?intercepted(?:Exception|Error)?\b|\bis not clickable at point\b|\bElement is not (?:currently )?(?:visible|interactable)`,
      raw`\b(?:unexpected|unhandled)[ _]?alert(?:[ _]?(?:present|open))?(?:Exception|Error)?\b|\bNo(?:Such)?Alert(?:Present|Open)?(?:Exception|Error)\b|\bno alert (?:is )?(?:open|present|active)`,
      raw`\bNoSuch(?:Frame|ShadowRoot)(?:Exception|Error)\b|\bdetached shadow root\b`,
      raw`\bmove ?target ?out ?of ?bounds(?:Exception|Error)?\b|\binvalid ?element ?state(?:Exception|Error)?\b`,
      raw`\bno longer attached to the DOM\b|\bcould not be scrolled into view\b`,
      raw`\bUnable to (?:locate|find) (?:the )?(?:element|frame)(?:s)?(?: with|:| using| by)`,
    ),
    unless: /\bjava\.util\.NoSuchElementException\b/u,
  },
  {
    id: "pages-webdriver/wait",
    class: "assert.ui",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      raw`\bExpected condition failed: `,
      raw`\(tried for \d{1,6} (?:milli)?second\(s\) with`,
      raw`\bwaiting (?:for )?(?:visibility|invisibility|presence|staleness|frame|alert|title|url|number of (?:elements|windows)|text\b[^\n]{0,80} to be|elements?\b[^\n]{0,200} (?:to (?:be|have|contain|become|not)|located)|element)\b`,
      raw`\bWait timed out after \d{1,9} ?ms`,
      raw`\bTimed out after \d{1,6} seconds?(?: \(\d[^)\n]{0,20}\))? ?waiting (?:for|until)`,
    ),
    unless: /\b(?:from renderer|page load|navigation)\b/iu,
  },
  {
    id: "pages-webdriver/wait-without-words",
    class: "assert.ui",
    confidence: "probable",
    // The wait of Selenium says nothing of what it waited for unless the test does.
    pattern:
      /\b(?:selenium\.common\.exceptions\.TimeoutException|org\.openqa\.selenium\.TimeoutException|OpenQA\.Selenium\.WebDriverTimeoutException|Selenium::WebDriver::Error::Time-?[Oo]ut-?Error|WebDriverTimeoutException)\b/u,
    unless: /\bfrom renderer\b|\bpage load\b|\bnavigation\b|HTTP request to the remote WebDriver/iu,
  },
];
