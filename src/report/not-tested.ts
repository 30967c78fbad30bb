// Why a cycle says nothing about the code: what was last seen, and where.
import type { NotTested, Pattern } from "../model/analysis.ts";
import type { Cycle, LastSeen, Readiness } from "../model/cycle.ts";
import type { Phrase } from "../model/report.ts";
import { untrusted } from "../text/untrusted.ts";
import type { Told } from "../model/told.ts";
import { howEnded } from "./command-words.ts";
import { cutHeadline, cutLead } from "./cut-short.ts";
import { errorPhrase } from "./error-title.ts";
import { list } from "./names.ts";
import { lastLine } from "./plain.ts";
import { shortRevision } from "./slug.ts";
import { noTest, suiteHeadline } from "./suite-not-run.ts";
import { count, duration, short, clockTime } from "./words.ts";

export function notTestedHeadline(reason: NotTested, { cycle, analysis }: Told): Phrase {
  switch (reason.kind) {
    case "deploy-failed":
      return [
        "the deploy of ",
        nameOf(cycle.deployments, reason.deployment),
        ` failed${reason.cause === null ? "" : ` because ${reason.cause.title}`}`,
      ];
    case "not-ready":
      return [nameOf(cycle.readiness, reason.readiness), ...howItIs(cycle.readiness[reason.readiness])];
    case "wrong-revision":
      return [nameOf(cycle.readiness, reason.readiness), " serves another revision"];
    case "revision-changed":
      return [nameOf(cycle.readiness, reason.readiness), " changed its revision during the tests"];
    case "preflight-failed":
      return preflightHeadline(reason.checks, analysis.patterns);
    case "suite-not-run":
      return suiteHeadline(cycle, reason.suite);
    case "setup-failed":
      return [`the set-up command ${cycle.setup === null ? "failed" : howEnded(cycle.setup)}`];
    case "control-failed":
      return ["our own network is down"];
    case "no-record":
      return [`only ${reason.found} of ${count(reason.expected, "test job")} left a record`];
    case "cancelled":
      return [cutHeadline(cycle.cut)];
  }
}

export function notTestedLead(reason: NotTested, told: Told): readonly Phrase[] {
  const { cycle } = told;
  const commit = untrusted(short(cycle.commit));
  switch (reason.kind) {
    case "deploy-failed":
      return deployLead(cycle, reason);
    case "not-ready":
    case "wrong-revision": {
      const readiness = cycle.readiness[reason.readiness];
      if (readiness === undefined) return [];
      const preposition = reason.kind === "not-ready" ? "in" : "after";
      const wait = ` ${preposition} ${duration(readiness.elapsedMs)} (${count(readiness.tries, "try", "tries")}, `;
      const outcome: Phrase =
        reason.kind === "not-ready"
          ? [commit, howNotReady(readiness)]
          : [
              "Expected ",
              commit,
              ", and it still served ",
              readiness.served === null
                ? untrusted("nothing that looks like a revision")
                : shortRevision(readiness.served),
            ];
      return [
        ["No test ran, so this says nothing about your change. ", ...outcome, wait, ...last(readiness), ")."],
        ...untoldRevision(readiness),
      ];
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
    case "no-record":
      return [["A test job left no record, so what it found is not known and nothing is judged."]];
    case "cancelled":
      return cutLead(told);
    case "suite-not-run":
      return [noTest(cycle, reason.suite)];
    case "setup-failed": {
      const printed = cycle.setup === null ? null : lastLine(cycle.setup.output);
      const isUp = cycle.readiness.some((each) => each.state === "ready");
      const innocent = reason.transient === "yes" ? ", so this says nothing about your change" : "";
      return [
        [`${isUp ? "Staging is up, and no test ran" : "No test ran"}${innocent}.`],
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
      const names = cycle.checks.filter(({ key }) => reason.checks.includes(key)).map(({ name }) => name);
      const who: Phrase = names.length === 0 ? ["the probes"] : list(names, 3);
      return [
        [
          "No suite ran: staging does not pass ",
          ...who,
          `, which ${names.length === 1 ? "has" : "have"} to pass first.`,
        ],
      ];
    }
  }
}

type DeployFailed = Extract<NotTested, { readonly kind: "deploy-failed" }>;

/** How the command ended, the line that decided, and what to do about it. */
function deployLead(cycle: Cycle, { deployment: at, cause, transient }: DeployFailed): readonly Phrase[] {
  const deployment = cycle.deployments[at];
  const command = deployment?.command ?? null;
  const commit = untrusted(short(cycle.commit));
  const problem = deployment?.problem ?? null;
  const how =
    problem === null
      ? command === null
        ? " failed."
        : ` ${howEnded(command)}.`
      : ` ended well, and yet the deploy failed: ${problem}.`;
  // Only what passes by itself is surely not the doing of the change.
  const innocent = transient === "yes" ? ", so this says nothing about your change" : "";
  const told: Phrase = [`No test ran${innocent}. The deploy command of `, commit, how];
  if (cause !== null) return [told, ["It printed: ", cause.line, `. **To do:** ${cause.next}`]];
  const printed = command === null || problem !== null ? null : lastLine(command.output);
  return printed === null ? [told] : [told, ["The last thing that it printed: ", printed, "."]];
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
  if (readiness === undefined || readiness.flaps === 0) {
    const isUntold = readiness !== undefined && untoldRevision(readiness).length > 0;
    return [...saw(readiness?.lastSeen ?? null), ...(isUntold ? [" when asked for its revision"] : [])];
  }
  return [" comes and goes"];
}

function flapWords({ flaps }: Readiness): string {
  return `good answers broke off ${count(flaps, "time")}`;
}

/** It is up as far as its health tells, and the address that was given for its revision is no such address. */
/** Staging that answers well and does not tell its commit is up all the same. */
function howNotReady(readiness: Readiness): string {
  if (readiness.flaps > 0) return ` came and went: ${flapWords(readiness)}`;
  return readiness.healthy !== null && untoldRevision(readiness).length > 0
    ? " could not be confirmed"
    : " did not come up";
}

function untoldRevision({ asked, lastSeen, healthy, revisionMatches, flaps }: Readiness): readonly Phrase[] {
  if (asked !== "revision" || lastSeen?.kind !== "answer" || revisionMatches !== null || flaps > 0) return [];
  const well: Phrase = healthy === null ? [] : ["; ", healthy.url, ` answers ${healthy.status}`];
  const why = ` answers ${lastSeen.status}, so nothing tells which commit is served`;
  return [[lastSeen.url, why, ...well, ". **To do:** Check `ready.revision`."]];
}

function saw(seen: LastSeen | null): Phrase {
  if (seen === null) return [" was never seen"];
  return seen.kind === "answer" ? [` answers ${seen.status}`] : [" does not answer"];
}
