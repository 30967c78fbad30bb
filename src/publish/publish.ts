// THE TABLE of surfaces that live on GitHub. A surface that cannot be written never changes the verdict: it becomes
// a notice in the summary.
import type { GitHub } from "../model/github.ts";
import type { Phrase, Report } from "../model/report.ts";
import { runUrl } from "../model/trigger.ts";
import { markerOf, renderComment } from "../report/comment.ts";
import { short } from "../report/words.ts";
import { statusLine } from "../report/status-line.ts";
import { scoreOf } from "../report/cycles.ts";
import { slug } from "../report/slug.ts";
import type { Untrusted } from "../text/untrusted.ts";
import type { Told } from "../model/told.ts";
import { couldNot, type Surface } from "./permissions.ts";

export interface Page {
  readonly told: Told;
  readonly report: Report;
  readonly pullRequest: number | null;
}

export interface Published {
  readonly notices: readonly Phrase[];
  /** The surfaces that were written. */
  readonly written: readonly Surface[];
}

type Publish = (page: Page, github: GitHub) => Promise<Phrase | null>;

const SURFACES = {
  status: publishStatus,
  comment: publishComment,
} as const satisfies Partial<Record<Surface, Publish>>;

/** Writes one surface after the other; GitHub asks for serial writes. */
export async function publish(page: Page, github: GitHub): Promise<Published> {
  const notices: Phrase[] = [];
  const written: Surface[] = [];
  for (const surface of ["status", "comment"] as const) {
    const notice = await SURFACES[surface](page, github);
    if (notice === null) written.push(surface);
    else notices.push(notice);
  }
  return { notices, written };
}

/** Fixed per environment, so that a branch rule can require it: "test-deploy-loop/staging". */
export function statusContext(environment: Untrusted): string {
  return `test-deploy-loop/${slug(environment)}`;
}

async function publishStatus({ told }: Page, github: GitHub): Promise<Phrase | null> {
  await closePrevious(told, github);
  const answer = await github.setStatus({
    commit: told.cycle.commit,
    context: statusContext(told.cycle.environment),
    ...statusLine(told),
    url: runUrl(told.trigger, told.cycle.runId),
  });
  return answer.ok ? null : couldNot("status", answer.problem);
}

/** The loop has gone on to another commit: what it left pending on the one before will never be decided. */
async function closePrevious(told: Told, github: GitHub): Promise<void> {
  const before = told.loop.ledger.at(-2);
  if (before === undefined || before.commit === told.cycle.commit || told.dispatch !== undefined) return;
  const tested = before.verdict === "not-met";
  await github.setStatus({
    commit: before.commit,
    context: statusContext(told.cycle.environment),
    state: tested ? "failure" : "error",
    description: `${tested ? scoreOf(before) : "not tested"} · the loop went on to ${short(told.cycle.commit)}`,
    url: runUrl(told.trigger, before.run),
  });
}

async function publishComment({ report, pullRequest }: Page, github: GitHub): Promise<Phrase | null> {
  if (pullRequest === null) return null;
  const answer = await github.upsertComment(pullRequest, markerOf(report.environment), renderComment(report));
  return answer.ok ? null : couldNot("comment", answer.problem);
}
