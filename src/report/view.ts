// Decides what is said and in which order, once, for every surface. Every sentence is computed from the facts.
import type { Report } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import { DESK, runUrl } from "../model/trigger.ts";
import { addedOf, changesOf } from "./changes.ts";
import { componentLines } from "./components.ts";
import { cycleRow, cyclesTitle } from "./cycles.ts";
import { consequences, errorRows, letterErrors } from "./errors.ts";
import { failingGroups } from "./failing.ts";
import { headlineOf, iconOf } from "./headline.ts";
import { leadOf } from "./lead.ts";
import { logsOf } from "./logs.ts";
import { lookAt } from "./look.ts";
import { nextOf } from "./next.ts";
import { stepsOf, stepsTitle } from "./steps.ts";
import { explainedLines } from "./whys.ts";

export function makeReport(told: Told): Report {
  const { cycle, analysis } = told;
  const lettered = letterErrors(told);
  const tested = analysis.verdict.kind === "met" || analysis.verdict.kind === "not-met";
  return {
    environment: cycle.environment,
    icon: iconOf(analysis, told.decision),
    headline: headlineOf(told),
    lead: leadOf(told, lettered.causes),
    next: nextOf(told),
    errors: tested ? errorRows(lettered) : [],
    consequences: tested ? consequences(lettered) : [],
    changes: changesOf(told),
    added: addedOf(told),
    components: componentLines(analysis.components, analysis.verdict.kind),
    criteria: analysis.criteria.map(({ text, state }) => ({
      text,
      isMet: state === "met",
      isOpen: state === "unbound",
    })),
    explained: explainedLines(analysis.explained),
    look: lookAt(told),
    failing: failingGroups(lettered),
    steps: stepsOf(cycle, analysis),
    stepsTitle: stepsTitle(cycle, analysis),
    cycles: told.loop.ledger.map((row) => cycleRow(row, told.trigger)),
    cyclesTitle: cyclesTitle(told.loop.ledger),
    links: told.trigger.event === DESK ? [] : [{ text: "Run", url: runUrl(told.trigger, cycle.runId) }],
    logs: logsOf(cycle),
    notices: told.notices,
  };
}
