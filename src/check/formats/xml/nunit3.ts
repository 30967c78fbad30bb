// XML of NUnit 3 and later, and of what writes the same: `test-run`, `test-suite`, `test-case`.
import { declaredCount, loss } from "../declared-count.ts";
import type { Page, TestCase, XmlElement, XmlFormat, XmlReader } from "../test-case.ts";
import { filesOf, isBroken, plain, testCase } from "./evidence.ts";
import { milliseconds } from "./junit-values.ts";
import { nunitEvidence, nunitWords, openInside, type NUnitWords } from "./nunit-words.ts";
import { createSuites } from "./nunit-suites.ts";
import { within, type Qualified } from "./qualified.ts";
import { instantOf } from "./values.ts";
import { createWalk } from "./walk.ts";

type Attributes = Readonly<Record<string, string>>;

export const nunit3: XmlFormat = {
  format: "nunit3-xml",
  // A part of a report begins with a suite, as in version 2, where it has other attributes.
  accepts: ({ name, attributes }) =>
    name === "test-run" ||
    (name === "test-suite" && (attributes["testcasecount"] !== undefined || attributes["runstate"] !== undefined)),
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
    else if (name === "test-run" || name === "test-suite") openSuite(name, attributes);
    else if (name === "test-case") inside = { attributes, depth: walk.depth(), words: nunitWords() };
    else {
      const suite = suites.innermost();
      if (suite !== undefined) openInside(suite.words, name, attributes, walk);
    }
  }

  function openSuite(element: string, attributes: Attributes): void {
    suites.open(
      {
        type: attributes["type"] ?? "",
        // The name of a run is a number, or the path of an assembly that is below it anyway.
        name: element === "test-run" ? "" : (attributes["name"] ?? ""),
        fullName: attributes["fullname"] ?? "",
        failed: stateOf(attributes).status === "Failed",
        failedAtEnd: stateOf(attributes).site === "TearDown",
      },
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
    const state = stateOf(attributes);
    const outcome = outcomeOf(state, words.hasFailure);
    held++;
    if (isBroken(outcome)) {
      broken++;
      suites.broken();
    }
    page.test(
      testCase(
        {
          ...identity(attributes),
          suitePath: suites.path(),
          outcome,
          durationMs: milliseconds(attributes["duration"] ?? attributes["time"]),
          startedAt: instantOf(attributes["start-time"]),
          attachments: filesOf(words.files.map(plain)),
        },
        page.kept,
        nunitEvidence(words, outcome, state.site === "Parent" ? suites.brokenSetUp() : null, page.kept),
      ),
    );
  }

  /** The full name tells more than the class: the arguments of a fixture that there are several of. */
  function identity(attributes: Attributes): Qualified {
    const name = attributes["name"] ?? "";
    const full = attributes["fullname"] ?? "";
    if (name !== "" && full.endsWith(`.${name}`)) {
      return { className: full.slice(0, -name.length - 1), name };
    }
    const fixture = suites.all().findLast(({ type }) => type === "TestFixture") ?? suites.innermost();
    const className = attributes["classname"] ?? (fixture === undefined ? null : fixture.fullName || fixture.name);
    return within(className, name === "" ? full : name);
  }

  function end(): void {
    const total = declaredCount(root["total"], page);
    const declared = declaredCount(root["failed"], page);
    if (declared > broken) page.incomplete(loss(declared, "failure", broken));
    if (total > held) {
      page.planned(total);
      page.incomplete(loss(total, "test", held));
    }
  }

  return { open, text: walk.text, close, end };
}

interface State {
  readonly status: string;
  readonly label: string;
  readonly site: string;
  readonly runstate: string;
}

/** Unity writes all three in one, "Failed:Error(TearDown)". */
function stateOf({ result, label, site, runstate }: Attributes): State {
  const parts = /^(\w{1,40})(?::(\w{1,40}))?(?:\((\w{1,40})\))?$/u.exec(result?.trim() ?? "");
  return {
    status: parts?.[1] ?? result ?? "",
    label: label ?? parts?.[2] ?? "",
    site: site ?? parts?.[3] ?? "",
    runstate: runstate ?? "",
  };
}

/** A case without a result is one of a list of tests that was asked for, not of a run. */
function outcomeOf({ status, label, runstate }: State, hasFailure: boolean): TestCase["outcome"] {
  switch (status) {
    case "Failed":
      // Beside an unexpected exception: what could not be run at all, and what was stopped.
      return label === "Error" || label === "Invalid" || label === "Cancelled" ? "errored" : "failed";
    case "Passed":
    case "Warning":
      return hasFailure ? "failed" : "passed";
    case "Skipped":
    case "Inconclusive":
      return hasFailure ? "failed" : "skipped";
    case "":
      if (hasFailure) return "failed";
      return runstate === "Ignored" || runstate === "Explicit" || runstate === "Skipped" ? "skipped" : "not-run";
    default:
      return "errored";
  }
}
