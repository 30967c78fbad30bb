// The result of a cycle for a terminal: the verdict, each error with what shows it, what was done. Colors and width are
// for whoever prints it.
import type { EvidenceRow, FailingCheckRow, FailingGroup, Phrase, Report } from "../model/report.ts";
import type { Tone } from "../model/world.ts";
import { plain, plainCommand, plainLines, plainText } from "./plain.ts";
import { capitalized, count } from "./words.ts";
import { widthOf, wrapped, type Hanging } from "./wrap.ts";

export interface TerminalLine {
  readonly text: string;
  readonly tone: Tone | null;
}

export interface Screen {
  readonly columns: number;
  /** null: nobody scrolls. */
  readonly rows: number | null;
  /** Where the record and the pages of this cycle lie, by their names. */
  readonly files?: readonly (readonly [name: string, path: string])[];
}

/** The whole page. What is longer than the screen says at its end again what came of it and who acts. */
export function terminalPage(report: Report, { columns, rows, files = [] }: Screen): readonly TerminalLine[] {
  const where = aligned(files.map(([name, path]): Row => [name, path])).map((each) => ({ ...each, isWhole: true }));
  const page = [...pageOf(report), ...where].flatMap((each) => broken(each, columns));
  if (rows === null || page.length < rows) return page;
  const again = [EMPTY, ...verdictOf(report)].flatMap((each) => broken(each, columns));
  return [...page, ...again];
}

/** The same without a width, for whoever looks for a sentence. */
export function renderTerminal(report: Report): readonly string[] {
  return pageOf(report).map(({ text }) => text);
}

interface Line extends Hanging {
  readonly tone: Tone | null;
}

function broken(each: Line, columns: number): readonly TerminalLine[] {
  return wrapped(each, columns).map((text, at) => ({
    text,
    // The color of a sign is for the line that has it.
    tone: at > 0 && each.tone !== "strong" && each.tone !== "quiet" ? null : each.tone,
  }));
}

function line(text: string, over: Partial<Omit<Line, "text">> = {}): Line {
  return { text, hang: 0, isWhole: false, tone: null, ...over };
}

const EMPTY = line("");

function pageOf(report: Report): readonly Line[] {
  return [
    EMPTY,
    ...verdictOf(report),
    ...titled("Errors", groups(report, "decides")),
    ...titled("Failures that decide nothing", [...groups(report, "degraded"), ...groups(report, "in quarantine")]),
    ...paragraph([report.changes, report.added]),
    ...paragraph(report.components),
    ...titled(
      "To look at",
      report.look.map((each) => line(plain(each), { hang: 2 })),
    ),
    ...titled("Criteria", criteria(report)),
    ...titled(
      "Explained",
      report.explained.map((each) => line(plain(each), { hang: 2 })),
    ),
    ...titled("Steps", aligned(report.steps.map((step): Row => [step.name, plain(step.result)]))),
    ...titled(
      "Logs",
      report.logs.map(({ text, url }) => line(`${text}: ${url}`, { isWhole: true })),
    ),
    ...paragraph(report.notices),
    EMPTY,
  ];
}

function verdictOf({ icon, headline, lead, next }: Report): readonly Line[] {
  return [
    line(`${icon} ${plain(headline)}`, { tone: "strong", hang: 3 }),
    ...lead.map((each) => line(plain(each))),
    ...(next.length === 0 ? [] : [line(`Next: ${plain(next)}`, { hang: 6 })]),
  ];
}

function criteria(report: Report): readonly Line[] {
  return report.criteria.map(({ text, isMet, isOpen }) =>
    line(`[${isMet ? "x" : " "}] ${plainText(text)}${isOpen ? " (nothing measures this)" : ""}`, { hang: 4 }),
  );
}

/** Each error with its tests below it, and what only follows from them at the end. */
function groups(report: Report, weight: FailingGroup["weight"]): readonly Line[] {
  const lines = report.failing.filter((each) => each.weight === weight).flatMap((each) => groupLines(each, report));
  if (weight !== "decides") return lines;
  return [...lines, ...consequences(report), ...(report.log.length === 0 ? [] : [line(plain(report.log))])];
}

