// The words of a request, wherever one is described: its address, method and headers.
import { readAbsolute, readAddress, type Scheme } from "./addresses.ts";
import { readHeaderName, readHeaderValue } from "./headers.ts";
import { word } from "./leaves.ts";
import { keyed, leaf, type Shape } from "./shape.ts";

// What begins with a reference or holds ${env.X} or ${{ is judged once its value is known.
const IS_LATER = /^\$\{|\$\{env\.|\$\{\{/u;

export const method = word(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

export const headers = keyed(readHeaderName, leaf(readHeaderValue), "a map from header to text");

export const headerName: Shape<string> = leaf((value) =>
  typeof value === "string" ? readHeaderName(value) : { expected: "expected the name of a header" },
);

/** An address or a path. */
export function address(scheme: Scheme): Shape<string> {
  return leaf((value) => (typeof value === "string" && IS_LATER.test(value) ? { value } : readAddress(value, scheme)));
}

/** The address that paths are relative to. */
export const baseAddress: Shape<string> = leaf((value) =>
  typeof value === "string" && IS_LATER.test(value) ? { value } : readAbsolute(value, "http"),
);
