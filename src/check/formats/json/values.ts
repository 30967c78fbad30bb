// Safe looks into a value that came from foreign JSON: only a value's own members, and only of the expected kind.

/** A member of its own: no name reaches what every object inherits. */
export function member(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** Text that says something; null for anything else. */
export function textOf(value: unknown, name: string): string | null {
  const found = member(value, name);
  return typeof found === "string" && found.trim() !== "" ? found : null;
}

export function numberOf(value: unknown, name: string): number | null {
  const found = member(value, name);
  return typeof found === "number" && Number.isFinite(found) ? found : null;
}

/** A number of things: 0 where the report tells none. */
export function countOf(value: unknown, name: string): number {
  const found = numberOf(value, name);
  return found !== null && Number.isSafeInteger(found) && found > 0 ? found : 0;
}

/** Empty where there is no list. */
export function listOf(value: unknown, name: string): readonly unknown[] {
  const found = member(value, name);
  return isList(found) ? found : [];
}

/** The texts among the items of a list. */
export function textsOf(value: unknown, name: string): readonly string[] {
  return listOf(value, name).filter((each) => typeof each === "string");
}

/** No duration is negative. */
export function durationOf(value: unknown, name: string, toMs = 1): number | null {
  const found = numberOf(value, name);
  return found === null || found < 0 ? null : found * toMs;
}

const FIRST_YEAR = Date.UTC(2_000, 0);
const LAST_YEAR = Date.UTC(2_200, 0);

/**
 * Milliseconds since 1970: from a number of them, or from ISO text with a zone. A number of seconds says too little to
 * tell what ran at the same time, and a time since the start of a machine says nothing.
 */
export function timeOf(value: unknown, name: string): number | null {
  const found = member(value, name);
  if (typeof found === "string") return WITH_ZONE.test(found) ? sensible(Date.parse(found)) : null;
  return typeof found === "number" ? sensible(found) : null;
}

const WITH_ZONE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/u;

function sensible(time: number): number | null {
  return time >= FIRST_YEAR && time < LAST_YEAR ? Math.round(time) : null;
}
