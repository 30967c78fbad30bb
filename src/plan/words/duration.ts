// Durations as people write them: a whole number with its unit.

export const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** With days, for what no timer waits for. */
export const LONG_UNITS = { ...UNITS, d: 86_400_000 } as const;

/** Milliseconds of "200ms", "60s", "5m" or "1h"; null for anything else. Without a unit nobody knows what 30 means. */
export function parseDuration(text: string): number | null {
  const ms = parseIn(text, UNITS);
  return ms !== null && ms <= LONGEST_MS ? ms : null;
}

/** The same with days: "14d". */
export function parseLifetime(text: string): number | null {
  return parseIn(text, LONG_UNITS);
}

/** The duration in its largest whole unit: 900000 is "15m". */
export function durationText(ms: number): string {
  if (ms > 0 && ms % UNITS.h === 0) return `${ms / UNITS.h}h`;
  if (ms > 0 && ms % UNITS.m === 0) return `${ms / UNITS.m}m`;
  return ms % UNITS.s === 0 ? `${ms / UNITS.s}s` : `${ms}ms`;
}

// Node's timers hold 31 bits; a longer one fires at once (nodejs.org/api/timers.html#settimeoutcallback-delay-args).
const LONGEST_MS = 2 ** 31 - 1;

function parseIn(text: string, units: Readonly<Record<string, number>>): number | null {
  const [, amount = "", unit = ""] = /^(0|[1-9]\d{0,11})([a-z]+)$/u.exec(text) ?? [];
  const ms = Object.hasOwn(units, unit) ? units[unit] : undefined;
  return ms === undefined ? null : Number(amount) * ms;
}
