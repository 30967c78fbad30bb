// Pictures of pages that differ from the ones that were kept.
import { anyOf } from "./assertion-grammar.ts";
import type { Rule } from "./rule.ts";

const raw = String.raw;

export const IMAGES: readonly Rule[] = [
  {
    id: "pages-images/compared",
    class: "assert.ui",
    confidence: "certain",
    // Playwright, jest-image-snapshot, Cypress plugins, Applitools, Percy, Flutter, Paparazzi, BackstopJS.
    pattern: anyOf(
      "iu",
      raw`\btoHaveScreenshot\b|\btoMatchImageSnapshot\b`,
      raw`\bScreenshot comparison failed\b|\bscreenshots? (?:differ|do(?:es)? not match|mismatch)`,
      raw`\b\d+ (?:px|pixels?) \(ratio [\d.]{1,8} of all image pixels\) are different`,
      raw`\bExpected image to (?:match|be)\b|\bImage was [\d.]{1,20}% different from saved snapshot`,
      raw`\bDiffsFoundError\b|\bdetected differences\b`,
      raw`\bGolden "[^"\n]{1,200}": (?:Pixel test failed|image sizes do not match)|\bPixel test failed, \d`,
      raw`\bImages differ\b|\bsnapshot does not match reference\b|\brequireSameDimensions: \w{4,5}, size: [^\n]{1,80}threshold\b`,
      raw`\b\d{1,9} (?:px|pixels?) (?:diff|different|differ|mismatch)`,
      raw`\bvisual (?:regression|difference|diff|changes?)\b[^\n]{0,60}\b(?:detected|found|failed|exceed)`,
    ),
  },
];
