// XML of NUnit 2: `test-results`, then suites and cases below `results`. The attribute `result` came with version 2.5;
// before it, `executed` and `success` tell.
import { declaredCount, loss } from "../declared-count.ts";
import type { Page, TestCase, XmlElement, XmlFormat, XmlReader } from "../test-case.ts";
import { isBroken, plain, testCase } from "./evidence.ts";
import { milliseconds } from "./junit-values.ts";
import { nunitEvidence, nunitWords, openInside, type NUnitWords } from "./nunit-words.ts";
import { createSuites, type OpenSuite } from "./nunit-suites.ts";
import { qualified, type Qualified } from "./qualified.ts";
import { isFalse } from "./values.ts";
import { createWalk } from "./walk.ts";

type Attributes = Readonly<Record<string, string>>;

export const nunit2: XmlFormat = {
  format: "nunit2-xml",
  accepts: ({ name, attributes }) =>
    name === "test-results" ||
    (name === "test-suite" && (attributes["executed"] !== undefined || attributes["success"] !== undefined)),
  create: createReader,
};

interface OpenCase {
  readonly attributes: Attributes;
  readonly depth: number;
  readonly words: NUnitWords;
}

function createReader(page: Page, { attributes: root }: XmlElement): XmlReader {
  const walk = createWalk();
  const suites = createSuites(page);
  let inside: OpenCase | null = null;
  let held = 0;
  let broken = 0;

  function open({ name, attributes }: XmlElement): void {
    if (!walk.enter(name)) return;
    if (inside !== null) openInside(inside.words, name, attributes, walk);
    else if (name === "test-suite") openSuite(attributes);
    else if (name === "test-case") inside = { attributes, depth: walk.depth(), words: nunitWords() };
    else {
      const suite = suites.innermost();
      if (suite !== undefined) openInside(suite.words, name, attributes, walk);
    }
  }

  function openSuite(attributes: Attributes): void {
    const { result } = attributes;
    const failed = result === undefined ? isFalse(attributes["success"]) : result === "Failure" || result === "Error";
    suites.open(
      { type: attributes["type"] ?? "", name: attributes["name"] ?? "", fullName: "", failed, failedAtEnd: false },
      walk.depth(),
    );
  }

  function close(): void {
    const depth = walk.depth();
    if (!walk.leave()) return;
    if (inside?.depth === depth) {
      closeCase(inside);
      inside = null;
    } else if (inside === null && suites.innermost()?.depth === depth) suites.close();
  }

  function closeCase({ attributes, words }: OpenCase): void {
    const outcome = outcomeOf(attributes, words.hasFailure);
    held++;
    if (isBroken(outcome)) {
      broken++;
      suites.broken();
    }
    const ofSetUp = plain(words.message).startsWith("TestFixtureSetUp failed");
    page.test(
      testCase(
        {
          ...identity(attributes["name"] ?? "", suites.all()),
          suitePath: suites.path(),
          outcome,
          durationMs: milliseconds(attributes["time"]),
        },
        page.kept,
        nunitEvidence(words, outcome, ofSetUp ? suites.brokenSetUp() : null, page.kept),
      ),
    );
  }

  function end(): void {
    const total = declaredCount(root["total"], page);
    const declared = declaredCount(root["failures"], page) + declaredCount(root["errors"], page);
    if (declared > broken) page.incomplete(loss(declared, "failure", broken));
    if (total > held) {
      page.planned(total);
      page.incomplete(loss(total, "test", held));
    }
  }

  return { open, text: walk.text, close, end };
}

/** The class ends with the name of a suite around the test: of its fixture, with that one's arguments. */
function identity(name: string, suites: readonly OpenSuite[]): Qualified {
  for (const suite of suites.toReversed()) {
    const end = endOf(suite.name, name);
    if (end > 0) return { className: name.slice(0, end), name: name.slice(end + 1) };
  }
  const found = qualified(name);
  const around = suites.at(-1)?.name ?? "";
  return found.className === null && around !== "" ? { className: around, name } : found;
}

/** Where the name of a suite ends in the name of a test; 0: it is not there. */
function endOf(suite: string, name: string): number {
  if (suite === "") return 0;
  // Not among the arguments.
  const bracket = name.indexOf("(");
  const path = bracket === -1 || suite.includes("(") ? name : name.slice(0, bracket);
  const at = path.lastIndexOf(`${suite}.`);
  return at === 0 || (at > 0 && path[at - 1] === ".") ? at + suite.length : 0;
}

/** What cannot be run counts as not run, as NUnit 2 counts it itself. */
function outcomeOf({ result, executed, success }: Attributes, hasFailure: boolean): TestCase["outcome"] {
  switch (result) {
    case "Error":
    case "Cancelled":
      return "errored";
    case "Failure":
      return "failed";
    case "Success":
      return hasFailure ? "failed" : "passed";
    case "Inconclusive":
    case "Ignored":
    case "Skipped":
    case "NotRunnable":
      return hasFailure ? "failed" : "skipped";
    case undefined:
      if (hasFailure) return "failed";
      if (isFalse(executed)) return "skipped";
      return isFalse(success) ? "failed" : "passed";
    default:
      return "errored";
  }
}
