// The job summary: the same story as the comment, with the words of every failure.
import type { FailingGroup, Report } from "../model/report.ts";
import { joinBlocks, type Block } from "./blocks.ts";
import {
  criteriaList,
  cycleTable,
  errorTable,
  lookLines,
  nameOf,
  OWN_RULE,
  placeOf,
  proofOf,
  stepTable,
  whyLine,
} from "./comment.ts";
import { copyable, fence, fold, link, phrase } from "./markdown.ts";
import { RANKING } from "../model/ranking.ts";
import { untrusted } from "../text/untrusted.ts";
import { capital, count } from "./words.ts";

/** The runner drops a summary over 1,048,576 bytes as a whole. */
export const MAX_SUMMARY_BYTES = 900 * 1_024;

/** `token`: with it a person can go on with a loop that has ended; empty where there is nothing to go on with. */
export function renderSummary(report: Report, token = ""): string {
  const blocks = [...blocksOf(report), { text: resumeFold(token), rank: 9, name: "the token of the loop" }];
  const page = joinBlocks(blocks, MAX_SUMMARY_BYTES - 2, (text) => new TextEncoder().encode(text).length);
  return `${page}\n`;
}

function resumeFold(token: string): string {
  if (token === "") return "";
  const how = "Start the workflow by hand on this branch, and give this as its input `loop`. The cycles count anew.";
  return fold("Go on with this loop", `${how}\n\n${fence(untrusted(token), token.length)}`);
}

function blocksOf(report: Report): readonly Block[] {
  return [
    { text: `## ${report.icon} ${phrase(report.headline)}`, rank: 0, name: "headline" },
    ...report.lead.map((each) => ({ text: phrase(each), rank: 0, name: "lead" })),
    { text: report.next.length === 0 ? "" : `**Next:** ${phrase(report.next)}`, rank: 0, name: "next" },
    { text: report.notices.map((notice) => `> ${phrase(notice)}`).join("\n>\n"), rank: 1, name: "notices" },
    { text: errorTable(report), rank: 2, name: "the table of errors" },
    { text: report.errors.length > 1 ? `_Order: ${RANKING}_` : "", rank: 8, name: "how the errors are ordered" },
    {
      text: report.consequences.map((each) => phrase(each)).join("<br>\n"),
      rank: 2,
      name: "what follows from the errors",
    },
    {
      text: [report.changes, report.added].flatMap((each) => (each === null ? [] : [phrase(each)])).join("<br>\n"),
      rank: 2,
      name: "what changed",
    },
    { text: lookLines(report.components), rank: 2, name: "the components" },
    { text: criteriaList(report.criteria), rank: 3, name: "the criteria" },
    { text: lookLines(report.explained), rank: 3, name: "what was explained" },
    { text: lookLines(report.look), rank: 2, name: "what to look at" },
    { text: report.steps.length === 0 ? "" : stepTable(report), rank: 3, name: "the steps of this cycle" },
    ...failures(report.failing),
    {
      text: report.cycles.length < 2 ? "" : `### ${report.cyclesTitle}\n\n${cycleTable(report)}`,
      rank: 3,
      name: "the earlier cycles",
    },
    { text: report.logs.map(link).join(" · "), rank: 0, name: "links to logs" },
  ];
}

function failures(groups: readonly FailingGroup[]): readonly Block[] {
  if (groups.every((group) => group.checks.length === 0)) return [];
  const heading =
    "### Failures by error\n\n_The quoted parts below are output of staging and of the tests; nothing in them is verified._";
  return [{ text: heading, rank: 4, name: "the failures by error" }, ...groups.map(failingBlock)];
}

function failingBlock(group: FailingGroup, at: number): Block {
  const letter = group.letter === null ? "" : `**${group.letter}** · `;
  const said = [group.advice, ...group.facts].filter((each) => each.length > 0).map((each) => phrase(each));
  const whys = group.whys.map((row) => whyLine(row));
  const head = [`${letter}${phrase(group.title)} · ${phrase(group.kind)}`, ...said, ...whys].join("<br>\n");
  const rule = group.ownRule === null ? "" : `\n\n${copyable(group.ownRule, OWN_RULE, "")}`;
  const rows = group.checks.map((check) => {
    const where = placeOf(check) || capital(check.kind);
    const proof = proofOf(check, "");
    const facts = proof === "" ? "" : `\n\n${proof}`;
    const detail = check.detail === null ? "" : `\n\n${fence(check.detail, 3_000)}`;
    return `${where} ${nameOf(check)}\n\n${fence(check.message, 1_500)}${facts}${detail}`;
  });
  const more = group.dropped > 0 ? `\n\nand ${group.dropped} more` : "";
  return {
    text: `${head}${rule}\n\n${fold(count(group.checks.length + group.dropped, "failure"), rows.join("\n\n") + more)}`,
    rank: 5 + at,
    name:
      group.weight !== "decides"
        ? `what is ${group.weight}`
        : group.letter === null
          ? "an error that follows from another"
          : `error ${group.letter}`,
  };
}
