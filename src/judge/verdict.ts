// Says what a cycle may claim: met, not met, not tested, or met without proof.
import type { Counts, NotTested, Unproven, Verdict } from "../model/analysis.ts";
import { decides, isOld, isUnreadable, succeeded, type CheckResult, type SuiteRun } from "../model/check.ts";
import { isRevision, type Cycle } from "../model/cycle.ts";
import type { Loop } from "../model/loop.ts";
import { reveal } from "../text/untrusted.ts";
import { classify } from "./classify/classify.ts";
import { everything, isRed } from "./counts.ts";
import { transienceOf } from "./deploys/command-failure.ts";
import { deployFailure } from "./deploys/deploy-failure.ts";
import { shrunkSince } from "./shrunk.ts";
import { judgeTarget } from "./target.ts";

/** `loop` is the memory from before this cycle. */
export function verdictOf(cycle: Cycle, loop: Loop): Verdict {
  const reason = whyNotTested(cycle);
  if (reason !== null) return { kind: "not-tested", reason };
  const all = everything(cycle);
  const holds = judgeTarget(cycle).holds && all.passed > 0 && shrunkSince(cycle, loop) === null;
  // What failed is no proof either way; where it is all the same for the target, the rest has to be proven.
  const isPlainlyMissed = !holds && isRed(all);
  const notRun = isPlainlyMissed ? -1 : cycle.suites.findIndex(isNotRun);
  if (notRun >= 0) return { kind: "not-tested", reason: { kind: "suite-not-run", suite: notRun } };
  const unproven = isPlainlyMissed ? null : whyUnproven(cycle, all, loop);
  if (unproven !== null) return { kind: "unproven", reason: unproven };
  return { kind: holds ? "met" : "not-met" };
}

/** However its command ended. Where its reports may hold tests that nobody could read, that is what has to be told. */
function isNotRun({ tests, command, reports }: SuiteRun): boolean {
  return tests === 0 && (!succeeded(command) || !reports.some((each) => isUnreadable(each) || isOld(each)));
}

/** Nothing failed, and yet it is not shown that everything passed: what could not be read may hold a failure. */
function whyUnproven(cycle: Cycle, all: Counts, loop: Loop): Unproven | null {
  if (!cycle.checks.some(decides) && cycle.suites.length === 0) return { kind: "no-checks" };
  const suite = (has: (run: SuiteRun) => boolean): number => cycle.suites.findIndex(has);
  const unreadable = suite((run) => run.reports.some(isUnreadable));
  if (unreadable >= 0) return { kind: "unreadable-report", suite: unreadable };
  const old = suite((run) => run.reports.some(isOld));
  if (old >= 0) return { kind: "stale-report", suite: old };
  for (const [at, { print }] of cycle.suites.entries()) {
    const first = print === null ? undefined : loop.ledger.find((row) => row.prints.includes(print));
    if (first !== undefined) return { kind: "republished-report", suite: at, cycle: first.n };
  }
  if (all.passed === 0 && all.blocked === 0) return { kind: "no-tests" };
  const untouched = suite(hasNoContact);
  if (untouched >= 0) return { kind: "no-contact", suite: untouched };
  const silent = cycle.readiness.findIndex(
    (each, at) => each.revisionMatches === true && (cycle.servedAfter[at] ?? null) === null,
  );
  return silent >= 0 ? { kind: "revision-not-told", readiness: silent } : null;
}

/** It passed, and none of the hosts was connected to; where contact is required, one of them was not, or nobody could see. */
function hasNoContact({ contact }: SuiteRun): boolean {
  if (contact === null || contact.passes === 0 || contact.watch === null) return false;
  const { watch } = contact;
  if (watch.kind === "unwatchable") return watch.required;
  const isUnseen = ({ connections }: { readonly connections: number }): boolean => connections === 0;
  return watch.required ? watch.hosts.some(isUnseen) : watch.hosts.every(isUnseen);
}

