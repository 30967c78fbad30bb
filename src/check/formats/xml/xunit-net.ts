// XML of xUnit.net: assemblies, their collections (classes in version 1), tests; and the errors of an assembly, which
// belong to no test.
import { declaredCount, loss } from "../declared-count.ts";
import { bounded, MAX_NAME } from "../bounds.ts";
import type { LongText } from "../long-text.ts";
import type { Page, TestCase, XmlElement, XmlFormat, XmlReader } from "../test-case.ts";
import { evidenceOf, NO_EVIDENCE, reasonOf, runError, testCase, type Evidence, type Words } from "./evidence.ts";
import { milliseconds } from "./junit-values.ts";
import { within } from "./qualified.ts";
import { baseName, instantOf, spanOf } from "./values.ts";
import { createWalk } from "./walk.ts";

type Attributes = Readonly<Record<string, string>>;

export const xunitNet: XmlFormat = {
  format: "xunit-net-xml",
  // Version 1 has an assembly as its root. So have manifests of Windows and of Maven, in namespaces of their own.
  accepts: ({ name, attributes }, namespace) =>
    namespace === "" &&
    (name === "assemblies" ||
      (name === "assembly" && (attributes["run-date"] !== undefined || attributes["total"] !== undefined))),
  create: createReader,
};

interface OpenAssembly {
  readonly attributes: Attributes;
  readonly name: string;
  tests: number;
  failed: number;
  errors: number;
}

/** A test, an error of an assembly, or a class of version 1, which may fail as a whole. */
interface OpenItem {
  readonly kind: "test" | "error" | "class";
  readonly attributes: Attributes;
  readonly depth: number;
  failure: { readonly type: string | null; message: LongText | null; stack: LongText | null } | null;
  reason: LongText | null;
}

function createReader(page: Page): XmlReader {
  const { kept } = page;
  const walk = createWalk();
  const items: OpenItem[] = [];
  let assembly = openAssembly({});
  let collection = "";
  let held = 0;
  let missing = 0;

  function open({ name, attributes }: XmlElement): void {
    if (!walk.enter(name)) return;
    const item = items.at(-1);
    if (name === "assembly") {
      assembly = openAssembly(attributes);
      collection = "";
    } else if (name === "collection") collection = nameOf(attributes["name"]);
    else if (name === "class") begin("class", attributes);
    else if (name === "test") begin("test", attributes);
    else if (name === "error" && walk.parent() === "errors") begin("error", attributes);
    else if (item !== undefined) openInItem(item, name, attributes);
  }

  function begin(kind: OpenItem["kind"], attributes: Attributes): void {
    items.push({ kind, attributes, depth: walk.depth(), failure: null, reason: null });
  }

  function openInItem(item: OpenItem, name: string, attributes: Attributes): void {
    const { failure } = item;
    if (name === "failure") {
      item.failure ??= { type: attributes["exception-type"] ?? null, message: null, stack: null };
    } else if (walk.parent() === "failure" && failure !== null) {
      if (name === "message") failure.message ??= walk.gather();
      else if (name === "stack-trace") failure.stack ??= walk.gather();
    } else if (name === "reason") item.reason ??= walk.gather();
    // Version 1 has a message below the reason, which is gathered with it.
  }

  function close(name: string): void {
    const depth = walk.depth();
    if (!walk.leave()) return;
    const item = items.at(-1);
    if (item?.depth === depth) {
      items.pop();
      closeItem(item);
    } else if (name === "assembly") closeAssembly();
    else if (name === "collection") collection = "";
  }

  function closeItem(item: OpenItem): void {
    const { kind, attributes, failure } = item;
    if (kind === "test") closeTest(item, items.at(-1));
    else if (kind === "error") {
      assembly.errors++;
      const what = [attributes["type"], attributes["name"]].filter((each) => each !== undefined && each !== "");
      const before = what.length === 0 ? "an error outside every test" : what.join(" ");
      page.error(runError(path(null), before, failure ?? NOTHING, kept));
    } else if (failure !== null) page.error(runError(path(null), attributes["name"] ?? "a class", failure, kept));
  }

  function closeTest(item: OpenItem, around: OpenItem | undefined): void {
    const { attributes } = item;
    const className = attributes["type"] ?? (around?.kind === "class" ? (around.attributes["name"] ?? null) : null);
    const called = attributes["name"] ?? attributes["method"] ?? "";
    const outcome = outcomeOf(attributes["result"], item.failure !== null, item.reason !== null);
    assembly.tests++;
    if (outcome === "failed" || outcome === "errored") assembly.failed++;
    page.test(
      testCase(
        {
          ...within(className, called),
          suitePath: path(className),
          outcome,
          file: attributes["source-file"] ?? null,
          durationMs: milliseconds(attributes["time"]) ?? spanOf(attributes["time-rtf"]),
          startedAt: instantOf(attributes["start-rtf"]),
        },
        kept,
        evidence(item, outcome),
      ),
    );
  }

  function evidence({ failure, reason }: OpenItem, outcome: TestCase["outcome"]): Evidence {
    switch (outcome) {
      case "passed":
        return NO_EVIDENCE;
      case "skipped":
      case "not-run":
        return reasonOf(reason, kept);
      case "failed":
        return evidenceOf(failure ?? NOTHING, kept);
      case "errored":
        return evidenceOf(failure ?? NOTHING, kept, "the report tells no result that is known");
    }
  }

  /** A collection that is named after its class says nothing more. */
  function path(className: string | null): readonly string[] {
    const own = className !== null && collection.endsWith(className) ? "" : collection;
    return [assembly.name, own].filter((each) => each !== "");
  }

  function closeAssembly(): void {
    const { attributes, tests, failed, errors } = assembly;
    const total = declaredCount(attributes["total"], page);
    const declared = declaredCount(attributes["failed"], page);
    const declaredErrors = declaredCount(attributes["errors"], page);
    if (declared > failed) page.incomplete(loss(declared, "failure", failed));
    if (declaredErrors > errors) page.incomplete(loss(declaredErrors, "error", errors));
    if (total > tests) page.incomplete(loss(total, "test", tests));
    held += tests;
    missing += Math.max(0, total - tests);
    assembly = openAssembly({});
  }

  function end(): void {
    if (missing > 0) page.planned(held + missing);
  }

  return { open, text: walk.text, close, end };

  function openAssembly(attributes: Attributes): OpenAssembly {
    return { attributes, name: nameOf(baseName(attributes["name"] ?? "")), tests: 0, failed: 0, errors: 0 };
  }

  /** Without the number that version 3 makes from the place of the assembly. */
  function nameOf(text: string | undefined): string {
    return bounded((text ?? "").replace(/ \(id: [\da-f-]{1,80}\)$/u, ""), MAX_SUITE, kept);
  }
}

const MAX_SUITE = MAX_NAME / 2;

const NOTHING: Words = { message: null, stack: null, type: null };

/** "NotRun" is a test that runs only when it is asked for by name. */
function outcomeOf(result: string | undefined, failure: boolean, reason: boolean): TestCase["outcome"] {
  if (failure) return "failed";
  switch (result ?? "") {
    case "Pass":
      return "passed";
    case "Fail":
      return "failed";
    case "Skip":
    case "NotRun":
      return "skipped";
    default:
      return reason ? "skipped" : "errored";
  }
}
