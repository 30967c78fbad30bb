// Pieces of Markdown that the comment, the job summary and the issue of the nights share. What they say is decided in
// view.ts.
import type {
  CriterionRow,
  CycleRow,
  ErrorRow,
  FailingCheckRow,
  Phrase,
  Report,
  StepRow,
  WhyRow,
} from "../model/report.ts";
import { block, type Block } from "./blocks.ts";
import { code, copyable, link, phrase, table } from "./markdown.ts";

/** What is read without a click, the same everywhere: verdict, biggest error, next step, other errors, what changed. */
export function openBlocks(report: Report, heading: "##" | "###", beside: readonly Block[] = []): readonly Block[] {
  const { isGood, next, look, openLooks } = report;
  const ifBad = (text: string): string => (isGood ? "" : text);
  return [
    block(`${heading} ${report.icon} ${phrase(report.headline)}`, 0, "headline"),
    ...report.lead.map((each) => block(phrase(each), 0, "lead")),
    block(ifBad(next.length === 0 ? "" : `**Next:** ${phrase(next)}`), 0, "next"),
    ...beside,
    block(otherErrors(report), 1, "the other errors"),
    block(paragraph(report.consequences), 3, "what follows from the errors"),
    block(ifBad(paragraph([report.changes, report.added])), 2, "what changed"),
    block(ifBad(paragraph(report.components)), 3, "the components"),
    block(paragraph(look.slice(0, openLooks)), 2, "what to look at"),
    block(report.notices.map((notice) => `> ${phrase(notice)}`).join("\n>\n"), 1, "notices"),
  ];
}

/** Below the one that the lead is about. */
function otherErrors({ otherErrors: others }: Report): string {
  if (others.length === 0) return "";
  return [`**The other ${others.length === 1 ? "error" : "errors"}:**`, ...others.map(errorLine)].join("\n");
}

/** Characters of a foreign text in the list: the whole of it is one click away. */
const MAX_TITLE = 100;

/** "- **B** · `GET /api/agents/start` answers `404` · 2 tests, since cycle 1". */
function errorLine({ letter, title, since, isRecognised, fails, priority }: ErrorRow): string {
  const parts = [
    letter === "" ? "" : `**${letter}**`,
    phrase(title, MAX_TITLE),
    [fails, since, isRecognised ? "" : "not recognised"].filter(Boolean).join(", "),
    priority === null ? "" : `priority ${priority}`,
  ];
  return `- ${parts.filter(Boolean).join(" · ")}`;
}

/** Sentences of which each has its own line. */
export function paragraph(lines: readonly (Phrase | null)[]): string {
  return lines.flatMap((line) => (line === null || line.length === 0 ? [] : [phrase(line)])).join("<br>\n");
}

export function linkLine({ logs, links }: Pick<Report, "logs" | "links">): string {
  return [...logs, ...links].map(link).join(" · ");
}

/** What stands above a rule to be pasted. */
export const OWN_RULE = "a rule for `classes` in the configuration";

/** A question with its answer, or visibly without one. */
export function whyLine({ question, answer }: WhyRow): string {
  return `${phrase(question)} ${answer === null ? "_No answer yet._" : phrase(answer)}`;
}

/** A list to tick off; what nothing measures stays open. */
export function criteriaList(criteria: readonly CriterionRow[]): string {
  return criteria
    .map(
      ({ text, isMet, isOpen }) => `- [${isMet ? "x" : " "}] ${code(text)}${isOpen ? " (nothing measures this)" : ""}`,
    )
    .join("\n");
}

/** "`api` › `tests.test_login`"; empty where nothing tells. */
export function placeOf({ suite, group }: FailingCheckRow): string {
  return [suite, group].flatMap((each) => (each === null ? [] : [code(each)])).join(" › ");
}

export function nameOf(check: FailingCheckRow): string {
  const project = check.project === null ? "" : ` in ${code(check.project, 40)}`;
  const mark = check.mark === null ? "" : ` (${check.mark})`;
  const was = check.before === null ? "" : ` (was ${code(check.before, 40)})`;
  return `${code(check.name)}${project}${mark}${was}`;
}

/** One line for each class or file of tests, and for the probes. */
export function nameLines(checks: readonly FailingCheckRow[]): readonly string[] {
  const lines = new Map<string, string[]>();
  for (const check of checks) {
    const where = placeOf(check) || `${check.kind}s`;
    const names = lines.get(where);
    if (names === undefined) lines.set(where, [nameOf(check)]);
    else names.push(nameOf(check));
  }
  return [...lines].map(([where, names]) => `- ${where}: ${names.join(", ")}`);
}

/** What was measured of one check, and how to run it again. */
export function proofOf({ evidence, reproduce }: FailingCheckRow, indent: string): string {
  const rows = evidence.map(({ name, value }) => `${indent}- ${name}: ${phrase(value)}`);
  const again = reproduce === null ? [] : [`${indent}- ${copyable(reproduce, "reproduce", `${indent}  `)}`];
  return [...rows, ...again].join("\n");
}

/** Characters of a foreign text in a cell, so that no table is wider than a phone: code does not break. */
export const MAX_IN_CELL = 22;

export function stepTable(steps: readonly StepRow[], most?: number): string {
  return table(
    ["Step", "Result"],
    steps.map((step) => [step.name, phrase(step.result, most)]),
  );
}

export function cycleTable(cycles: readonly CycleRow[], most: number): string {
  return table(
    ["Cycle", "Tests · biggest error"],
    cycles.map((row) => {
      const top = typeof row.top === "string" ? row.top : code(row.top, most);
      const n = row.runUrl === null ? String(row.n) : `[${row.n}](${row.runUrl})`;
      return [`${n} at \`${row.commit}\``, top === "" ? row.tests : `${row.tests} · ${top}`];
    }),
  );
}