function groupLines(group: FailingGroup, report: Report): readonly Line[] {
  const isError = group.weight === "decides";
  const title = line(`${(group.letter ?? "–").padEnd(3)}${plain(capitalized(group.title))}`, {
    hang: 3,
    tone: isError && group.letter !== null ? "bad" : null,
  });
  const row = report.errors.find(({ letter }) => letter !== "" && letter === group.letter);
  const about = [
    row?.fails ?? "",
    row?.since ?? "",
    row === undefined || row.priority === null ? "" : `priority ${row.priority}`,
    plain(group.kind),
  ];
  const before = (at: number): string => {
    const one = group.checks[at - 1];
    return one === undefined ? plain(group.title) : plainText(one.message, 300);
  };
  const facts = group.facts.map((each) => plain(each)).join(" ");
  return [
    title,
    line(about.filter((each) => each !== "").join(" · "), { tone: "quiet" }),
    ...[group.advice, group.log].flatMap((each) => (each.length === 0 ? [] : [line(plain(each))])),
    ...(facts === "" ? [] : [line(facts, { tone: "quiet" })]),
    ...answers(group),
    ...(group.ownRule === null
      ? []
      : [line(`a rule for classes: ${plainCommand(group.ownRule)}`, { isWhole: true, tone: "quiet" })]),
    ...group.checks.flatMap((check, at) => failure(check, before(at), isError ? "✗" : "!")),
    ...(group.dropped > 0 ? [line(`and ${group.dropped} more`)] : []),
  ].map((each, at) => (at === 0 ? each : indented(each, 3)));
}

/** A question that nobody has answered is one for the page of the run. */
function answers({ whys }: FailingGroup): readonly Line[] {
  return whys.flatMap(({ question, answer }) =>
    answer === null ? [] : [line(`${plain(question)} ${plain(answer)}`, { hang: 2 })],
  );
}

/** What follows from an error and failed has a group of its own; here is what did not run. */
function consequences({ consequences: all, failing }: Report): readonly Line[] {
  const titles = failing.map(({ title: [, ...rest] }) => `: ${plain(rest)} (`);
  const rest = all.map((each) => plain(each)).filter((each) => !titles.some((title) => each.includes(title)));
  return rest.map((each) => line(each, { hang: 2 }));
}

function paragraph(phrases: readonly (Phrase | null)[]): readonly Line[] {
  const lines = phrases.flatMap((each) => (each === null ? [] : [line(plain(each))]));
  return lines.length === 0 ? [] : [EMPTY, ...lines];
}

function failure(check: FailingCheckRow, before: string, sign: string): readonly Line[] {
  const places = [check.suite, check.group].flatMap((each) => (each === null ? [] : [plainText(each)]));
  const where = places.length === 0 ? "" : `${places.join(" › ")}: `;
  const mark = check.mark === null ? "" : ` (${check.mark})`;
  const project = check.project === null ? "" : ` in ${plainText(check.project, 40)}`;
  const said = plainText(check.message, 300);
  // Of tests that say the same, the title or the first says it for all.
  const isSaid = said === "" || said === before;
  return [
    line(`${sign} ${where}${plainText(check.name)}${project}${mark}`, { hang: 2, tone: sign === "✗" ? "bad" : "odd" }),
    ...[
      ...(isSaid ? [] : [line(said)]),
      ...evidence(check.evidence),
      ...(check.reproduce === null ? [] : [line(`reproduce: ${plainCommand(check.reproduce)}`, { isWhole: true })]),
      ...quote(check),
    ].map((each) => indented(each, 2)),
  ];
}

/** Lines of a body, of messages or of a stack: at a desk this is the only page there is. */
const MOST_LINES = 8;

function quote({ detail }: FailingCheckRow): readonly Line[] {
  if (detail === null) return [];
  const { lines, dropped } = plainLines(detail, MOST_LINES);
  const rest = dropped > 0 ? [`(${count(dropped, "more line")} in the record)`] : [];
  return [...lines.map((each) => `│ ${each ?? "…"}`), ...rest].map((text) =>
    line(text, { tone: "quiet", isWhole: true }),
  );
}

function evidence(rows: readonly EvidenceRow[]): readonly Line[] {
  return aligned(rows.map(({ name, value }): Row => [name, plain(value)]));
}

type Row = readonly [name: string, text: string];

/** Names in one column, as wide as the longest; a name that repeats is said once. */
function aligned(rows: readonly Row[]): readonly Line[] {
  const width = Math.max(0, ...rows.map(([name]) => widthOf(name))) + 2;
  return rows.map(([name, text], at) =>
    line(`${(rows[at - 1]?.[0] === name ? "" : name).padEnd(width)}${text}`, { hang: width }),
  );
}

function titled(title: string, lines: readonly Line[]): readonly Line[] {
  return lines.length === 0 ? [] : [EMPTY, line(title, { tone: "strong" }), ...lines.map((each) => indented(each, 2))];
}

function indented(each: Line, by: number): Line {
  return { ...each, text: `${" ".repeat(by)}${each.text}`, hang: each.hang + by };
}
