// Starts a cycle again that did not begin: its run came on an older commit, or main was never reached.
import { whatToChange } from "./follow.ts";
import { redoLoop } from "../loop/advance.ts";
import { beginLoop } from "../loop/begin.ts";
import { mayStartAgain } from "../loop/identity.ts";
import { dispatchNext } from "../loop/repeat.ts";
import { decodeLoop } from "../loop/token.ts";
import { UserError } from "../model/errors.ts";
import type { GitHub } from "../model/github.ts";
import type { Loop } from "../model/loop.ts";
import type { Trigger } from "../model/trigger.ts";
import { runUrl } from "../model/trigger.ts";
import { readInputs } from "../plan/inputs.ts";
import { plain } from "../report/plain.ts";
import { otherInputs, readTrigger } from "../world/trigger.ts";
import type { Job } from "../world/job.ts";

/**
 * Whether it was started. `phase` "stale": main has written the loop; "": a step before ours failed, which is worth one
 * more try and no second one.
 */
export async function again(phase: "stale" | "", known: Job): Promise<boolean> {
  try {
    return await startedAgain(phase, known);
  } catch (error) {
    // A run that lacks what a cycle needs: main would have told it.
    if (error instanceof UserError) return false;
    throw error;
  }
}

async function startedAgain(phase: "stale" | "", known: Job): Promise<boolean> {
  const { world, runner, input, variable, payload, github: connect } = known;
  if (input("job-status") === "cancelled" || world.clock.cancelled()) return false;
  const trigger = readTrigger(variable, payload());
  const github = connect(input("github-token"), trigger);
  const loop = phase === "stale" ? await written(known) : await unbegun(trigger, known);
  if (loop === null || github === null || trigger.ref === null || trigger.workflow === null) return false;
  if (phase === "" && !(await wasNeverReached(trigger, known, github))) return false;
  if (!(await mayStartAgain(loop, trigger, world.clock.now(), github)) || world.clock.cancelled()) return false;
  const answer = await dispatchNext(loop, trigger, otherInputs(payload()), github);
  const what = phase === "stale" ? "on the newer commit" : "once more, because a step before it failed";
  if (!answer.ok) {
    world.console.say(`Cycle ${loop.id.n} cannot start ${what}: ${plain(whatToChange(answer.problem))}`);
    return false;
  }
  const { runId } = answer.value;
  const said = `Cycle ${loop.id.n} starts ${what}`;
  world.console.say(said);
  await runner.writeSummary(`${said}${runId === null ? "" : `: [run ${runId}](${runUrl(trigger, runId)})`}.\n`);
  return true;
}

/** Main leaves a mark as soon as it can; one that was killed before has none either, and it is not started again. */
async function wasNeverReached({ runId }: Trigger, { variable, world }: Job, github: GitHub): Promise<boolean> {
  for (const ms of LOOKS_MS) {
    if (ms > 0) await world.clock.sleep(ms);
    const main = await github.mainStepOf(runId, variable("RUNNER_NAME") ?? "");
    if (!main.ok || main.value !== null) return main.ok && main.value === "skipped";
  }
  return false;
}

/** GitHub shows the steps of a job a little later than they run. */
const LOOKS_MS = [0, 3_000, 5_000];

async function written({ world }: Job): Promise<Loop | null> {
  const text = await world.files.readOwn("again.json");
  const loop = text === null ? null : decodeLoop(text);
  return loop === null || "problem" in loop ? null : loop;
}

async function unbegun(trigger: Trigger, { input, world }: Job): Promise<Loop | null> {
  const { limits } = readInputs(input);
  const now = world.clock.now();
  const markers = { marker: "", nightMarker: "" };
  const begun = await beginLoop({ token: input("loop"), trigger, limits, now, ...markers }, null);
  if (begun.kind === "superseded") return null;
  const { loop } = begun;
  if (loop.id.redo > 0 || trigger.attempt > 1) return null;
  return redoLoop(loop, loop.expectedCommit ?? trigger.commit, trigger.runId);
}
