// Screens of apps: Espresso, Compose, XCUITest, Flutter, Detox, Maestro.
import { anyOf } from "./assertion-grammar.ts";
import type { Rule } from "./rule.ts";

const raw = String.raw;

export const APP_SCREENS: readonly Rule[] = [
  {
    id: "pages-apps/android",
    class: "assert.ui",
    confidence: "certain",
    pattern:
      /\bNo views in hierarchy found matching\b|\bNoMatching(?:View|Root)Exception\b|\bAmbiguousViewMatcherException\b|\bmatches multiple views in the hierarchy\b|\bError performing '[^\n]{1,200}' on view\b|\bd(?:oesn't|oes not) match the selected view\b|\bUiObjectNotFoundException\b/iu,
  },
  {
    id: "pages-apps/compose",
    class: "assert.ui",
    confidence: "certain",
    pattern:
      /\bnodes? that satisf(?:y|ies)\b|\bFailed to (?:assert the following: \(|perform \w{1,40} check|inject \w{1,20} input)|\bFailed to assert(?:Any|All)\(|\bComposeTimeoutException\b|\bCondition still not satisfied after \d/iu,
  },
  {
    id: "pages-apps/earlgrey",
    class: "assert.ui",
    confidence: "certain",
    pattern:
      /\bMultiple UI elements matched\b|\bCannot find UI element\b|"?(?:Assertion|Action|Search|Element) (?:Criteria|Matcher)"? ?:[^\n]{0,200}|\bEXC_CORE_(?:TESTING|EARL)\w{0,20}\b|\bUI element[^\n]{0,80}(?:not (?:found|visible|interactable)|failed)|\bException with (?:Assertion|Action):/iu,
  },
  {
    id: "pages-apps/xcuitest",
    class: "assert.ui",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      raw`\bNo matches found for (?:Find|Descendants|Elements|first|[^\n]{0,40}(?:Application|Element))\b|\bFailed to get matching snapshots?\b|\bMultiple matching elements found\b`,
      raw`\bNeither element nor any descendant has keyboard focus\b`,
      raw`\bExpect predicate \x60[^\x60\n]{1,200}\x60 for object\b`,
      raw`\bFailed to (?:find|tap|scroll to) (?:the )?(?:accessibility element|view|"[^"\n]{1,100}" \w{1,30}: )`,
      raw`\bnot hittable\b|\bbecause the desired element was not found\b`,
    ),
  },
  {
    id: "pages-apps/flutter",
    class: "assert.ui",
    confidence: "certain",
    pattern:
      /\b_?\w{1,40}(?:Widget|Element)Finder:<|\bmatching candidates?\b|\bmatching nodes? in the widget tree\b|\b(?:could not find any|too many) matching widgets\b|\bpumpAndSettle timed out\b|\bFound 0 widgets with\b|\bThe finder "[^\n]{1,300}" \([^\n]{1,60}\) could not find\b/iu,
  },
  {
    id: "pages-apps/detox",
    class: "assert.ui",
    confidence: "certain",
    pattern:
      /\bNo elements found for .MATCHER\b|\bCannot find UI Element\b|\bwhile waiting for expectation\b|\b(?:TOBE\w{1,20}|TOHAVE\w{1,20}|NOT \w{1,20}) WITH MATCHER\b|\bMultiple elements found for .MATCHER\b|\bView [^\n]{0,200} is not (?:visible|hittable)\b/iu,
  },
  {
    id: "pages-apps/maestro",
    class: "assert.ui",
    confidence: "certain",
    pattern:
      /\bAssertion (?:is false: )?['"][^\n]{1,200}['"]?is (?:not )?visible|\bAssertion is false: [^\n]{1,200} is (?:not )?visible|\bElement not found: (?:Text|Id) matching regex\b/iu,
  },
];
