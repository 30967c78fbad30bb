// What Mocha's own JSON reporter writes: all tests in order, and once more by how they ended. Hooks that failed stand
// only among the failures.
import { declaredCount } from "../declared-count.ts";
import type { JsonFormat } from "../test-case.ts";
import { endsOf, type End } from "./mocha-ends.ts";
import { placeOf, results, untold, untoldTries, type Fault, type Result } from "./results.ts";
import { countOf, durationOf, isList, listOf, member, numberOf, textOf } from "./values.ts";

export const mocha: JsonFormat = {
  format: "mocha-json",
  accepts: (document) => {
    const stats = member(document, "stats");
    if (numberOf(stats, "tests") === null && numberOf(stats, "passes") === null) return false;
    return ["tests", "passes", "failures"].some((each) => isList(member(document, each)));
  },
  read: (document, page) => {
    const found = results(page);
    const tests = listOf(document, "tests");
    const { ends, others, repeated } = endsOf(document);
    for (const [at, test] of tests.entries()) found.test(resultOf(test, ends[at] ?? null));
    for (const { test, end } of others) {
      const result = resultOf(test, end);
      if (end === "failed" && HOOK.test(result.name)) {
        found.error([...result.suitePath, result.name], result.fault ?? untold("a hook failed"));
      } else found.test(result);
    }
    const stats = member(document, "stats");
    found.declared(
      declaredCount(member(stats, "tests"), page),
      declaredCount(member(stats, "failures"), page) - repeated,
    );
  },
};

/** As Mocha names them: `"before each" hook for "title"`. */
const HOOK = /^"(?:before|after) (?:all|each)" hook\b/u;

function resultOf(test: unknown, end: End | null): Result {
  const title = textOf(test, "title") ?? textOf(test, "fullTitle") ?? "";
  const file = textOf(test, "file");
  return {
    suitePath: [...placeOf(file), ...suiteOf(test, title)],
    name: title,
    file,
    outcome: end ?? "errored",
    durationMs: durationOf(test, "duration"),
    fault: end === null ? untold("the report does not tell how this test ended") : faultOfTest(test),
    earlier: untoldTries(countOf(test, "currentRetry")),
  };
}

/** The full title is those of all suites and of the test, with nothing but spaces between. */
function suiteOf(test: unknown, title: string): readonly string[] {
  const full = textOf(test, "fullTitle") ?? "";
  const suite = full.endsWith(title) ? full.slice(0, full.length - title.length).trim() : "";
  return suite === "" ? [] : [suite];
}

function faultOfTest(test: unknown): Fault | null {
  const error = member(test, "err");
  const message = textOf(error, "message");
  const detail = textOf(error, "stack");
  return message === null && detail === null ? null : { message, detail, type: textOf(error, "name") };
}
