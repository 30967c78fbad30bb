// The pull request comment: one glance open, one click deeper folded.
import type { CycleId } from "../model/cycle.ts";
import type { CriterionRow, FailingCheckRow, FailingGroup, Phrase, Report, WhyRow } from "../model/report.ts";
import type { Untrusted } from "../text/untrusted.ts";
import { joinBlocks, type Block } from "./blocks.ts";
import { code, copyable, fold, link, phrase, table } from "./markdown.ts";
import { isGreen, splitLook } from "./open-part.ts";
import { slug } from "./slug.ts";
import { count } from "./words.ts";

/** GitHub's limit is disputed between 65,536 characters and 262,144 bytes; this stays below both. */
export const MAX_COMMENT = 60_000;

/** First line of our comment; how a later cycle recognises it. Only letters, digits, dot and dash get into it. */
export function markerOf(environment: Untrusted): string {
  return `<!-- test-deploy-loop:${slug(environment)} -->`;
}

/** `stateLine` stands between the marker and the page; empty where no later run will read it. */
export function renderComment(report: Report, stateLine = ""): string {
  return renderPage(report, [markerOf(report.environment), stateLine]);
}

/** What a page says beside its report: above the errors, and below them, folded. */
export interface Beside {
  readonly open: Block;
  readonly folded: Block;
}

/** A page of ours, below the lines that no reader sees. */
export function renderPage(report: Report, lines: readonly string[], more: Beside | null = null): string {
  const top = topOf(lines);
  return `${top}${joinBlocks(blocksOf(report, more), MAX_COMMENT - top.length - 1, (text) => [...text].length)}\n`;
}

/** The least that has to be said, where GitHub takes no more. */
export function renderShort(report: Report, stateLine = ""): string {
  return renderShortPage(report, [markerOf(report.environment), stateLine]);
}

export function renderShortPage(report: Report, lines: readonly string[]): string {
  const [headline, ...rest] = blocksOf(report).filter(({ name }) => name === "headline" || name === "links");
  const next = block(report.next.length === 0 ? "" : `**Next:** ${phrase(report.next)}`, 0, "next");
  const parts = [headline, next, ...rest].flatMap((each) =>
    each === undefined || each.text === "" ? [] : [each.text],
  );
  return `${topOf(lines)}${parts.join("\n\n")}\n`;
}

/** Tells once that a loop is over, beside the comment that was edited all the time. */
export function renderEnded(report: Report, { loop, n }: CycleId): { readonly marker: string; readonly body: string } {
  const marker = `<!-- test-deploy-loop:${slug(report.environment)} end of ${loop}/${n} -->`;
  const lines = [
    `${report.icon} **${phrase(report.headline)}**`,
    ...(report.icon === "✅" ? [] : report.lead.map((each) => phrase(each))),
    report.icon === "✅"
      ? `The loop has reached its target after ${count(report.cycles.length, "cycle")}.`
      : `**After ${count(report.cycles.length, "cycle")}:** ${phrase(report.next)}`,
  ];
  return { marker, body: `${marker}\n${lines.join("\n\n")}\n` };
}

function topOf(lines: readonly string[]): string {
  return lines
    .filter(Boolean)
    .map((line) => `${line}\n`)
    .join("");
}

function blocksOf(report: Report, more: Beside | null = null): readonly Block[] {
  const look = splitLook(report);
  return [
    block(`### ${report.icon} ${phrase(report.headline)}`, 0, "headline"),
    ...report.lead.map((each) => block(phrase(each), 0, "lead")),
    block(isGreen(report) || report.next.length === 0 ? "" : `**Next:** ${phrase(report.next)}`, 0, "next"),
    ...(more === null ? [] : [more.open]),
    block(errorTable(report), 2, "the table of errors"),
    block(report.consequences.map((each) => phrase(each)).join("<br>\n"), 3, "what follows from the errors"),
    block(
      isGreen(report)
        ? ""
        : [report.changes, report.added].flatMap((each) => (each === null ? [] : [phrase(each)])).join("<br>\n"),
      2,
      "what changed",
    ),
    block(lookLines(report.components), 3, "the components"),
    block(lookLines(look.open), 2, "what to look at"),
    block(report.notices.map((notice) => `> ${phrase(notice)}`).join("\n>\n"), 1, "notices"),
    block(
      look.folded.length === 0 ? "" : fold(`${look.folded.length} more to look at`, lookLines(look.folded)),
      3,
      "the rest of what to look at",
    ),
    block(failingFold(report.failing), 5, "the failures by error"),
    block(criteriaFold(report), 6, "the criteria and what was explained"),
    block(report.steps.length === 0 ? "" : fold(report.stepsTitle, stepTable(report)), 6, "the steps of this cycle"),
    block(report.cycles.length < 2 ? "" : fold(report.cyclesTitle, cycleTable(report)), 4, "the earlier cycles"),
    ...(more === null ? [] : [more.folded]),
    block([...report.logs, ...report.links].map(link).join(" · "), 0, "links"),
  ];
}

function block(text: string, rank: number, name: string): Block {
  return { text, rank, name };
}

/** Characters of a foreign text in the table: the whole of it stands below, and nothing scrolls sideways. */
const MAX_TITLE = 100;

export function errorTable(report: Report): string {
  if (report.errors.length === 0) return "";
  return table(
    ["", "Error", "Fails"],
    report.errors.map((row) => [
      row.letter === "" ? "" : `**${row.letter}**`,
      [phrase(row.title, MAX_TITLE), row.since, row.priority === null ? "" : `P${row.priority}`]
        .filter(Boolean)
        .join(" · "),
      row.fails,
    ]),
  );
}

