// THE TABLE of surfaces that live on GitHub. A surface that cannot be written never changes the verdict: it becomes
// a notice in the summary.
import type { EarlierPage, GitHub } from "../model/github.ts";
import type { NightRow } from "../model/night.ts";
import type { Phrase, Report } from "../model/report.ts";
import { runUrl } from "../model/trigger.ts";
import { markerOf, renderComment, renderFolded, renderShort } from "../report/comment.ts";
import { renderEnded } from "../report/ended.ts";
import { short } from "../report/words.ts";
import { statusLine } from "../report/status-line.ts";
import { scoreOf } from "../report/cycles.ts";
import { slug } from "../report/slug.ts";
import type { Untrusted } from "../text/untrusted.ts";
import type { Told } from "../model/told.ts";
import { writeNight, type NightPage } from "./night.ts";
import { couldNot, type Surface } from "./permissions.ts";

export interface Page {
  readonly told: Told;
  readonly report: Report;
  readonly pullRequest: number | null;
  /** How the loop stands, for the run that reads it. */
  readonly stateLine: string;
  readonly mayReplace: (before: Untrusted) => boolean;
  /** What the issue of the nights needs; null for a loop of the day. */
  readonly night: NightPage | null;
}

export interface Published {
  readonly notices: readonly Phrase[];
  /** The surfaces that were written. */
  readonly written: readonly Surface[];
  /** With this one, oldest first; empty where there is no issue that knows them. */
  readonly nights: readonly NightRow[];
}

type Publish = (page: Page, github: GitHub) => Promise<Surfaced>;

interface Surfaced {
  /** What people have to know of it; null where all is well. */
  readonly notice: Phrase | null;
  readonly nights?: readonly NightRow[];
}

const SURFACES = {
  status: publishStatus,
  comment: publishComment,
  issue: publishNight,
} as const satisfies Partial<Record<Surface, Publish>>;

/** The state and the words of the commit status, as one text. */
export function statusText({ told }: Pick<Page, "told">): string {
  const { state, description } = statusLine(told);
  return `${state}: ${description}`;
}

/** Writes one surface after the other; GitHub asks for serial writes. `saidStatus` stands there already. */
export async function publish(page: Page, github: GitHub, saidStatus = ""): Promise<Published> {
  const notices: Phrase[] = [];
  const written: Surface[] = [];
  let nights: readonly NightRow[] = [];
  const status = statusText(page);
  for (const surface of ["status", "comment", "issue"] as const) {
    if (surface === "status" && status === saidStatus) continue;
    const said = await SURFACES[surface](page, github);
    if (said.notice === null) written.push(surface);
    else notices.push(said.notice);
    nights = said.nights ?? nights;
  }
  return { notices, written, nights };
}

/** Fixed per environment, so that a branch rule can require it: "test-deploy-loop/staging". */
export function statusContext(environment: Untrusted): string {
  return `test-deploy-loop/${slug(environment)}`;
}

async function publishStatus({ told }: Page, github: GitHub): Promise<Surfaced> {
  // Whoever took over tells of its own commit; ours is closed where it differs.
  await closePrevious(told, github);
  const answer = await github.setStatus({
    commit: told.cycle.commit,
    context: statusContext(told.cycle.environment),
    ...statusLine(told),
    url: runUrl(told.trigger, told.cycle.runId),
  });
  return { notice: answer.ok ? null : couldNot("status", answer.problem) };
}

/** The loop has gone on to another commit: what it left pending on the one before will never be decided. */
async function closePrevious(told: Told, github: GitHub): Promise<void> {
  const before = told.loop.ledger.at(-2);
  if (before === undefined || before.commit === told.cycle.commit || isToldAgain(told)) return;
  const tested = before.verdict === "not-met";
  await github.setStatus({
    commit: before.commit,
    context: statusContext(told.cycle.environment),
    state: tested ? "failure" : "error",
    description: `${tested ? scoreOf(before) : "not tested"} · the loop went on to ${short(told.cycle.commit)}`,
    url: runUrl(told.trigger, before.run),
  });
}

/** What became of the dispatch is told after everything else; that another job will do it is known at once. */
function isToldAgain({ dispatch }: Told): boolean {
  return dispatch !== undefined && dispatch.kind !== "later";
}

async function publishComment(page: Page, github: GitHub): Promise<Surfaced> {
  const { report, pullRequest, stateLine, mayReplace } = page;
  if (pullRequest === null) return { notice: null };
  const marker = markerOf(report.environment);
  const body = renderComment(report, stateLine);
  const answer = await github.upsertComment(pullRequest, {
    marker,
    body,
    short: renderShort(report, stateLine),
    mayReplace,
  });
  return { notice: answer.ok ? null : couldNot("comment", answer.problem) };
}

async function publishNight(page: Page, github: GitHub): Promise<Surfaced> {
  return page.night === null ? { notice: null } : writeNight({ ...page, night: page.night }, github);
}

/**
 * One new comment when a loop of several cycles ends or waits for somebody: the edited one notifies nobody. Where the loop
 * has ended, that one is folded, because the new one says how.
 */
export async function tellEnd(page: Page, github: GitHub): Promise<Phrase | null> {
  const { told, report, pullRequest, stateLine, mayReplace } = page;
  const { decision, dispatch, loop } = told;
  const isEnd = dispatch?.kind === "failed" || (decision.kind === "stop" && decision.because !== "superseded");
  if (pullRequest === null || !(isEnd || decision.kind === "park") || loop.ledger.length < 2) return null;
  const { marker, body } = renderEnded(report, loop.id);
  const earlier: EarlierPage = {
    marker: markerOf(report.environment),
    bodyBeside: (url) => renderFolded(report, stateLine, url),
    mayReplace,
  };
  const answer = await github.addComment(pullRequest, { marker, body, short: body }, ...(isEnd ? [earlier] : []));
  return answer.ok ? null : couldNot("comment", answer.problem);
}
