// How a command of the user's ended, in words.
import type { CommandResult } from "../model/check.ts";
import { exitWords, signalWords } from "../model/exit-codes.ts";
import { duration } from "./words.ts";

/** "ended with exit code 5 (pytest found no tests)"; `runner` is the one that spoke in its terminal. */
export function howEnded(command: CommandResult, runner: string | null = null): string {
  const { timedOut, durationMs, spawnError, signal, exitCode } = command;
  if (spawnError !== null) return `could not be started (${spawnError})`;
  if (timedOut) return `was stopped at its time limit after ${duration(durationMs)}`;
  const words = signal === null ? exitWords(exitCode ?? 0, runner) : signalWords(signal);
  const how = signal === null ? `ended with exit code ${exitCode ?? "none"}` : `was killed by ${signal}`;
  return words === null ? how : `${how} (${words})`;
}
