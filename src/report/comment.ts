// The pull request comment: one glance open, one click deeper folded.
import type { FailingCheckRow, FailingGroup, Report } from "../model/report.ts";
import type { Untrusted } from "../text/untrusted.ts";
import { block, codePoints, joinBlocks, type Block } from "./blocks.ts";
import { code, copyable, fold, foldUnder, link, phrase } from "./markdown.ts";
import {
  criteriaList,
  cycleTable,
  linkLine,
  MAX_IN_CELL,
  nameLines,
  nameOf,
  openBlocks,
  OWN_RULE,
  paragraph,
  proofOf,
  stepTable,
  whyLine,
} from "./pieces.ts";
import { slug } from "./slug.ts";
import { count } from "./words.ts";

/** GitHub's limit is disputed between 65,536 characters and 262,144 bytes; four bytes a character keep below both. */
export const MAX_COMMENT = 60_000;

/** First line of our comment; how a later cycle recognises it. Only letters, digits, dot and dash get into it. */
export function markerOf(environment: Untrusted): string {
  return `<!-- test-deploy-loop:${slug(environment)} -->`;
}

/** `stateLine` stands between the marker and the page; empty where no later run will read it. */
export function renderComment(report: Report, stateLine = ""): string {
  return renderPage(report, [markerOf(report.environment), stateLine]);
}

/** The same once its loop has ended and a newer comment tells so: one fold, whose title is the verdict. */
export function renderFolded(report: Report, stateLine: string, endUrl: string): string {
  const top = topOf([markerOf(report.environment), stateLine]);
  const [headline, ...blocks] = blocksOf(report, null);
  const title = headline?.text ?? "";
  const end = link({ text: "How the loop ended", url: endUrl });
  const room = MAX_COMMENT - codePoints(top) - codePoints(title) - codePoints(end) - FRAME;
  return `${top}${foldUnder(title, joinBlocks(blocks, room, codePoints))}\n\n${end}\n`;
}

/** What stands around a folded page. */
const FRAME = 100;

/** What a page says beside its report: above the errors, and below them, folded. */
export interface Beside {
  readonly open: Block;
  readonly folded: Block;
}

/** A page of ours, below the lines that no reader sees. */
export function renderPage(report: Report, lines: readonly string[], more: Beside | null = null): string {
  const top = topOf(lines);
  return `${top}${joinBlocks(blocksOf(report, more), MAX_COMMENT - codePoints(top) - 1, codePoints)}\n`;
}

/** The least that has to be said, where GitHub takes no more. */
export function renderShort(report: Report, stateLine = ""): string {
  return renderShortPage(report, [markerOf(report.environment), stateLine]);
}

export function renderShortPage(report: Report, lines: readonly string[]): string {
  const parts = [
    `### ${report.icon} ${phrase(report.headline)}`,
    report.next.length === 0 ? "" : `**Next:** ${phrase(report.next)}`,
    linkLine(report),
  ];
  return `${topOf(lines)}${parts.filter(Boolean).join("\n\n")}\n`;
}

function topOf(lines: readonly string[]): string {
  return lines
    .filter(Boolean)
    .map((line) => `${line}\n`)
    .join("");
}

function blocksOf(report: Report, more: Beside | null): readonly Block[] {
  const open = openBlocks(report, "###", more === null ? [] : [more.open]);
  const links = block(linkLine(report), 0, "links");
  const nights = more === null ? [] : [more.folded];
  return report.isGood ? [...open, links, goodFold(report), ...nights] : [...open, ...folds(report), ...nights, links];
}

/** Of a good cycle nobody has to read more: one fold at the very end. */
function goodFold(report: Report): Block {
  const { look, openLooks, components, failing, steps, cycles } = report;
  const parts = [
    paragraph(look.slice(openLooks)),
    paragraph(components),
    ...failing.map((group, at) => failingGroup(group, at)),
    criteria(report),
    steps.length === 0 ? "" : stepTable(steps, MAX_IN_CELL),
    cycles.length < 2 ? "" : `${report.cyclesTitle}\n\n${cycleTable(cycles, MAX_IN_CELL)}`,
  ].filter(Boolean);
  const rest = look.length - openLooks;
  const title = [report.stepsTitle, rest > 0 ? `${rest} more to look at` : ""].filter(Boolean).join(" · ");
  return block(parts.length === 0 ? "" : fold(title, parts.join("\n\n")), 5, "the steps of this cycle");
}

