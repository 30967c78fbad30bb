// Chance from a seed: the same number tells the same history again.

export interface Chance {
  /** From 0 up to, but not with, `end`; whole. */
  below(end: number): number;
  happens(probability: number): boolean;
  pick<T>(first: T, ...others: readonly T[]): T;
  /** undefined where there is nothing to take. */
  oneOf<T>(list: readonly T[]): T | undefined;
}

export function createChance(seed: number): Chance {
  const real = mulberry32(seed);
  const below = (end: number): number => Math.floor(real() * end);
  return {
    below,
    happens: (probability) => real() < probability,
    pick: (first, ...others) => {
      const at = below(others.length + 1);
      return at === 0 ? first : (others[at - 1] ?? first);
    },
    oneOf: (list) => list[below(list.length)],
  };
}

/** A generator of 32 bits, good enough for tests: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
