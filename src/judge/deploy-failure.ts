// Whether a deploy that failed may succeed on another try, read from how the command ended and what it printed.
import type { Transient } from "../model/analysis.ts";
import type { CommandResult } from "../model/check.ts";
import { clean } from "../text/clean.ts";
import { reveal } from "../text/untrusted.ts";

const MAY_PASS =
  /\b(?:429|502|503|504)\b|timed? ?out|temporar(?:y|ily)|try again|ECONNRESET|ETIMEDOUT|EAI_AGAIN|connection reset|in progress|state lock|rate limit|quota/iu;

export function searchDeployOutput(command: CommandResult): Transient {
  if (command.timedOut) return "yes";
  if (command.spawnError !== null) return "no";
  if (command.exitCode === 126 || command.exitCode === 127) return "no";
  return MAY_PASS.test(clean(reveal(command.output)).slice(-16_384)) ? "yes" : "no";
}
