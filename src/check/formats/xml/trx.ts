// TRX as vstest, Microsoft's testing platform and mstest write it. A test whose rows are reported below it is the sum
// of its rows and no test of its own.
import type { LongText } from "../long-text.ts";
import type { Page, TestCase, XmlElement, XmlFormat, XmlReader } from "../test-case.ts";
import {
  evidenceOf,
  filesOf,
  isBroken,
  MAX_FILES,
  NO_EVIDENCE,
  plain,
  reasonOf,
  runError,
  testCase,
  type Evidence,
} from "./evidence.ts";
import { qualified, within, withoutAssembly } from "./qualified.ts";
import { createClasses } from "./trx-classes.ts";
import { trxOutcome, withoutMessage } from "./trx-outcomes.ts";
import { createSummary } from "./trx-summary.ts";
import { instantOf, spanOf } from "./values.ts";
import { createWalk } from "./walk.ts";

type Attributes = Readonly<Record<string, string>>;

const NAMESPACE = /\/TeamTest\/20\d\d\/?$/u;

export const trx: XmlFormat = {
  format: "trx",
  // CppUnit and AUnit have a root of the same name, without namespace and without id.
  accepts: ({ name, attributes }, namespace) =>
    name === "TestRun" && (namespace === "" ? attributes["id"] !== undefined : NAMESPACE.test(namespace)),
  create: createReader,
};

interface OpenResult {
  readonly attributes: Attributes;
  readonly depth: number;
  message: LongText | null;
  stack: LongText | null;
  printed: LongText | null;
  readonly files: string[];
  hasRows: boolean;
  brokenRows: boolean;
}

function createReader(page: Page): XmlReader {
  const { kept } = page;
  const walk = createWalk();
  const summary = createSummary(page);
  const classes = createClasses(tellWithClass);
  const results: OpenResult[] = [];
  let definition: { readonly id: string; readonly depth: number; className: string | null } | null = null;
  let deploymentRoot = "";

  function open({ name, attributes }: XmlElement): void {
    if (!walk.enter(name)) return;
    const parent = walk.parent();
    const result = results.at(-1);
    if ((parent === "Results" || parent === "InnerResults") && isResult(name)) openResult(attributes);
    else if (parent === "TestDefinitions")
      definition = { id: attributes["id"] ?? "", depth: walk.depth(), className: null };
    else if (definition !== null && name === "TestMethod") definition.className = attributes["className"] ?? null;
    else if (name === "Deployment") deploymentRoot = attributes["runDeploymentRoot"] ?? "";
    else if (result !== undefined) openInResult(result, name, parent, attributes);
    else summary.open(name, parent, attributes, walk);
  }

  function openResult(attributes: Attributes): void {
    results.push({
      attributes,
      depth: walk.depth(),
      message: null,
      stack: null,
      printed: null,
      files: [],
      hasRows: false,
      brokenRows: false,
    });
  }

  function openInResult(result: OpenResult, name: string, parent: string, attributes: Attributes): void {
    if (name === "InnerResults") result.hasRows = true;
    else if (parent === "ErrorInfo" && name === "Message") result.message ??= walk.gather();
    else if (parent === "ErrorInfo" && name === "StackTrace") result.stack ??= walk.gather();
    // Where xUnit.net puts the reason of a skip.
    else if (parent === "Output" && name === "StdOut") {
      if (trxOutcome(result.attributes["outcome"]) === "skipped") result.printed ??= walk.gather();
    } else if (parent === "ResultFiles" && result.files.length < MAX_FILES) result.files.push(attributes["path"] ?? "");
  }

  function close(name: string): void {
    const depth = walk.depth();
    if (!walk.leave()) return;
    const result = results.at(-1);
    if (result?.depth === depth) {
      results.pop();
      closeResult(result, results.at(-1));
    } else if (definition?.depth === depth) {
      const { id, className } = definition;
      definition = null;
      classes.define(id, className === null ? null : withoutAssembly(className));
    } else if (name === "Results" && depth === 2) classes.resultsEnded();
    else summary.close(name);
  }

  function closeResult(result: OpenResult, row: OpenResult | undefined): void {
    const { attributes } = result;
    const outcome = trxOutcome(attributes["outcome"]);
    if (row !== undefined && isBroken(outcome)) row.brokenRows = true;
    summary.counted(outcome, result.hasRows);
    if (!result.hasRows) tell(found(result, outcome, row), attributes["testId"] ?? "");
    else if (isBroken(outcome) && !result.brokenRows) {
      const name = attributes["testName"] ?? "";
      summary.error(runError([name], "the test failed outside its rows", { ...result, type: null }, kept));
    }
  }

  function tell(test: TestCase, id: string): void {
    const { className, name } = qualified(test.name);
    if (className === null) classes.place(id, test);
    else page.test({ ...test, className, name });
  }

  function tellWithClass(test: TestCase, className: string | null): void {
    page.test(testCase({ ...test, ...within(className, test.name) }, kept, test));
  }

  function found(result: OpenResult, outcome: TestCase["outcome"], parent: OpenResult | undefined): TestCase {
    const { attributes } = result;
    const name = attributes["testName"] ?? "";
    const row = attributes["dataRowInfo"];
    // Rows that all have the name of their test are told apart by their number.
    const isRow = parent !== undefined && row !== undefined && parent.attributes["testName"] === name;
    return testCase(
      {
        name: isRow ? `${name} (${row})` : name,
        outcome,
        durationMs: spanOf(attributes["duration"]) ?? lasted(attributes, outcome),
        startedAt: instantOf(attributes["startTime"]),
        attachments: filesOf(result.files.map((path) => pathOf(path, attributes["relativeResultsDirectory"]))),
      },
      kept,
      evidence(result, outcome),
    );
  }

  function evidence(result: OpenResult, outcome: TestCase["outcome"]): Evidence {
    if (isBroken(outcome)) {
      return evidenceOf({ ...result, type: null }, kept, withoutMessage(result.attributes["outcome"]));
    }
    if (outcome === "passed") return NO_EVIDENCE;
    return reasonOf(plain(result.message) === "" ? result.printed : result.message, kept);
  }

  /** Below the directory of the report. */
  function pathOf(path: string, directory: string | undefined): string {
    if (path === "" || /^(?:[/\\]|[A-Za-z]:)/u.test(path)) return path;
    const parts = deploymentRoot === "" || directory === undefined ? [path] : [deploymentRoot, "In", directory, path];
    return parts.join("/").replaceAll("\\", "/");
  }

  function end(): void {
    classes.flush();
    summary.end();
  }

  return { open, text: walk.text, close, end, brokeOff: classes.flush };
}

/** Results of unit, web, load and generic tests, and of ordered lists of tests. */
function isResult(name: string): boolean {
  return name.endsWith("Result") || name === "TestResultAggregation";
}

function lasted({ startTime, endTime }: Attributes, outcome: TestCase["outcome"]): number | null {
  const from = instantOf(startTime);
  const to = instantOf(endTime);
  return outcome === "skipped" || from === null || to === null || to < from ? null : to - from;
}
