// What Cucumber's JSON formatters write for many languages, and behave's in nearly the same shape: features, scenarios,
// steps, and hooks before and after each.
import { bounded, MAX_NAME, type Keeping } from "../bounds.ts";
import type { JsonFormat } from "../test-case.ts";
import { order } from "./order.ts";
import { faultOf, results, untold, type Fault, type Result, type Results } from "./results.ts";
import { isBroken, stepsOf, unitsInMillisecond, worstOf, type Step } from "./steps.ts";
import { isList, listOf, member, numberOf, textOf, timeOf } from "./values.ts";

export const cucumber: JsonFormat = {
  format: "cucumber-json",
  accepts: (document) => isList(document) && document.length > 0 && document.every(isFeature),
  read: (document, page) => {
    const features = isList(document) ? document : [];
    const found = results(page);
    const units = unitsInMillisecond(features);
    for (const feature of features) readFeature(feature, units, found, page.kept);
  },
};

/** A feature without scenarios may have no list of them. */
function isFeature(feature: unknown): boolean {
  if (isList(member(feature, "elements"))) return true;
  const placed = textOf(feature, "uri") !== null || textOf(feature, "location") !== null;
  return placed && textOf(feature, "keyword") !== null && textOf(feature, "name") !== null;
}

function readFeature(feature: unknown, units: number, found: Results, kept: Keeping): void {
  const all = listOf(feature, "elements");
  const lines = new Set(all.map((each) => numberOf(each, "line")));
  const elements = all.filter((each) => !isTemplate(each, lines));
  const scenarios = elements.filter((each) => !isBackground(each));
  const nth = order(scenarios, (each) => textOf(each, "name") ?? "", placeOf);
  const uri = textOf(feature, "uri");
  // Once for all scenarios, however long it is.
  const file = uri === null ? null : bounded(uri, MAX_NAME, kept);
  const suitePath = [textOf(feature, "name") ?? file ?? ""];
  const before = found.held().failures;
  // The steps of a background stand before the scenario for which they ran.
  let background: readonly Step[] = [];
  for (const element of elements) {
    const steps = stepsOf(element);
    if (isBackground(element)) {
      // behave lists them once more with each scenario, and here without results.
      background = steps.some(({ status }) => status !== "untold") ? steps : [];
      continue;
    }
    found.test(resultOf(element, [...background, ...steps], { file, suitePath, units, nth: nth(element) }));
    background = [];
  }
  const alone = background.find(isBroken);
  if (alone !== undefined) found.error(suitePath, faultOfStep(alone));
  const own = textOf(feature, "status") ?? "";
  if ((FAILED.test(own) || BROKEN.test(own)) && found.held().failures === before) {
    found.error(suitePath, untold("the feature failed, and the report tells no scenario of it that did"));
  }
}

/** What behave says of a feature or scenario in which something failed, or broke outside of the steps. */
const FAILED = /^(?:failed|undefined|pending)$/u;
const BROKEN = /^(?:error|errored|hook_error|cleanup_error)$/u;

/**
 * Older versions write a scenario outline as it stands, and after it each of its rows as a scenario on the row's line.
 * Where no row follows, it is all that is told of them.
 */
function isTemplate(element: unknown, lines: ReadonlySet<number | null>): boolean {
  if (textOf(element, "type") !== "scenario_outline") return false;
  if (stepsOf(element).some(({ status }) => status !== "untold")) return false;
  // The first row names the columns.
  const rows = listOf(element, "examples").flatMap((each) => listOf(each, "rows").slice(1));
  return rows.some((each) => lines.has(numberOf(each, "line") ?? Number.NaN));
}

function isBackground(element: unknown): boolean {
  return textOf(element, "type") === "background";
}

/** The line of a scenario, or of its row of examples. */
function placeOf(element: unknown): string | null {
  const line = numberOf(element, "line");
  return line === null ? textOf(element, "location") : String(line);
}

interface Around {
  readonly file: string | null;
  readonly suitePath: readonly string[];
  /** Of the report's durations. */
  readonly units: number;
  readonly nth: number;
}

function resultOf(element: unknown, steps: readonly Step[], { file, suitePath, units, nth }: Around): Result {
  const outcome = outcomeOf(element, steps);
  const name = textOf(element, "name") ?? "";
  const durations = steps.flatMap(({ duration }) => duration ?? []);
  return {
    suitePath,
    name: nth === 1 ? name : `${name} (${nth})`,
    file: placeInFile(file, element),
    outcome,
    durationMs: durations.length === 0 ? null : durations.reduce((sum, each) => sum + each, 0) / units,
    startedAt: timeOf(element, "start_timestamp"),
    fault: faultOfScenario(element, steps, outcome),
  };
}

/** The worst step decides. Only a scenario of which every step passed has passed; one without steps proves nothing. */
function outcomeOf(element: unknown, steps: readonly Step[]): Result["outcome"] {
  const own = textOf(element, "status") ?? "";
  if (BROKEN.test(own)) return "errored";
  const worst = worstOf(steps);
  if (FAILED.test(own) || (worst !== undefined && isBroken(worst))) return "failed";
  if (worst?.status === "passed") return "passed";
  const begun = steps.length === 0 || steps.some(({ status }) => status !== "untold");
  return begun || own === "skipped" ? "skipped" : "not-run";
}

function faultOfScenario(element: unknown, steps: readonly Step[], outcome: Result["outcome"]): Fault | null {
  if (outcome === "skipped" && steps.length === 0) return untold("the scenario has no steps");
  if (outcome !== "failed" && outcome !== "errored") return null;
  const worst = worstOf(steps);
  if (worst !== undefined && isBroken(worst)) return faultOfStep(worst);
  return untold(`the scenario ended as ${textOf(element, "status") ?? "failed"}`);
}

function faultOfStep({ status, name, error }: Step): Fault {
  const fault = faultOf(error);
  if (fault === null) return { message: `${status}: ${name}`, detail: null, type: null };
  return { ...fault, detail: `${name}\n${fault.detail ?? fault.message ?? ""}` };
}

/** In the form that the tools' own command lines take. */
function placeInFile(file: string | null, element: unknown): string | null {
  const line = numberOf(element, "line");
  if (file === null) return textOf(element, "location");
  return line === null ? file : `${file}:${line}`;
}
