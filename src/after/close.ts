// Closes what a cycle without a record has left open on GitHub, and touches nothing else.
import { decodeLoop } from "../loop/token.ts";
import { runUrl } from "../model/trigger.ts";
import { capital } from "../report/words.ts";
import type { Job } from "../world/job.ts";
import { readTrigger } from "../world/trigger.ts";

/** Main ended without a cycle, or did not end at all: what the loop left pending is closed. */
export async function closeWithoutRecord(
  phase: string,
  { world, runner, variable, payload, input, github: connect }: Job,
) {
  if (phase === "settled") return;
  const headline = headlineOf(phase);
  const consequence = "nothing is known about staging, and no further cycle is started.";
  if (!TOLD.has(phase)) {
    world.console.say(`${headline}: ${consequence}`);
    await runner.writeSummary(`## ⏹️ ${headline}\n\n${capital(consequence)}\n`);
  }
  const trigger = readTrigger(variable, payload());
  const github = connect(input("github-token"), trigger);
  if (github === null) return;
  const token = decodeLoop(input("loop"));
  const before = "problem" in token ? [] : token.ledger.slice(-1).map((row) => row.commit);
  const context = runner.readState("context");
  for (const commit of new Set([trigger.commit, ...before])) {
    const known = await github.statusesOf(commit);
    const open = known.ok ? [...known.value].filter(([, state]) => state === "pending").map(([name]) => name) : [];
    // Main came far enough to know which of them is its own.
    const pending = PASSED_BY.has(phase) ? open.filter((each) => each === context) : open;
    const ours = commit === trigger.commit && context !== "" && phase === "started" ? [context] : [];
    for (const each of new Set([...pending, ...ours])) {
      const url = runUrl(trigger, trigger.runId);
      await github.setStatus({ commit, context: each, state: "error", description: headline, url });
    }
  }
}

/** Runs that did nothing, because the loop goes on or ends elsewhere. */
const PASSED_BY: ReadonlySet<string> = new Set(["overtaken", "given-up"]);
/** Main has said so itself. */
const TOLD: ReadonlySet<string> = new Set(["no-cycle", ...PASSED_BY]);

// By the phase that main has left: none, the set-up refused, decided, begun.
function headlineOf(phase: string): string {
  if (phase === "overtaken") return "A run of a newer commit goes on";
  if (phase === "given-up") return "The branch moves on before a cycle can start";
  if (phase === "" || phase === "stale") return "This cycle did not start";
  if (["decided", "shown", "told"].includes(phase)) return "The record of this cycle is gone";
  return phase === "no-cycle" ? "This cycle did not start: its set-up is not right" : "This cycle did not end";
}
