// What two occurrences of one error have in common: their text without what changes from run to run.

/**
 * Masks times, identifiers, addresses, paths and measured figures. Keeps status and close codes, error names,
 * limits and words, because those tell one error from another.
 */
export function maskVolatile(line: string): string {
  let text = line;
  for (const [pattern, replacement] of VOLATILE) text = text.replace(pattern, replacement);
  return text.toLowerCase().replace(/\s+/gu, " ").trim();
}

const VOLATILE: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/giu, "<id>"],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/gu, "<time>"],
  [/\b\d\d:\d\d:\d\d(?:[.,]\d+)?\b/gu, "<time>"],
  [/\b0x[0-9a-f]+\b/giu, "<hex>"],
  [/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,}\b/giu, "<hex>"],
  [/\b[\w.-]*_\d{6,}_[0-9a-f]{4,}\b/giu, "<id>"],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/gu, "<address>"],
  [/\b(localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)+):\d{4,5}\b/giu, "$1"],
  [/(?:\/[\w.@+-]+){2,}\/(?=[\w.@+-]+\.\w+)/gu, "<path>/"],
  [/(\.\w{1,4}):\d+(?::\d+)?\b/gu, "$1"],
  [/\b\d+(?:\.\d+)? ?(?:ms|µs|ns|s|sec|seconds?|minutes?|min|KiB|MiB|GiB|KB|MB|GB|bytes?)\b/giu, "<n>"],
  [/\b\d{5,}\b/gu, "<n>"],
];
