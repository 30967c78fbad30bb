// Decides whether a text is an address that may be requested, and joins a path to the base address.
import { isMetadataHost } from "./metadata.ts";
import type { Reading } from "./shape.ts";

export type Scheme = "http" | "ws";

/** Reads an absolute address, or a path that starts with "/". References stand for text of their own. */
export function readAddress(value: unknown, scheme: Scheme): Reading<string> {
  if (typeof value === "string" && isPath(value)) return readPath(value);
  if (typeof value === "string" && isTold(value)) return readTold(value);
  const reading = readAbsolute(value, scheme);
  if ("value" in reading || !reading.expected.endsWith(FORMS[scheme])) return reading;
  return { ...reading, expected: `${reading.expected}, or a path that starts with /` };
}

/** Reads an absolute address. */
export function readAbsolute(value: unknown, scheme: Scheme): Reading<string> {
  if (typeof value !== "string" || value === "") return { expected: `expected ${FORMS[scheme]}` };
  const address = value.replace(REFERENCE, "x");
  const common = readPath(value);
  if (!("value" in common)) return common;
  const expect = (what: string): Reading<string> => misread(address, what);
  const [, protocol = "", authority = ""] = ABSOLUTE.exec(address) ?? [];
  if (!PROTOCOLS[scheme].includes(protocol.toLowerCase())) return expect(FORMS[scheme]);
  if (authority.includes("@")) return expect("an address without user name and password, which belong in a secret");
  if (/^[^/?]*\$\{/u.test(value.slice(protocol.length + "://".length))) {
    return expect("a host without references; only ${env.NAME} may stand there");
  }
  if (authority === "" || !URL.canParse(address)) return expect("an address with a valid host");
  if (isMetadataHost(new URL(address).hostname)) {
    return expect("an address other than link-local or a cloud's metadata service, which are never asked");
  }
  return { value };
}

/** Reads an address that begins with what a deploy tells. Behind it stands nothing, a path or a query. */
export function readTold(value: string): Reading<string> {
  if (/^\$\{[^{}]*\}(?:$|[/?])/u.test(value)) return readPath(value);
  return misread(value, "a path that starts with / behind the address that a deploy tells");
}

/** Whether it begins with `${deploy.NAME.output}`. */
export function isTold(text: string): boolean {
  return /^\$\{deploy\.[\w-]+\.[\w-]+\}/u.test(text);
}

/** What every part of an address has to keep to. */
function readPath(value: string): Reading<string> {
  const address = value.replace(REFERENCE, "x");
  if (UNSEEN.test(address)) return misread(address, "an address without spaces and control characters");
  if (address.includes("\\")) return misread(address, "an address without \\");
  if (address.includes("#")) return misread(address, "an address without a fragment (#…), which is never sent");
  return { value };
}

// A user name, a password or a query may be a secret, so these are never shown.
function misread(address: string, what: string): Reading<string> {
  const isSecret = /[@?\\]/u.test(address) || UNSEEN.test(address);
  return { expected: `expected ${what}`, ...(isSecret ? { secret: true } : {}) };
}

/** What a text that is an address or a path looks like; that its host is valid is beyond a pattern. */
export function addressPattern(scheme: Scheme): string {
  return `${absolutePattern(scheme)}|${PATH}`;
}

export function absolutePattern(scheme: Scheme): string {
  return `^${IN_ANY_CASE[scheme]}://${HOST}(?:[/?]${REST})?$`;
}

/** Joins a path to the base; an absolute address stays. The result is normalised unless it holds references. */
export function joinAddress(address: string, base: string, scheme: Scheme): string {
  const absolute = isPath(address) ? withScheme(base, scheme) + address : address;
  return absolute.includes("${") ? absolute : new URL(absolute).href;
}

export function isPath(text: string): boolean {
  return text.startsWith("/") && !text.startsWith("//");
}

export const FORMS = {
  http: "an address that starts with https:// or http://",
  ws: "an address that starts with wss:// or ws://",
} as const satisfies Readonly<Record<Scheme, string>>;

const PROTOCOLS: Readonly<Record<Scheme, readonly string[]>> = { http: ["http", "https"], ws: ["ws", "wss"] };

const IN_ANY_CASE: Readonly<Record<Scheme, string>> = { http: "[Hh][Tt][Tt][Pp][Ss]?", ws: "[Ww][Ss][Ss]?" };
const UNFIT = "\\s\\p{Cc}\\p{Cf}\\\\#";
const PORT = "(?::0*(?:\\d{1,4}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])?)?";
const HOST = `(?:\\[[\\dA-Fa-f.:]+\\]|(?:(?!\\$\\{)[^/?@:<>^|[\\]${UNFIT}])+)${PORT}`;
const REST = `(?:\\$\\{[^{}]*\\}|(?!\\$\\{[^{}]*\\})[^${UNFIT}])*`;
const PATH = `^/(?!/)${REST}$`;

const ABSOLUTE = /^([a-z][a-z0-9+.-]*):\/\/([^/?]*)/iu;
const REFERENCE = /\$\{[^{}]*\}/gu;
const UNSEEN = /[\s\p{Cc}\p{Cf}]/u;

// The base is a prefix, so that a service behind https://example.com/staging is reached by its own paths.
function withScheme(base: string, scheme: Scheme): string {
  const trimmed = base.replace(/\?.*$/su, "").replace(/\/$/u, "");
  return scheme === "ws" ? trimmed.replace(/^http/iu, "ws") : trimmed;
}
