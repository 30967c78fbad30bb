// What mochawesome writes, and what its merger makes of several: suites within suites, tests, and hooks.
import { declaredCount } from "../declared-count.ts";
import type { JsonFormat } from "../test-case.ts";
import { placeOf, results, untold, type Fault, type Result, type Results } from "./results.ts";
import { durationOf, isList, isObject, listOf, member, textOf } from "./values.ts";

export const mochawesome: JsonFormat = {
  format: "mochawesome-json",
  accepts: (document) =>
    isObject(member(document, "stats")) &&
    (isList(member(document, "results")) || isList(member(member(document, "suites"), "suites"))),
  read: (document, page) => {
    const found = results(page);
    // Its first versions wrote the one suite around all where later ones have a list.
    const roots = isList(member(document, "results")) ? listOf(document, "results") : [member(document, "suites")];
    const tests: Listed[] = [];
    for (const root of roots) readSuite(root, { path: [], broken: false }, tests, found);
    const bailed = endedAtFirstFailure(tests, found);
    for (const each of tests) found.test(resultOf(each, bailed));
    const stats = member(document, "stats");
    found.declared(declaredCount(member(stats, "tests"), page), declaredCount(member(stats, "failures"), page));
  },
};

type End = "passed" | "failed" | "skipped" | null;

interface Listed {
  readonly test: unknown;
  readonly end: End;
  readonly path: readonly string[];
  readonly file: string | null;
  /** A hook of a suite around it failed. */
  readonly broken: boolean;
}

/** No deeper than a document may be nested. */
function readSuite(suite: unknown, above: Pick<Listed, "path" | "broken">, tests: Listed[], found: Results): void {
  const title = textOf(suite, "title");
  const path = title === null ? above.path : [...above.path, title];
  const hooks = [...listOf(suite, "beforeHooks"), ...listOf(suite, "afterHooks")].filter(isFailed);
  const broken = above.broken || hooks.length > 0;
  const file = fileOf(suite);
  for (const hook of hooks) {
    found.error([...placeOf(file), ...path, textOf(hook, "title") ?? ""], faultOfTest(hook) ?? untold("a hook failed"));
  }
  for (const test of listOf(suite, "tests")) tests.push({ test, end: endOf(test), path, file, broken });
  for (const inner of listOf(suite, "suites")) readSuite(inner, { path, broken }, tests, found);
}

function isFailed(test: unknown): boolean {
  return textOf(test, "state") === "failed" || member(test, "fail") === true;
}

/** null: it has none. */
function endOf(test: unknown): End {
  if (isFailed(test)) return "failed";
  if (textOf(test, "state") === "pending" || member(test, "pending") === true) return "skipped";
  return textOf(test, "state") === "passed" || member(test, "pass") === true ? "passed" : null;
}

/** Mocha can be told to go no further: then all tests before the only failure have ended, and none behind it. */
function endedAtFirstFailure(tests: readonly Listed[], found: Results): boolean {
  const at = tests.findIndex(({ end }) => end === "failed");
  if (at === -1 || found.held().failures > 0) return false;
  return tests.every(({ end }, place) => (place <= at ? end !== null : end === null || end === "skipped"));
}

/**
 * A test without an end was not run: because a hook failed or the run ended before it. Otherwise the user had chosen
 * others.
 */
function resultOf({ test, end, path, file, broken }: Listed, bailed: boolean): Result {
  const outcome = end ?? (broken || bailed ? "not-run" : "skipped");
  return {
    suitePath: [...placeOf(file), ...path],
    name: textOf(test, "title") ?? textOf(test, "fullTitle") ?? "",
    file,
    outcome,
    durationMs: end === null ? null : durationOf(test, "duration"),
    fault: outcome === "failed" ? faultOfTest(test) : null,
  };
}

/** `file` is the path below the folder of the run, with a slash before it. */
function fileOf(suite: unknown): string | null {
  const file = textOf(suite, "file");
  const full = textOf(suite, "fullFile");
  if (file === null || full === null) return file ?? full;
  return full.length > file.length && full.endsWith(file) ? file.replace(/^[\\/]/u, "") : file;
}

function faultOfTest(test: unknown): Fault | null {
  const error = member(test, "err");
  const message = textOf(error, "message");
  const stack = textOf(error, "estack") ?? textOf(error, "stack");
  const diff = textOf(error, "diff");
  const detail = [stack, diff].flatMap((each) => each ?? []).join("\n\n");
  if (message === null && detail === "") return null;
  return { message, detail: detail === "" ? null : detail, type: textOf(error, "name") };
}
