// Report files as a page: the same story as that of a cycle, without a deploy, a loop and a next step that nobody asked for.
import { analyse } from "../judge/analyse.ts";
import { recordCycle } from "../loop/advance.ts";
import { newLoop } from "../loop/begin.ts";
import type { Analysis } from "../model/analysis.ts";
import { isUnreadable } from "../model/check.ts";
import { emptyCycle, type Cycle } from "../model/cycle.ts";
import type { Loop } from "../model/loop.ts";
import type { PageReport, Phrase, Report } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import { NO_COMMIT, type Trigger } from "../model/trigger.ts";
import { errorText } from "../report/error-title.ts";
import { plain } from "../report/plain.ts";
import { unreadWords } from "../report/unproven.ts";
import { isOnlyRunBroken } from "../report/headline.ts";
import { makePage } from "../report/page-view.ts";
import { makeReport } from "../report/view.ts";
import { mapUntrusted, untrusted } from "../text/untrusted.ts";
import { NO_COMMAND, SUITE } from "./outside.ts";
import type { Reading } from "./sources.ts";

/** What is told of the files. `mask` runs over every text before anybody looks at it. */
export function toldOf(reading: Reading, trigger: Trigger, mask: (text: string) => string): Told {
  const cycle = mapUntrusted(cycleOf(reading), mask);
  const loop = newLoop(trigger, 0);
  const analysis = analyse(cycle, loop);
  return {
    cycle,
    analysis,
    decision: { kind: "stop", because: analysis.verdict.kind === "met" ? "reached" : "no-dispatch" },
    loop: recordCycle(loop, cycle, analysis, (pattern) => errorText(pattern, plain, 60)),
    maxCycles: 1,
    beginning: { kind: "new" },
    isOtherPlan: false,
    fix: null,
    isAfterFix: false,
    trigger,
    commits: [],
    pushed: [],
    night: null,
    notices: [],
    reportUrl: null,
  };
}

export function pageOf(reading: Reading, told: Told): Report {
  const { analysis, cycle } = told;
  const page = makeReport(told);
  return {
    ...page,
    headline: headlineOf(analysis, cycle, reading),
    lead: [...leadOf(analysis, page, reading), ...filesRead(reading)],
    next: [],
    // Nothing was deployed.
    steps: page.steps.filter(({ name }) => name !== "Deploy"),
    stepsTitle: "What the files hold",
  };
}

/** The same with every test of the files. They are no cycle: which one it was, and when it ran, nobody knows. */
export function wholePageOf(report: Report, told: Told, before: Loop): PageReport {
  const page = makePage({ told, before, past: [], nights: [] });
  const columns = page.history.columns.map((column) => ({ ...column, name: "these files", commit: "", at: null }));
  return { ...page, ...report, timeline: [], history: { ...page.history, columns }, cycle: null, ran: null };
}

function headlineOf(analysis: Analysis, cycle: Cycle, { files }: Reading): Phrase {
  const { verdict, tests } = analysis;
  const isUnread = files.some(isUnreadable);
  const score = `${tests.passed} of ${tests.total} tests pass`;
  switch (verdict.kind) {
    case "met":
    case "not-met":
      // What failed outside of every test is no test.
      if (!isOnlyRunBroken(analysis, cycle)) return [score];
      return [`${tests.total === 0 ? "No test ran" : score}, and the test run failed`];
    case "not-tested":
      return [isUnread ? "Nothing could be read" : "No test ran"];
    case "unproven":
      return [tests.total === 0 ? "Nothing could be read" : `${score}, and not everything could be read`];
  }
}

function leadOf({ verdict }: Analysis, { lead }: Report, { files }: Reading): readonly Phrase[] {
  switch (verdict.kind) {
    case "met":
      return [];
    case "not-met":
    case "unproven":
      return lead;
    case "not-tested": {
      const unreadable = files.filter(isUnreadable);
      return unreadable.length === 0 ? lead : [[...unreadWords(unreadable), "."]];
    }
  }
}

function filesRead({ files }: Reading): readonly Phrase[] {
  const [only] = files;
  const read = files.filter(({ state }) => state === "read").length;
  if (files.length > 1) return [[`Read from ${read === files.length ? "" : `${read} of `}${files.length} files.`]];
  return only === undefined || read === 0 ? [] : [["Read from ", only.path, "."]];
}

/** One cycle with one suite: what was done to staging before is not known, and not claimed. */
function cycleOf({ files, results, counts, beyond, contact, runner, planned }: Reading): Cycle {
  return {
    ...emptyCycle(untrusted("tests"), { runId: 1, commit: NO_COMMIT }, 0),
    // What could not be read is no failure of a test: it leaves the rest unproven.
    checks: results.flatMap(({ about, check }) => (about === "test" ? [check] : [])),
    suites: [
      {
        key: SUITE,
        name: untrusted("tests"),
        command: NO_COMMAND,
        retry: null,
        reports: files,
        tests: counts.passed + counts.failed + counts.errored,
        minTests: 0,
        planned,
        beyond,
        runner,
        contact,
        print: null,
      },
    ],
  };
}
