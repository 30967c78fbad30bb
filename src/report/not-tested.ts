// Why a cycle says nothing about the code: what was last seen, and where.
import type { NotTested, Pattern, Unproven } from "../model/analysis.ts";
import { decisiveFailure, isOld, isUnreadable } from "../model/check.ts";
import type { Cycle, LastSeen, Readiness } from "../model/cycle.ts";
import type { Phrase } from "../model/report.ts";
import { untrusted } from "../text/untrusted.ts";
import type { Told } from "../model/told.ts";
import { howEnded } from "./command-words.ts";
import { errorPhrase } from "./error-title.ts";
import { list } from "./names.ts";
import { lastLine } from "./plain.ts";
import { shortRevision } from "./slug.ts";
import { count, duration, short, clockTime } from "./words.ts";

export function notTestedHeadline(reason: NotTested, { cycle, analysis }: Told): Phrase {
  switch (reason.kind) {
    case "deploy-failed":
      return ["the deploy of ", nameOf(cycle.deployments, reason.deployment), " failed"];
    case "not-ready":
      return [nameOf(cycle.readiness, reason.readiness), ...howItIs(cycle.readiness[reason.readiness])];
    case "wrong-revision":
      return [nameOf(cycle.readiness, reason.readiness), " serves another revision"];
    case "revision-changed":
      return [nameOf(cycle.readiness, reason.readiness), " changed its revision during the tests"];
    case "preflight-failed":
      return preflightHeadline(reason.checks, analysis.patterns);
    case "suite-not-run":
      return ["no test of ", suiteName(cycle, reason.suite), " ran"];
    case "setup-failed":
      return [`the set-up command ${cycle.setup === null ? "failed" : howEnded(cycle.setup)}`];
    case "control-failed":
      return ["our own network is down"];
    case "cancelled":
      return ["the run was cancelled"];
  }
}

export function notTestedLead(reason: NotTested, cycle: Cycle): readonly Phrase[] {
  const commit = untrusted(short(cycle.commit));
  switch (reason.kind) {
    case "deploy-failed": {
      const command = cycle.deployments[reason.deployment]?.command ?? null;
      const how = command === null ? "failed" : howEnded(command);
      return [["No test ran, so this says nothing about your change. The deploy command of ", commit, ` ${how}.`]];
    }
    case "not-ready":
    case "wrong-revision": {
      const readiness = cycle.readiness[reason.readiness];
      if (readiness === undefined) return [];
      const wait = ` in ${duration(readiness.elapsedMs)} (${count(readiness.tries, "try", "tries")}, `;
      const outcome: Phrase =
        reason.kind === "not-ready"
          ? [commit, readiness.flaps > 0 ? ` came and went: ${flapWords(readiness)}` : " did not come up"]
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
      const how = command === undefined ? "did not run" : howEnded(command);
      return [[`The test command ${how} and left no test result, so this says nothing about your change.`]];
    }
    case "setup-failed": {
      const printed = cycle.setup === null ? null : lastLine(cycle.setup.output);
      return [
        ["Staging is up, and no check ran, so this says nothing about your change."],
        ...(printed === null ? [] : [["The last thing that the set-up command printed: ", printed, "."]]),
      ];
    }
    case "control-failed": {
      const { control } = cycle;
      const also: Phrase = control === null ? [] : [", and neither could ", control.target, " (", control.message, ")"];
      return [
        [
          "From this runner ",
          ...unreachable(cycle),
          " could not be reached",
          ...also,
          ". That tells of the runner's network, not of staging: nothing is judged.",
        ],
      ];
    }
    case "preflight-failed": {
      const failed = cycle.checks.filter((check) => check.failure !== null);
      // A preflight probe may only be blocked; then what it waits for is the news.
      const first = failed.find((check) => reason.checks.includes(check.key)) ?? failed[0];
      const failure = first === undefined ? null : decisiveFailure(first);
      return [
        ["No suite ran: staging does not pass the probes that have to pass first."],
        ...(first === undefined || failure === null ? [] : [[first.name, ": ", failure.message]]),
      ];
    }
  }
}

function preflightHeadline(checks: readonly string[], patterns: readonly Pattern[]): Phrase {
  const alarm = patterns.find((pattern) => pattern.alarm !== null);
  const error = alarm ?? patterns.find((pattern) => pattern.checks.some((key) => checks.includes(key))) ?? patterns[0];
  const failed = `preflight failed (${count(checks.length, "probe")})`;
  return error === undefined ? [failed] : ["preflight failed, ", ...errorPhrase(error)];
}

/** What gave no answer: services that were awaited, or the checks that could not be measured. */
function unreachable({ readiness, checks }: Cycle): Phrase {
  const silent = readiness.filter((each) => each.state === "not-ready").map((each) => each.name);
  const failed = checks.filter((each) => each.outcome === "errored").map((each) => each.name);
  const names = silent.length > 0 ? silent : failed;
  return names.length === 0 ? ["staging"] : list(names, 3);
}

export function unprovenLead(reason: Unproven, cycle: Cycle): Phrase {
  switch (reason.kind) {
    case "no-checks":
      if (cycle.checks.length > 0) {
        return ["Nothing that decides was tested: every probe has `severity: warn`. Let at least one of them decide."];
      }
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

/** A service that answers well in between must not read as one that answers well. */
function howItIs(readiness: Readiness | undefined): Phrase {
  if (readiness === undefined || readiness.flaps === 0) return saw(readiness?.lastSeen ?? null);
  return [" comes and goes"];
}

function flapWords({ flaps }: Readiness): string {
  return `good answers broke off ${count(flaps, "time")}`;
}

function saw(seen: LastSeen | null): Phrase {
  if (seen === null) return [" was never seen"];
  return seen.kind === "answer" ? [` answers ${seen.status}`] : [" does not answer"];
}
