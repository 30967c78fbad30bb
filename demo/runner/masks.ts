// Secrets out of text, the way the runner does it: exact matches, and the encoded forms that it knows. Nothing more, so that a
// leak which GitHub would show is shown here too.

export interface Masks {
  /** A secret, and each of its lines when it has several. */
  add(secret: string): void;
  mask(text: string): string;
  /** Whether masking would change the text. */
  touches(text: string): boolean;
}

export function keepMasks(): Masks {
  const forms = new Set<string>();
  const mask = (text: string): string => {
    const ranges = rangesOf(text, forms);
    let result = "";
    let from = 0;
    for (const { start, end } of ranges) {
      result += `${text.slice(from, start)}***`;
      from = end;
    }
    return result + text.slice(from);
  };
  return {
    add: (secret) => {
      for (const part of [secret, ...secret.split(/[\r\n]+/)]) {
        if (part.trim() === "") continue;
        for (const form of formsOf(part)) if (form !== "") forms.add(form);
      }
    },
    mask,
    touches: (text) => [...forms].some((form) => text.includes(form)),
  };
}

/** PowerShell prints the parts around an ampersand apart; parts shorter than this are left alone. */
const SHORTEST_PART = 6;

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, "utf8");
  const shifted = (by: number): string =>
    bytes.length > by ? bytes.subarray(by).toString("base64") : bytes.toString("base64");
  return [
    secret,
    shifted(0),
    shifted(1),
    shifted(2),
    secret.replaceAll('"', String.raw`\"`),
    secret.replaceAll("'", "''"),
    JSON.stringify(secret).slice(1, -1),
    uriForm(secret),
    xmlForm(secret),
    secret.length > 8 && secret.startsWith('"') && secret.endsWith('"') ? secret.slice(1, -1) : "",
    ...ampersandForms(secret),
  ];
}

/** As .NET's EscapeDataString: unlike encodeURIComponent it also encodes ! ' ( ) *. */
function uriForm(secret: string): string {
  return encodeURIComponent(secret.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function xmlForm(secret: string): string {
  return secret
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&apos;");
}

function ampersandForms(secret: string): string[] {
  if (!secret.includes("&")) return [];
  const plus = secret.indexOf("&+");
  const cut = plus >= 0 ? plus + 2 : secret.lastIndexOf("&") + 1;
  const parts = [secret.slice(0, cut), secret.slice(plus >= 0 ? cut + 1 : cut)];
  return parts.filter((part) => part.length >= SHORTEST_PART);
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where the forms occur, with ranges that touch or overlap joined to one. */
function rangesOf(text: string, forms: ReadonlySet<string>): Range[] {
  const found: Range[] = [];
  for (const form of forms) {
    for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
      found.push({ start: at, end: at + form.length });
    }
  }
  found.sort((a, b) => a.start - b.start);
  const joined: Range[] = [];
  for (const range of found) {
    const last = joined.at(-1);
    if (last === undefined || range.start > last.end) joined.push(range);
    else if (range.end > last.end) joined[joined.length - 1] = { start: last.start, end: range.end };
  }
  return joined;
}
