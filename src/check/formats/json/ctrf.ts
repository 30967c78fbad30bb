// The Common Test Report Format, which reporters for many tools write.
import { declaredCount } from "../declared-count.ts";
import { MAX_PATH } from "../bounds.ts";
import type { JsonFormat } from "../test-case.ts";
import { placeOf, results, untold, untoldTries, type Fault, type Result } from "./results.ts";
import { countOf, durationOf, isList, isObject, listOf, member, numberOf, textOf, textsOf, timeOf } from "./values.ts";

export const ctrf: JsonFormat = {
  format: "ctrf-json",
  accepts: (document) => {
    const report = member(document, "results");
    if (!isObject(report)) return false;
    const summary = member(report, "summary");
    return isList(member(report, "tests"))
      ? isObject(summary) || isObject(member(report, "tool"))
      : numberOf(summary, "tests") !== null;
  },
  read: (document, page) => {
    const report = member(document, "results");
    const found = results(page);
    // Playwright's reporter counts a failure that was expected as failed in the summary, and as passed among the tests.
    const expects = textOf(member(report, "tool"), "name")?.toLowerCase() === "playwright";
    let expected = 0;
    for (const test of listOf(report, "tests")) {
      const result = resultOf(test);
      if (expects && result.outcome === "passed" && FAILING.test(textOf(test, "rawStatus") ?? "")) expected++;
      found.test(result);
    }
    const summary = member(report, "summary");
    found.declared(
      declaredCount(member(summary, "tests"), page),
      declaredCount(member(summary, "failed"), page) - expected,
    );
  },
};

/** What tools call a failure for which this format has no word of its own. */
const FAILING = /^(?:fail|failed|failure|error|errored|broken|crashed|timed ?-?_?out)$/iu;

function resultOf(test: unknown): Result {
  const outcome = outcomeOf(test);
  const suite = suiteOf(test);
  return {
    suitePath: suite.length > 0 ? suite : placeOf(textOf(test, "filePath")),
    project: projectOf(test, suite),
    name: textOf(test, "name") ?? "",
    file: textOf(test, "filePath"),
    outcome,
    durationMs: durationOf(test, "duration"),
    startedAt: timeOf(test, "start"),
    fault: outcome === "passed" ? null : faultOfTest(test, outcome),
    earlier: earlierOf(test, outcome),
    attachments: listOf(test, "attachments").flatMap((each) => textOf(each, "path") ?? []),
  };
}

/** "other" is no result; what the tool itself says of it may be one. */
function outcomeOf(test: unknown): Result["outcome"] {
  switch (textOf(test, "status")) {
    case "passed":
      return "passed";
    case "failed":
      return "failed";
    case "skipped":
    case "pending":
      return "skipped";
    case "other":
      return FAILING.test(textOf(test, "rawStatus") ?? "") ? "failed" : "skipped";
    case null:
    default:
      return "errored";
  }
}

/** A list of names, or one text of them. */
function suiteOf(test: unknown): readonly string[] {
  const text = textOf(test, "suite");
  return text === null ? textsOf(test, "suite") : text.split(" > ", MAX_PATH);
}

/** "chromium 141.0" is the browser and its version, of which the second is no part of what a test is. */
function projectOf(test: unknown, suite: readonly string[]): string | null {
  const browser = /^[A-Za-z][A-Za-z -]{0,60}/u.exec(textOf(test, "browser") ?? "")?.[0]?.trim() ?? null;
  return browser === null || browser === "undefined undefined" || suite[0] === browser ? null : browser;
}

function faultOfTest(test: unknown, outcome: Result["outcome"]): Fault | null {
  const message = textOf(test, "message");
  const detail = [textOf(test, "trace"), textOf(test, "snippet")].flatMap((each) => each ?? []).join("\n\n");
  if (message !== null || detail !== "") return { message, detail: detail === "" ? null : detail, type: null };
  return outcome === "errored" ? untold("the report gives this test a status that is not known") : null;
}

/** The tries are told one by one, or counted, or only known to have been. */
function earlierOf(test: unknown, outcome: Result["outcome"]): readonly Fault[] {
  if (outcome === "skipped") return [];
  const attempts = listOf(test, "retryAttempts");
  if (attempts.length === 0) {
    const flaky = member(test, "flaky") === true && outcome === "passed";
    return untoldTries(Math.max(countOf(test, "retries"), flaky ? 1 : 0));
  }
  return attempts
    .filter((each) => textOf(each, "status") === "failed")
    .flatMap((each) => faultOfTest(each, "failed") ?? untold("failed without a message"));
}
