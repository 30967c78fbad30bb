// Time as the API writes it.

export type Clock = () => Date;

export interface MovableClock {
  readonly now: Clock;
  /** From here time goes on at its own pace. */
  moveTo(moment: Date): void;
}

/** A clock that can be set to another day, for nights that follow each other within seconds. */
export function movableClock(start: Date): MovableClock {
  let shiftMs = 0;
  const moveTo = (moment: Date): void => {
    shiftMs = moment.getTime() - Date.now();
  };
  moveTo(start);
  return { now: () => new Date(Date.now() + shiftMs), moveTo };
}

/** ISO 8601 in UTC with whole seconds, e.g. 2026-11-21T11:37:00Z. */
export function stamp(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}
