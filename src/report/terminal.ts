// The result of a cycle for a terminal: the same story as the comment, without colors that a file would keep.
import type { EvidenceRow, FailingCheckRow, FailingGroup, Report } from "../model/report.ts";
import { plain, plainCommand, plainLines, plainText } from "./plain.ts";
import { count } from "./words.ts";

/** Lines of at most a few hundred characters each. */
export function renderTerminal(report: Report): readonly string[] {
  return [
    "",
    `${report.icon} ${plain(report.headline)}`,
    ...report.lead.map((each) => plain(each)),
    ...(report.next.length === 0 ? [] : [`Next: ${plain(report.next)}`]),
    ...report.components.map((each) => plain(each)),
    ...report.look.map((each) => plain(each)),
    ...titled(
      "Criteria",
      report.criteria.map(
        ({ text, isMet, isOpen }) =>
          `[${isMet ? "x" : " "}] ${plainText(text)}${isOpen ? " (nothing measures this)" : ""}`,
      ),
    ),
    ...report.explained.map((each) => plain(each)),
    ...titled("Errors", errors(report)),
    ...consequences(report),
    ...changes(report),
    ...titled("Failures", report.failing.flatMap(failures)),
    ...titled("Steps", aligned(report.steps.map((step): Row => [step.name, plain(step.result)]))),
    ...titled(
      "Logs",
      report.logs.map(({ text, url }) => `${text}: ${url}`),
    ),
    ...report.notices.map((notice) => plain(notice)),
    "",
  ];
}

function errors(report: Report): readonly string[] {
  return report.errors.map((row) => {
    const words = [plain(row.title), row.since, row.priority === null ? "" : `P${row.priority}`, row.fails];
    return `${row.letter.padEnd(3)}${words.filter(Boolean).join(" · ")}`;
  });
}

/** Below the errors that they follow from; where there is none, without a title that promises one. */
function consequences({ errors: above, consequences: lines }: Report): readonly string[] {
  const indent = above.length === 0 ? "" : "     ";
  return lines.map((each) => `${indent}${plain(each)}`);
}

function changes(report: Report): readonly string[] {
  const lines = [report.changes, report.added].flatMap((each) => (each === null ? [] : [plain(each)]));
  return lines.length === 0 ? [] : ["", ...lines];
}

function failures(group: FailingGroup): readonly string[] {
  return [
    `${(group.letter ?? "–").padEnd(3)}${plain(group.title)} (${plain(group.kind)})`,
    ...[group.advice, ...group.facts].filter((each) => each.length > 0).map((each) => `   ${plain(each)}`),
    ...group.whys.map(({ question, answer }) => `   ${plain(question)} ${answer === null ? "–" : plain(answer)}`),
    ...(group.ownRule === null ? [] : [`   a rule for classes: ${plainCommand(group.ownRule)}`]),
    ...group.checks.flatMap((check) => failure(check, group.weight === "decides" ? "✗" : "!")),
    ...(group.dropped > 0 ? [`   and ${group.dropped} more`] : []),
  ];
}

function failure(check: FailingCheckRow, sign: string): readonly string[] {
  const places = [check.suite, check.group].flatMap((each) => (each === null ? [] : [plainText(each)]));
  const where = places.length === 0 ? "" : `${places.join(" › ")}: `;
  const mark = check.mark === null ? "" : ` (${check.mark})`;
  const project = check.project === null ? "" : ` in ${plainText(check.project, 40)}`;
  const name = `   ${sign} ${where}${plainText(check.name)}${project}${mark}`;
  const said = plainText(check.message, 300);
  const again = check.reproduce === null ? [] : [`     reproduce: ${plainCommand(check.reproduce)}`];
  const quoted = [...again, ...quote(check)];
  if (check.evidence.length === 0) return [`${name}${said === "" ? "" : ` – ${said}`}`, ...quoted];
  return [name, `     ${said}`, ...evidence(check.evidence).map((line) => `     ${line}`), ...quoted];
}

/** Lines of a body, of messages or of a stack: at a desk this is the only page there is. */
const MOST_LINES = 8;

function quote({ detail }: FailingCheckRow): readonly string[] {
  if (detail === null) return [];
  const { lines, dropped } = plainLines(detail, MOST_LINES);
  const rest = dropped > 0 ? [`     (${count(dropped, "more line")} in the record)`] : [];
  return [...lines.map((line) => `     │ ${line ?? "…"}`), ...rest];
}

function evidence(rows: readonly EvidenceRow[]): readonly string[] {
  return aligned(rows.map(({ name, value }): Row => [name, plain(value)]));
}

type Row = readonly [name: string, text: string];

/** Names in one column, as wide as the longest; a name that repeats is said once. */
function aligned(rows: readonly Row[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([name]) => name.length)) + 2;
  return rows.map(([name, text], at) => `${(rows[at - 1]?.[0] === name ? "" : name).padEnd(width)}${text}`);
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
}
