// The machine reporter of Dart and Flutter: one event a line. Tests that only load a file are none; one that fails is an
// error of the run.
import { bounded, keep, MAX_NAME, type Told } from "../bounds.ts";
import { longText, shortened, textOf, type LongText } from "../long-text.ts";
import type { LineFormat, LineReader, Page, TestCase } from "../test-case.ts";
import { reveal, untrusted } from "../../../text/untrusted.ts";
import { isTrue, jsonLine, numberIn, objectIn, textIn, type JsonLine } from "./json-line.ts";
import { createOpen } from "./open.ts";

const TYPES: ReadonlySet<string> = new Set([
  "start",
  "allSuites",
  "suite",
  "debug",
  "group",
  "testStart",
  "print",
  "error",
  "testDone",
  "done",
]);

export const dart: LineFormat = { format: "dart-json", accepts: isEvent, create };

function isEvent(line: string): boolean {
  if (!line.startsWith("{") || !line.includes('"type"')) return false;
  const event = jsonLine(line);
  if (event === null || !TYPES.has(textIn(event, "type") ?? "")) return false;
  return (
    numberIn(event, "time") !== null &&
    ["protocolVersion", "suite", "test", "group", "testID"].some((name) => Object.hasOwn(event, name))
  );
}

interface Suite {
  /** As the report tells it, and without the folders of a machine. */
  readonly path: string;
  readonly place: string;
  readonly platform: string;
}

interface Test {
  readonly name: string;
  readonly suite: Suite | null;
  readonly begunAt: number | null;
  readonly skipReason: string | null;
  readonly errors: Thrown[];
}

interface Thrown {
  readonly message: LongText;
  readonly stack: LongText;
}

/** What is kept of one test. */
const MAX_ERRORS = 20;

