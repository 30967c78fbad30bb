// Decides what is said and in which order, once, for every surface. Every sentence is computed from the facts.
import type { Report } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import { DESK, runUrl } from "../model/trigger.ts";
import { addedOf, changesOf } from "./changes.ts";
import { componentLines } from "./components.ts";
import { contactSteps } from "./contact.ts";
import { cycleRow, cyclesTitle } from "./cycles.ts";
import { consequences, errorRows, letterErrors, type Lettered } from "./errors.ts";
import { failuresOf } from "./failing.ts";
import { headlineOf, iconOf } from "./headline.ts";
import { errorLanes } from "./lanes.ts";
import { leadOf } from "./lead.ts";
import { logsOf } from "./logs.ts";
import { lookAt } from "./look.ts";
import { nextOf } from "./next.ts";
import { openLooks, type Glance } from "./open-part.ts";
import { reachedLines } from "./reached.ts";
import { slowTests } from "./slow.ts";
import { stepsOf, stepsTitle } from "./steps.ts";
import { unreadRows } from "./suite-steps.ts";
import { timelineOf } from "./timeline.ts";
import { trendOf } from "./trend.ts";
import { explainedLines } from "./whys.ts";

export function makeReport(told: Told): Report {
  const { cycle, analysis, loop } = told;
  const lettered = letterErrors(told);
  const glance = glanceOf(told, lettered);
  const cycles = loop.ledger.map((row) => cycleRow(row, told.trigger));
  return {
    ...glance,
    environment: cycle.environment,
    icon: iconOf(analysis, told.decision),
    openLooks: openLooks(glance),
    criteria: analysis.criteria.map(({ text, state }) => ({
      text,
      isMet: state === "met",
      isOpen: state === "unbound",
    })),
    explained: explainedLines(analysis.explained),
    ...failuresOf(lettered),
    steps: stepsOf(cycle, analysis),
    stepsTitle: stepsTitle(cycle, analysis),
    unread: unreadRows(cycle),
    contact: cycle.suites.flatMap((suite) => contactSteps(suite).map(({ result }) => result)),
    cycles,
    cyclesTitle: cyclesTitle(loop.ledger),
    trend: trendOf(loop.ledger, cycles),
    lanes: errorLanes(lettered),
    timeline: timelineOf(told),
    slow: slowTests(told),
    links: linksOf(told),
    logs: logsOf(cycle),
    reached: reachedLines(told),
  };
}

/** Where more of it is, the nearest first. */
function linksOf({ reportUrl, trigger, cycle }: Told): Report["links"] {
  return [
    ...(reportUrl === null ? [] : [{ text: "Report", url: reportUrl }]),
    ...(trigger.event === DESK ? [] : [{ text: "Run", url: runUrl(trigger, cycle.runId) }]),
  ];
}

/** What is read without a click. */
function glanceOf(told: Told, lettered: Lettered) {
  const { analysis } = told;
  const { kind } = analysis.verdict;
  const isTested = kind === "met" || kind === "not-met";
  const errors = isTested ? errorRows(lettered) : [];
  return {
    headline: headlineOf(told),
    isGood: kind === "met" && errors.length === 0,
    lead: leadOf(lettered),
    next: nextOf(told),
    errors,
    // The lead is about the first one.
    otherErrors: errors.slice(1),
    consequences: isTested ? consequences(lettered) : [],
    changes: changesOf(told),
    added: addedOf(told),
    components: componentLines(analysis.components, kind),
    look: lookAt(told),
    notices: told.notices,
  } satisfies Glance & Partial<Report>;
}
