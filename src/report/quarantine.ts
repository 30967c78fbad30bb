// Checks that are run, shown and do not decide until their date, and entries of the file that do nothing any more.
import type { CheckResult } from "../model/check.ts";
import type { QuarantineNote } from "../model/cycle.ts";
import type { Phrase } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import { joined, list } from "./names.ts";
import { named, suiteNames, type SuiteNames } from "./suite-names.ts";

/** Names in one line; the rest is counted. */
const MAX_NAMES = 3;

export function quarantineLines({ cycle }: Told): readonly Phrase[] {
  const held = cycle.checks.filter(isQuarantined);
  const of = (...outcomes: readonly CheckResult["outcome"][]): readonly CheckResult[] =>
    held.filter(({ outcome }) => outcomes.includes(outcome));
  const names = suiteNames(cycle);
  const parts = [
    who(of("failed", "errored"), names, "fails", "fail"),
    who(of("passed"), names, "passes", "pass"),
    ...notes(cycle.quarantine),
  ].filter((each) => each.length > 0);
  if (parts.length === 0) return [];
  const title = held.length > 0 ? "**Quarantine**, decides nothing: " : "**Quarantine:** ";
  return [[title, ...joined(parts, "; "), "."]];
}

/** It is in quarantine today, and that is why it does not decide. */
export function isQuarantined({ quarantine, preflight }: CheckResult): boolean {
  return quarantine !== null && !preflight;
}

/** "`a` (until 2026-12-01, `#412`) and 2 more fail". */
function who(checks: readonly CheckResult[], names: SuiteNames, one: string, many: string): Phrase {
  if (checks.length === 0) return [];
  const said = checks.slice(0, MAX_NAMES).map((check): Phrase => {
    const { quarantine } = check;
    const name = named(check, names);
    if (quarantine === null) return name;
    const why: Phrase = quarantine.why === null ? [] : [", ", quarantine.why];
    return [...name, ` (until ${quarantine.until}`, ...why, ")"];
  });
  const rest = checks.length - said.length;
  return [...joined(said, ", "), `${rest > 0 ? ` and ${rest} more` : ""} ${checks.length === 1 ? one : many}`];
}

function notes(quarantine: readonly QuarantineNote[]): readonly Phrase[] {
  const over = quarantine.filter(({ kind }) => kind === "over");
  const idle = quarantine.filter(({ kind }) => kind === "matches-nothing");
  const said = over.slice(0, MAX_NAMES).map(({ match, until }): Phrase => [match, ` (until ${until})`]);
  const rest = over.length - said.length;
  return [
    over.length === 0
      ? []
      : ["over, so that it decides again: ", ...joined(said, ", "), ...(rest > 0 ? [` and ${rest} more`] : [])],
    idle.length === 0
      ? []
      : [
          "matches nothing: ",
          ...list(
            idle.map((each) => each.match),
            MAX_NAMES,
          ),
        ],
  ];
}
