// What "the result is kept" means, as complaints; an empty list is a result that was kept.
//
// Main was struck (SIGINT as the runner sends it, or SIGKILL), and post ran after it:
//  1. No cycle was dispatched, then or later.
//  2. Whatever the world outside had seen before the blow is in the record: a service that was deployed, its readiness,
//     each probe that the log told, the results of a suite that was over. A cycle that did not come to its end says in
//     which phase that was, and never an earlier one than the world had seen.
//  3. A page of the job, main's or post's, tells the record's own headline: the verdict, or the phase. The comment of the
//     pull request says the same, and promises no further cycle.
//  4. No status is pending when post has ended.
//  5. After a SIGINT that main heard, main itself has written outputs, summary and record, is gone within 7 s, and
//     leaves no process behind. A main that could not hear it yet has deployed nothing, and post says that it did not start.
//  6. Post ends well, within 20 s.
// A main that had done its last act, which is to save that it came to its end, was not struck any more.
// Post was struck:
//  7. What main wrote is there, byte for byte: outputs, summary, record, comment. The record holds the loop, so that
//     another run can go on with it.
//  8. At most one cycle was dispatched; after a SIGINT was heard, none was asked for. Where post heard it, post is gone
//     within 7 s, the log says what became of the next cycle, and no status promises one that was not asked for.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { successor } from "../../../src/cycle.ts";
import { decodeLoop, encodeLoop } from "../../../src/loop/token.ts";
import { PHASES, type Phase } from "../../../src/model/cycle.ts";
import { decodeRecord, type CycleRecord } from "../../../src/record/record.ts";
import { plain } from "../../../src/report/plain.ts";
import { makeReport } from "../../../src/report/view.ts";
import { toTold } from "../../../src/tell.ts";
import { reveal } from "../../../src/text/untrusted.ts";
import type { Hub } from "./hub.ts";
import type { Stage } from "./stage.ts";
import type { Blow, Stepped } from "./step.ts";

const MOST_AFTER_SIGINT_MS = 7_000;
const MOST_OF_POST_MS = 20_000;

/** What could be seen from outside when the blow fell. */
export interface Seen {
  readonly isDeploying: boolean;
  readonly isDeployed: boolean;
  readonly isReady: boolean;
  /** Probes and targets by name, as the log told them. */
  readonly told: ReadonlyMap<string, "passed" | "failed">;
  readonly isTesting: boolean;
  readonly isTested: boolean;
}

export function seenFrom(stage: Stage, lines: readonly string[]): Seen {
  const told = new Map<string, "passed" | "failed">();
  for (const line of lines) {
    const match = /^([✓✗]) (\w+) /u.exec(line);
    if (match?.[2] !== undefined) told.set(match[2], match[1] === "✓" ? "passed" : "failed");
  }
  return {
    isDeploying: stage.has("deploying"),
    isDeployed: stage.traces.includes("/health"),
    isReady: stage.traces.some((each) => each.startsWith("/api/")),
    told,
    isTesting: stage.has("testing"),
    // The teardown also runs in a cycle that was cancelled before its tests came to their end.
    isTested: stage.has("tested") && stage.has("cleaning"),
  };
}

export const RECORD = "temp/test-deploy-loop/loop/record.json";
export const COMMENT = "temp/test-deploy-loop/loop/comment.md";

export function recordIn(folder: string): CycleRecord | null {
  const path = join(folder, RECORD);
  return existsSync(path) ? decodeRecord(readFileSync(path, "utf8")) : null;
}

export interface StruckMain {
  readonly blow: Blow;
  readonly folder: string;
  readonly main: Stepped;
  readonly post: Stepped;
  readonly hub: Hub;
  readonly seen: Seen;
}

export function complaintsOfMain(struck: StruckMain): readonly string[] {
  const { blow, folder, main, post, hub, seen } = struck;
  const record = recordIn(folder);
  const isHeard = main.lines.some((line) => line.startsWith("Cancelled:"));
  return [
    ...unless(hub.dispatches.length === 0, "a cycle was dispatched"),
    ...unless(pending(hub).length === 0, `pending: ${pending(hub).join(", ")}`),
    ...unless(post.code === 0, `post ended with ${post.code ?? "a signal"}`),
    ...unless(post.ms <= MOST_OF_POST_MS, `post took ${Math.round(post.ms)} ms`),
    ...(record === null ? withoutRecord(struck) : withRecord(record, struck)),
    ...(blow === "SIGINT" && isHeard ? whatMainTold(main) : []),
    ...unless(blow !== "SIGINT" || isHeard || record === null || main.code !== null, "main died of a SIGINT"),
    ...unless(blow === "SIGKILL" || main.leftBehind === 0, "processes were left behind"),
    ...unless(areGroupsApart(main.lines, blow === "SIGKILL" || !isHeard), "a group is in another, or is left open"),
    ...unless(!isAnnotated(main) || !isAnnotated(post), "it is annotated twice"),
    ...unless(seen.isDeploying || !existsSync(join(folder, COMMENT)) || record !== null, "a comment without a record"),
  ];
}

/** Groups cannot stand in each other; only who is gone at once leaves one open. */
function areGroupsApart(lines: readonly string[], mayBeOpen: boolean): boolean {
  let isOpen = false;
  for (const line of lines) {
    if (line.startsWith("::group::")) {
      if (isOpen) return false;
      isOpen = true;
    } else if (line === "::endgroup::") {
      if (!isOpen) return false;
      isOpen = false;
    }
  }
  return mayBeOpen || !isOpen;
}

function isAnnotated({ lines }: Stepped): boolean {
  return lines.some((line) => line === "::group::Annotations");
}

