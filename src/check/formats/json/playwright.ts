// What Playwright's own JSON reporter writes: suites within suites, specs, one test for each project, and one result
// for each try.
import { declaredCount } from "../declared-count.ts";
import type { JsonFormat } from "../test-case.ts";
import { faultOf, results, untold, type Fault, type Result, type Results } from "./results.ts";
import { durationOf, isList, isObject, listOf, member, numberOf, textOf, timeOf } from "./values.ts";

export const playwright: JsonFormat = {
  format: "playwright-json",
  accepts: (document) => isList(member(document, "suites")) && isObject(member(document, "config")),
  read: (document, page) => {
    const found = results(page);
    for (const suite of listOf(document, "suites")) readSuite(suite, [], found);
    for (const error of listOf(document, "errors")) found.error([], faultOfError(error) ?? untold("the run failed"));
    const stats = member(document, "stats");
    const unexpected = declaredCount(member(stats, "unexpected"), page);
    const others =
      declaredCount(member(stats, "expected"), page) +
      declaredCount(member(stats, "flaky"), page) +
      declaredCount(member(stats, "skipped"), page);
    found.declared(unexpected + others, unexpected);
  },
};

/** No deeper than a document may be nested. */
function readSuite(suite: unknown, above: readonly string[], found: Results): void {
  const title = textOf(suite, "title");
  const path = title === null ? above : [...above, title];
  for (const spec of listOf(suite, "specs")) {
    for (const test of listOf(spec, "tests")) found.test(resultOf(spec, test, path));
  }
  for (const inner of listOf(suite, "suites")) readSuite(inner, path, found);
}

function resultOf(spec: unknown, test: unknown, suitePath: readonly string[]): Result {
  const tries = listOf(test, "results");
  const ran = tries.filter((each) => !isWithoutResult(each));
  const last = ran.at(-1) ?? tries.at(-1);
  const outcome = outcomeOf(test, ran);
  return {
    suitePath,
    project: textOf(test, "projectName"),
    name: textOf(spec, "title") ?? "",
    file: placeInFile(spec),
    outcome,
    durationMs: durationOf(last, "duration"),
    startedAt: timeOf(last, "startTime"),
    fault: outcome === "skipped" ? reasonOf(test) : outcome === "failed" ? faultOfTry(last, test) : null,
    earlier: ran.slice(0, -1).flatMap((each) => (isAsExpected(each, test) ? [] : [faultOfTry(each, test)])),
    attachments: listOf(last, "attachments").flatMap((each) => textOf(each, "path") ?? []),
  };
}

/** Neither a skipped try nor one that was broken off from outside says anything about the test. */
function isWithoutResult(attempt: unknown): boolean {
  const status = textOf(attempt, "status");
  return status === null || status === "skipped" || status === "interrupted";
}

/**
 * Without any try that counts it was skipped on purpose, which Playwright then expects, or it did not run: the one
 * before it in a serial group failed, or the hook before all of them. Else the last try decides; what Playwright itself
 * calls unexpected is never a pass.
 */
function outcomeOf(test: unknown, ran: readonly unknown[]): Result["outcome"] {
  const last = ran.at(-1);
  if (last === undefined) {
    const onPurpose = textOf(test, "expectedStatus") === "skipped";
    const wasBrokenOff = listOf(test, "results").some((each) => textOf(each, "status") !== "skipped");
    return onPurpose && !wasBrokenOff ? "skipped" : "not-run";
  }
  return isAsExpected(last, test) && textOf(test, "status") !== "unexpected" ? "passed" : "failed";
}

/** `test.fail()` says that a failure is what is expected. */
function isAsExpected(attempt: unknown, test: unknown): boolean {
  const expected = textOf(test, "expectedStatus") ?? "passed";
  return textOf(attempt, "status") === (expected === "skipped" ? "passed" : expected);
}

function faultOfTry(attempt: unknown, test: unknown): Fault {
  const status = textOf(attempt, "status");
  if (status === "passed" && textOf(test, "expectedStatus") === "failed") {
    return untold("expected to fail, but it passed");
  }
  const errors = listOf(attempt, "errors");
  const first = faultOfError(member(attempt, "error") ?? errors[0]);
  if (first === null) return untold(status === "timedOut" ? "the test timed out" : "failed without an error");
  const others = errors.slice(1).flatMap((each) => messageOf(each) ?? []);
  const detail = [first.detail, ...others].flatMap((each) => each ?? []).join("\n\n");
  return { ...first, detail: detail === "" ? null : detail };
}

function faultOfError(error: unknown): Fault | null {
  const message = messageOf(error);
  const stack = textOf(error, "stack");
  if (message === null) return faultOf(stack);
  const detail = [stack ?? message, textOf(error, "snippet")].flatMap((each) => each ?? []).join("\n\n");
  return { message, detail: detail === message ? null : detail, type: null };
}

/** What was thrown need not be an error. */
function messageOf(error: unknown): string | null {
  return textOf(error, "message") ?? textOf(error, "value");
}

function reasonOf(test: unknown): Fault | null {
  const reason = listOf(test, "annotations").find((each) => /^(?:skip|fixme)$/u.test(textOf(each, "type") ?? ""));
  const description = textOf(reason, "description");
  return description === null ? null : untold(description);
}

/** In the form that Playwright's command line takes. */
function placeInFile(spec: unknown): string | null {
  const file = textOf(spec, "file");
  const line = numberOf(spec, "line");
  return file === null || line === null ? file : `${file}:${line}`;
}
