// What Playwright and Puppeteer say of a page.
import { example, type Example } from "../example.ts";

const ui = (rule: string, text: string): Example => example(`pages-playwright/${rule}`, "assert.ui", "either", text);

export const EXAMPLES: readonly Example[] = [
  ui("strict", "Error: strict mode violation: locator('.row') resolved to 2 elements:"),
  ui(
    "expect",
    'Error: Timed out 5000ms waiting for expect(locator).toHaveText(expected)\n\nLocator: getByTestId(\'total\')\nExpected string: "12"\nReceived string: "10"',
  ),
  ui(
    "expect",
    'Error: expect(page).toHaveURL(expected) failed\n\nExpected: "https://shop.example/done"\nReceived: "https://shop.example/cart"',
  ),
  ui(
    "locator",
    "TimeoutError: page.waitForSelector: Timeout 30000ms exceeded.\nCall log:\n  - waiting for locator('#total') to be visible",
  ),
  ui(
    "locator",
    'playwright._impl._errors.TimeoutError: Locator.click: Timeout 30000ms exceeded.\nCall log:\nwaiting for locator("#submit")',
  ),
  ui("expect", "AssertionError: Locator expected to be visible\nActual value: None"),
  ui("locator", "TimeoutError: waiting for selector `#total` failed: timeout 30000ms exceeded"),
  ui("puppeteer", "Error: No node found for selector: #total"),
  ui("action", "Error: locator.fill: Error: Element is not an <input>, <textarea> or [contenteditable] element"),
  ui("action", "subtree intercepts pointer events"),
  ui("puppeteer", "Waiting failed: 5000ms exceeded"),
];
