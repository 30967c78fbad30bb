// What tests say of a page in words of their own.
import { example, type Example } from "../example.ts";

const ui = (rule: string, text: string): Example => example(`pages-said/${rule}`, "assert.ui", "either", text);

export const EXAMPLES: readonly Example[] = [
  ui("part", 'Error: the button "Pay" is not visible'),
  ui("part", "AssertionError: 'Paid' not found in page source"),
  ui("part", "No element matching selector '.toast' appeared"),
  ui("part", 'Test failed: element with accessibility id "pay" not found'),
  ui("part", "The dialog did not close within 5s"),
];
