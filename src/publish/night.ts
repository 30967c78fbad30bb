// The one issue of an environment's nights: opened when a night ends or waits without its target, edited by every later
// cycle, closed by a night that passes. What people do to its labels, its assignees and its comments stays theirs.
import type { Answer, GitHub, IssueOrder, PostedIssue } from "../model/github.ts";
import type { NightRow, Nights } from "../model/night.ts";
import type { Phrase, Report } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import { nightMarkerOf, nightTitle, renderNightPage } from "../report/night.ts";
import type { Untrusted } from "../text/untrusted.ts";
import { couldNot } from "./permissions.ts";

export interface NightPage {
  /** `bad`: the night ended or waits without its target · `open`: it goes on, here or in another run. */
  readonly end: "good" | "bad" | "open";
  /** Logins, for when the issue is opened. */
  readonly assignees: readonly string[];
  /** The nights with this one, and their line, from what the issue holds. */
  readonly withThis: (before: Untrusted | null) => { readonly nights: Nights; readonly line: string };
}

export interface NightOrder {
  readonly told: Told;
  readonly report: Report;
  readonly stateLine: string;
  readonly mayReplace: (before: Untrusted) => boolean;
  readonly night: NightPage;
}

/** What people have to know of it, null where all is well, and the nights with this one, oldest first. */
export async function writeNight(order: NightOrder, github: GitHub): Promise<NightWritten> {
  const { told, report, night, stateLine, mayReplace } = order;
  const marker = nightMarkerOf(report.environment);
  const found = await github.readIssue(marker);
  if (!found.ok) return { notice: couldNot("issue", found.problem), nights: [] };
  const before = found.value;
  const { nights, line } = night.withThis(before?.body ?? null);
  const { rows } = nights;
  // A good night, and one that still goes on, open none.
  if (before === null && night.end !== "bad") return { notice: null, nights: rows };
  const issue: IssueOrder = {
    marker,
    title: nightTitle(report.environment),
    ...renderNightPage({ report, nights, trigger: told.trigger, lines: [stateLine, line] }),
    isOpen: night.end === "open" ? before?.isOpen === true : night.end === "bad",
    assignees: night.assignees,
    mayReplace,
  };
  const answer = await github.writeIssue(issue, before);
  if (!isRefusedWithAssignees(answer, issue)) {
    return { notice: answer.ok ? null : couldNot("issue", answer.problem), nights: rows };
  }
  const without = await github.writeIssue({ ...issue, assignees: [] }, before);
  return { notice: without.ok ? UNASSIGNED : couldNot("issue", without.problem), nights: rows };
}

export interface NightWritten {
  readonly notice: Phrase | null;
  readonly nights: readonly NightRow[];
}

/** Somebody who has left the repository must not keep the issue from being opened. */
function isRefusedWithAssignees(answer: Answer<PostedIssue>, { assignees }: IssueOrder): boolean {
  return !answer.ok && answer.problem.kind === "rejected" && assignees.length > 0;
}

const UNASSIGNED: Phrase = [
  "The issue of the nights is assigned to nobody: GitHub does not accept the logins of `assignees`.",
];
