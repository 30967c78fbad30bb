// How a command of the user's ended, in words.
import type { CommandResult } from "../model/check.ts";
import { duration } from "./words.ts";

/** "ended with exit code 2". */
export function howEnded({ timedOut, durationMs, spawnError, signal, exitCode }: CommandResult): string {
  if (spawnError !== null) return `could not be started (${spawnError})`;
  if (timedOut) return `was stopped at its time limit after ${duration(durationMs)}`;
  return signal === null ? `ended with exit code ${exitCode ?? "none"}` : `was killed by ${signal}`;
}
