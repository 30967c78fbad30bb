// What stands on the run's page and beside the lines of a change: the verdict first, then each error where it happened,
// then what nobody should miss. A good cycle with nothing to look at has none.
import { decisiveFailure } from "../model/check.ts";
import type { Fault } from "../model/errors.ts";
import type { ErrorRow, FailingGroup, Phrase, Report } from "../model/report.ts";
import type { Annotation } from "../model/runner.ts";
import type { Told } from "../model/told.ts";
import type { Untrusted } from "../text/untrusted.ts";
import { letterErrors } from "./errors.ts";
import { projectFrame } from "./frame.ts";
import { list } from "./names.ts";
import { isEndOf, placeIn, plain, plainCommand } from "./plain.ts";
import { capital, capitalized, count } from "./words.ts";

/** An annotation that does not know yet whether the place that it may have is a file of the workspace. */
export interface Draft extends Omit<Annotation, "place"> {
  /** The first of them that is there is the one. */
  readonly places: readonly Place[];
}

export interface Place {
  readonly file: Untrusted;
  readonly line: number;
}

/** GitHub shows ten of a kind for a step, and fifty for a job. */
const MOST = 10;
const MAX_NAMES = 3;
/** Checks of an error whose stacks are looked at for its place. */
const MAX_STACKS = 5;

export function annotationsOf(report: Report, told: Told): readonly Draft[] {
  return [...verdict(report, told), ...errors(report, told), ...looks(report)].slice(0, MOST);
}

/** One for each fault of a set-up, beside its line. */
export function annotationsOfFaults(
  headline: string,
  faults: readonly Fault[],
  words: (fault: Fault) => Phrase,
): readonly Draft[] {
  return faults.slice(0, MOST).map((fault) => {
    const place = placeIn(fault.where);
    return { severity: "error", title: headline, text: plain(words(fault)), places: place === null ? [] : [place] };
  });
}

function verdict({ headline, lead, next }: Report, { analysis }: Told): readonly Draft[] {
  const { kind } = analysis.verdict;
  if (kind === "met") return [];
  const text = lines([...lead, ...(next.length === 0 ? [] : [["Next: ", ...next]])]);
  return [{ severity: kind === "not-met" ? "error" : "warning", title: plain(headline), text, places: [] }];
}

function errors({ failing, errors: rows }: Report, told: Told): readonly Draft[] {
  if (told.analysis.verdict.kind !== "not-met") return [];
  const { causes, letters, results } = letterErrors(told);
  return causes.slice(0, MOST).flatMap((pattern): readonly Draft[] => {
    const letter = letters.get(pattern.fingerprint);
    const group = failing.find((each) => each.letter !== null && each.letter === letter);
    if (letter === undefined || group === undefined) return [];
    const row = rows.find((each) => each.letter === letter);
    const stacks = pattern.checks.slice(0, MAX_STACKS).flatMap((key) => results.get(key) ?? []);
    const text = lines([
      // The log shows this without its title.
      [
        `Error ${letter} fails ${row?.fails ?? count(sizeOf(group), "test or probe", "tests and probes")} (`,
        ...namesOf(group),
        ").",
      ],
      knownOf(row),
      group.advice,
    ]);
    const reproduce = group.checks.find((each) => each.reproduce !== null)?.reproduce ?? null;
    return [
      {
        severity: "error",
        title: `${letter} · ${plain(capitalized(group.title))}`,
        text: reproduce === null ? text : `${text}\nReproduce: ${plainCommand(reproduce)}`,
        places: stacks.flatMap((check) => {
          const detail = decisiveFailure(check)?.detail ?? null;
          return detail === null ? [] : placesOf(detail, check.test?.file ?? null);
        }),
      },
    ];
  });
}

/** "New, not recognised." */
function knownOf(row: ErrorRow | undefined): Phrase {
  if (row === undefined) return [];
  const known = [row.since, row.isRecognised ? "" : "not recognised"].filter(Boolean).join(", ");
  return known === "" ? [] : [`${capital(known)}.`];
}

/** Java tells the name of a file without its folder, which the report may know. */
function placesOf(detail: Untrusted, own: Untrusted | null): readonly Place[] {
  const frame = projectFrame(detail);
  if (frame === null) return [];
  return own !== null && isEndOf(frame.file, own) ? [frame, { file: own, line: frame.line }] : [frame];
}

function looks({ look }: Report): readonly Draft[] {
  return look.length === 0
    ? []
    : [{ severity: "warning", title: "Please look, although it decides nothing", text: lines(look), places: [] }];
}

function namesOf(group: FailingGroup): Phrase {
  const names = group.checks.slice(0, MAX_NAMES).map(({ name }) => name);
  const rest = sizeOf(group) - names.length;
  return [...list(names), ...(rest > 0 ? [` and ${rest} more`] : [])];
}

function sizeOf({ checks, dropped }: FailingGroup): number {
  return checks.length + dropped;
}

function lines(phrases: readonly Phrase[]): string {
  return phrases
    .filter((each) => each.length > 0)
    .map((each) => plain(each))
    .join("\n");
}
