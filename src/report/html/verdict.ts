// The first screen: how staging is, the biggest error, what happens next, and what was looked at.
import type { PageReport } from "../../model/report.ts";
import { duration, short } from "../words.ts";
import { all, el, inside, named, outside, sentence, type Child, type Html } from "./html.ts";
import { sign, VERDICTS } from "./icons.ts";
import { iso, moment } from "./moments.ts";
import { separated } from "./section.ts";

/** A part of the page that the first screen leads to. */
export interface Stop {
  readonly id: string;
  readonly words: string;
}

export function verdict(page: PageReport, stops: readonly Stop[], errors: ReadonlySet<string>): Html {
  const { tone } = VERDICTS[page.icon];
  const { headline, lead, next } = page;
  return el(
    "header",
    { class: "verdict" },
    el("p", { class: "word" }, sign(tone), el("span", {}, wordOf(page)), ...cycleWords(page)),
    el("h1", {}, sentence(headline, errors)),
    lead.map((line) => el("p", { class: "lead" }, sentence(line, errors))),
    page.isGood || next.length === 0
      ? null
      : el("p", { class: "next" }, el("b", {}, "Next:"), " ", sentence(next, errors)),
    byline(page),
    stops.length < 2
      ? null
      : el(
          "nav",
          { "aria-label": "Parts of this page" },
          el("ul", {}, ...stops.map(({ id, words }) => el("li", {}, inside(id, words)))),
        ),
  );
}

/** Files of tests have no target that they could miss. */
export function wordOf({ icon, cycle }: PageReport): string {
  const { tone, word } = VERDICTS[icon];
  if (cycle !== null) return word;
  return tone === "good" ? "Passed" : tone === "bad" ? "Failed" : word;
}

function cycleWords({ cycle }: PageReport): readonly Child[] {
  if (cycle === null) return [];
  const { n, most } = cycle;
  return [el("span", { class: "cycle" }, n > most ? `cycle ${n}` : `cycle ${n} of ${most}`)];
}

/** What was looked at, when, and where more of it is. */
function byline(page: PageReport): Html | null {
  if (page.cycle === null) return null;
  const { environment, commit, repository, ran, links, logs } = page;
  const what = all(
    named(environment, 100),
    /^0*$/u.test(commit) ? null : all(" at ", el("code", {}, short(commit))),
    repository === null ? null : ` of ${repository}`,
  );
  return el(
    "p",
    { class: "byline" },
    ...separated([
      what,
      ran === null
        ? null
        : all(
            el("time", { datetime: iso(ran.startedAt) }, moment(ran.startedAt)),
            `, took ${duration(ran.durationMs)}`,
          ),
      ...[...links, ...logs].map((link) => outside(link)),
    ]),
  );
}
