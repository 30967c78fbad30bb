// What Cypress says of a page.
import { example, type Example } from "../example.ts";

const ui = (rule: string, text: string): Example => example(`pages-cypress/${rule}`, "assert.ui", "either", text);

export const EXAMPLES: readonly Example[] = [
  ui(
    "not-found",
    "AssertionError: Timed out retrying after 4000ms: Expected to find element: `#total`, but never found it.",
  ),
  ui(
    "action",
    "CypressError: Timed out retrying after 4050ms: `cy.click()` failed because this element is being covered by another element:",
  ),
  ui("retried", "Timed out retrying after 4000ms: expected '<span#total>' to have text '12', but the text was '10'"),
  ui("retried", "AssertionError: expected '<span.total>' to have text '12', but the text was '11'"),
];
