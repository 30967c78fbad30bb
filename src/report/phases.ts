// One line for each phase of a cycle when it is over, with its result and its time, and one for what is waited for.
import {
  decides,
  isBroken,
  isFlaky,
  succeeded,
  type CheckResult,
  type CommandResult,
  type SuiteRun,
} from "../model/check.ts";
import type { Deployment, Readiness } from "../model/cycle.ts";
import type { DispatchOutcome } from "../model/told.ts";
import type { Phrase } from "../model/report.ts";
import type { Tone } from "../model/world.ts";
import { howEnded } from "./command-words.ts";
import { list } from "./names.ts";
import { plain } from "./plain.ts";
import { shortRevision } from "./slug.ts";
import { isOfNobody } from "./suite-steps.ts";
import { count, duration, short } from "./words.ts";

export interface Said {
  readonly line: string;
  readonly tone?: Tone;
}

/** Names in a line; the rest is counted. */
const MAX_NAMES = 3;

/** "Deployed backend in 5 s"; null where nothing was run. */
export function deployedLine({ name, state, command, problem, url }: Deployment): Said | null {
  if (command === null) return null;
  const took = duration(command.durationMs);
  const at: Phrase = url === null ? [] : [", at ", url];
  if (state === "deployed") return { line: plain(["Deployed ", name, ` in ${took}`, ...at]) };
  return bad(["The deploy of ", name, ` failed: ${problem ?? `its command ${endedAfter(command)}`}`]);
}

/** "backend serves 4c1e9ab after 3 tries, 12 s"; null where nothing was asked. */
export function readyLine(readiness: Readiness, commit: string): Said | null {
  const { name, state, tries, elapsedMs, revisionMatches, flaps } = readiness;
  if (state === "not-awaited") return null;
  const after = `after ${count(tries, "try", "tries")}, ${duration(elapsedMs)}`;
  if (state === "not-ready") return bad([name, ` is not ready ${after}: it `, ...seenWords(readiness, commit)]);
  const what = revisionMatches === null ? "is healthy" : `serves ${short(commit)}`;
  const came = flaps === 0 ? "" : `; it came and went ${count(flaps, "time")}`;
  return { line: plain([name, ` ${what} ${after}${came}`]) };
}

/** "backend answers 503 (try 12, 2m 30s of 10 min)": what the last try saw of a service that is awaited. */
export function waitingLine(readiness: Readiness, commit: string, timeoutMs: number): string {
  const time = `${duration(readiness.elapsedMs)} of ${duration(timeoutMs)}`;
  return plain([readiness.name, " ", ...seenWords(readiness, commit), ` (try ${readiness.tries}, ${time})`]);
}

function seenWords({ lastSeen: seen, asked, served, revisionMatches }: Readiness, commit: string): Phrase {
  if (seen === null) return ["was not asked"];
  if (seen.kind === "no-answer") return [`does not answer (${seen.errno})`];
  const isGood = seen.status >= 200 && seen.status <= 299;
  if (!isGood) return [`answers ${seen.status}`];
  if (asked === "health") return [`answers ${seen.status}`];
  if (revisionMatches === true) return [`serves ${short(commit)}`];
  if (served === null) return ["tells no revision"];
  return ["serves ", shortRevision(served), `, not ${short(commit)}`];
}

/** "Set-up done in 2 s". */
export function hookLine(name: "Set-up" | "Teardown", command: CommandResult): Said {
  if (succeeded(command)) return { line: `${name} done in ${duration(command.durationMs)}` };
  return bad([`${name} failed: its command ${endedAfter(command)}`]);
}

/** `good`: the commit that staging should serve again. */
export function rolledBackLine(command: CommandResult, good: string): Said {
  if (succeeded(command)) return { line: `Rolled back to ${short(good)} in ${duration(command.durationMs)}` };
  return bad([`The rollback to ${short(good)} failed: its command ${endedAfter(command)}`]);
}

/** "The fix command succeeded in 3 s". */
export function fixLine({ how, isClean, durationMs }: FixTold): Said {
  if (isClean) return { line: `The fix command ${how} in ${duration(durationMs)}` };
  return { line: `The fix command ${how} after ${duration(durationMs)}`, tone: "bad" };
}

