// The job summary: the same story as the comment, then every failure and every figure under headings in a fixed order.
import { RANKING } from "../model/ranking.ts";
import type { Report } from "../model/report.ts";
import { untrusted } from "../text/untrusted.ts";
import { block, joinBlocks, type Block } from "./blocks.ts";
import { failureBlocks } from "./failures.ts";
import { code, fence, fold, phrase, table } from "./markdown.ts";
import { criteriaList, cycleTable, linkLine, MAX_IN_CELL, openBlocks, paragraph, stepTable } from "./pieces.ts";
import { chartOfCycles, laneTable } from "./progression.ts";
import { duration } from "./words.ts";

/** The runner drops a summary over 1,048,576 bytes as a whole, and other steps write some of it. */
export const MAX_SUMMARY_BYTES = 900 * 1_024;

/** `token`: with it a person can go on with a loop that has ended; empty where there is nothing to go on with. */
export function renderSummary(report: Report, token = ""): string {
  const blocks = [...blocksOf(report), block(resumeFold(token), 9, "the token of the loop")];
  return `${joinBlocks(blocks, MAX_SUMMARY_BYTES - 2, bytes)}\n`;
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

function resumeFold(token: string): string {
  if (token === "") return "";
  const how = "Start the workflow by hand on this branch, and give this as its input `loop`. The cycles count anew.";
  return fold("Go on with this loop", `${how}\n\n${fence(untrusted(token), token.length)}`);
}

function blocksOf(report: Report): readonly Block[] {
  const { look, openLooks, unread, contact, criteria, explained, errors } = report;
  const steps = report.steps.filter(({ name }) => !OWN_SECTION.has(name));
  const order = errors.length > 1 ? fold("How the errors are ordered", `In this order: ${RANKING}`) : "";
  return [
    ...openBlocks(report, "##"),
    block(paragraph(look.slice(openLooks)), 3, "more to look at"),
    ...failureBlocks(report),
    block(order, 8, "how the errors are ordered"),
    section("Steps of this cycle", steps.length === 0 ? "" : stepTable(steps), 4),
    section("Reports without results", unreadList(unread), 4),
    section("Contact with staging", contact.map((each) => `- ${phrase(each)}`).join("\n"), 6),
    section("Cycles", cyclesPart(report), 4),
    section("Errors over the cycles", laneTable(report), 6),
    section("Slow tests", slowTable(report), 7),
    section("Criteria", criteriaList(criteria), 4),
    block(paragraph(explained), 5, "what was explained"),
    block(linkLine({ logs: report.logs, links: [] }), 1, "links to logs"),
  ];
}

/** Steps that are told in full below a heading of their own. */
const OWN_SECTION: ReadonlySet<string> = new Set(["Reports", "Contact"]);

/** Nothing where there is nothing below the heading. */
function section(title: string, body: string, rank: number): Block {
  return block(body === "" ? "" : `### ${title}\n\n${body}`, rank, `“${title}”`);
}

function unreadList(unread: Report["unread"]): string {
  return unread.map(({ suite, path, why }) => `- ${code(path)} of ${code(suite)} is ${why}`).join("\n");
}

function cyclesPart(report: Report): string {
  const { cycles, trend, isGood, changes, added } = report;
  if (cycles.length < 2) return "";
  // What is open on any other page.
  const moved = isGood ? paragraph([changes, added]) : "";
  return [trend ?? "", moved, chartOfCycles(cycles), cycleTable(cycles, MAX_IN_CELL)].filter(Boolean).join("\n\n");
}

function slowTable({ slow }: Report): string {
  if (slow.length === 0) return "";
  return table(
    ["Test", "Took"],
    slow.map(({ name, project, durationMs, outcome }) => [
      `${code(name, MAX_IN_CELL)}${project === null ? "" : ` in ${code(project, 40)}`}${outcome === "passed" ? "" : ` (${outcome})`}`,
      duration(durationMs),
    ]),
  );
}
