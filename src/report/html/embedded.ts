// The tests with their past as the page carries them: one list for each field, so that many tests take little room.
// The script of the page reads this; it knows nothing else of the report.

export interface Embedded {
  readonly columns: readonly EmbeddedColumn[];
  readonly suites: readonly string[];
  readonly groups: readonly string[];
  readonly projects: readonly string[];
  readonly letters: readonly string[];
  /** One of each for every test. */
  readonly names: readonly string[];
  /** "p" probe, "t" test, "g" target: one sign each. */
  readonly kinds: string;
  /** Milliseconds; -1: not known. */
  readonly times: readonly number[];
  /** Places in the lists above; -1: none. */
  readonly inSuite: readonly number[];
  readonly inGroup: readonly number[];
  readonly inProject: readonly number[];
  readonly withLetter: readonly number[];
  /** Sums of MARK_BITS. */
  readonly marks: readonly number[];
  /** As many codes for each test as there are columns, one test after the other. */
  readonly past: string;
  /** Tests that are counted and not listed. */
  readonly beyond: number;
}

export interface EmbeddedColumn {
  readonly name: string;
  readonly commit: string;
  readonly url: string | null;
}
