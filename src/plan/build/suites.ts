// Builds the suites: the user's own test commands and the report files that tell how they went.
import { digest } from "../../model/digest.ts";
import type { Suite } from "../../model/plan.ts";
import { untrusted, type Untrusted } from "../../text/untrusted.ts";
import { placeOf, type Desk } from "../desk.ts";
import type { SuiteWords } from "../words/top.ts";
import type { Part } from "../file/parts.ts";
import { severalMessage } from "./deploys.ts";
import { inputPlace, shown } from "../file/faults.ts";
import type { Inputs } from "../inputs.ts";
import { EXPECTED_REPORT, isBelow } from "../words/leaves.ts";
import { checkNames, checkUnique } from "./needs.ts";
import { keysOf } from "./probes.ts";
import { FIXED } from "./texts.ts";

const SUITE_TIMEOUT_MS = 20 * 60_000;

/** The suites of the file with the inputs over them. Inputs know of one suite only. */
export function buildSuites(desk: Desk, inputs: Inputs, keys: ReadonlyMap<string, string>): readonly Suite[] {
  const parts = desk.config?.suites ?? [];
  checkUnique(desk, parts);
  const inFile = parts.map((part) => buildSuite(desk, part, keys));
  const { test, reports } = inputs;
  if (test === null && reports.length === 0) return inFile;
  const hasReports = reports.length > 0;
  if (inFile.length > 1) {
    const message = severalMessage(inFile.length, "suites");
    if (test !== null) desk.faults.add(inputPlace("test"), message);
    if (hasReports) desk.faults.add(inputPlace("reports"), message);
    return inFile;
  }
  const [one] = inFile;
  if (one !== undefined) return [{ ...one, run: test ?? one.run, reports: hasReports ? reports : one.reports }];
  if (test === null) desk.faults.add(inputPlace("reports"), "expected input test too: nothing runs the tests");
  if (!hasReports) {
    desk.faults.add(
      inputPlace("test"),
      "expected input reports too: without report files no test is known to have passed",
      {
        hint: "For example reports: reports/*.xml with a command that writes JUnit XML.",
      },
    );
  }
  return [shortSuite("tests", test ?? untrusted(""), reports)];
}

function buildSuite(desk: Desk, { path, words }: Part<SuiteWords>, keys: ReadonlyMap<string, string>): Suite {
  checkNames(desk, words.needs ?? [], [...path, "needs"]);
  const reports = words.reports.map((report, index) => {
    const place = placeOf(desk, [...path, "reports", index]);
    const settled = desk.texts.settle(report, place, FIXED);
    if (!isBelow(settled)) desk.faults.add(place, EXPECTED_REPORT, { found: shown(report) });
    return settled;
  });
  return {
    ...shortSuite(words.name, untrusted(words.run), reports.map(untrusted)),
    timeoutMs: words.timeout ?? SUITE_TIMEOUT_MS,
    minTests: words["min-tests"] ?? 0,
    needs: keysOf(words.needs ?? [], keys),
  };
}

/** A suite of which only the command and its reports are known. */
function shortSuite(name: string, run: Untrusted, reports: readonly Untrusted[]): Suite {
  return {
    key: digest("suite", name),
    name: untrusted(name),
    run,
    reports,
    timeoutMs: SUITE_TIMEOUT_MS,
    minTests: 0,
    needs: [],
  };
}
