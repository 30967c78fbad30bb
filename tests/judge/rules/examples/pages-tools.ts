// What the tools that stand on WebDriver say in their own words.
import { example, type Example } from "../example.ts";

const ui = (rule: string, text: string): Example => example(`pages-tools/${rule}`, "assert.ui", "either", text);

export const EXAMPLES: readonly Example[] = [
  ui("robot", "Element 'id=submit' did not appear in 5 seconds."),
  ui("robot", "Page should have contained text 'Welcome' but did not."),
  ui("robot", "Button with locator 'id:submit' not found."),
  ui("selenide", "Element not found {#total}\nExpected: visible"),
  ui("selenide", 'Capybara::ElementNotFound: Unable to find link "Close"'),
  ui("capybara", 'expected to find text "Closed" in "Open"'),
  ui("webdriverio", 'Error: element ("#total") still not displayed after 5000ms'),
  ui("testcafe", "The specified selector does not match any element in the DOM tree."),
  ui(
    "watir-and-geb",
    "RequiredPageContentNotPresent: The required page content 'shop.CartPage -> total' is not present",
  ),
  ui("text-of-page", "Link or Button or CSS or XPath element with '#pay' was not found."),
  ui(
    "text-of-page",
    'The text "Paid" was not found anywhere in the text of the current page. (Behat\\Mink\\Exception\\ResponseTextException)',
  ),
  ui("webdriverio", 'Expect $(`#total`) to have text\n\nExpected: "12"\nReceived: "10"'),
  ui("nightwatch", 'Testing if element <#total> contains text \'12\' in 5000ms - expected "12" but got: "10" (5023ms)'),
  ui("protractor", "Failed: No element found using locator: By(css selector, #total)"),
];