function criteriaFold({ criteria, explained }: Report): string {
  const met = criteria.filter(({ isMet }) => isMet).length;
  const parts = [
    criteria.length === 0 ? "" : `${met} of ${count(criteria.length, "criterion", "criteria")} met`,
    explained.length === 0 ? "" : `${count(explained.length, "error")} explained and gone`,
  ].filter(Boolean);
  if (parts.length === 0) return "";
  return fold(parts.join(", "), [criteriaList(criteria), lookLines(explained)].filter(Boolean).join("\n\n"));
}

function failingFold(groups: readonly FailingGroup[]): string {
  const many = (weight: FailingGroup["weight"]): number =>
    groups.reduce((sum, group) => sum + (group.weight === weight ? group.checks.length + group.dropped : 0), 0);
  const failures = many("decides");
  const light = (["degraded", "in quarantine"] as const).filter((weight) => many(weight) > 0);
  if (failures === 0 && light.length === 0) return "";
  const parts = [
    failures === 0 ? "" : `The ${failures === 1 ? "failure" : `${failures} failures`} by error`,
    ...light.map((weight) => `${many(weight)} ${weight}`),
  ];
  const rest = groups.length - MAX_GROUPS;
  const more =
    rest > 0 ? [`and ${count(rest, "more error")}, which the summary of the run shows as far as there is room`] : [];
  return fold(
    parts.filter(Boolean).join(", "),
    [...groups.slice(0, MAX_GROUPS).map((group, at) => failingGroup(group, at)), ...more].join("\n\n"),
  );
}

/** Errors of which the comment names the failing checks. */
const MAX_GROUPS = 25;

function failingGroup(group: FailingGroup, at: number): string {
  const letter = group.letter === null ? "" : `**${group.letter}** · `;
  // Who acts, and by which id an answer names it; the rest stands in the summary.
  const said = [group.advice, ...new Set([...group.facts.slice(0, 1), ...group.facts.slice(-1)])].filter(
    (each) => each.length > 0,
  );
  const answered = group.whys.filter(({ answer }) => answer !== null);
  const below = [...said.map((each) => phrase(each)), ...answered.map((row) => whyLine(row))];
  const rule = group.ownRule === null ? [] : [copyable(group.ownRule, OWN_RULE, ""), ""];
  const more = group.dropped > 0 ? [`- and ${group.dropped} more`] : [];
  return [
    [`${letter}${phrase(group.title)} · ${phrase(group.kind)}`, ...below].join("<br>\n"),
    "",
    ...rule,
    ...checkLines(group.checks, at < MAX_MEASURED_GROUPS ? MAX_EVIDENCE : 0),
    ...more,
  ].join("\n");
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

/** Checks of one error that are shown with what was measured, and errors of which any are: the summary has them all. */
const MAX_EVIDENCE = 4;
const MAX_MEASURED_GROUPS = 6;

/** The first probes with their evidence, then one line for each class or file of tests and for the other probes. */
function checkLines(checks: readonly FailingCheckRow[], most: number): readonly string[] {
  const measured = checks.filter((check) => check.evidence.length > 0 || check.reproduce !== null).slice(0, most);
  const lines = new Map<string, string[]>();
  for (const check of checks) {
    if (measured.includes(check)) continue;
    const where = placeOf(check) || `${check.kind}s`;
    lines.set(where, [...(lines.get(where) ?? []), nameOf(check)]);
  }
  return [
    ...measured.map((check) => `- ${check.kind} ${inSuite(check)}${nameOf(check)}\n${proofOf(check, "  ")}`),
    ...[...lines].map(([where, names]) => `- ${where}: ${names.join(", ")}`),
  ];
}

/** "`api` › `tests.test_login`"; empty where nothing tells. */
export function placeOf({ suite, group }: FailingCheckRow): string {
  return [suite, group].flatMap((each) => (each === null ? [] : [code(each)])).join(" › ");
}

function inSuite({ suite }: FailingCheckRow): string {
  return suite === null ? "" : `${code(suite)} › `;
}

export function nameOf(check: FailingCheckRow): string {
  const project = check.project === null ? "" : ` in ${code(check.project, 40)}`;
  const mark = check.mark === null ? "" : ` (${check.mark})`;
  const was = check.before === null ? "" : ` (was ${code(check.before, 40)})`;
  return `${code(check.name)}${project}${mark}${was}`;
}

/** What was measured of one check, and how to run it again. */
export function proofOf({ evidence, reproduce }: FailingCheckRow, indent: string): string {
  const rows = evidence.map(({ name, value }) => `${indent}- ${name}: ${phrase(value)}`);
  const again = reproduce === null ? [] : [`${indent}- ${copyable(reproduce, "reproduce", `${indent}  `)}`];
  return [...rows, ...again].join("\n");
}

/** Each line begins with what it is: flaky, degraded, near a limit. */
export function lookLines(look: readonly Phrase[]): string {
  return look.map((line) => phrase(line)).join("<br>\n");
}

export function stepTable(report: Report): string {
  return table(
    ["Step", "Result"],
    report.steps.map((step) => [step.name, phrase(step.result)]),
  );
}

export function cycleTable(report: Report): string {
  return table(
    ["", "Commit", "Tests · biggest error"],
    report.cycles.map((row) => {
      const top = typeof row.top === "string" ? row.top : code(row.top, 60);
      const n = row.runUrl === null ? String(row.n) : `[${row.n}](${row.runUrl})`;
      return [n, `\`${row.commit}\``, top === "" ? row.tests : `${row.tests} · ${top}`];
    }),
  );
}
