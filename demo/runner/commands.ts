// Workflow commands: `::name key=value::data` at the start of a line (any Unicode white space may come first) and the old
// `##[name key=value;]data` anywhere in it. Names are case-insensitive. This file reads them; what they do is in step-output.ts.

export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

export const COMMAND_NAMES: readonly string[] = [
  "add-mask",
  "add-matcher",
  "add-path",
  "debug",
  "echo",
  "endgroup",
  "error",
  "group",
  "internal-set-repo-path",
  "notice",
  "remove-matcher",
  "save-state",
  "set-env",
  "set-output",
  "stop-commands",
  "warning",
];

/** The command in a line, if its name is one of the registered ones (all lower case). */
export function readCommand(line: string, registered: ReadonlySet<string>): Command | undefined {
  return readNew(line, registered) ?? readOld(line, registered);
}

function readNew(line: string, registered: ReadonlySet<string>): Command | undefined {
  const text = line.replace(LEADING_SPACE, "");
  if (!text.startsWith("::")) return undefined;
  const end = text.indexOf("::", 2);
  if (end < 0) return undefined;
  const { name, properties } = splitInfo(text.slice(2, end));
  if (!registered.has(name)) return undefined;
  return {
    name,
    properties: readProperties(properties, ",", (value) => unescape(value, PROPERTY_ESCAPES)),
    data: unescape(text.slice(end + 2), DATA_ESCAPES),
  };
}

function readOld(line: string, registered: ReadonlySet<string>): Command | undefined {
  const start = line.indexOf("##[");
  const end = start < 0 ? -1 : line.indexOf("]", start);
  if (end < 0) return undefined;
  const { name, properties } = splitInfo(line.slice(start + 3, end));
  if (!registered.has(name)) return undefined;
  return {
    name,
    properties: readProperties(properties, ";", (value) => unescape(value, OLD_ESCAPES)),
    data: unescape(line.slice(end + 1), OLD_ESCAPES),
  };
}

/** What .NET's TrimStart takes away: NEL (U+0085) too, but not the byte order mark that JavaScript counts as space. */
const LEADING_SPACE = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

type Escapes = readonly (readonly [string, string])[];

// The percent sign comes last, so that %250A stays the text %0A.
const DATA_ESCAPES: Escapes = [
  ["%0D", "\r"],
  ["%0A", "\n"],
  ["%25", "%"],
];
const PROPERTY_ESCAPES: Escapes = [
  ["%0D", "\r"],
  ["%0A", "\n"],
  ["%3A", ":"],
  ["%2C", ","],
  ["%25", "%"],
];
const OLD_ESCAPES: Escapes = [
  ["%3B", ";"],
  ["%0D", "\r"],
  ["%0A", "\n"],
  ["%5D", "]"],
  ["%25", "%"],
];

function unescape(text: string, escapes: Escapes): string {
  return escapes.reduce((result, [escaped, plain]) => result.replaceAll(escaped, plain), text);
}

function splitInfo(info: string): { name: string; properties: string } {
  const space = info.indexOf(" ");
  return space < 0
    ? { name: info.toLowerCase(), properties: "" }
    : { name: info.slice(0, space).toLowerCase(), properties: info.slice(space + 1) };
}

function readProperties(
  text: string,
  separator: string,
  decode: (value: string) => string,
): Readonly<Record<string, string>> {
  const pairs: [string, string][] = [];
  for (const part of text.trim().split(separator)) {
    // A property without a value is none, and further equals signs before the value are dropped, as .NET's Split does.
    const [, key, value] = /^=*([^=]+)=+(.+)$/s.exec(part) ?? [];
    if (key !== undefined && value !== undefined) pairs.push([key, decode(value)]);
  }
  return Object.fromEntries(pairs);
}
