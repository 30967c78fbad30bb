// One line that is one JSON object, as go and dart write them; looks at members of its own only.

export type JsonLine = Readonly<Record<string, unknown>>;

/** null for a line that is no JSON object. */
export function jsonLine(line: string): JsonLine | null {
  if (!line.startsWith("{") || !line.endsWith("}")) return null;
  try {
    const value: unknown = JSON.parse(line);
    return isLine(value) ? value : null;
  } catch {
    // A line of another program, or the end of a file that was cut off.
    return null;
  }
}

function isLine(value: unknown): value is JsonLine {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function textIn(line: JsonLine, name: string): string | null {
  const value = own(line, name);
  return typeof value === "string" ? value : null;
}

export function numberIn(line: JsonLine, name: string): number | null {
  const value = own(line, name);
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

export function objectIn(line: JsonLine, name: string): JsonLine | null {
  const value = own(line, name);
  return isLine(value) ? value : null;
}

export function isTrue(line: JsonLine, name: string): boolean {
  return own(line, name) === true;
}

function own(line: JsonLine, name: string): unknown {
  return Object.hasOwn(line, name) ? line[name] : undefined;
}
