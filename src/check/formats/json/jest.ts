// What `jest --json` writes, and vitest's and others' reporters in the same shape: files, and in each its assertions.
import { declaredCount } from "../declared-count.ts";
import type { JsonFormat } from "../test-case.ts";
import { faultOf, placeOf, results, untold, untoldTries, type Fault, type Result, type Results } from "./results.ts";
import { countOf, durationOf, isList, isObject, listOf, member, numberOf, textOf, textsOf, timeOf } from "./values.ts";

export const jest: JsonFormat = {
  format: "jest-json",
  accepts: (document) => {
    const files = member(document, "testResults");
    if (!isList(files)) return false;
    return numberOf(document, "numTotalTests") !== null || (files.length > 0 && files.every(isFile));
  },
  read: (document, page) => {
    const found = results(page);
    for (const file of listOf(document, "testResults")) readFile(file, found);
    const error = member(document, "runExecError");
    if (isObject(error)) found.error([], faultOf(textOf(error, "stack") ?? textOf(error, "message")) ?? untold(FAILED));
    if (member(document, "wasInterrupted") === true) page.incomplete("the run was interrupted");
    found.declared(
      declaredCount(member(document, "numTotalTests"), page),
      declaredCount(member(document, "numFailedTests"), page),
    );
    // A limit that was missed, a snapshot that is out of date, a file that is left out: nothing else tells what it was.
    const brokenFiles =
      declaredCount(member(document, "numRuntimeErrorTestSuites"), page) +
      declaredCount(member(document, "numFailedTestSuites"), page);
    const { tests, failures } = found.held();
    if (member(document, "success") === false && failures === 0 && tests + brokenFiles > 0) {
      found.error([], untold(FAILED));
    }
  },
};

const FAILED = "the report says that the run failed, and holds nothing that did";

/** As `jest --json` writes a file, or as Jest hands it to reporters of the user's own. */
function isFile(file: unknown): boolean {
  return isList(member(file, "assertionResults")) || isList(member(file, "testResults"));
}

function readFile(file: unknown, found: Results): void {
  const name = textOf(file, "name") ?? textOf(file, "testFilePath");
  const place = placeOf(name);
  const before = found.held().failures;
  const tests = [...listOf(file, "assertionResults"), ...listOf(file, "testResults")];
  for (const test of tests) found.test(resultOf(test, name, place));
  const failed = found.held().failures > before;
  const message = textOf(file, "message") ?? textOf(file, "failureMessage");
  const outside = outsideOf(message);
  const error = member(file, "testExecError");
  if (outside !== null) found.error(place, outside);
  else if (!failed && isObject(error)) found.error(place, faultOfError(error, message));
  else if (!failed && textOf(file, "status") === "failed") {
    found.error(place, faultOf(message) ?? untold("this file failed, and the report tells no test of it that did"));
  }
}

const BROKEN_FILE = "\u25cf Test suite failed to run";

/** The file's message quotes all its failures; one under this heading lies outside of every test. */
function outsideOf(message: string | null): Fault | null {
  const at = message?.indexOf(BROKEN_FILE) ?? -1;
  if (message === null || at === -1) return null;
  const text = message.slice(at + BROKEN_FILE.length).trim();
  // Behind its first paragraph stand the lines of code around it.
  const end = text.indexOf("\n\n");
  return { message: end === -1 ? text : text.slice(0, end), detail: text, type: null };
}

function faultOfError(error: unknown, message: string | null): Fault {
  return (
    faultOf(textOf(error, "stack") ?? textOf(error, "message") ?? message) ?? untold("the test file failed to run")
  );
}

function resultOf(test: unknown, file: string | null, place: readonly string[]): Result {
  const outcome = outcomeOf(textOf(test, "status"));
  const faults = textsOf(test, "failureMessages").flatMap((each) => faultOf(each) ?? []);
  return {
    suitePath: [...place, ...textsOf(test, "ancestorTitles")],
    name: textOf(test, "title") ?? textOf(test, "fullName") ?? "",
    file,
    outcome,
    durationMs: durationOf(test, "duration"),
    startedAt: timeOf(test, "startAt"),
    fault: faultOfTest(outcome, faults),
    earlier: earlierOf(test, outcome, faults),
  };
}

function outcomeOf(status: string | null): Result["outcome"] {
  switch (status) {
    case "passed":
      return "passed";
    case "failed":
      return "failed";
    case "pending":
    case "skipped":
    case "todo":
    case "disabled":
      return "skipped";
    case null:
    default:
      return "errored";
  }
}

/** One assertion may fail softly and the next one too. */
function faultOfTest(outcome: Result["outcome"], faults: readonly Fault[]): Fault | null {
  const [first] = faults;
  if (first === undefined) {
    return outcome === "errored" ? untold("the report gives this test a status that is not known") : null;
  }
  return { ...first, detail: faults.map(({ message, detail }) => detail ?? message).join("\n\n") };
}

/** Jest counts the tries; vitest leaves the messages of those that failed beside a pass. */
function earlierOf(test: unknown, outcome: Result["outcome"], faults: readonly Fault[]): readonly Fault[] {
  const reasons = textsOf(test, "retryReasons").flatMap((each) => faultOf(each) ?? []);
  const told = reasons.length === 0 && outcome === "passed" ? faults : reasons;
  return [...told, ...untoldTries(countOf(test, "invocations") - 1 - told.length)];
}
