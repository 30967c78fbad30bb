// Begins and ends of test runs as brackets: a test may run a tool like its own, whose run then stands within its own.

export interface Begin {
  readonly line: number;
  /** How many tests it says it will run; null where it does not. */
  readonly tests: number | null;
}

export interface Pairs {
  readonly begin: (begin: Begin) => void;
  /** Whether the innermost run, or one around it, was to be of so many tests. */
  readonly fits: (tests: number) => boolean;
  /** The begin of what ends here, and nothing within it is open any longer; null for none that fits. */
  readonly end: (tests: number | null) => Begin | null;
  /** The innermost that is open, whatever it said; null for none. */
  readonly pop: () => Begin | null;
  /** Those without an end, in order. */
  readonly open: () => readonly Begin[];
}

export function createPairs(): Pairs {
  const open: Begin[] = [];
  const find = (tests: number | null): number =>
    open.findLastIndex((each) => tests === null || each.tests === null || each.tests === tests);
  return {
    begin: (begin) => void open.push(begin),
    fits: (tests) => find(tests) >= 0,
    end: (tests) => {
      const at = find(tests);
      return at < 0 ? null : (open.splice(at)[0] ?? null);
    },
    pop: () => open.pop() ?? null,
    open: () => open,
  };
}
