// The issue of the nights: its marker, its title, and its page, which is the comment's with the nights so far.
import type { NightRow, Nights } from "../model/night.ts";
import type { Report } from "../model/report.ts";
import { runUrl, type Trigger } from "../model/trigger.ts";
import type { Untrusted } from "../text/untrusted.ts";
import { renderPage, renderShortPage, type Beside } from "./comment.ts";
import { scoreOf } from "./cycles.ts";
import { fold, table } from "./markdown.ts";
import { plain } from "./plain.ts";
import { properName, slug } from "./slug.ts";
import { bar } from "./trend.ts";
import { count } from "./words.ts";

/** First line of the issue; how a later night recognises it. Only letters, digits, dot and dash get into it. */
export function nightMarkerOf(environment: Untrusted): string {
  return `<!-- test-deploy-loop:${slug(environment)} nights -->`;
}

/** The same every night, so that the list of issues stays quiet and a closed one reads right. */
export function nightTitle(environment: Untrusted): string {
  return plain([properName(environment), " did not pass at night"]);
}

export interface NightPageOrder {
  readonly report: Report;
  readonly nights: Nights;
  readonly trigger: Trigger;
  /** The second and the third line: how the loop stands, and the nights, for the run that reads them. */
  readonly lines: readonly string[];
}

/** The same view as the comment's, with the nights so far. */
export function renderNightPage({ report, nights, trigger, lines }: NightPageOrder) {
  const top = [nightMarkerOf(report.environment), ...lines];
  return { body: renderPage(report, top, trendOf(nights, trigger)), short: renderShortPage(report, top) };
}

function trendOf({ rows }: Nights, trigger: Trigger): Beside | null {
  if (rows.length < 2) return null;
  const title = `The last ${count(rows.length, "night")}`;
  const line = `**${title}:** \`${rows.map(bar).join("")}\` · ${tally(rows)}`;
  return {
    open: { text: line, rank: 1, name: "the nights in one line" },
    folded: { text: fold(title, nightTable(rows, trigger)), rank: 2, name: "the nights" },
  };
}

function tally(rows: readonly NightRow[]): string {
  const many = (...verdicts: readonly NightRow["verdict"][]): number =>
    rows.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const [good, bad, untested, unproven] = [many("met"), many("not-met"), many("not-tested"), many("unproven")];
  return [
    `${good} met`,
    ...(bad > 0 ? [`${bad} not met`] : []),
    ...(untested > 0 ? [`${untested} not tested`] : []),
    ...(unproven > 0 ? [`${unproven} unproven`] : []),
  ].join(", ");
}

/** The newest on top. */
function nightTable(rows: readonly NightRow[], trigger: Trigger): string {
  const last = rows.at(-1);
  return table(
    ["Night", "Result", "Cycles"],
    rows.toReversed().map((row) => {
      const end = !row.isOpen ? "" : row === last ? ", goes on" : ", then its runs stopped";
      return [`[${row.date}](${runUrl(trigger, row.run)})`, `${resultOf(row)}${end}`, String(row.n)];
    }),
  );
}

function resultOf(row: NightRow): string {
  switch (row.verdict) {
    case "met":
      return `✅ ${scoreOf(row)}`;
    case "not-met":
      return `❌ ${scoreOf(row)}`;
    case "not-tested":
      return "⚪ not tested";
    case "unproven":
      return "⚠️ unproven";
  }
}
