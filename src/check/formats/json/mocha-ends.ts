// How each test of a Mocha report ended: it stands once more in one of three lists, or in two of them.
import { isList, listOf, member, textOf } from "./values.ts";

export type End = "failed" | "skipped" | "passed";

export interface Ends {
  /** Of each of the report's tests; null where nothing tells. */
  readonly ends: readonly (End | null)[];
  /** What is listed and is none of the tests. */
  readonly others: readonly Pick<Listed, "test" | "end">[];
  /** Failures of tests that have failed already. */
  readonly repeated: number;
}

interface Listed {
  readonly test: unknown;
  readonly end: End;
  taken: boolean;
}

/** From the worst, because a test that passed may fail afterwards. */
const LISTS = [
  ["failures", "failed"],
  ["pending", "skipped"],
  ["passes", "passed"],
] as const;

export function endsOf(document: unknown): Ends {
  const listed: readonly Listed[] = LISTS.flatMap(([list, end]) =>
    listOf(document, list).map((test) => ({ test, end, taken: false })),
  );
  const tests = listOf(document, "tests");
  // The same test is written the same way in each list, while tests of the same name may differ in all else.
  const same = take(tests, listed, (test) => JSON.stringify(test));
  const named = take(
    tests.map((test, at) => (same[at] === null ? test : null)),
    listed,
    nameOf,
  );
  const whole = LISTS.every(([list]) => isList(member(document, list)));
  const ends = tests.map((test, at) => same[at] ?? named[at] ?? (whole ? null : endByError(test)));
  const names = new Set(tests.map(nameOf));
  const left = listed.filter((each) => !each.taken);
  const others = left.filter(({ test }) => !names.has(nameOf(test)));
  return { ends, others, repeated: left.filter(({ end }) => end === "failed").length - failuresIn(others) };
}

/** For each test the first entry with the same text that is not taken yet. */
function take(
  tests: readonly unknown[],
  listed: readonly Listed[],
  textOfTest: (test: unknown) => string | null,
): readonly (End | null)[] {
  const byText = new Map<string, Listed[]>();
  for (const each of listed) {
    const text = each.taken ? null : textOfTest(each.test);
    if (text === null) continue;
    const others = byText.get(text);
    if (others === undefined) byText.set(text, [each]);
    else others.push(each);
  }
  // The worst stand first; the last one of a list is the cheapest to take.
  for (const each of byText.values()) each.reverse();
  return tests.map((test) => {
    const text = textOfTest(test);
    const found = text === null ? undefined : byText.get(text)?.pop();
    if (found === undefined) return null;
    found.taken = true;
    return found.end;
  });
}

function nameOf(test: unknown): string | null {
  const title = textOf(test, "fullTitle") ?? textOf(test, "title");
  return title === null ? null : `${textOf(test, "file") ?? ""}\n${title}`;
}

/** Where one of the lists is not there at all. */
function endByError(test: unknown): End {
  const error = member(test, "err");
  return textOf(error, "message") === null && textOf(error, "stack") === null ? "passed" : "failed";
}

function failuresIn(listed: Ends["others"]): number {
  return listed.filter(({ end }) => end === "failed").length;
}
