// The forms in which one secret may come back: as it is, encoded whole, or spelt by any mixture of encoders.
import { escapeForPattern, spellings } from "./spellings.ts";

/** Secrets shorter than this are never masked: hiding every "abc" would destroy the text and name the secret. */
export const SHORTEST_SECRET = 8;

/** Sources of regular expressions that find any form of the secret. */
export function patternsOf(secret: string): readonly string[] {
  const token = readToken(secret);
  if (token !== null) {
    const { whole, tail, signature } = token;
    return [whole, tail].map(escapeForPattern).concat(formsOf(signature));
  }
  // Of many lines each one alone tells too much.
  const wholes = [secret, ...secret.split(/\r\n?|\n/u)].map((each) => each.trim());
  return wholes.filter(isLongEnough).flatMap(formsOf);
}

export interface Token {
  readonly whole: string;
  /** Payload and signature, as logs show it that leave out the header. */
  readonly tail: string;
  /** In whatever way a token is encoded, its signature is encoded so too, and the rest alone opens nothing. */
  readonly signature: string;
}

/** RFC 7519, compact and signed; null for any other secret. */
export function readToken(secret: string): Token | null {
  const whole = secret.trim();
  const [, payload, signature] = /^[\w-]+\.([\w-]+)\.([\w-]+)$/u.exec(whole) ?? [];
  if (payload === undefined || signature === undefined || !isLongEnough(signature)) return null;
  return { whole, tail: `${payload}.${signature}`, signature };
}

function formsOf(whole: string): readonly string[] {
  const spelled = spelledOf(whole).map((text) => spellings(text, SHORTEST_SECRET));
  const literal = literalsOf(whole).map(escapeForPattern);
  return [...spelled.filter((pattern) => pattern !== null), ...literal];
}

/** What encoders may spell in many ways, letters and digits always as they are. */
export function spelledOf(whole: string): readonly string[] {
  return [whole, ...base64Alignments(whole)];
}

/** What is found only as it stands here. */
export function literalsOf(whole: string): readonly string[] {
  return encodingsOf(whole).filter(isLongEnough);
}

function isLongEnough(text: string): boolean {
  return text.length >= SHORTEST_SECRET;
}

/** Encodings that change every character, also letters and digits; and the whole, which may be mostly white space. */
function encodingsOf(whole: string): readonly string[] {
  const bytes = new TextEncoder().encode(whole.toWellFormed());
  const points = [...whole.toWellFormed()].map((char) => char.codePointAt(0) ?? 0);
  const units = Array.from({ length: whole.length }, (_, at) => whole.charCodeAt(at).toString(16).padStart(4, "0"));
  return [
    whole,
    ...["%", "%25", "\\x", "\\\\x"].map((before) => before + hex(bytes, before)),
    ...["", " ", ":", "-"].map((between) => hex(bytes, between)),
    ...["\\u", "\\\\u"].map((before) => before + units.join(before)),
    points.map((point) => `&#${point};`).join(""),
    points.map((point) => `&#x${point.toString(16)};`).join(""),
  ];
}

// Base64 depends on how many bytes stand before the secret. For each alignment the 1–2 characters at the edges
// mix with the neighbours, so they are left out of the form.
function base64Alignments(whole: string): readonly string[] {
  const bytes = new TextEncoder().encode(whole.toWellFormed());
  const forms: string[] = [];
  for (const before of [0, 1, 2]) {
    const padded = new Uint8Array(before + bytes.length);
    padded.set(bytes, before);
    const encoded = toBase64(padded).replace(/=+$/u, "");
    const from = before === 0 ? 0 : before + 1;
    const wholeGroups = (before + bytes.length) % 3 === 0;
    const form = encoded.slice(from, wholeGroups ? undefined : -1);
    forms.push(form, form.replaceAll("+", "-").replaceAll("/", "_"));
  }
  return forms;
}

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function hex(bytes: Uint8Array, between: string): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(between);
}
