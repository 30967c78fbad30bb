// go test -json (test2json): one event a line. A test counts when its result was told, subtests and their parents alike,
// as Go counts them; a package that fails without a failed test is an error of the run.
import { bounded, keep, MAX_NAME } from "../bounds.ts";
import { longText, textOf, type LongText } from "../long-text.ts";
import type { LineFormat, LineReader, Page, TestCase } from "../test-case.ts";
import { untrusted } from "../../../text/untrusted.ts";
import { failureOf, packageError, type Crash } from "./go-output.ts";
import { jsonLine, numberIn, textIn, type JsonLine } from "./json-line.ts";
import { createOpen } from "./open.ts";

const ACTIONS: ReadonlySet<string> = new Set([
  "start",
  "run",
  "pause",
  "cont",
  "bench",
  "output",
  "pass",
  "fail",
  "skip",
  "attr",
  "build-output",
  "build-fail",
]);

export const goTest: LineFormat = { format: "go-test-json", accepts: isEvent, create };

function isEvent(line: string): boolean {
  if (!line.startsWith("{") || !line.includes('"Action"')) return false;
  const event = jsonLine(line);
  if (event === null || !ACTIONS.has(textIn(event, "Action") ?? "")) return false;
  return textIn(event, "Package") !== null || textIn(event, "ImportPath") !== null || textIn(event, "Test") !== null;
}

interface Test {
  readonly startedAt: number | null;
  readonly output: LongText;
}

interface Package {
  /** Begun and not ended. */
  readonly tests: Map<string, Test>;
  readonly output: LongText;
  failed: boolean;
  crash: Crash | null;
}

/** Of builds that failed: more are not kept. */
const MAX_BUILDS = 200;

