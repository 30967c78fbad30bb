// The report page: one file that loads nothing, for the morning after a night of cycles.
import type { PageReport } from "../../model/report.ts";
import { verbatim } from "../plain.ts";
import { count } from "../words.ts";
import { SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH } from "./assets.ts";
import { cycles } from "./cycles.ts";
import { errorParts } from "./error-cards.ts";
import { changes, declared, look, notices } from "./findings.ts";
import { footer } from "./footer.ts";
import { el, file, inside, type Child, type Html } from "./html.ts";
import { favicon, VERDICTS } from "./icons.ts";
import { nights } from "./nights.ts";
import { keepWithin, NOTHING, section, type Kept, type Part } from "./section.ts";
import { steps } from "./steps.ts";
import { kindsIn, testData, tests } from "./tests.ts";
import { verdict, wordOf, type Stop } from "./verdict.ts";

/** A page that is mailed and opened on a phone. */
export const MAX_PAGE_BYTES = 20 * 1_024 * 1_024;

/** Room for what is always there: the first screen, the checks that failed by name, the style and the script. */
const FRAME = 2 * 1_024 * 1_024;

export function renderHtml(page: PageReport): string {
  const { tone } = VERDICTS[page.icon];
  return file(
    {
      title: `${wordOf(page)}: ${verbatim(page.headline)}`,
      icon: favicon(tone),
      style: STYLE,
      script: SCRIPT,
      styleHash: STYLE_HASH,
      scriptHash: SCRIPT_HASH,
    },
    [el("body", { class: tone }, ...bodyOf(page))],
  );
}

function bodyOf(page: PageReport): readonly Child[] {
  const letters = new Set(page.failing.flatMap(({ letter }) => letter ?? []));
  const parts = partsOf(page, letters);
  const all = allOf(parts);
  const kept = keepWithin(all, MAX_PAGE_BYTES - FRAME);
  if (kept.dropped.length === 0) return shown(page, parts, letters, kept);
  // Nothing may lead to what is left out: without the links to it, the same parts are made once more.
  const left = new Set(
    page.failing.flatMap(({ letter }, at) => {
      const card = parts.cards[at];
      return letter === null || card === undefined || !kept.has(card) ? [] : [letter];
    }),
  );
  const again = partsOf(page, left);
  const still = new Set(
    allOf(again).filter((_, at) => {
      const part = all[at];
      return part !== undefined && kept.has(part);
    }),
  );
  return shown(page, again, left, { has: (part) => still.has(part), dropped: kept.dropped });
}

interface Parts {
  readonly named: Readonly<Record<PartName, Part>>;
  readonly before: Html;
  readonly cards: readonly Part[];
  readonly after: Html;
}

type PartName = "notices" | "changes" | "declared" | "look" | "cycles" | "steps" | "nights" | "data";

function partsOf(page: PageReport, errors: ReadonlySet<string>): Parts {
  const part = (html: Html | null, rank: number, name: string): Part => ({ html: html ?? NOTHING, rank, name });
  return {
    ...errorParts(page, errors),
    named: {
      notices: part(notices(page), 1, "the notices"),
      changes: part(changes(page, errors), 2, "what changed"),
      declared: part(declared(page, errors), 5, "the components and criteria"),
      look: part(look(page, errors), 3, "what to look at"),
      cycles: part(cycles(page, errors), 4, "the cycles"),
      steps: part(steps(page), 6, "the steps of this cycle"),
      nights: part(nights(page), 7, "the nights"),
      data: part(page.history.rows.length === 0 ? null : testData(page.history), 10, "the list of all tests"),
    },
  };
}

function allOf({ named, cards }: Parts): readonly Part[] {
  return [...Object.values(named), ...cards];
}

function shown(
  page: PageReport,
  { named, before, cards, after }: Parts,
  errors: ReadonlySet<string>,
  kept: Kept,
): readonly Child[] {
  const show = (each: Part): Html => (kept.has(each) ? each.html : NOTHING);
  const isThere = (name: PartName): boolean => show(named[name]) !== NOTHING;
  const hasErrors = cards.length > 0 || page.errors.length > 0 || page.consequences.length > 0;
  return [
    inside("main", "Skip to the report", { class: "skip" }),
    el(
      "main",
      { id: "main" },
      verdict(page, stopsOf(page, isThere), errors),
      show(named.notices),
      hasErrors ? section("errors", errorsTitle(page), before, ...cards.map(show), after) : null,
      show(named.changes),
      show(named.declared),
      show(named.look),
      show(named.cycles),
      show(named.steps),
      tests(page, isThere("data"), errors),
      show(named.nights),
    ),
    footer(page, kept.dropped),
    show(named.data),
  ];
}

function errorsTitle({ failing, errors }: PageReport): string {
  const lettered = failing.filter(({ letter }) => letter !== null).length || errors.length;
  return lettered === 0 ? "What did not pass" : count(lettered, "error");
}

function stopsOf(page: PageReport, isThere: (name: PartName) => boolean): readonly Stop[] {
  const { failing, look: lines, cycles: rows, history, nights: points } = page;
  const errors = failing.filter(({ letter }) => letter !== null).length;
  return [
    ...(errors > 0 ? [{ id: "errors", words: count(errors, "error") }] : []),
    ...(isThere("look") ? [{ id: "look", words: `${lines.length} to look at` }] : []),
    ...(isThere("cycles") ? [{ id: "cycles", words: count(rows.length, "cycle") }] : []),
    ...(isThere("steps") ? [{ id: "steps", words: page.cycle === null ? "The files" : "Steps" }] : []),
    ...(history.rows.length > 0 ? [{ id: "tests", words: kindsIn(history) }] : []),
    ...(isThere("nights") ? [{ id: "nights", words: count(points.length, "night") }] : []),
  ];
}
