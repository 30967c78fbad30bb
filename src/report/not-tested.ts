// Why a cycle says nothing about the code: what was last seen, and where.
import type { NotTested, Unproven } from "../model/analysis.ts";
import { isOld, isUnreadable } from "../model/check.ts";
import type { Cycle, LastSeen, Readiness } from "../model/cycle.ts";
import type { Phrase } from "../model/report.ts";
import { untrusted } from "../text/untrusted.ts";
import { shortRevision } from "./slug.ts";
import { count, duration, short, clockTime } from "./words.ts";

export function notTestedHeadline(reason: NotTested, cycle: Cycle): Phrase {
  switch (reason.kind) {
    case "deploy-failed":
      return ["the deploy of ", nameOf(cycle.deployments, reason.deployment), " failed"];
    case "not-ready":
      return [nameOf(cycle.readiness, reason.readiness), ...saw(cycle.readiness[reason.readiness]?.lastSeen ?? null)];
    case "wrong-revision":
      return [nameOf(cycle.readiness, reason.readiness), " serves another revision"];
    case "revision-changed":
      return [nameOf(cycle.readiness, reason.readiness), " changed its revision during the tests"];
    case "preflight-failed":
      return [`preflight failed (${count(reason.checks.length, "probe")})`];
    case "suite-not-run":
      return ["no test of ", suiteName(cycle, reason.suite), " ran"];
    case "cancelled":
      return ["the run was cancelled"];
  }
}

export function notTestedLead(reason: NotTested, cycle: Cycle): readonly Phrase[] {
  const commit = untrusted(short(cycle.commit));
  switch (reason.kind) {
    case "deploy-failed": {
      const command = cycle.deployments[reason.deployment]?.command;
      const how = command?.timedOut
        ? `was stopped at its time limit after ${duration(command.durationMs)}`
        : command?.spawnError != null
          ? "could not be started"
          : command?.signal != null
            ? "was killed by a signal"
            : `ended with exit code ${command?.exitCode ?? "?"}`;
      return [["No test ran, so this says nothing about your change. The deploy command of ", commit, ` ${how}.`]];
    }
    case "not-ready":
    case "wrong-revision": {
      const readiness = cycle.readiness[reason.readiness];
      if (readiness === undefined) return [];
      const wait = ` in ${duration(readiness.elapsedMs)} (${count(readiness.tries, "try", "tries")}, `;
      const outcome: Phrase =
        reason.kind === "not-ready"
          ? [commit, " did not come up"]
          : [
              "Expected ",
              commit,
              ", served ",
              readiness.served === null
                ? untrusted("nothing that looks like a revision")
                : shortRevision(readiness.served),
            ];
      return [["No test ran, so this says nothing about your change. ", ...outcome, wait, ...last(readiness), ")."]];
    }
    case "revision-changed":
      return [
        [
          "The tests began on ",
          commit,
          " and ended on ",
          shortRevision(cycle.servedAfter[reason.readiness] ?? untrusted("another one")),
          ", so their result belongs to neither.",
        ],
      ];
    case "cancelled":
      return [["The run was cancelled before it was done, so this says nothing about your change."]];
    case "suite-not-run": {
      const command = cycle.suites[reason.suite]?.command;
      const how =
        command === undefined
          ? "did not run"
          : command.spawnError !== null
            ? `could not be started (${command.spawnError})`
            : command.timedOut
              ? `was stopped at its time limit after ${duration(command.durationMs)}`
              : `ended with ${command.signal ?? `exit code ${command.exitCode}`}`;
      return [[`The test command ${how} and left no test result, so this says nothing about your change.`]];
    }
    case "preflight-failed": {
      const failed = cycle.checks.filter((check) => check.failure !== null);
      // A preflight probe may only be blocked; then what it waits for is the news.
      const first = failed.find((check) => reason.checks.includes(check.key)) ?? failed[0];
      return [
        ["No suite ran: staging does not pass the probes that have to pass first."],
        ...(first?.failure == null ? [] : [[first.name, ": ", first.failure.message]]),
      ];
    }
  }
}

export function unprovenLead(reason: Unproven, cycle: Cycle): Phrase {
  switch (reason.kind) {
    case "no-checks":
      return ["Nothing is tested: there is neither a probe nor a suite. Add `test` and `reports`, or `probes`."];
    case "revision-not-told":
      return [
        nameOf(cycle.readiness, reason.readiness),
        " served the commit before the tests and did not tell its revision after them.",
      ];
    case "no-tests":
      return ["The test command ran and no test did. Zero tests are never a pass."];
    case "unreadable-report": {
      const report = cycle.suites[reason.suite]?.reports.find(isUnreadable);
      return [
        "Nothing failed in what could be read, but a report could not be read as a whole: ",
        report?.path ?? untrusted("unknown"),
        ` (${report?.reason ?? "no reason known"}).`,
      ];
    }
    case "stale-report": {
      const old = cycle.suites[reason.suite]?.reports.find(isOld);
      const what =
        old?.state === "missing" ? "No report was left at " : "The report is older than this run of the tests: ";
      return [what, old?.path ?? untrusted("unknown"), "."];
    }
  }
}

function suiteName(cycle: Cycle, at: number): Phrase[number] {
  return cycle.suites[at]?.name ?? untrusted("a suite");
}

function nameOf(rows: readonly { readonly name: Phrase[number] }[], at: number): Phrase[number] {
  return rows[at]?.name ?? untrusted("a service");
}

function last({ lastSeen, at }: Readiness): Phrase {
  const time = clockTime(at);
  if (lastSeen === null) return [`last at ${time}`];
  return lastSeen.kind === "answer"
    ? [`last answer ${lastSeen.status} at ${time}`]
    : [`last try at ${time}: `, lastSeen.message];
}

function saw(seen: LastSeen | null): Phrase {
  if (seen === null) return [" was never seen"];
  return seen.kind === "answer" ? [` answers ${seen.status}`] : [" does not answer"];
}
