// Decides which header names and values may be sent. A value is never shown: it is often a secret.
import type { JsonSchema } from "./json-schema.ts";
import type { Reading } from "./shape.ts";

// What frames a message or a handshake; setting it by hand lets a request be read in two ways.
const FRAMING = [
  "connection",
  "content-length",
  "expect",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "sec-websocket-accept",
  "sec-websocket-extensions",
  "sec-websocket-key",
  "sec-websocket-protocol",
  "sec-websocket-version",
] as const;

/** RFC 9110 section 5.6.2: a token. */
export const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,200}$/u;

/** The name of any header, as in an answer. */
export function readAnswerHeader(name: string): Reading<string> {
  return TOKEN.test(name) ? { value: name } : { expected: EXPECTED_NAME };
}

/** The name of a header that may be sent. */
export function readHeaderName(name: string): Reading<string> {
  if (!TOKEN.test(name)) return { expected: EXPECTED_NAME };
  if (FRAMING.some((each) => each === name.toLowerCase()))
    return { expected: "expected a header that the connection does not set itself" };
  return { value: name };
}

const EXPECTED_NAME = "expected a header name of letters, digits and -";

export const ANSWER_HEADER_JSON: JsonSchema = {
  named: "answer-header",
  type: "string",
  pattern: TOKEN.source,
  patternErrorMessage: EXPECTED_NAME,
};

/** The names that may be sent. */
export const HEADER_NAME_JSON: JsonSchema = {
  named: "header-name",
  type: "string",
  pattern: `^(?!(?:${FRAMING.map(inAnyCase).join("|")})$)${TOKEN.source.slice(1)}`,
  patternErrorMessage: EXPECTED_NAME,
};

function inAnyCase(word: string): string {
  return word.replace(/[a-z]/gu, (letter) => `[${letter.toUpperCase()}${letter}]`);
}

/** Text, a number or true/false. Latin letters only, because that is what HTTP headers carry. */
export function readHeaderValue(value: unknown): Reading<string> {
  const isScalar = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  if (!isScalar) return { expected: "expected the text of a header" };
  const text = String(value);
  return isSendable(text) ? { value: text } : { expected: UNSENDABLE, secret: true };
}

export function isSendable(text: string): boolean {
  return SENDABLE.test(text);
}

const SENDABLE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/u;

export const UNSENDABLE = "expected a header without line breaks, control characters and letters outside Latin-1";

/** The same values for editors. */
export const HEADER_VALUE_JSON: JsonSchema = {
  named: "header-value",
  type: ["string", "number", "boolean"],
  pattern: SENDABLE.source,
  patternErrorMessage: UNSENDABLE,
};