function whyNotTested(cycle: Cycle): NotTested | null {
  if (cycle.cancelled) return { kind: "cancelled" };
  const { records } = cycle;
  if (records !== null && records.found < records.expected) return { kind: "no-record", ...records };
  const failed = cycle.deployments.findIndex((each) => each.state === "failed");
  const command = cycle.deployments[failed]?.command ?? null;
  if (command !== null) return { kind: "deploy-failed", deployment: failed, ...deployFailure(command) };
  if (isOwnNetworkDown(cycle)) return { kind: "control-failed" };
  const late = cycle.readiness.findIndex((each) => each.state === "not-ready");
  const readiness = cycle.readiness[late];
  if (readiness !== undefined) {
    const wrong = readiness.revisionMatches === false && readiness.lastSeen?.kind === "answer";
    return { kind: wrong ? "wrong-revision" : "not-ready", readiness: late };
  }
  if (cycle.setup !== null && !succeeded(cycle.setup)) {
    return { kind: "setup-failed", transient: transienceOf(cycle.setup) };
  }
  const preflight = cycle.checks.filter((each) => each.preflight && each.outcome !== "passed");
  if (preflight.length > 0) {
    return {
      kind: "preflight-failed",
      checks: preflight.map((each) => each.key),
      needsPerson: failedRoots(preflight, cycle).some((each) => PERSON.includes(classify(each).classification.class)),
    };
  }
  const changed = cycle.servedAfter.findIndex((served) => served !== null && !isRevision(reveal(served), cycle.commit));
  return changed >= 0 ? { kind: "revision-changed", readiness: changed } : null;
}

/** Staging said something to one of our probes, so that the way there is open. */
function isAnswered({ kind, outcome, failure, measured }: CheckResult): boolean {
  if (kind !== "probe") return false;
  const { httpStatus, upgradeStatus, seenEvents = [] } = failure?.facts ?? {};
  const isTold = httpStatus !== undefined || upgradeStatus !== undefined || seenEvents.length > 0;
  return outcome === "passed" || isTold || (measured?.httpStatus ?? null) !== null;
}

/** Staging could not be reached, and what is not staging could not be reached either. */
function isOwnNetworkDown({ control, readiness, checks }: Cycle): boolean {
  if (control === null || control.reachable) return false;
  const isLost = (check: CheckResult): boolean => decides(check) && isUnreachable(check);
  return (
    readiness.some((each) => each.state === "not-ready" && each.lastSeen?.kind === "no-answer") ||
    // Where staging answers one probe, a connection that it refuses or drops is its own doing.
    checks.some(checks.some(isAnswered) ? (check) => isLost(check) && !isRefused(check) : isLost)
  );
}

/** The network gave no answer, or none that could be used. */
function isUnreachable(check: CheckResult): boolean {
  return check.failure !== null && classify(check).classification.class.startsWith("net.");
}

/** Somebody at the other end was there. */
function isRefused({ failure }: CheckResult): boolean {
  const { stage, errno, timedOut } = failure?.facts ?? {};
  const isOnTheWay = (stage === "resolve" || stage === "connect") && errno !== "ECONNREFUSED";
  return !isOnTheWay && timedOut !== "connect";
}

/** The failures themselves; for what was blocked, those that it waited for. */
function failedRoots(checks: readonly CheckResult[], cycle: Cycle): readonly CheckResult[] {
  const wanted = new Set(checks.flatMap((each) => [each.key, ...each.blockedBy]));
  for (let before = -1; before !== wanted.size;) {
    before = wanted.size;
    for (const each of cycle.checks) if (wanted.has(each.key)) for (const key of each.blockedBy) wanted.add(key);
  }
  return cycle.checks.filter((each) => wanted.has(each.key) && each.failure !== null);
}

/** What no later cycle repairs by itself when it already fails in preflight. */
const PERSON: readonly string[] = [
  "net.dns",
  "net.tls",
  "access.unauthenticated",
  "access.blocked",
  "env.missing-config",
];
