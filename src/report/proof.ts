// What a cycle proved besides its counts: tokens that were accepted, targets with their numbers, our own network.
import {
  decisiveFailure,
  succeeded,
  type CheckResult,
  type CommandResult,
  type Measured,
  type TokenFacts,
} from "../model/check.ts";
import type { Cycle } from "../model/cycle.ts";
import type { Phrase, StepRow } from "../model/report.ts";
import { howEnded } from "./command-words.ts";
import { measuredWords } from "./bounds.ts";
import { list } from "./names.ts";
import { duration, figure } from "./words.ts";

export function tokenSteps({ checks }: Cycle): readonly StepRow[] {
  const kinds = KINDS.flatMap(([kind, name]): readonly Phrase[] => {
    const given = checks.flatMap((check) =>
      check.measured?.token?.kind === kind
        ? [{ check, facts: check.measured.token, callers: callers(check.measured) }]
        : [],
    );
    return given.length === 0 ? [] : [[`${name}: ${tokenWords(given)}`]];
  });
  return kinds.map((result): StepRow => ({ name: "Tokens", result }));
}

const KINDS: readonly (readonly [kind: TokenFacts["kind"], name: string])[] = [
  ["jwt", "JWT"],
  ["login", "login"],
  ["bearer", "bearer"],
  ["basic", "basic"],
];

interface Given {
  readonly check: CheckResult;
  readonly facts: TokenFacts;
  /** Each of several users has a token of its own. */
  readonly callers: number;
}

function callers({ users }: Measured): number {
  return Math.max(1, users.length);
}

/** "minted 5, accepted 4, not accepted 1; 2 refused, as expected; 1 accepted that had to be refused". */
function tokenWords(given: readonly Given[]): string {
  // A probe that passes although its token is not accepted wanted exactly that.
  const bad = given.filter(({ check, facts }) => check.outcome === "passed" && facts.accepted === false);
  const letIn = given.filter(({ check }) => decisiveFailure(check)?.facts.letIn !== undefined);
  const good = given.filter((each) => !bad.includes(each) && !letIn.includes(each));
  const sum = (rows: readonly Given[]): number => rows.reduce((total, each) => total + each.callers, 0);
  const by = (accepted: boolean | null): number =>
    sum(good.filter(({ facts }) => facts.minted && facts.accepted === accepted));
  const minted = sum(good.filter(({ facts }) => facts.minted));
  const isOurs = given[0]?.facts.kind === "jwt";
  const parts = [
    good.length === 0 ? "" : `${isOurs ? "minted" : "had"} ${minted}, accepted ${by(true)}`,
    by(false) === 0 ? "" : `not accepted ${by(false)}`,
    by(null) === 0 ? "" : `not told of ${by(null)}`,
    sum(good) === minted ? "" : `${sum(good) - minted} ${isOurs ? "could not be minted" : "lacking"}`,
  ].filter((each) => each !== "");
  const refusals = [
    bad.length === 0 ? "" : `${sum(bad)} refused, as expected`,
    letIn.length === 0 ? "" : `${sum(letIn)} accepted that had to be refused`,
  ];
  return [parts.join(", "), ...refusals].filter((each) => each !== "").join("; ");
}

/** One row for each target, so that each number stands beside its limit. */
export function targetSteps({ checks }: Cycle): readonly StepRow[] {
  return checks
    .filter((check) => check.kind === "target")
    .map(({ name, outcome, measured }): StepRow => {
      const isMeasured = outcome === "passed" || outcome === "failed" || outcome === "errored";
      const words = isMeasured
        ? measuredWords(measured?.bounds ?? [])
        : outcome === "blocked"
          ? "blocked"
          : "did not run";
      const mark = outcome === "passed" ? "✅" : isMeasured ? "❌" : "–";
      return { name: "Target", result: [`${mark} `, name, ...(words === "" ? [] : [`: ${words}`])] };
    });
}

/** How far the measured times can be believed. */
export function timerSteps({ checks }: Cycle): readonly StepRow[] {
  const delays = checks.flatMap((check) => check.measured?.samples?.loopDelayMs ?? []);
  if (delays.length === 0) return [];
  const worst = (of: "p99" | "max"): string => figure(Math.max(...delays.map((each) => each[of])), "ms");
  return [
    { name: "Our timers", result: [`p99 ${worst("p99")} late, at most ${worst("max")}, while the samples were taken`] },
  ];
}

export function hookStep(name: string, command: CommandResult | null): readonly StepRow[] {
  if (command === null) return [];
  const took = duration(command.durationMs);
  return [{ name, result: [succeeded(command) ? `done in ${took}` : `its command ${howEnded(command)}`] }];
}

/** Where all of it is that commands which failed printed; the record and the live log keep only parts. */
export function outputSteps({ deployments, setup, teardown, rollback, suites }: Cycle): readonly StepRow[] {
  const commands = [
    ...deployments.map(({ command }) => command),
    setup,
    ...suites.flatMap(({ command, retry }) => [command, retry]),
    teardown,
    rollback,
  ];
  const logs = commands.flatMap((each) => (each === null || succeeded(each) || each.log === null ? [] : [each.log]));
  return logs.length === 0 ? [] : [{ name: "Output", result: ["all of what failed: ", ...list(logs, MAX_LOGS)] }];
}

const MAX_LOGS = 5;

export function controlStep({ control }: Cycle): readonly StepRow[] {
  if (control === null) return [];
  return control.reachable
    ? [{ name: "Our network", result: [control.target, " answers, so our own network works"] }]
    : [{ name: "Our network", result: [control.target, " does not answer either: ", control.message] }];
}
