// Where to look for an error in the services' own logs: which service, which minutes, and the code with which it closed.
import { decisiveFailure, type CheckResult } from "../model/check.ts";
import type { Cycle } from "../model/cycle.ts";
import type { Phrase } from "../model/report.ts";
import { around, servicesHit, timeOfCheck, timesOf, type Window } from "./log-links.ts";
import { list } from "./names.ts";
import { isOfNobody } from "./suite-steps.ts";

/** Services and codes in the sentence; the rest is counted. */
const MOST = 3;

/** "Log of `backend` from 14:02:11 to 14:03:06 UTC, close code 1011."; empty where no time is known. */
export function logWords(checks: readonly CheckResult[], cycle: Cycle): Phrase {
  const window = around(checks.map(timeOfCheck)) ?? around(suitesOf(checks, cycle));
  const words = window === null ? null : windowWords(window);
  if (words === null) return [];
  const hit = servicesHit(cycle, checks);
  const services = hit.length > 0 ? hit : cycle.deployments.map(({ name }) => name);
  const said = `${words}${codesOf(checks)}.`;
  return services.length === 0 ? [`Failed ${said}`] : ["Log of ", ...list(services, MOST), ` ${said}`];
}

/** A report may tell no time of a test; then it is that of its command. */
function suitesOf(checks: readonly CheckResult[], { suites }: Cycle): readonly Window[] {
  const keys = new Set(checks.map(({ suite }) => suite));
  return suites
    .filter(({ key, command }) => keys.has(key) && !isOfNobody(command))
    .map(({ command }) => timesOf(command));
}

/** Times come from reports too, and not every number is a date. */
function windowWords({ from, to }: Window): string | null {
  const [begin, end] = [new Date(from), new Date(to)];
  if (Number.isNaN(begin.getTime()) || Number.isNaN(end.getTime())) return null;
  const second = (date: Date): string => date.toISOString().slice(11, 19);
  const [first, last] = [second(begin), second(end)];
  return first === last ? `at ${first} UTC` : `from ${first} to ${last} UTC`;
}

function codesOf(checks: readonly CheckResult[]): string {
  const codes = [...new Set(checks.flatMap((check) => decisiveFailure(check)?.facts.closeCode ?? []))];
  // These two are never sent: they stand for a connection that just ended.
  const sent = codes.filter((code) => code !== 1005 && code !== 1006).slice(0, MOST);
  return sent.length === 0 ? "" : `, close code ${sent.join(", ")}`;
}
