// The YAML block behind a test point, as far as it is needed: what failed, where, and how long it took. Lines of keys
// and values are enough for that; no document of foreign making is parsed.

export interface Diagnostics {
  readonly message: string | null;
  /** What was expected and what came, where that is told; else empty. */
  readonly compared: string;
  readonly detail: string;
  readonly type: string | null;
  readonly file: string | null;
  readonly durationMs: number | null;
  /** node:test tells what a point is, and whether it failed only because its subtests did. */
  readonly isSuite: boolean;
  readonly sumsUp: boolean | null;
}

export function yamlOf(lines: readonly string[]): Diagnostics {
  const values = valuesOf(lines);
  // vitest writes name and message below "error".
  const error = values.get("error") ?? "";
  const inner = /^\s*(?:name|message):/u.test(error) ? valuesOf(error.split("\n")) : new Map<string, string>();
  const first = (...found: readonly (string | undefined)[]): string | null =>
    found.find((each) => each !== undefined && each.trim() !== "")?.trim() ?? null;
  const duration = values.get("duration_ms") ?? "";
  const place = [values.get("location"), values.get("file"), values.get("at")].find((each) => PLACE.test(each ?? ""));
  return {
    message: first(inner.get("message"), error, values.get("message"), values.get("reason")),
    compared: comparison(values),
    detail: lines
      .map((line) => line.trimEnd())
      .join("\n")
      .trim(),
    type: first(inner.get("name"), values.get("name"), values.get("code")?.replace(/^ERR_TEST_FAILURE$/u, "")),
    file: place === undefined ? null : place.replace(/:\d{1,9}(?::\d{1,9})?$/u, ""),
    isSuite: values.get("type") === "suite",
    sumsUp: values.has("failureType") ? values.get("failureType") === "subtestsFailed" : null,
    durationMs: /^\d{1,12}(?:\.\d{1,12})?$/u.test(duration) ? Number(duration) : null,
  };
}

/** A path with its line, or one without spaces. */
const PLACE = /^(?:[^\n]{1,500}:\d{1,9}|[^\s()]{1,500})$/u;

function comparison(values: ReadonlyMap<string, string>): string {
  const wanted = values.get("expected") ?? values.get("wanted");
  const seen = values.get("actual") ?? values.get("found") ?? values.get("got");
  return wanted === undefined || seen === undefined ? "" : `expected ${wanted.trim()}, actual ${seen.trim()}`;
}

/** The outermost keys. Text over several lines is joined as it stands. */
function valuesOf(lines: readonly string[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const base = Math.min(...lines.filter((line) => line.trim() !== "").map(indentOf));
  let key: string | null = null;
  let gathered: string[] = [];
  for (const line of lines) {
    const [, name, value = ""] = indentOf(line) === base ? (/^\s*([\w-]{1,40}):(?:\s+(.*))?$/u.exec(line) ?? []) : [];
    if (name === undefined) {
      if (key !== null && gathered.length < 200) gathered.push(line.slice(Math.min(line.length, base + 2)));
      continue;
    }
    if (key !== null && gathered.length > 0) values.set(key, gathered.join("\n"));
    key = /^[|>][+-]?$/u.test(value) || value === "" ? name : null;
    gathered = [];
    if (key === null && !values.has(name)) values.set(name, unquoted(value));
  }
  if (key !== null && gathered.length > 0) values.set(key, gathered.join("\n"));
  return values;
}

export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function unquoted(value: string): string {
  const text = value.trim();
  const quote = text.charAt(0);
  if (text.length < 2 || !text.endsWith(quote)) return text;
  if (quote === "'") return text.slice(1, -1).replaceAll("''", "'");
  if (quote === '"')
    return text
      .slice(1, -1)
      .replace(/\\(["\\/])/gu, "$1")
      .replaceAll("\\n", "\n");
  return text;
}
