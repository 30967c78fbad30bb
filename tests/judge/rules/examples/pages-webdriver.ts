// What WebDriver says of a page, in each of its languages.
import { example, type Example } from "../example.ts";

const ui = (rule: string, text: string): Example => example(`pages-webdriver/${rule}`, "assert.ui", "either", text);

export const EXAMPLES: readonly Example[] = [
  ui(
    "element",
    'selenium.common.exceptions.NoSuchElementException: Message: no such element: Unable to locate element: {"method":"css selector","selector":"#total"}',
  ),
  ui("wait-without-words", "selenium.common.exceptions.TimeoutException: Message: "),
  ui(
    "wait",
    "org.openqa.selenium.TimeoutException: Expected condition failed: waiting for visibility of element located by By.id: total (tried for 10 second(s) with 500 milliseconds interval)",
  ),
  ui("wait-without-words", "OpenQA.Selenium.WebDriverTimeoutException : Timed out after 10 seconds"),
  ui(
    "element",
    "Selenium::WebDriver::Error::StaleElementReferenceError: stale element reference: element is not attached to the page document",
  ),
  ui(
    "element",
    "ElementClickInterceptedException: Message: element click intercepted: Element <button> is not clickable at point (100, 20). Other element would receive the click: <div>",
  ),
  ui("element", "unexpected alert open: {Alert text : Leave the page?}"),
  ui("wait", "TimeoutError: Waiting for element to be located By(css selector, #total)\nWait timed out after 10012ms"),
  ui(
    "wait",
    'Timed out while waiting for element <#total> to be present for 5000 milliseconds. - expected "visible" but got: "not found" (5023ms)',
  ),
  ui("element", "NoSuchElementError: No element found using locator: By(css selector, #total)"),
  ui("element", "org.openqa.selenium.NoAlertPresentException: no such alert"),
];
