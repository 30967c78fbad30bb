// Tools that stand on WebDriver or drive browsers in their own way, and what they print in their own words.
import { anyOf } from "./assertion-grammar.ts";
import type { Rule } from "./rule.ts";

const raw = String.raw;

export const WEBDRIVER_TOOLS: readonly Rule[] = [
  {
    id: "pages-tools/selenide",
    class: "assert.ui",
    confidence: "certain",
    pattern:
      /\bElements? not found(?: ?[{:]|$)|\bElements? should (?:not )?(?:be|have|contain|match|appear|disappear|exist)\b|\bElementNotFound\b|\bElementShould(?:Not)?\b|\bList ?Size ?Mismatch\b|\bTexts? ?Mismatch\b|\bUIAssertionError\b/iu,
  },
  {
    id: "pages-tools/capybara",
    class: "assert.ui",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      raw`\bCapybara::(?:ElementNotFound|Ambiguous|ExpectationNotMet|ModalNotFound|NotSupportedByDriverError|\w{1,20}::(?:MouseEventFailed|ObsoleteNode|NodeNotFound)\w{0,10})`,
      raw`\bUnable to find (?:visible |non-visible |hidden |obscured |modal |file |radio |select |checkbox |text |link or )*(?:css|xpath|field|button|link|element|id|option|table|fieldset|frame|dialog|datalist|text|label|row|checkbox|radio|select|alert|box|content)\b[^\n]{0,200}`,
      raw`\bexpected (?:not )?to (?:not )?find (?:(?:visible|exact|at least \d+|\d+) ){0,3}(?:text|css|xpath|field|button|link|selector|element|title|current path)\b`,
      raw`\bAmbiguous match, found \d+ elements\b`,
      raw`\bexpected\b[^\n]{0,300}\b(?:has_(?:no_)?(?:content|text|css|selector|xpath|link|button|field|title|current_path)\?|to have (?:visible )?(?:css|content|current path|title|selector|link|button|field)\b)`,
    ),
  },
  {
    id: "pages-tools/webdriverio",
    class: "assert.ui",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      raw`\belement \([^\n]{1,200}\) still (?:not )?(?:displayed|existing|visible|clickable|enabled|stable|selected)`,
      raw`\bstill (?:not )?(?:displayed|existing|visible|present|clickable|enabled) after \d`,
      raw`\bCan't call \w{1,40} on element with selector [^\n]{1,200} because element wasn't found`,
      raw`\bcould not be located on the page using the given search parameters`,
      raw`\bExpect \$\$?\(\x60?[^\n]{1,200}\) (?:not )?to (?:be|have|exist|contain)`,
      raw`\bExpect window (?:not )?to have (?:url|title)`,
      raw`\belement \([^\n]{1,200}\) (?:is )?still not (?:visible|present|there) after`,
    ),
  },
  {
    id: "pages-tools/testcafe",
    class: "assert.ui",
    confidence: "certain",
    pattern:
      /\bspecified selector does not match any (?:element|node)|\belement that matches the specified selector is not visible\b/iu,
  },
  {
    id: "pages-tools/nightwatch",
    class: "assert.ui",
    confidence: "certain",
    pattern:
      /\bwhile waiting for element\b|\bTesting if (?:the )?(?:element|page title|page url|url)\b[^\n]{0,300}(?:expected|not found)|\bExpected element [<@"'][^\n]{1,200} to\b|\bAn error occurred while running \.\w{1,30}\(\) command on </iu,
  },
  {
    id: "pages-tools/protractor",
    class: "assert.ui",
    confidence: "certain",
    pattern: /\bNo element found using locator\b|\bTrying to access element at index\b/iu,
  },
  {
    id: "pages-tools/watir-and-geb",
    class: "assert.ui",
    confidence: "certain",
    pattern:
      /\bUnknownObject(?:Exception|Error)\b|\bRequiredPage(?:Content|Value)NotPresent\b|\bUnexpectedPageException\b|\bgeb\.waiting\.WaitTimeoutException\b|\bwaiting for (?:#<|\{)[^\n]{1,200} to be (?:located|present)|\bunable to locate element: (?:#<Watir|\{)/iu,
  },
  {
    id: "pages-tools/text-of-page",
    class: "assert.ui",
    confidence: "certain",
    // Mink and Behat, CodeceptJS, Codeception, Dusk, Splinter, HtmlUnit, Casper.
    pattern: anyOf(
      "iu",
      raw`\bwas not found anywhere in the (?:text|HTML response) of the current page\b`,
      raw`\bElement matching (?:css|xpath|named)\b[^\n]{0,200} not found`,
      raw`\b(?:element|link|button|field)\b[^\n]{0,200} was not found by (?:text|CSS|XPath|name)`,
      raw`\bLink or Button or CSS or XPath element\b[^\n]{0,200} was not found`,
      raw`\bexpected web application (?:not )?to (?:include|have)\b`,
      raw`\bDid not see expected text\b|\bWaited \d{1,6} seconds? for (?:selector|text|link|location)\b`,
      raw`\bElementDoesNotExist\b|\bno elements could be found with\b`,
      raw`\bCouldn't see "`,
      raw`\bElementNotFoundException: elementName=`,
      raw`\bon nonexistent selector\b`,
      raw`\bon page \/[^\n]{0,200}\n?--> (?:(?!\bon page \/)[\s\S]){0,2000}?--> (?:contains|does not contain)\b`,
    ),
  },
  {
    id: "pages-tools/robot",
    class: "assert.ui",
    confidence: "certain",
    // SeleniumLibrary and AppiumLibrary of Robot Framework.
    pattern: anyOf(
      "iu",
      raw`\bwith locator '[^\n]{1,300}' not found\b|\blocator '[^\n]{1,300}' did not match any elements\b`,
      raw`\b(?:Text|Element|Link|Button|Page|Location|Title)\b[^\n]{0,300} did not (?:appear|disappear|become|match|contain)[^\n]{0,40}? in \d`,
      raw`\bElement '[^\n]{1,300}' (?:(?:still |not )+(?:visible|enabled|found)|was not (?:visible|enabled|found|hidden)|should(?: not)? (?:be|have been) (?:visible|enabled|contain\w{0,3}))`,
      raw`\bPage should (?:not )?have contained\b|\bshould have been visible\b`,
      raw`\bThe text of element '[^\n]{1,200}' should (?:have )?(?:been|contain)`,
    ),
  },
];
