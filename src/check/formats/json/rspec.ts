// What RSpec's JSON formatter writes: examples, and a summary that also counts errors outside of them.
import { declaredCount } from "../declared-count.ts";
import type { JsonFormat } from "../test-case.ts";
import { order } from "./order.ts";
import { placeOf, results, untold, type Fault, type Result } from "./results.ts";
import { durationOf, isList, isObject, listOf, member, numberOf, textOf, textsOf } from "./values.ts";

export const rspec: JsonFormat = {
  format: "rspec-json",
  accepts: (document) => isList(member(document, "examples")) && isObject(member(document, "summary")),
  read: (document, page) => {
    const found = results(page);
    const examples = listOf(document, "examples");
    const nth = order(examples, nameOf, (each) => textOf(each, "id"));
    for (const example of examples) found.test(resultOf(example, nth(example)));
    const summary = member(document, "summary");
    const outside = declaredCount(member(summary, "errors_outside_of_examples_count"), page);
    for (const fault of faultsOutside(document, outside)) found.error([], fault);
    found.declared(
      declaredCount(member(summary, "example_count"), page),
      declaredCount(member(summary, "failure_count"), page) + Math.min(outside, MAX_OUTSIDE),
    );
  },
};

/** More are not told one by one. */
const MAX_OUTSIDE = 100;
const OUTSIDE = /^\s*An error occurred /u;

/** Their texts stand among all that RSpec has to say. */
function faultsOutside(document: unknown, count: number): readonly Fault[] {
  const texts = textsOf(document, "messages").filter((each) => OUTSIDE.test(each));
  const untoldOnes = Math.max(0, Math.min(count, MAX_OUTSIDE) - texts.length);
  return [
    ...texts.slice(0, MAX_OUTSIDE).map((text) => ({ message: text.trim(), detail: null, type: null })),
    ...Array.from({ length: untoldOnes }, () => untold("RSpec counts an error outside of the examples")),
  ];
}

/** Examples of shared groups, and those without words of their own, have the same name. */
function nameOf(example: unknown): string {
  return `${textOf(example, "file_path") ?? ""}\n${textOf(example, "full_description") ?? ""}`;
}

function resultOf(example: unknown, nth: number): Result {
  const outcome = outcomeOf(example);
  const name = textOf(example, "description") ?? textOf(example, "full_description") ?? "";
  const file = textOf(example, "file_path");
  const line = numberOf(example, "line_number");
  return {
    suitePath: groupOf(example, name, file),
    name: nth === 1 ? name : `${name} (${nth})`,
    file: file === null || line === null ? file : `${file}:${line}`,
    outcome,
    durationMs: durationOf(example, "run_time", 1_000),
    fault: faultOfExample(example, outcome),
  };
}

function outcomeOf(example: unknown): Result["outcome"] {
  switch (textOf(example, "status")) {
    case "passed":
      return "passed";
    case "failed":
      return "failed";
    case "pending":
      return "skipped";
    case null:
    default:
      return "errored";
  }
}

/** The groups' names without the example's own. */
function groupOf(example: unknown, name: string, file: string | null): readonly string[] {
  const full = textOf(example, "full_description") ?? "";
  const group = full.endsWith(name) ? full.slice(0, full.length - name.length).trim() : "";
  return group === "" ? placeOf(file) : [group];
}

function faultOfExample(example: unknown, outcome: Result["outcome"]): Fault | null {
  switch (outcome) {
    case "passed":
    case "not-run":
      return null;
    case "skipped": {
      const reason = textOf(example, "pending_message");
      return reason === null ? null : untold(reason);
    }
    case "errored":
      return untold("the report gives this example a status that is not known");
    case "failed": {
      const exception = member(example, "exception");
      const backtrace = textsOf(exception, "backtrace").join("\n");
      const message = textOf(exception, "message");
      return {
        message,
        detail: backtrace === "" ? null : [message, backtrace].flatMap((each) => each ?? []).join("\n"),
        type: textOf(exception, "class"),
      };
    }
    default:
      return outcome satisfies never;
  }
}
