// What is said of components that are rendered without a browser.
import { example, type Example } from "../example.ts";

const ui = (rule: string, text: string): Example => example(`pages-components/${rule}`, "assert.ui", "either", text);

export const EXAMPLES: readonly Example[] = [
  ui(
    "testing-library",
    "TestingLibraryElementError: Unable to find an element with the text: Closed. This could be because the text is broken up by multiple elements.",
  ),
  ui("testing-library", 'Unable to find an accessible element with the role "button" and name "Close"'),
  ui("jest-dom", "expect(element).toBeInTheDocument()\n\nelement could not be found in the document"),
  ui("wrappers", "Method “simulate” is meant to be run on 1 node. 0 found instead."),
  ui("markup", 'Expected at least 1 element matching "h1.total", found 0..\nExpected 0 to be >= 1.'),
];
