// The result of a cycle for a terminal: the same story as the comment, without colors that a file would keep.
import type { Report } from "../model/report.ts";
import { plain, plainText } from "./plain.ts";

/** Lines of at most a few hundred characters each. */
export function renderTerminal(report: Report): readonly string[] {
  return [
    "",
    `${report.icon} ${plain(report.headline)}`,
    ...report.lead.map((each) => plain(each)),
    `Next: ${plain(report.next)}`,
    ...titled(
      "Errors",
      report.errors.map(
        (row) =>
          `${row.letter.padEnd(3)}${plain(row.title)}${row.since === "" ? "" : ` · ${row.since}`} · ${row.fails}`,
      ),
    ),
    ...report.consequences.map((each) => `   ${plain(each)}`),
    ...[report.changes, report.added].flatMap((each) => (each === null ? [] : [plain(each)])),
    ...titled("Failures", failures(report)),
    ...titled(
      "Steps",
      report.steps.map((step) => `${step.name.padEnd(13)}${plain(step.result)}`),
    ),
    ...report.notices.map((notice) => plain(notice)),
    "",
  ];
}

function failures(report: Report): readonly string[] {
  return report.failing.flatMap((group) => [
    `${group.letter ?? "–"}  ${plain(group.title)} (${group.kind})`,
    ...group.checks.map((check) => {
      const where = check.group === null ? "" : `${plainText(check.group)}: `;
      return `   ✗ ${where}${plainText(check.name)} – ${plainText(check.message, 300)}`;
    }),
    ...(group.dropped > 0 ? [`   and ${group.dropped} more`] : []),
  ]);
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
}
