// Makes checks of what the reports of one run tell, one by one as it is read. Beyond a bound they are only counted.
import { NO_TESTS, PLAIN, type CheckResult, type Failure, type TestCounts, type TestFacts } from "../../model/check.ts";
import { untrusted, type Untrusted } from "../../text/untrusted.ts";
import { keepNames, type Keeping, type Names, type Told } from "../formats/bounds.ts";
import { detached } from "../formats/long-text.ts";
import type { ReportSink, RunError, TestCase } from "../formats/test-case.ts";
import { createTwins, type Twins } from "./twins.ts";
import { createBoxes, ownBox, type Boxes } from "./own-text.ts";
import { groupOf, keyOfError, keyOfTest, pathText } from "./keys.ts";

/** What a report tells of a test that did not pass, beside its result. */
export interface Origin {
  /** The names of the suites around it say that pytest wrote the report. */
  readonly isPytest: boolean;
  readonly className: string | null;
  readonly file: string | null;
  readonly attachments: readonly Untrusted[];
}

export interface Collected {
  /** In the order of the reports: tests, and what failed outside of them, which has no TestFacts. */
  readonly results: readonly CheckResult[];
  /** What is counted and not kept one by one. */
  readonly beyond: TestCounts;
  /** By key, of the tests that failed or errored. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** The tests that share one identity. */
  readonly twins: Twins;
}

export interface Collector extends ReportSink {
  readonly collected: () => Collected;
}

/** Results that are kept one by one: `quiet` passed, were skipped or did not run, `broken` failed or errored. */
export const MOST_RESULTS = { quiet: 10_000, broken: 2_000 } as const;

/** `suite` is the key of the suite; `kept` is shared with whoever reads the reports. */
export function createCollector(
  suite: string,
  kept: Keeping,
  most: { readonly quiet: number; readonly broken: number } = MOST_RESULTS,
): Collector {
  const results: CheckResult[] = [];
  const origins = new Map<string, Origin>();
  const twins = createTwins();
  const boxes = createBoxes();
  const left = { ...most };
  // Counted in place: there may be a million of them.
  const beyond = { ...NO_TESTS };

  function hasRoom(kind: "quiet" | "broken"): boolean {
    if (left[kind] === 0) return false;
    left[kind]--;
    return true;
  }

  function countBeyond(outcome: TestCase["outcome"]): void {
    if (outcome === "not-run") beyond.notRun++;
    else {
      beyond[outcome]++;
      beyond.tests++;
    }
  }

  return {
    test: (found) => {
      const isBroken = found.outcome === "failed" || found.outcome === "errored";
      if (!hasRoom(isBroken ? "broken" : "quiet")) return countBeyond(found.outcome);
      const group = groupOf(found, kept);
      const key = twins.keyFor(keyOfTest(suite, group, found), found.suitePath);
      if (isBroken) origins.set(key, originOf(found));
      const names = keepNames({ name: found.name, group, file: found.file, project: found.project }, isBroken, kept);
      results.push({
        key,
        kind: "test",
        name: untrusted(detached(names.name)),
        group: boxes(names.group),
        suite,
        outcome: found.outcome,
        durationMs: found.durationMs,
        failure: isBroken ? failureOf(found) : null,
        blockedBy: NONE,
        preflight: false,
        severity: "fail",
        measured: null,
        at: found.startedAt,
        priority: null,
        quarantine: null,
        test: factsOf(names, found.earlier, boxes),
      });
    },
    error: (found) => {
      // It is no test, and stays a failure.
      if (!hasRoom("broken")) return void beyond.errored++;
      const key = twins.keyFor(keyOfError(suite, found.suitePath), found.suitePath);
      results.push(errorResult(suite, key, found, kept));
    },
    collected: () => ({ results, beyond: { ...beyond }, origins, twins }),
  };
}

const NONE: readonly never[] = [];

function errorResult(suite: string, key: string, found: RunError, kept: Keeping): CheckResult {
  const innermost = found.suitePath.findLast((each) => each !== "") ?? "(whole suite)";
  const group = pathText(found.suitePath, kept);
  const names = keepNames({ name: innermost, group, file: null, project: null }, true, kept);
  return {
    key,
    kind: "test",
    name: untrusted(detached(names.name)),
    group: untrusted(detached(names.group)),
    suite,
    outcome: "errored",
    durationMs: null,
    failure: failureOf(found),
    blockedBy: NONE,
    ...PLAIN,
    preflight: false,
    severity: "fail",
    measured: null,
  };
}

function failureOf({ message, detail, type }: Pick<TestCase, "message" | "detail" | "type">): Failure {
  return {
    message: message === null ? untrusted("") : ownBox(message),
    detail: detail === null ? null : ownBox(detail),
    type: type === null ? null : ownBox(type),
    facts: {},
  };
}

function factsOf({ project, file }: Names, earlier: TestCase["earlier"], boxes: Boxes): TestFacts {
  if (project === null && file === null && earlier.length === 0) return NO_FACTS;
  return {
    ...NO_FACTS,
    project: project === null ? null : boxes(project),
    file: file === null ? null : boxes(file),
    earlier: earlier.map((told: Told) => failureOf({ ...told, type: null })),
  };
}

const NO_FACTS: TestFacts = {
  project: null,
  file: null,
  earlier: [],
  contact: null,
  reproduce: null,
  attachments: [],
};

function originOf({ suitePath, className, file, attachments }: TestCase): Origin {
  return {
    isPytest: suitePath.includes("pytest") || file?.endsWith(".py") === true,
    className: className === null ? null : detached(className),
    file: file === null ? null : detached(file),
    attachments: attachments.map(ownBox),
  };
}
