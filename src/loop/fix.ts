// Runs the user's fix command between two cycles. It is judged by what it commits, never by what it says of itself.
import type { Untrusted } from "../text/untrusted.ts";
import type { World } from "../model/world.ts";
import { succeeded } from "../model/check.ts";

export interface FixOrder {
  readonly line: Untrusted;
  /** Path of the fix brief; null where none could be written. */
  readonly brief: string | null;
  /** Variables that hold secrets of staging: a fix has no use for them. */
  readonly secrets: readonly string[];
  readonly timeoutMs: number;
  readonly record: {
    readonly cycle: { readonly id: { readonly n: number } };
    readonly decision: { readonly kind: string };
  };
}

export interface Fixed {
  /** How its command ended, in our words. */
  readonly how: string;
  readonly isClean: boolean;
  readonly durationMs: number;
}

/** Longer, and a fix is worth less than the cycle that it holds up. */
const LONGEST_FIX_MS = 30 * 60_000;

export async function runFix({ line, brief, secrets, timeoutMs, record }: FixOrder, world: World): Promise<Fixed> {
  const { command } = await world.console.fold("Fix", () =>
    world.shell.run({
      line,
      timeoutMs: Math.max(1_000, Math.min(timeoutMs, LONGEST_FIX_MS)),
      environment: {
        CYCLE: String(record.cycle.id.n),
        DECISION: record.decision.kind,
        ...(brief === null ? {} : { BRIEF: brief, BRIEF_JSON: brief.replace(/\.md$/u, ".json") }),
      },
      without: secrets,
      label: "fix",
    }),
  );
  const how = succeeded(command)
    ? "succeeded"
    : command.timedOut
      ? "was stopped at its time limit"
      : command.exitCode === null
        ? "was ended"
        : `ended with exit code ${command.exitCode}`;
  return { how, isClean: succeeded(command), durationMs: command.durationMs };
}
