// The one new comment when a loop ends or waits: the edited one notifies nobody.
import type { CycleId } from "../model/cycle.ts";
import type { Report } from "../model/report.ts";
import { linkLine, openBlocks, paragraph } from "./pieces.ts";
import { slug } from "./slug.ts";

/** Worth its notification: the verdict, how far the loop came, what it leaves behind, and who acts. */
export function renderEnded(report: Report, { loop, n }: CycleId): { readonly marker: string; readonly body: string } {
  const marker = `<!-- test-deploy-loop:${slug(report.environment)} end of ${loop}/${n} -->`;
  const open = openBlocks(report, "###").filter(({ name }) => TOLD.has(name));
  const [headline = "", ...others] = open.map(({ text }) => text);
  const parts = [headline, paragraph(report.reached), ...others, linkLine(report)].filter(Boolean);
  return { marker, body: `${marker}\n${parts.join("\n\n")}\n` };
}

/** The rest stands in the comment that was edited all the time. */
const TOLD: ReadonlySet<string> = new Set(["headline", "lead", "next", "the other errors"]);