function withoutRecord({ post, seen }: StruckMain): readonly string[] {
  return [
    ...unless(!seen.isDeploying, "it was deploying, and there is no record"),
    ...unless(/This cycle did not (?:start|end)/u.test(post.summary), `post says: ${post.summary.slice(0, 200)}`),
  ];
}

function withRecord(record: CycleRecord, { blow, main, post, hub, seen }: StruckMain): readonly string[] {
  const { cycle } = record;
  const headline = plain(makeReport(toTold(record, [])).headline);
  const pages = `${main.summary}\n${post.summary}`.replaceAll("`", "");
  const comment = hub.comments.at(-1)?.body ?? "";
  const by = blow === "SIGINT" ? "cancel" : "lost";
  const outcomes = new Map(cycle.checks.map((check) => [reveal(check.name), check.outcome]));
  const lost = [...seen.told].filter(([name, outcome]) => outcomes.get(name) !== outcome).map(([name]) => name);
  return [
    ...unless(!cycle.cancelled || cycle.cut?.by === by, `cut by ${cycle.cut?.by ?? "nothing"}`),
    ...unless(!cycle.cancelled || isAsFar(cycle.cut?.phase, seen), `too early a phase: ${cycle.cut?.phase ?? "none"}`),
    ...unless(!seen.isDeployed || cycle.deployments[0]?.state === "deployed", "the deploy is lost"),
    ...unless(!seen.isReady || cycle.readiness[0]?.state === "ready", "the readiness is lost"),
    ...unless(lost.length === 0, `lost: ${lost.join(", ")}`),
    ...unless(!seen.isTested || outcomes.get("b") === "failed", "the results of the suite are lost"),
    ...unless(!seen.isTested || cycle.suites.length === 1, "the suite is lost"),
    ...unless(pages.includes(headline), `no page tells: ${headline}`),
    ...unless(comment.replaceAll("`", "").includes(headline), `the comment does not tell: ${headline}`),
    ...unless(!/cycle 3 of \d+\S* runs/u.test(comment), "the comment promises a cycle"),
  ];
}

/** The phase is at least the one whose beginning the world had seen. */
function isAsFar(phase: Phase | undefined, seen: Seen): boolean {
  if (phase === undefined) return false;
  const least: Phase = seen.isTested
    ? "teardown"
    : seen.isTesting
      ? "tests"
      : seen.isReady
        ? "probes"
        : seen.isDeployed
          ? "readiness"
          : seen.isDeploying
            ? "deploy"
            : "turn";
  return PHASES.indexOf(phase) >= PHASES.indexOf(least);
}

function whatMainTold(main: Stepped): readonly string[] {
  const { outputs, summary, msAfter } = main;
  return [
    ...unless(msAfter <= MOST_AFTER_SIGINT_MS, `main was there for ${Math.round(msAfter)} ms more`),
    ...unless(/^(?:not-met|not-tested)$/u.test(outputs.get("verdict") ?? ""), "main wrote no verdict"),
    ...unless(summary.replaceAll("`", "").includes(outputs.get("headline") ?? "none"), "main wrote no summary"),
    ...unless(outputs.get("record") !== "", "main wrote no record"),
  ];
}

export interface StruckPost {
  readonly blow: Blow;
  readonly folder: string;
  readonly before: ReadonlyMap<string, string>;
  readonly post: Stepped;
  readonly hub: Hub;
}

/** What main has written and post must not change. */
export const KEPT = [RECORD, COMMENT, "main-GITHUB_OUTPUT", "main-GITHUB_STEP_SUMMARY"] as const;

export function keptFiles(folder: string): ReadonlyMap<string, string> {
  return new Map(KEPT.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

export function complaintsOfPost({ blow, folder, before, post, hub }: StruckPost): readonly string[] {
  const changed = [...keptFiles(folder)].filter(([name, text]) => before.get(name) !== text).map(([name]) => name);
  const heard = post.lines.findIndex((line) => line.startsWith("Cancelled:"));
  const asked = post.lines.findIndex((line) => line.startsWith("Asking GitHub for cycle"));
  const next = post.lines.findLast((line) => line.startsWith("Next: ")) ?? "";
  const isDispatched = hub.dispatches.length > 0;
  const isHeard = blow === "SIGINT" && heard >= 0;
  const isTold = isDispatched ? /cycle 3.* runs|may have been started/u.test(next) : /cancelled/u.test(next);
  return [
    ...unless(changed.length === 0, `changed: ${changed.join(", ")}`),
    ...unless(isAdoptable(recordIn(folder)), "no other run can go on with the record"),
    ...unless(hub.dispatches.length <= 1, `${hub.dispatches.length} cycles were dispatched`),
    ...unless(!isHeard || asked < heard, "a cycle was asked for after the signal"),
    ...unless(!isHeard || asked >= 0 || !isDispatched, "a cycle was dispatched that nobody asked for"),
    ...unless(!isHeard || isTold, `post says: ${next}`),
    ...unless(
      !isHeard || post.msAfter <= MOST_AFTER_SIGINT_MS,
      `post was there for ${Math.round(post.msAfter)} ms more`,
    ),
    ...unless(!isHeard || isDispatched || pending(hub).length === 0, "pending, and nothing follows"),
  ];
}

function isAdoptable(record: CycleRecord | null): boolean {
  if (record === null) return false;
  const next = successor(record, toTold(record, []).loop, 0);
  return next !== null && !("problem" in decodeLoop(encodeLoop(next)));
}

/** Contexts whose last word is that something is still to come. */
function pending(hub: Hub): readonly string[] {
  const latest = new Map(hub.statuses.map(({ context, state }) => [context, state]));
  return [...latest].filter(([, state]) => state === "pending").map(([context]) => context);
}

function unless(isFine: boolean, complaint: string): readonly string[] {
  return isFine ? [] : [complaint];
}
