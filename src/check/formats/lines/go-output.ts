// What go prints about a test or a package: which of its lines says why it failed.
import { textOf, type LongText } from "../long-text.ts";

/** A panic, a deadlock or a time limit that ended the whole package. */
export interface Crash {
  /** The test that go prints it under; null for none. */
  readonly test: string | null;
  readonly text: LongText;
}

export interface GoFailure {
  readonly message: string;
  readonly detail: string;
}

/** "=== RUN   TestA", "--- FAIL: TestA (0.00s)": said by the event itself. */
const FRAME = /^ *(?:=== (?:RUN|PAUSE|CONT|NAME|ATTR|ARTIFACTS) |--- (?:PASS|FAIL|SKIP|BENCH): )/u;
const CRASH = /^(?:panic: |fatal error: )/u;
/** "    main_test.go:11: got 1": the place stands before what the test says. */
const PLACE = /^ *(\S{1,300}\.go:\d{1,9}): ?(.*)$/u;
const COMPLAINT = /\b(?:got|want|wanted|expected|unexpected|fail(?:ed|ure)?|error|mismatch|not equal|timed? ?out)\b/iu;
/** testify's table of a failed assertion. */
const TABLE = /^\s*Error: +\t?(\S.*)$/u;

/** null: it says nothing. */
export function failureOf(output: string): GoFailure | null {
  const lines = output.split("\n").filter((line) => !FRAME.test(line));
  const said = lines.filter((line) => line.trim() !== "");
  const [first] = said;
  if (first === undefined) return null;
  return { message: decisive(said, first), detail: lines.join("\n").trim() };
}

function decisive(said: readonly string[], first: string): string {
  const crash = said.find((line) => CRASH.test(line));
  if (crash !== undefined) return crash.trim();
  // A place with nothing behind it is followed by a table; logs and failures of a test look the same.
  const placed = said.flatMap((line, at) => (PLACE.test(line) ? [at] : []));
  const chosen = placed.find((at) => COMPLAINT.test(textAt(said, at))) ?? placed.at(-1);
  return chosen === undefined ? first.trim() : textAt(said, chosen);
}

function textAt(said: readonly string[], at: number): string {
  const [, place = "", text = ""] = PLACE.exec(said[at] ?? "") ?? [];
  if (text.trim() !== "") return `${place}: ${text.trim()}`;
  const next = said.slice(at + 1, at + 12);
  const end = next.findIndex((line) => PLACE.test(line));
  const below = end === -1 ? next : next.slice(0, end);
  const named = below.map((line) => TABLE.exec(line)?.[1]).find((found) => found !== undefined);
  return `${place}: ${(named ?? below[0] ?? "").trim()}`;
}

/** A package that failed without a test to blame: a panic, a build that failed, or what it printed itself. */
export function packageError(crash: Crash | null, output: string, build: string): GoFailure {
  if (crash !== null) {
    const text = textOf(crash.text).trim();
    return { message: text.split("\n", 1).join(""), detail: text };
  }
  const text = [build, output]
    .filter((each) => each.trim() !== "")
    .join("\n")
    .trim();
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const message =
    lines.find((line) => /^\S+\.go:\d+(?::\d+)?: /u.test(line)) ??
    lines.find((line) => !/^(?:# |FAIL\b|PASS$|ok\b|coverage: |exit status \d)/u.test(line)) ??
    lines.find((line) => line.startsWith("FAIL\t")) ??
    lines[0];
  return { message: message?.trim() ?? "the package failed and says nothing", detail: text };
}