function create(page: Page): LineReader {
  const packages = new Map<string, Package>();
  const builds = new Map<string, LongText>();
  const open = createOpen();
  let broken = false;

  function line(text: string): void {
    // Only the last line of a file that was cut off; lines of other programs stand between the events.
    broken = false;
    const event = jsonLine(text);
    if (event === null) broken = /^\{"(?:Time|Action|ImportPath)":/u.test(text);
    else take(event);
  }

  function take(event: JsonLine): void {
    const action = textIn(event, "Action") ?? "";
    if (action === "build-output") return build(nameIn(event, "ImportPath") ?? "", textIn(event, "Output") ?? "");
    if (!ACTIONS.has(action) || action.startsWith("build-")) return;
    const name = nameIn(event, "Package") ?? "";
    const test = nameIn(event, "Test");
    const ends = action === "pass" || action === "fail" || action === "skip";
    const all = packages.get(name) ?? begin(name);
    if (test !== null && test !== "") ofTest(name, all, test, action, event);
    else if (action === "output") open.print(all.output, noteCrash(all, null, textIn(event, "Output") ?? ""));
    else if (ends) {
      close(name, all, action, nameIn(event, "FailedBuild"));
      packages.delete(name);
    }
  }

  /** As it is kept while it is open, and shown. */
  function nameIn(event: JsonLine, member: string): string | null {
    const name = textIn(event, member);
    return name === null ? null : bounded(name, MAX_NAME, page.kept);
  }

  function begin(name: string): Package {
    open.begun();
    const begun: Package = { tests: new Map(), output: longText(), failed: false, crash: null };
    packages.set(name, begun);
    return begun;
  }

  function build(path: string, output: string): void {
    const known = builds.get(path) ?? (builds.size < MAX_BUILDS ? longText() : null);
    if (known === null) return;
    builds.set(path, known);
    open.print(known, output);
  }

  /** From the first line of a panic on, all output of the package is about it, whichever test it is told of. */
  function noteCrash(all: Package, test: string | null, output: string): string {
    if (all.crash === null && CRASH.test(output)) all.crash = { test, text: longText() };
    if (all.crash !== null) open.print(all.crash.text, output);
    return output;
  }

  function ofTest(name: string, all: Package, test: string, action: string, event: JsonLine): void {
    const begun = all.tests.get(test) ?? { startedAt: timeOf(event), output: longText() };
    const outcome = RESULTS.get(action);
    if (outcome === undefined) {
      const output = action === "output" ? noteCrash(all, test, textIn(event, "Output") ?? "") : "";
      // Output may follow the result; then the test is not open again.
      const isOpen = all.tests.has(test);
      if (!isOpen && action !== "run") return;
      if (!isOpen) open.begun();
      all.tests.set(test, begun);
      open.print(begun.output, output);
      return;
    }
    if (all.tests.delete(test)) open.ended();
    if (outcome === "failed") all.failed = true;
    const elapsed = numberIn(event, "Elapsed");
    const durationMs = elapsed === null || elapsed < 0 ? null : elapsed * 1_000;
    page.test({ ...caseOf(name, test, begun), ...toldOf(outcome, begun), outcome, durationMs });
    open.release(begun.output);
  }

  function toldOf(outcome: TestCase["outcome"], { output }: Test): Pick<TestCase, "message" | "detail"> {
    if (outcome === "passed") return NOTHING;
    const found = failureOf(textOf(output));
    if (found === null) return NOTHING;
    if (outcome === "skipped") return { message: untrusted(bounded(found.message, 500, page.kept)), detail: null };
    return keep({ message: untrusted(found.message), detail: untrusted(found.detail) }, page.kept);
  }

  function caseOf(name: string, test: string, { startedAt }: Test): TestCase {
    return {
      suitePath: [],
      project: null,
      className: name,
      name: test,
      file: null,
      outcome: "not-run",
      durationMs: null,
      startedAt,
      ...NOTHING,
      type: null,
      earlier: [],
      attachments: [],
    };
  }

  function close(name: string, all: Package, action: string, failedBuild: string | null): void {
    for (const [test, begun] of all.tests) {
      // A benchmark is begun like a test and has no result.
      if (action !== "pass" || !test.startsWith("Benchmark")) page.test(caseOf(name, test, begun));
      open.ended();
      open.release(begun.output);
    }
    tellError(name, all, action, failedBuild);
    open.ended();
    open.release(all.output);
    if (all.crash !== null) open.release(all.crash.text);
  }

  function tellError(name: string, all: Package, action: string, failedBuild: string | null): void {
    if (action !== "fail" || (all.failed && all.crash === null)) return;
    // A panic that is told as the failure of its own test needs no second word.
    if (all.failed && all.crash !== null && !all.tests.has(all.crash.test ?? "")) return;
    const built = failedBuild === null ? undefined : builds.get(failedBuild);
    const found = packageError(all.crash, textOf(all.output), built === undefined ? "" : textOf(built));
    const { message, detail } = keep(
      { message: untrusted(found.message), detail: found.detail === "" ? null : untrusted(found.detail) },
      page.kept,
    );
    const blamed = all.crash?.test ?? null;
    page.error({ suitePath: blamed === null ? [name] : [name, blamed], message, detail, type: null });
  }

  function end(): void {
    if (broken) page.incomplete("its last line is cut off");
    if (packages.size > 0) page.incomplete("it ends before the tests of all packages did");
    for (const [name, all] of packages) close(name, all, "", null);
  }

  return { line, end };
}

const RESULTS: ReadonlyMap<string, "passed" | "failed" | "skipped"> = new Map([
  ["pass", "passed"],
  ["fail", "failed"],
  ["skip", "skipped"],
]);

const CRASH = /^(?:panic: |fatal error: |SIGQUIT: |unexpected fault address )/u;

const NOTHING = { message: null, detail: null } as const;

function timeOf(event: JsonLine): number | null {
  const time = textIn(event, "Time") ?? "";
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/u.test(time)) return null;
  const at = Date.parse(time);
  return Number.isFinite(at) && at > 0 ? at : null;
}
