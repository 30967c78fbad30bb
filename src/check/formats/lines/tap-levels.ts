// What TAP has told of the test points that stand side by side, and of what they planned.

/** The test points of one indentation, below one parent. */
export interface Level {
  /** "# Subtest: name": whose subtests the next level holds. */
  subtest: string | null;
  plan: number | null;
  seen: number;
  /** Planned below its points, and not there; or there and not planned. */
  missing: number;
  isBeyond: boolean;
  /** Some of them failed, and were told. */
  failed: boolean;
}

export function newLevel(): Level {
  return { subtest: null, plan: null, seen: 0, missing: 0, isBeyond: false, failed: false };
}

/** Adds what a level, and those below it, planned otherwise than it came. */
export function addTo(above: Level, { plan, seen, missing, isBeyond }: Level): void {
  if (plan !== null) above.missing += Math.max(0, plan - seen);
  above.missing += missing;
  above.isBeyond ||= isBeyond || (plan !== null && seen > plan);
}
