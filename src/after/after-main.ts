// What follows main: from its decision to the next cycle, or from what a lost cycle left open to its end.
import { readInputs } from "../plan/inputs.ts";
import type { GitHub } from "../model/github.ts";
import { nightOf } from "../model/night.ts";
import type { CycleRecord } from "../record/record.ts";
import { tell } from "../tell.ts";
import type { Job } from "../world/job.ts";
import { again } from "./again.ts";
import { closeWithoutRecord } from "./close.ts";
import { follow, retell, type FollowOrder } from "./follow.ts";
import { leftByMain } from "./left-by-main.ts";

/** The exit code of the step. */
export async function afterMain(known: Job): Promise<number> {
  const { world, runner, input, variable, ending, github: connect } = known;
  const isCancelled = input("job-status") === "cancelled";
  if (isCancelled) ending.afterCancelledJob();
  const phase = runner.readState("phase");
  const inputs = readInputs(input);
  // Of several jobs of one cycle the one that concludes starts it again.
  if ((phase === "stale" || phase === "") && (inputs.mode === "all" || inputs.mode === "conclude")) {
    if (await again(phase, known)) return 0;
  }
  const left = await leftByMain(known);
  if (left === null) {
    await closeQuietly(phase, known);
    return phase === "stale" ? 1 : 0;
  }
  // A job that only tests leaves everything else to the one that concludes.
  if (inputs.mode === "test") return 0;
  const github = connect(input("github-token"), left.record.trigger);
  const record = left.told === "whole" ? left.record : await withPullRequest(left.record, github);
  if (left.told === "nothing") {
    await tell({ record, isDispatchedLater: false, notices: [], wishes: inputs }, world, runner, github);
    return 0;
  }
  if (github === null) return 0;
  const brief = runner.readState("brief");
  const secrets = runner.readState("secrets").split(" ").filter(Boolean);
  for (const name of secrets) world.secrets.register(variable(name) ?? "");
  const order: FollowOrder = {
    record,
    isCancelled,
    isTold: inputs.mode !== "continue",
    isDispatchedLater: inputs.mode !== "continue" && inputs.dispatch === "later",
    fixCommand: inputs.fixCommand,
    brief: brief === "" ? null : brief,
    saidStatus: runner.readState("status"),
    secrets,
    wishes: inputs,
  };
  if (left.told === "whole") return follow(order, world, runner, github);
  // Main was stopped before it could tell GitHub.
  await retell({ ...order, after: {}, isNews: true }, world, runner, github);
  return 0;
}

/** A main that was stopped may not have come to ask for it. */
async function withPullRequest(record: CycleRecord, github: GitHub | null): Promise<CycleRecord> {
  if (record.pullRequest !== null || github === null || nightOf(record.loop) !== null) return record;
  const found = await github.findPullRequest(record.trigger.commit);
  return found.ok ? { ...record, pullRequest: found.value?.number ?? null } : record;
}

/** Closing is a courtesy: where it cannot be done, the run itself already tells that it failed. */
async function closeQuietly(phase: string, known: Job): Promise<void> {
  try {
    await closeWithoutRecord(phase, known);
  } catch (error) {
    known.world.console.say(
      `The pages on GitHub could not be closed: ${error instanceof Error ? error.name : "unknown error"}`,
    );
  }
}
