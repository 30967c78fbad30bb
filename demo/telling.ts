// Tells a played story: what people see of each run as plain lines, and its pages as files in demo/out.
import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ToldRun } from "./stage.ts";

/** One run as lines: its title, the open part of the page that people look at first, and what else happened. */
export function linesOf(told: ToldRun): readonly string[] {
  const { outputs, commit, subject, result } = told;
  const title = outputs["cycle"] === undefined ? `Run ${told.number}` : `Cycle ${outputs["cycle"]}`;
  const head = `── ${title} · ${commit.slice(0, 7)} “${subject}”`;
  const about = `${startOf(told)} · ${result.seconds.toFixed(1)} s · ${result.conclusion}`;
  const body = [about, ...jobsOf(told), ...openPart(pageOf(told)), ...besides(told)];
  return ["", head, ...body.map((line) => `   ${line}`)];
}

function startOf({ run, result }: ToldRun): string {
  if (result.attempt > 1) return `started again by ${run.triggeringActor}`;
  if (run.event !== "workflow_dispatch")
    return run.event === "schedule" ? "started by the clock" : `${run.event} by ${run.actor}`;
  return run.actor === "github-actions[bot]" ? "started by the loop" : `started by ${run.actor}`;
}

function jobsOf({ result }: ToldRun): readonly string[] {
  if (result.jobs.length < 2) return [];
  return [`Jobs: ${result.jobs.map(({ name, conclusion }) => `${name} ${conclusion}`).join(", ")}`];
}

/** The issue or the comment where there is one, else the summary. */
function pageOf({ outputs, comment, issue, summary }: ToldRun): string {
  if (outputs["cycle"] === undefined) return summary;
  return issue?.body ?? comment ?? summary;
}

/** What is not on that page: failures of the world around, the repair, and whom the end was told. */
function besides({ result, requests, log, issue, end, outputs }: ToldRun): readonly string[] {
  const failed = requests.filter(({ fault }) => fault !== undefined).length;
  const isOver = outputs["ended"] === "true";
  return [
    ...result.jobs.flatMap(({ messages }) => messages.map((text) => `⚡ ${firstSentence(text)}`)),
    ...(failed === 0 ? [] : [`⚡ GitHub failed ${failed === 1 ? "once" : `${failed} times`} in this run`]),
    ...log.flatMap((line) => /\brepaired: .*/u.exec(line) ?? []).map((line) => `⚒ ${line}`),
    ...(issue === null ? [] : [`✉ issue “${issue.title}”: ${issue.state}`]),
    ...(end === null || !isOver ? [] : [`✉ new comment: ${openPart(end).slice(0, 2).join(" · ")}`]),
  ];
}

function firstSentence(text: string): string {
  return text.split(/(?<=\.) /u, 1).join("");
}

/** What people see at once, without its markup: up to what is folded away, or to the first part with a heading. */
function openPart(page: string): readonly string[] {
  // Once its loop has ended a comment is folded as a whole.
  const unfolded = page.replace(/<details><summary>\n\n(### .*)\n\n<\/summary>/u, "$1");
  const [open = ""] = unfolded.split(/<details>|\n\n### /u, 1);
  return open
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^(?:<!--|\[)/u.test(line))
    .map((line) =>
      line
        .replace(/^#+ /u, "")
        .replaceAll("**", "")
        .replaceAll("<br>", "")
        .replace(/\[([^\]]+)\]\([^)]*\)/gu, "$1")
        .replaceAll("`", ""),
    );
}

/** Writes the pages of a run into a folder of its own. */
export async function keepPages(told: ToldRun, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const pages = {
    "summary.md": told.summary,
    "comment.md": told.comment,
    "comment-at-the-end.md": told.end,
    "issue.md": told.issue === null ? null : `# ${told.issue.title} (${told.issue.state})\n\n${told.issue.body}`,
    "status.json": `${JSON.stringify(told.status, null, 2)}\n`,
    "log.txt": `${told.log.join("\n")}\n`,
  };
  for (const [name, text] of Object.entries(pages)) if (text !== null) await writeFile(join(folder, name), text);
  const { record, report, brief } = told.outputs;
  const files = { "record.json": record, "report.html": report, "brief.md": brief };
  for (const [name, path] of Object.entries(files)) {
    if (path !== undefined && path !== "") await cp(path, join(folder, name));
  }
}
