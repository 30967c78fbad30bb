// The words of a request, wherever one is described: its address, method and headers.
import { absolutePattern, addressPattern, FORMS, readAbsolute, readAddress, type Scheme } from "./addresses.ts";
import {
  ANSWER_HEADER_JSON,
  HEADER_NAME_JSON,
  HEADER_VALUE_JSON,
  readAnswerHeader,
  readHeaderName,
  readHeaderValue,
} from "./headers.ts";
import type { JsonSchema } from "./json-schema.ts";
import { word } from "./leaves.ts";
import { isMap, keyed, leaf, named, narrow, type Reading, type Shape } from "./shape.ts";

// What begins with a reference or holds ${env.X} or ${{ is judged once its value is known.
const IS_LATER = /^\$\{|\$\{env\.|\$\{\{/u;

/** Where something is switched off. */
export const NONE = "none";

export const method = word(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Where common servers stop reading them. */
const MOST_HEADERS = 100;

export const headers = named(
  narrow(
    keyed(readHeaderName, leaf(readHeaderValue, HEADER_VALUE_JSON), "a map from header to text", HEADER_NAME_JSON),
    (value) => !isMap(value) || Object.keys(value).length <= MOST_HEADERS,
    `at most ${MOST_HEADERS} headers`,
    { maxProperties: MOST_HEADERS },
  ),
  "headers",
);

export const headerName: Shape<string> = leaf(
  (value) => (typeof value === "string" ? readAnswerHeader(value) : { expected: "expected the name of a header" }),
  ANSWER_HEADER_JSON,
);

/** An address or a path. */
export function address(scheme: Scheme): Shape<string> {
  return leaf((value) => (typeof value === "string" && IS_LATER.test(value) ? { value } : readAddress(value, scheme)), {
    named: `${scheme}-address`,
    type: "string",
    pattern: `${IS_LATER.source}|${addressPattern(scheme)}`,
    patternErrorMessage: `expected ${FORMS[scheme]}, or a path that starts with /`,
  });
}

const ABSOLUTE_JSON: JsonSchema = {
  type: "string",
  pattern: `${IS_LATER.source}|${absolutePattern("http")}`,
  patternErrorMessage: `expected ${FORMS.http}`,
};

/** The address that paths are relative to. */
export const baseAddress: Shape<string> = leaf(readBase, { named: "base-address", ...ABSOLUTE_JSON });

/** An absolute address, or the word for none. */
export const addressOrNone: Shape<string> = leaf(
  (value) => {
    const reading = value === NONE ? { value: NONE } : readBase(value);
    return "value" in reading ? reading : { ...reading, expected: `${reading.expected}, or none`, known: [NONE] };
  },
  { anyOf: [{ enum: [NONE] }, ABSOLUTE_JSON] },
);

function readBase(value: unknown): Reading<string> {
  return typeof value === "string" && IS_LATER.test(value) ? { value } : readAbsolute(value, "http");
}
