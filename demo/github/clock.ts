// Time as the API writes it.

export type Clock = () => Date;

/** ISO 8601 in UTC with whole seconds, e.g. 2026-11-21T11:37:00Z. */
export function stamp(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}