function create(page: Page): LineReader {
  const suites = new Map<number, Suite>();
  const tests = new Map<number, Test>();
  const open = createOpen();
  let planned = 0;
  let bad = 0;
  let done = false;

  function line(text: string): void {
    const event = jsonLine(text);
    if (event === null) return;
    switch (textIn(event, "type") ?? "") {
      case "suite":
        return beginSuite(objectIn(event, "suite"));
      case "group":
        return beginGroup(objectIn(event, "group"));
      case "testStart":
        return beginTest(event, objectIn(event, "test"));
      case "error":
        return addError(event);
      case "testDone":
        return endTest(event);
      case "done":
        return endRun(event);
      default:
        return;
    }
  }

  function beginSuite(suite: JsonLine | null): void {
    const id = suite === null ? null : numberIn(suite, "id");
    if (suite === null || id === null) return;
    const path = textIn(suite, "path") ?? "";
    // Suites never end.
    if (!suites.has(id)) open.begun();
    suites.set(id, {
      path: bounded(path, MAX_NAME, page.kept),
      place: bounded(placeOf(path), MAX_NAME, page.kept),
      platform: bounded(textIn(suite, "platform") ?? "", MAX_NAME, page.kept),
    });
  }

  /** The group around all others of a file tells how many tests it holds. */
  function beginGroup(group: JsonLine | null): void {
    if (group === null || numberIn(group, "parentID") !== null) return;
    const count = numberIn(group, "testCount");
    if (count !== null && Number.isSafeInteger(count) && count > 0) planned += count;
  }

  function beginTest(event: JsonLine, test: JsonLine | null): void {
    const id = test === null ? null : numberIn(test, "id");
    if (test === null || id === null) return;
    const suiteId = numberIn(test, "suiteID");
    const metadata = objectIn(test, "metadata");
    if (!tests.has(id)) open.begun();
    const reason = metadata === null ? null : textIn(metadata, "skipReason");
    tests.set(id, {
      name: bounded(textIn(test, "name") ?? "", MAX_NAME, page.kept),
      suite: suiteId === null ? null : (suites.get(suiteId) ?? null),
      begunAt: numberIn(event, "time"),
      skipReason: reason === null ? null : bounded(reason, 500, page.kept),
      errors: [],
    });
  }

  function addError(event: JsonLine): void {
    const id = numberIn(event, "testID");
    const test = id === null ? undefined : tests.get(id);
    const [message, stack] = [textIn(event, "error") ?? "", textIn(event, "stackTrace") ?? ""];
    if (test === undefined) runError([], boxed(shortened(message), shortened(stack)));
    else if (test.errors.length < MAX_ERRORS) {
      const thrown = { message: longText(), stack: longText() };
      open.print(thrown.message, message);
      open.print(thrown.stack, stack);
      test.errors.push(thrown);
    }
  }

  function errorsOf({ errors }: Test): readonly Told[] {
    return errors.map(({ message, stack }) => boxed(textOf(message), textOf(stack)));
  }

  function endTest(event: JsonLine): void {
    const id = numberIn(event, "testID");
    const test = id === null ? undefined : tests.get(id);
    if (id === null || test === undefined) return;
    tests.delete(id);
    open.ended();
    tellTest(event, test);
    for (const { message, stack } of test.errors) {
      open.release(message);
      open.release(stack);
    }
  }

  function tellTest(event: JsonLine, test: Test): void {
    const result = textIn(event, "result");
    const failed = result === "failure" || result === "error" || (result !== "success" && test.errors.length > 0);
    if (failed && isLoading(test)) return runError([test.suite?.place ?? ""], errorsOf(test)[0] ?? FAILED_TO_LOAD);
    if (isTrue(event, "hidden")) {
      if (failed) runError([test.suite?.place ?? "", test.name], errorsOf(test)[0] ?? FAILED_TO_LOAD);
      return;
    }
    if (failed) bad++;
    const skipped = isTrue(event, "skipped");
    const outcome = failed ? (result === "failure" ? "failed" : "errored") : skipped ? "skipped" : "passed";
    page.test({ ...caseOf(test, numberIn(event, "time")), ...toldOf(test, outcome), outcome });
  }

  function runError(path: readonly string[], told: Told): void {
    bad++;
    page.error({ suitePath: path.filter((each) => each !== ""), ...keep(told, page.kept), type: null });
  }

  function toldOf(test: Test, outcome: TestCase["outcome"]): Pick<TestCase, "message" | "detail"> {
    if (outcome === "skipped" && test.skipReason !== null) {
      return { message: untrusted(test.skipReason), detail: null };
    }
    const [first, ...more] = errorsOf(test);
    if (outcome === "passed" || outcome === "skipped" || first === undefined) return { message: null, detail: null };
    const others = more.map(({ message }) => reveal(message));
    const detail = [first.detail === null ? "" : reveal(first.detail), ...others].join("\n").trim();
    return keep({ message: first.message, detail: detail === "" ? null : untrusted(detail) }, page.kept);
  }

  function caseOf({ name, suite, begunAt }: Test, endedAt: number | null): TestCase {
    const known = begunAt !== null && endedAt !== null && endedAt >= begunAt;
    return {
      suitePath: [],
      project: suite === null || /^(?:vm|)$/u.test(suite.platform) ? null : suite.platform,
      className: suite?.place || null,
      name,
      file: suite?.path || null,
      outcome: "not-run",
      durationMs: known ? endedAt - begunAt : null,
      startedAt: null,
      message: null,
      detail: null,
      type: null,
      earlier: [],
      attachments: [],
    };
  }

  function endRun(event: JsonLine): void {
    done = true;
    if (isTrue(event, "success") || bad > 0) return;
    const message = untrusted("the run did not succeed, and no test tells why");
    page.error({ suitePath: [], message, detail: null, type: null });
  }

  function end(): void {
    for (const test of tests.values()) if (!isLoading(test)) page.test(caseOf(test, null));
    if (!done) page.incomplete("it ends before the run did");
    if (planned > 0) page.planned(planned);
  }

  return { line, end };
}

function boxed(message: string, stack: string): Told {
  return { message: untrusted(message), detail: stack.trim() === "" ? null : untrusted(stack) };
}

const FAILED_TO_LOAD: Told = { message: untrusted("it failed and says nothing"), detail: null };

/** Not a test of anybody's: the runner loads a file. */
function isLoading({ name }: Test): boolean {
  return name.startsWith("loading ");
}

/** From the project's own folder on: flutter tells where the whole checkout lies, which differs between machines. */
function placeOf(path: string): string {
  return /^(?:[A-Za-z]:)?[\\/].*?[\\/]((?:test|integration_test)[\\/].*)$/u.exec(path)?.[1] ?? path;
}
