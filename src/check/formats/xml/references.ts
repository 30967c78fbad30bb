// Text as it stands in XML to the text that it means: references, line ends, and the characters that XML forbids.

/** It is no XML. */
export class Malformed extends Error {}

const NAMED: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** Runners write raw terminal escapes, which XML 1.0 (section 2.2) does not allow at all. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu;

/** Of the same length, so that the rest can be read. */
export function withoutControls(text: string): string {
  return text.replace(FORBIDDEN, "\ufffd");
}

export function withLineFeeds(text: string): string {
  return text.replace(/\r\n?/gu, "\n");
}

/** Throws where something is no reference. */
export function resolved(text: string): string {
  let at = text.indexOf("&");
  let result = text.slice(0, at);
  while (at !== -1) {
    const end = text.indexOf(";", at);
    if (end === -1) throw new Malformed();
    result += meaningOf(text.slice(at + 1, end));
    at = text.indexOf("&", end);
    result += text.slice(end + 1, at === -1 ? text.length : at);
  }
  return result;
}

function meaningOf(reference: string): string {
  const named = NAMED.get(reference);
  if (named !== undefined) return named;
  const [, hexadecimal, decimal] = /^#(?:x([\da-f]{1,20})|(\d{1,20}))$/iu.exec(reference) ?? [];
  if (hexadecimal === undefined && decimal === undefined) throw new Malformed();
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
  if (code > 0x10_ffff || (code >= 0xd800 && code <= 0xdfff)) throw new Malformed();
  // A forbidden character is not allowed as a reference either, but .NET writes it so.
  return withoutControls(String.fromCodePoint(code));
}