function folds(report: Report): readonly Block[] {
  const { look, openLooks, steps, cycles } = report;
  const rest = look.slice(openLooks);
  return [
    block(rest.length === 0 ? "" : fold(`${rest.length} more to look at`, paragraph(rest)), 3, "more to look at"),
    block(failingFold(report), 5, "the failures by error"),
    block(criteriaFold(report), 6, "the criteria and what was explained"),
    block(steps.length === 0 ? "" : fold(report.stepsTitle, stepTable(steps, MAX_IN_CELL)), 6, "the steps"),
    block(cycles.length < 2 ? "" : fold(report.cyclesTitle, cycleTable(cycles, MAX_IN_CELL)), 4, "the earlier cycles"),
  ];
}

function criteriaFold({ criteria: rows, explained }: Report): string {
  const met = rows.filter(({ isMet }) => isMet).length;
  const parts = [
    rows.length === 0 ? "" : `${met} of ${count(rows.length, "criterion", "criteria")} met`,
    explained.length === 0 ? "" : `${count(explained.length, "error")} explained and gone`,
  ].filter(Boolean);
  return parts.length === 0 ? "" : fold(parts.join(", "), criteria({ criteria: rows, explained }));
}

function criteria(report: Pick<Report, "criteria" | "explained">): string {
  return [criteriaList(report.criteria), paragraph(report.explained)].filter(Boolean).join("\n\n");
}

/** Errors of which the comment names the failing checks, and the room that they may take beside the rest. */
const MAX_GROUPS = 25;
const MAX_FAILURES = 40_000;

function failingFold({ failing, log, links }: Report): string {
  const many = (weight: FailingGroup["weight"]): number =>
    failing.reduce((sum, group) => sum + (group.weight === weight ? group.checks.length + group.dropped : 0), 0);
  const failures = many("decides");
  const light = (["degraded", "in quarantine"] as const).filter((weight) => many(weight) > 0);
  if (failures === 0 && light.length === 0) return "";
  const title = [
    failures === 0 ? "" : `The ${failures === 1 ? "failure" : `${failures} failures`} by error`,
    ...light.map((weight) => `${many(weight)} ${weight}`),
  ];
  const rest = failing.length - MAX_GROUPS;
  const more = rest > 0 ? `and ${count(rest, "more error")}` : "";
  const whole = links.map((each) => link({ ...each, text: "the summary of the run" })).join("");
  const where = whole === "" ? "" : `The words of the failures are in ${whole}.`;
  const below = [[more, where].filter(Boolean).join(". "), phrase(log)].filter(Boolean).join("<br>\n");
  const body = joinBlocks(
    [...failing.slice(0, MAX_GROUPS).flatMap(groupBlocks), block(below, 0, "where the rest is")],
    MAX_FAILURES,
    codePoints,
  );
  return fold(title.filter(Boolean).join(", "), body);
}

/** The first checks of every error come before the last ones of any. */
const FIRST_CHECKS = 12;

function groupBlocks(group: FailingGroup, at: number): readonly Block[] {
  const more = group.dropped > 0 ? [`- and ${group.dropped} more`] : [];
  const others = [...checkLines(group.checks.slice(FIRST_CHECKS), 0), ...more].join("\n");
  const name = group.letter === null ? "what follows or decides nothing" : `error ${group.letter}`;
  return [
    block(failingGroup({ ...group, checks: group.checks.slice(0, FIRST_CHECKS) }, at), 1 + at, name),
    block(others, 100 + at, `more of ${name}`),
  ];
}

function failingGroup(group: FailingGroup, at: number): string {
  const letter = group.letter === null ? "" : `**${group.letter}** · `;
  const answered = group.whys.filter(({ answer }) => answer !== null).map(whyLine);
  const below = [paragraph([group.advice, group.who, group.log]), ...answered].filter(Boolean);
  const rule = group.ownRule === null ? [] : [copyable(group.ownRule, OWN_RULE, ""), ""];
  return [
    [`${letter}${phrase(group.title)} · ${phrase(group.kind)}`, ...below].join("<br>\n"),
    "",
    ...rule,
    ...checkLines(group.checks, at < MAX_MEASURED_GROUPS ? MAX_EVIDENCE : 0),
  ].join("\n");
}

/** Checks of one error that are shown with what was measured, and errors of which any are: the summary has them all. */
const MAX_EVIDENCE = 4;
const MAX_MEASURED_GROUPS = 6;

/** The first probes with their evidence, then one line for each class or file of tests and for the other probes. */
function checkLines(checks: readonly FailingCheckRow[], most: number): readonly string[] {
  const measured = checks.filter((check) => check.evidence.length > 0 || check.reproduce !== null).slice(0, most);
  return [
    ...measured.map((check) => `- ${check.kind} ${inSuite(check)}${nameOf(check)}\n${proofOf(check, "  ")}`),
    ...nameLines(checks.filter((check) => !measured.includes(check))),
  ];
}

function inSuite({ suite }: FailingCheckRow): string {
  return suite === null ? "" : `${code(suite)} › `;
}
