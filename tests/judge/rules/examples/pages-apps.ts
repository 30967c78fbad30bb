// What is said of the screens of apps.
import { example, type Example } from "../example.ts";

const ui = (rule: string, text: string): Example => example(`pages-apps/${rule}`, "assert.ui", "either", text);

export const EXAMPLES: readonly Example[] = [
  ui(
    "android",
    "androidx.test.espresso.NoMatchingViewException: No views in hierarchy found matching: with id is <2131230801>",
  ),
  ui(
    "compose",
    "java.lang.AssertionError: Failed to perform isDisplayed check.\nReason: Expected exactly '1' node but could not find any node that satisfies: (TestTag = 'total')",
  ),
  ui("xcuitest", 'Failed to tap "Close" Button: No matches found for Descendants matching type Button from input {()}'),
  ui(
    "flutter",
    'Expected: exactly one matching candidate\n  Actual: _TextWidgetFinder:<Found 0 widgets with text "Closed": []>\n   Which: means none were found but one was expected',
  ),
  ui("detox", "Test Failed: No elements found for “MATCHER(id == “total”)”"),
  ui("maestro", 'Assertion is false: "Closed" is visible'),
  ui(
    "earlgrey",
    'Exception with Assertion: {\n  "Assertion Criteria" : "assertWithMatcher:sufficientlyVisible(>=0.75)",\n  "Recovery Suggestion" : "Check the matcher"\n}',
  ),
];
