// XML of TestNG. Methods that set up or tear down are no tests: one that failed is an error. Tries that were retried
// belong to the test that they were tries of.
import { declaredCount, loss } from "../declared-count.ts";
import { bounded, MAX_NAME, type Keeping } from "../bounds.ts";
import type { LongText } from "../long-text.ts";
import type { Page, TestCase, XmlElement, XmlFormat, XmlReader } from "../test-case.ts";
import { evidenceOf, isBroken, NO_EVIDENCE, plain, reasonOf, runError, testCase, type Words } from "./evidence.ts";
import { createRetries } from "./testng-retries.ts";
import { countOf, instantOf, isTrue } from "./values.ts";
import { createWalk } from "./walk.ts";

type Attributes = Readonly<Record<string, string>>;

export const testng: XmlFormat = {
  format: "testng-xml",
  // A suite may stand in a file of its own; what a user writes to configure one has no duration.
  accepts: ({ name, attributes }, namespace) =>
    namespace === "" &&
    (name === "testng-results" || ((name === "suite" || name === "test") && attributes["duration-ms"] !== undefined)),
  create: createReader,
};

interface OpenMethod {
  readonly attributes: Attributes;
  readonly depth: number;
  readonly parameters: (LongText | string)[];
  type: string | null;
  message: LongText | null;
  stack: LongText | null;
}

const MAX_PARAMETERS = 20;
const MAX_PARAMETER = 200;
const MAX_SUITE = MAX_NAME / 4;

function createReader(page: Page, { attributes: root }: XmlElement): XmlReader {
  const { kept } = page;
  const walk = createWalk();
  const retries = createRetries(tell);
  let suite = "";
  let test = "";
  let className: string | null = null;
  let method: OpenMethod | null = null;
  let held = 0;
  let broken = 0;
  let attempts = 0;

  function open({ name, attributes }: XmlElement): void {
    if (!walk.enter(name)) return;
    if (method !== null) openInMethod(method, name, attributes);
    else if (name === "suite" || name === "test") {
      if (attributes["url"] !== undefined) page.incomplete("a part of it stands in another file");
      const own = bounded(attributes["name"] ?? "", MAX_SUITE, kept);
      if (name === "suite") suite = own;
      else test = own;
    } else if (name === "class") className = classOf(attributes);
    else if (name === "test-method") {
      method = { attributes, depth: walk.depth(), parameters: [], type: null, message: null, stack: null };
    }
  }

  function openInMethod(inside: OpenMethod, name: string, attributes: Attributes): void {
    const parent = walk.parent();
    if (parent === "test-method" && name === "exception") inside.type ??= attributes["class"] ?? "";
    else if (parent === "exception") {
      if (name === "message") inside.message ??= walk.gather();
      else if (name === "full-stacktrace" || name === "short-stacktrace") inside.stack ??= walk.gather();
    } else if (parent === "param" && name === "value" && inside.parameters.length < MAX_PARAMETERS) {
      inside.parameters.push(isTrue(attributes["is-null"]) ? "null" : walk.gather());
    }
  }

  function close(name: string): void {
    const depth = walk.depth();
    if (!walk.leave()) return;
    if (method?.depth === depth) {
      closeMethod(method);
      method = null;
    } else if (method === null && name === "class") {
      retries.flush();
      className = null;
    }
  }

  function closeMethod(done: OpenMethod): void {
    const { attributes } = done;
    const outcome = outcomeOf(attributes["status"]);
    const words: Words = { ...done, type: done.type === "" ? null : done.type };
    if (isTrue(attributes["is-config"])) {
      if (!isBroken(outcome)) return;
      const what = `${attributes["name"] ?? "a set-up or tear-down"} of ${className ?? "no class"} failed`;
      page.error(runError(path(), bounded(what, MAX_NAME, kept), words, kept));
      return;
    }
    attempts++;
    const name = nameOf(done, kept);
    if (isTrue(attributes["retried"])) retries.attempt(name, found(done, words, name, "failed"));
    else retries.last(name, found(done, words, name, outcome));
  }

  function found({ attributes }: OpenMethod, words: Words, name: string, outcome: TestCase["outcome"]): TestCase {
    return testCase(
      {
        suitePath: path(),
        className,
        name,
        outcome,
        durationMs: countOf(attributes["duration-ms"]),
        startedAt: instantOf(attributes["started-at"]),
      },
      kept,
      outcome === "passed"
        ? NO_EVIDENCE
        : isBroken(outcome)
          ? evidenceOf(words, kept)
          : reasonOf(plain(words.message) === "" ? words.type : words.message, kept),
    );
  }

  function tell(each: TestCase): void {
    held++;
    if (isBroken(each.outcome)) broken++;
    page.test(each);
  }

  function path(): readonly string[] {
    return [suite, test].filter((each) => each !== "");
  }

  function end(): void {
    retries.flush();
    const [passed, failed, skipped] = ["passed", "failed", "skipped"].map((name) => declaredCount(root[name], page));
    // Older versions count what was retried among the skipped.
    const declared = (passed ?? 0) + (failed ?? 0) + (skipped ?? 0);
    if ((failed ?? 0) > broken) page.incomplete(loss(failed ?? 0, "failure", broken));
    if (declared > attempts) {
      page.planned(held + declared - attempts);
      page.incomplete(loss(declared, "test", attempts));
    }
  }

  return { open, text: walk.text, close, end, brokeOff: retries.flush };
}

/** The package may stand apart. */
function classOf({ name, package: inside }: Attributes): string | null {
  if (name === undefined || inside === undefined || inside === "[default]" || name.startsWith(`${inside}.`)) {
    return name ?? null;
  }
  return `${inside}.${name}`;
}

/** With its parameters, and with the name that an instance of a test gives itself. */
function nameOf({ attributes, parameters }: OpenMethod, kept: Keeping): string {
  const name = attributes["name"] ?? "";
  const instance = attributes["test-instance-name"] ?? "";
  const values = parameters.map((each) => parameterOf(typeof each === "string" ? each : plain(each), kept));
  const own = values.length === 0 ? name : `${name}(${values.join(", ")})`;
  return instance === "" || instance === name ? own : `${own} [${instance}]`;
}

// "shop.Cart@1a2b3c": where an object without a text of its own lies in memory, which is elsewhere each time.
const IN_MEMORY = /(?<=[.$[;]\w{1,100})@[\da-f]{1,8}(?![\w.])/gu;

function parameterOf(text: string, kept: Keeping): string {
  return bounded(text, MAX_PARAMETER, kept).replace(IN_MEMORY, "");
}

function outcomeOf(status: string | undefined): TestCase["outcome"] {
  switch (status?.trim() ?? "") {
    case "PASS":
    // It failed less often than its author allows.
    case "SUCCESS_PERCENTAGE_FAILURE":
      return "passed";
    case "FAIL":
      return "failed";
    case "SKIP":
      return "skipped";
    case "CREATED":
    case "STARTED":
      return "not-run";
    default:
      return "errored";
  }
}