interface FixTold {
  /** "succeeded", "ended with exit code 1". */
  readonly how: string;
  readonly isClean: boolean;
  readonly durationMs: number;
}

/** "Probes: 11 of 14 pass, 3.2 s; failed: answer quality, ws connects". */
export function probesLine(results: readonly CheckResult[], durationMs: number): Said {
  const probes = results.filter(({ kind }) => kind === "probe");
  const targets = results.filter(({ kind }) => kind === "target");
  const counts = [
    probes.length === 0 ? "" : `Probes: ${passOf(probes)}, ${duration(durationMs)}`,
    targets.length === 0 ? "" : `${probes.length === 0 ? "Targets" : "targets"}: ${passOf(targets)}`,
  ].filter((each) => each !== "");
  const broken = results.filter((each) => isBroken(each) && decides(each));
  const line = [counts.join("; "), ...(broken.length === 0 ? [] : ["; failed: ", ...namesOf(broken)])];
  return broken.length === 0 ? { line: plain(line) } : bad(line);
}

/** What the failed preflight keeps from running. */
export function preflightLine(preflight: readonly CheckResult[], suites: number): Said | null {
  const broken = preflight.filter(({ outcome }) => outcome !== "passed");
  if (broken.length === 0 || suites === 0) return null;
  const what = suites === 1 ? "the suite does not run" : "no suite runs";
  return bad(["The preflight failed (", ...namesOf(broken), `), so ${what}`]);
}

/** "e2e: 47 of 58 pass, 55.2 s". */
export function suiteLine(run: SuiteRun, results: readonly CheckResult[]): Said {
  const { name, command, beyond, runner } = run;
  const many = (of: (each: CheckResult) => boolean): number => results.filter(of).length;
  const passed = many((each) => each.test !== null && each.outcome === "passed") + beyond.passed;
  const skipped = many(({ outcome }) => outcome === "skipped") + beyond.skipped;
  const flaky = many(isFlaky);
  const isRed = many((each) => isBroken(each) && decides(each)) + beyond.failed + beyond.errored > 0;
  const took = isOfNobody(command) ? "" : `, ${duration(command.durationMs + (run.retry?.durationMs ?? 0))}`;
  if (run.tests === 0) return bad([name, `: no test has a result; the command ${endedAfter(command, runner?.runner)}`]);
  const beside = [
    skipped === 0 ? "" : `, ${skipped} skipped`,
    flaky === 0 ? "" : `, ${flaky} only on another try`,
    (run.planned ?? 0) - skipped > run.tests ? `, ${run.planned} were planned` : "",
  ].join("");
  const stopped = command.timedOut ? "; stopped at its time limit" : "";
  const line: Phrase = [name, `: ${passed} of ${run.tests} pass${took}${beside}${stopped}`];
  return isRed || stopped !== "" ? bad(line) : { line: plain(line) };
}

/** A suite whose turn never comes. */
export function blockedLine({ name }: CheckResult, missing: readonly CheckResult[]): Said {
  return bad([name, " does not run: ", ...namesOf(missing), " did not pass"]);
}

/** What became of the request for the next cycle; `url`: where its run can be watched. */
export function dispatchLine(n: number, outcome: DispatchOutcome, url: string | null): Said | null {
  switch (outcome.kind) {
    case "started":
      return { line: `GitHub starts cycle ${n}${url === null ? "" : `: ${url}`}` };
    case "failed":
      return bad([`Cycle ${n} does not start: `, ...outcome.why]);
    case "later":
    case "unanswered":
      return null;
  }
}

function passOf(results: readonly CheckResult[]): string {
  return `${results.filter(({ outcome }) => outcome === "passed").length} of ${results.length} pass`;
}

function namesOf(results: readonly CheckResult[]): Phrase {
  return list(
    results.map((each) => each.name),
    MAX_NAMES,
  );
}

/** The time limit is told with its time already. */
function endedAfter(command: CommandResult, runner: string | null = null): string {
  const after = command.timedOut || command.spawnError !== null ? "" : ` after ${duration(command.durationMs)}`;
  return `${howEnded(command, runner)}${after}`;
}

function bad(phrase: Phrase): Said {
  return { line: plain(phrase), tone: "bad" };
}
