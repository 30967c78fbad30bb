// Whether a deploy or set-up that failed may succeed on another try, read from how its command ended and what it printed.
import type { Transient } from "../model/analysis.ts";
import type { CommandResult } from "../model/check.ts";
import { clean } from "../text/clean.ts";
import { reveal } from "../text/untrusted.ts";

const MAY_PASS =
  /\b(?:429|502|503|504)\b|timed? ?out|temporar(?:y|ily)|try again|ECONNRESET|ETIMEDOUT|EAI_AGAIN|connection reset|in progress|state lock|rate limit|quota/iu;

export function transienceOf(command: CommandResult): Transient {
  if (command.timedOut) return "yes";
  if (command.spawnError !== null) return "no";
  if (command.exitCode === 126 || command.exitCode === 127) return "no";
  // The reason stands at the end; further up "in progress" and "quota" are also what a good deploy prints.
  const end = clean(reveal(command.output)).trimEnd().split("\n").slice(-15).join("\n").slice(-4_096);
  return MAY_PASS.test(end) ? "yes" : "no";
}
