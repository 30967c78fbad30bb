// What two occurrences of one error have in common: their text without what changes from run to run.

/**
 * Masks times, identifiers, addresses, paths and measured figures. Keeps status and close codes, error names,
 * limits and words, because those tell one error from another.
 */
export function maskVolatile(line: string): string {
  return masked(line, [...IDS, ...FIGURES]);
}

/** Masks identifiers only: for the address of a request, where everything else tells one endpoint from another. */
export function maskIds(address: string): string {
  return masked(address, IDS);
}

/** Masks a name where it stands as a whole word: "1" in "/users/1", not in "/v1/users". */
export function maskName(text: string, name: string): string {
  if (name === "") return text;
  let out = "";
  let from = 0;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, from)) {
    const end = at + name.length;
    const isWhole = !isInWord(text.charAt(at - 1)) && !isInWord(text.charAt(end));
    out += text.slice(from, at) + (isWhole ? "<user>" : name);
    from = end;
  }
  return out + text.slice(from);
}

function isInWord(char: string): boolean {
  return /[\p{L}\p{N}_-]/u.test(char);
}

function masked(text: string, patterns: readonly Volatile[]): string {
  let out = text;
  for (const [pattern, replacement] of patterns) out = out.replace(pattern, replacement);
  return out.toLowerCase().replace(/\s+/gu, " ").trim();
}

type Volatile = readonly [RegExp, string];

// Every repetition is bounded, so that no text makes a pattern look again and again at the same characters.
const IDS: readonly Volatile[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/giu, "<id>"],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?/gu, "<time>"],
  [/\b\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\b/gu, "<time>"],
  [/\b0x[0-9a-f]{1,16}\b/giu, "<hex>"],
  [/\b(?=[0-9a-f]{0,63}\d)(?=[0-9a-f]{0,63}[a-f])[0-9a-f]{7,64}\b/giu, "<hex>"],
  [/\b[\w.-]{0,40}_\d{6,20}_[0-9a-f]{4,40}\b/giu, "<id>"],
];

const FIGURES: readonly Volatile[] = [
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b/gu, "<address>"],
  [/\b(localhost|[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}):\d{4,5}\b/giu, "$1"],
  [/(?:\/[\w.@+-]{1,60}){2,12}\/(?=[\w.@+-]{1,60}\.\w)/gu, "<path>/"],
  [/(\.\w{1,4}):\d{1,7}(?::\d{1,5})?\b/gu, "$1"],
  [/\b\d{1,15}(?:\.\d{1,9})? ?(?:ms|µs|ns|s|sec|seconds?|minutes?|min|KiB|MiB|GiB|KB|MB|GB|bytes?)\b/giu, "<n>"],
  [/\b\d{5,20}\b/gu, "<n>"],
];
