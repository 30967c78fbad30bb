// Commands of the user's that failed: a set-up, which talks to the same platforms as a deploy, and the test command itself.
import type { Transient } from "../../model/analysis.ts";
import type { CheckResult, CommandResult } from "../../model/check.ts";
import { reveal } from "../../text/untrusted.ts";
import { deployFailure } from "./deploy-failure.ts";

/** Whether a set-up that failed may succeed on another try. */
export function transienceOf(command: CommandResult): Transient {
  return deployFailure(command).transient;
}

/**
 * It stands for the test command, not for a test: what its terminal quotes are failures of the tests, which have results
 * of their own.
 */
export function isTestCommand({ kind, test, name }: CheckResult): boolean {
  return kind === "test" && test === null && OWN_NAMES.has(reveal(name));
}

/** Under these the suite tells of its commands. */
const OWN_NAMES: ReadonlySet<string> = new Set(["(the test command)", "(the retry command)"]);
