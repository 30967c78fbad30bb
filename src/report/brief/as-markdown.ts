// The fix brief for reading: our own words first, everything foreign in code and fences.
import type { Brief, BriefCheck, BriefError, Fate } from "../../model/brief.ts";
import type { Phrase } from "../../model/report.ts";
import { commitWords } from "../changes.ts";
import { criteriaList, nameOf, placeOf, proofOf, whyLine } from "../pieces.ts";
import { code, fence, link, phrase } from "../markdown.ts";
import { list } from "../names.ts";
import { isSame } from "../plain.ts";
import { capital, count } from "../words.ts";
import { untrusted } from "../../text/untrusted.ts";
import { MAX_MESSAGE } from "./errors.ts";
import { RULES } from "./rules.ts";

const MAX_LOG = 2_000;

export function briefAsMarkdown(brief: Brief): string {
  return `${[
    `# Fix brief: ${phrase(brief.headline)}`,
    RULES.map((rule, at) => `${at + 1}. ${rule}`).join("\n"),
    part("Where it stands", bullets(standing(brief))),
    ...brief.lead.map((each) => phrase(each)),
    part("The command that failed", commandPart(brief)),
    part("Errors", errorParts(brief).join("\n\n")),
    part("What did not run", bullets(brief.notTested)),
    part("What changed", bullets(changeLines(brief))),
    part("Commits since the last tested cycle, oldest first", bullets(brief.commits.map(commitWords))),
    part("Parts of the product", bullets(brief.components)),
    part("Fixed when", criteriaList(brief.criteria)),
    part("Decides nothing, and fails", brief.warnings.map((check) => checkPart(check, undefined)).join("\n\n")),
    part("Also worth a look", bullets(brief.look)),
    part("Logs of the services", brief.logs.map((each) => `- ${link(each)}`).join("\n")),
    part("Left out for want of room", leftOutPart(brief)),
  ]
    .filter((each) => each !== "")
    .join("\n\n")}\n`;
}

function part(title: string, text: string): string {
  return text === "" ? "" : `## ${title}\n\n${text}`;
}

function bullets(lines: readonly Phrase[]): string {
  return lines.map((each) => `- ${phrase(each)}`).join("\n");
}

function standing({ environment, place, target, score, next }: Brief): readonly Phrase[] {
  const { loop, cycle, maxCycles, commit, branch, run } = place;
  const at: Phrase = commit === null ? [] : [", commit ", untrusted(commit)];
  const which = loop === null ? "" : `, cycle ${cycle} of ${maxCycles} of loop ${loop}`;
  const where: Phrase = [environment, which, ...at];
  return [
    run === null ? where : [...where, ", ", run],
    ...(branch === null ? [] : [["branch to push to: ", branch]]),
    ["target: ", ...target.asks],
    ...target.missing.map((each): Phrase => ["distance: ", ...each]),
    ...(["tests", "probes", "targets"] as const)
      .filter((kind) => score[kind].total > 0)
      .map((kind): Phrase => [`${kind}: ${score[kind].passed} of ${score[kind].total} pass`]),
    ...(next.length === 0 ? [] : [["next: ", ...next]]),
  ];
}

function commandPart({ command }: Brief): string {
  if (command === null) return "";
  const { what, service, ended, problem, cause, output } = command;
  const name: Phrase = service === null ? ["the set-up command"] : [`the ${what} command of `, service];
  const lines: readonly Phrase[] = [
    [...name, ` ${ended ?? `failed: ${problem ?? "nothing tells why"}`}`],
    ...(cause === null ? [] : [[cause.title], ["the line that tells it: ", cause.line], [`to do: ${cause.next}`]]),
  ];
  const printed =
    output === null ? "" : `\n\nWhat it printed, as far as it tells something:\n\n${fence(output, MAX_LOG)}`;
  return `${bullets(lines)}${printed}`;
}

function errorParts({ errors }: Brief): readonly string[] {
  return errors.map((error) =>
    [errorHead(error), ...error.checks.map((check, at) => checkPart(check, error.checks[at - 1])), rest(error)]
      .filter(Boolean)
      .join("\n\n"),
  );
}

function errorHead({ letter, title, pattern, group, cause, fate }: BriefError): string {
  const lines: readonly Phrase[] = [
    [...group.kind, `; class ${pattern.class}, ${pattern.confidence}`],
    ...(fate === null ? [] : [[FATE_WORDS[fate]]]),
    ...(pattern.since.isNew ? [] : [[`there since cycle ${pattern.since.cycle}`]]),
    ...(group.advice.length === 0 ? [] : [["to do: ", ...group.advice]]),
    ...group.facts,
  ];
  const name = letter ?? (cause === null ? "Also" : `Because of ${cause}`);
  const whys = group.whys.map((row) => `- ${whyLine(row)}`);
  return [`### ${name}: ${phrase(title)}`, "", bullets(lines), ...whys].join("\n");
}

const FATE_WORDS: Readonly<Record<Fate, string>> = {
  new: "new since the last tested cycle",
  later: "its checks come one step later than with the error before",
  other: "its checks failed with another error before",
  same: "not changed since the last tested cycle",
};

/** What a check says in the words of the one before it is not said twice. */
function checkPart({ row, frame, log }: BriefCheck, before: BriefCheck | undefined): string {
  const where = placeOf(row);
  const isSaid = before !== undefined && isSame(row.message, before.row.message);
  const isLogSaid = log !== null && isSaid && before.log !== null && isSame(log, before.log);
  return [
    `**${capital(row.kind)}** ${where === "" ? "" : `${where} › `}${nameOf(row)}${isSaid ? ": says the same" : ""}`,
    isSaid ? "" : fence(row.message, MAX_MESSAGE),
    [placeLine(frame), proofOf(row, "")].filter(Boolean).join("\n"),
    log === null || isLogSaid ? "" : fence(log, MAX_LOG),
  ]
    .filter((each) => each !== "")
    .join("\n\n");
}

/** The nearest place in the project. */
function placeLine(frame: BriefCheck["frame"]): string {
  if (frame === null) return "";
  return `- place: ${code(frame.file)}${frame.line === null ? "" : `, line ${frame.line}`}`;
}

function rest({ pattern, checks }: BriefError): string {
  const more = pattern.checks.length - checks.length;
  if (more <= 0) return "";
  return checks.length === 0 ? `${count(more, "check")} failed with it.` : `and ${count(more, "more check")}.`;
}

function changeLines({ changes }: Brief): readonly Phrase[] {
  if (changes === null) return [];
  const { said, effect, against } = changes;
  const names = (title: string, all: readonly Phrase[number][]): readonly Phrase[] =>
    all.length === 0 ? [] : [[title, ...list(all)]];
  return [
    ...(said === null ? [] : [said]),
    ...(effect.length === 0 ? [] : [[`errors beside those of cycle ${against}: `, ...effect]]),
    ...names("gone: ", changes.errorsGone),
    ...names("pass again: ", changes.fixed),
    ...names("newly failing: ", changes.newlyFailing),
    ...names("in no report any more: ", changes.disappeared),
  ];
}

function leftOutPart({ leftOut }: Brief): string {
  if (leftOut.length === 0) return "";
  return `${leftOut.map((each) => `- ${each}`).join("\n")}\n\nThe record and the summary of the run have them.`;
}
