// Builds the commands around the checks, and the one that brings the service before this one back.
import type { Hook, Plan } from "../../model/plan.ts";
import { untrusted } from "../../text/untrusted.ts";
import { placeOf, type Desk } from "../desk.ts";
import type { HookWords } from "../words/top.ts";
import { MINUTE } from "../words/leaves.ts";

const TIMEOUT_MS = 5 * MINUTE;

export function buildHook(words: HookWords | null | undefined): Hook | null {
  if (words === null || words === undefined) return null;
  return { run: untrusted(words.run), timeoutMs: words.timeout ?? TIMEOUT_MS };
}

/** What follows when a cycle is worse than the best one. */
export function buildRegression(desk: Desk): Pick<Plan, "rollback" | "onRegression"> {
  const { rollback = null, onRegression = null } = desk.config ?? {};
  const follows = onRegression?.words ?? "continue";
  if (onRegression !== null && follows === "rollback" && desk.config?.named.rollback === false) {
    desk.faults.add(placeOf(desk, onRegression.path), "expected rollback too: the command that rolls back");
  }
  if (rollback !== null && follows !== "rollback") {
    desk.faults.add(placeOf(desk, rollback.path), "nothing uses this command", {
      hint: "Add “on-regression: rollback”.",
    });
  }
  return { rollback: buildHook(rollback?.words), onRegression: follows };
}
