// Decides which header names and values may be sent. A value is never shown: it is often a secret.
import type { Reading } from "./shape.ts";

/** RFC 9110 section 5.6.2: a token. */
export const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,200}$/u;

export function readHeaderName(name: string): Reading<string> {
  if (!TOKEN.test(name)) return { expected: "expected a header name of letters, digits and -" };
  if (FRAMING.test(name)) return { expected: "expected a header that the connection does not set itself" };
  return { value: name };
}

/** Text, a number or true/false. Latin letters only, because that is what HTTP headers carry. */
export function readHeaderValue(value: unknown): Reading<string> {
  const isScalar = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  if (!isScalar) return { expected: "expected the text of a header" };
  const text = String(value);
  return isSendable(text) ? { value: text } : { expected: UNSENDABLE, secret: true };
}

export function isSendable(text: string): boolean {
  return /^[\t\u0020-\u007e\u0080-\u00ff]*$/u.test(text);
}

export const UNSENDABLE = "expected a header without line breaks, control characters and letters outside Latin-1";

// What frames a message or a handshake; setting it by hand lets a request be read in two ways.
const FRAMING =
  /^(?:connection|content-length|expect|keep-alive|te|trailer|transfer-encoding|upgrade|sec-websocket-(?:accept|extensions|key|protocol|version))$/iu;
