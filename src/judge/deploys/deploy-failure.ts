// Why a deploy failed and whether another try may help, read from how its command ended and the last lines that it
// printed. The line that decides is the one that names the cause, not the progress before it nor the "exit 1" behind.
import type { DeployCause, Transient } from "../../model/analysis.ts";
import { succeeded, type CommandResult } from "../../model/check.ts";
import { clean } from "../../text/clean.ts";
import { reveal, untrusted } from "../../text/untrusted.ts";
import type { DeployRule, Weight } from "./deploy-rule.ts";
import { DEPLOY_RULES } from "./deploy-rules.ts";

export interface DeployFailure {
  readonly transient: Transient;
  /** null: no rule knows what it printed. */
  readonly cause: DeployCause | null;
}

/** For a command that failed. One that succeeded has no cause: what it told was wrong, and that does not pass. */
export function deployFailure(command: CommandResult): DeployFailure {
  if (succeeded(command)) return { transient: "no", cause: null };
  if (command.spawnError !== null) return notStarted(command.spawnError);
  const lines = lastLines(command);
  const missing = command.exitCode === 127 ? missingCommand(lines) : null;
  if (missing !== null) return missing;
  const found = decisive(lines);
  // A command that was stopped or not found says so itself, unless its output names a cause.
  if (found !== null && !(found.rank < WEIGHTS.symptom && (command.timedOut || isMissing(command)))) {
    const { rule, match, line } = found;
    const title = typeof rule.title === "string" ? rule.title : rule.title(match);
    return { transient: rule.transient, cause: { title, line: untrusted(line), next: rule.next } };
  }
  return byItsEnd(command, lines.at(-1) ?? "");
}

interface Decisive {
  readonly rule: DeployRule;
  readonly match: RegExpExecArray;
  readonly line: string;
  readonly rank: number;
}

// The reason stands at the end: further up the same words are also what a good deploy prints.
const LINES = 80;
const WIDTH = 600;
const SHOWN = 300;

function lastLines({ output }: CommandResult): readonly string[] {
  const text = clean(reveal(output).slice(-LINES * WIDTH)).trimEnd();
  return text
    .split("\n")
    .slice(-LINES)
    .map((line) => withoutFrame(line.slice(0, WIDTH)))
    .filter((line) => line !== "");
}

/** Terraform draws a frame around its errors, BuildKit numbers and times its lines. */
function withoutFrame(line: string): string {
  return line
    .replace(/^[\s\u2502\u2577\u2575|]+/u, "")
    .replace(/^#\d{1,4} (?:\d{1,6}\.\d{1,3} )?/u, "")
    .trimEnd();
}

const WEIGHTS: Readonly<Record<Weight, number>> = { cause: 4, symptom: 3, wrapper: 1 };

/** What a tool says on its way and gets over by itself, or a shell that shows what it runs. */
const ON_ITS_WAY =
  /^\W{0,4}(?:warn(?:ing)?|info|debug|notice|trace)\b|^(?:npm|yarn|pnpm) (?:warn|notice)\b|level=(?:warning|info|debug)|^\+{1,4} |\bretrying (?:in|after|\(|\d)|\bwill (?:be )?retr(?:y|ied)|^(?:still |now )?(?:waiting|creating|pulling|pushing|updating|deploying)\b|\[\w{1,10} elapsed\]|\bignored\b/iu;
const BEHIND_ITS_WAY = 2;

/** The heaviest line; of equals the last, or the first where the rule says that the first is the one to read. */
function decisive(lines: readonly string[]): Decisive | null {
  let best: Decisive | null = null;
  for (const line of lines) {
    const hit = ruleOf(line);
    if (hit === null) continue;
    const isOnItsWay = ON_ITS_WAY.test(line);
    const rank = isOnItsWay ? Math.min(BEHIND_ITS_WAY, WEIGHTS[hit.rule.weight]) : WEIGHTS[hit.rule.weight];
    if (isOnItsWay && hit.rule.weight === "wrapper") continue;
    if (best !== null && (rank < best.rank || (rank === best.rank && best.rule === hit.rule && hit.rule.first)))
      continue;
    best = { ...hit, line: line.slice(0, SHOWN), rank };
  }
  return best;
}

function ruleOf(line: string): Pick<Decisive, "rule" | "match"> | null {
  for (const rule of DEPLOY_RULES) {
    const match = rule.pattern.exec(line);
    if (match !== null) return { rule, match };
  }
  return null;
}

function notStarted(errno: string): DeployFailure {
  const passes = errno === "EAGAIN" || errno === "ENOMEM";
  return {
    transient: passes ? "yes" : "no",
    cause: {
      title: "the command could not be started",
      line: untrusted(errno),
      next: passes ? "Give the runner less to do at once." : "Check that the runner has the shell and the folder.",
    },
  };
}

/** What a shell says of a command that it does not find: a name that is in no folder of PATH, or a path. */
const NOT_FOUND =
  /^[^\s:]{1,200}: (?:line )?\d{1,6}: ([^:]{1,200}): (?:command not found|not found|No such file or directory)$/u;

function missingCommand(lines: readonly string[]): DeployFailure | null {
  const line = lines.findLast((each) => NOT_FOUND.test(each));
  if (line === undefined) return null;
  const isPath = NOT_FOUND.exec(line)?.[1]?.includes("/") === true;
  return {
    transient: "no",
    cause: {
      title: isPath ? "a command that the deploy calls is not there" : "a program that the deploy calls is not there",
      line: untrusted(line.slice(0, SHOWN)),
      next: isPath
        ? "Check the path, which counts from the top of the checkout, and that the file is in the commit."
        : "Install it in a step before this one.",
    },
  };
}

function isMissing({ exitCode }: CommandResult): boolean {
  return exitCode === 126 || exitCode === 127;
}

/** Nothing in the output tells; how the command ended may. */
function byItsEnd(command: CommandResult, last: string): DeployFailure {
  const line = untrusted(last.slice(0, SHOWN));
  const { exitCode, signal, timedOut } = command;
  if (timedOut) {
    return {
      transient: "yes",
      cause: {
        title: "the deploy did not end within its time limit",
        line,
        next: "See what it waited for in its last line; raise timeout when it only needs longer.",
      },
    };
  }
  if (isMissing(command)) {
    return {
      transient: "no",
      cause: {
        title: exitCode === 127 ? "a program that the deploy calls is not there" : "a file cannot be run as a program",
        line,
        next: exitCode === 127 ? "Install it in a step before this one." : "Set its executable bit.",
      },
    };
  }
  const killed = signal ?? (exitCode === 137 ? "SIGKILL" : exitCode === 143 ? "SIGTERM" : null);
  if (killed === "SIGKILL" || killed === "SIGTERM") {
    return {
      transient: "either",
      cause: {
        title: "the deploy was killed from outside",
        line,
        next: "Look for too little memory on the runner, or for a runner that was taken away.",
      },
    };
  }
  return { transient: "no", cause: null };
}
