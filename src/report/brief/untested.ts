// What did not run, and why: suites without a result, checks that waited for others, services that did not come up.
import type { CheckResult } from "../../model/check.ts";
import type { Cycle } from "../../model/cycle.ts";
import type { Phrase } from "../../model/report.ts";
import type { Told } from "../../model/told.ts";
import { joined, list } from "../names.ts";
import { becauseOf, noResultLines } from "../no-result.ts";
import { isBlockedSuite } from "../suite-names.ts";
import { notTestedHeadline } from "../not-tested.ts";

/** Names in one line; the rest is counted. */
const MAX_NAMES = 10;

export function notTestedOf(told: Told): readonly Phrase[] {
  const { cycle, analysis } = told;
  const { verdict } = analysis;
  return [
    ...(verdict.kind === "not-tested" ? [["nothing: ", ...notTestedHeadline(verdict.reason, told)]] : []),
    ...noResultLines(told),
    ...blockedLines(cycle),
    ...silentLine("planned and never finished: ", cycle.checks, "not-run"),
    ...silentLine("skipped: ", cycle.checks, "skipped"),
    ...serviceLines(cycle),
  ];
}

function blockedLines(cycle: Cycle): readonly Phrase[] {
  const blocked = cycle.checks.filter((check) => check.outcome === "blocked" && !isBlockedSuite(check));
  const rest = blocked.length - MAX_NAMES;
  return [
    ...blocked.slice(0, MAX_NAMES).map((check): Phrase => [check.name, ...becauseOf(check, cycle)]),
    ...(rest > 0 ? [[`and ${rest} more that waited for others`]] : []),
  ];
}

function silentLine(title: string, checks: readonly CheckResult[], outcome: CheckResult["outcome"]): readonly Phrase[] {
  const names = checks.filter((check) => check.outcome === outcome).map(({ name }) => name);
  return names.length === 0 ? [] : [[title, ...list(names, MAX_NAMES)]];
}

function serviceLines({ deployments }: Cycle): readonly Phrase[] {
  const waiting = deployments.filter(({ state }) => state === "not-run").map(({ name }): Phrase => [name]);
  return waiting.length === 0 ? [] : [["not deployed, because what it waits for failed: ", ...joined(waiting, ", ")]];
}
