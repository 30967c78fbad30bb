// The result of a cycle for a terminal: the same story as the comment, without colors that a file would keep.
import type { EvidenceRow, FailingCheckRow, FailingGroup, Report } from "../model/report.ts";
import { plain, plainLines, plainText } from "./plain.ts";

/** Lines of at most a few hundred characters each. */
export function renderTerminal(report: Report): readonly string[] {
  return [
    "",
    `${report.icon} ${plain(report.headline)}`,
    ...report.lead.map((each) => plain(each)),
    `Next: ${plain(report.next)}`,
    ...report.look.map((each) => plain(each)),
    ...titled("Errors", errors(report)),
    ...changes(report),
    ...titled("Failures", report.failing.flatMap(failures)),
    ...titled("Steps", aligned(report.steps.map((step): Row => [step.name, plain(step.result)]))),
    ...report.notices.map((notice) => plain(notice)),
    "",
  ];
}

function errors(report: Report): readonly string[] {
  const rows = report.errors.map((row) => {
    const since = row.since === "" ? "" : ` · ${row.since}`;
    return `${row.letter.padEnd(3)}${plain(row.title)}${since} · ${row.fails}`;
  });
  return [...rows, ...report.consequences.map((each) => `   ${plain(each)}`)];
}

function changes(report: Report): readonly string[] {
  const lines = [report.changes, report.added].flatMap((each) => (each === null ? [] : [plain(each)]));
  return lines.length === 0 ? [] : ["", ...lines];
}

function failures(group: FailingGroup): readonly string[] {
  return [
    `${(group.letter ?? "–").padEnd(3)}${plain(group.title)} (${group.kind})`,
    ...(group.advice === "" ? [] : [`   ${group.advice}`]),
    ...group.checks.flatMap((check) => failure(check, group.decides ? "✗" : "!")),
    ...(group.dropped > 0 ? [`   and ${group.dropped} more`] : []),
  ];
}

function failure(check: FailingCheckRow, sign: string): readonly string[] {
  const where = check.group === null ? "" : `${plainText(check.group)}: `;
  const mark = check.mark === null ? "" : ` (${check.mark})`;
  const name = `   ${sign} ${where}${plainText(check.name)}${mark}`;
  const said = plainText(check.message, 300);
  const quoted = quote(check);
  if (check.evidence.length === 0) return [`${name}${said === "" ? "" : ` – ${said}`}`, ...quoted];
  return [name, `     ${said}`, ...evidence(check.evidence).map((line) => `     ${line}`), ...quoted];
}

/** Lines of a body, of messages or of a stack: at a desk this is the only page there is. */
const MOST_LINES = 8;

function quote({ detail }: FailingCheckRow): readonly string[] {
  if (detail === null) return [];
  const { lines, more } = plainLines(detail, MOST_LINES);
  const rest = more > 0 ? [`     │ … and ${more} more ${more === 1 ? "line" : "lines"} in the record`] : [];
  return [...lines.map((line) => `     │ ${line}`), ...rest];
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
