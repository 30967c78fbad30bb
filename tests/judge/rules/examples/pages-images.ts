// What is said of pictures that differ.
import { example, type Example } from "../example.ts";

const ui = (rule: string, text: string): Example => example(`pages-images/${rule}`, "assert.ui", "either", text);

export const EXAMPLES: readonly Example[] = [
  ui(
    "compared",
    "Error: Screenshot comparison failed:\n\n  1412 pixels (ratio 0.01 of all image pixels) are different",
  ),
  ui("compared", 'Golden "goldens/cart.png": Pixel test failed, 0.12%, 141px diff detected.'),
  ui(
    "compared",
    "Expected image to match or be a close match to snapshot but was 1.2% different from snapshot (1412 differing pixels).",
  ),
  ui("compared", "DiffsFoundError: Test 'cart' of 'shop' detected differences!"),
];
