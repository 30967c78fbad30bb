// The action's main step: runs one cycle, or the part of it that this job has, and tells it. Post goes on from there.
import { concludeRecords } from "./conclude.ts";
import { runCycle, type Ended } from "./cycle.ts";
import type { Decision } from "./model/analysis.ts";
import type { GitHub } from "./model/github.ts";
import type { Limits } from "./model/limits.ts";
import type { Phrase } from "./model/report.ts";
import { readInputs } from "./plan/inputs.ts";
import { prepare } from "./prepare.ts";
import { couldNot } from "./publish/permissions.ts";
import { statusContext, type Published } from "./publish/publish.ts";
import type { CycleRecord } from "./record/record.ts";
import { tell, writeUntold } from "./tell.ts";
import { sayFault, tellFailure, tellForeign, tellStale, tellSuperseded } from "./tell-otherwise.ts";
import { openJob, type Job } from "./world/job.ts";
import { keyProblem } from "./world/tokens/tokens.ts";
import { otherInputs, readTrigger } from "./world/trigger.ts";
import { encodeLoop } from "./loop/token.ts";

const job = openJob();
const said = { isDecided: false };
job.ending.onFault((error) => {
  // What is decided stays: an error that comes after it costs pages on GitHub, not the verdict.
  if (said.isDecided) sayFault(error, job.world);
  else void tellFailure(error, job.world, job.runner);
});
try {
  process.exitCode = await main(job);
} catch (error) {
  await tellFailure(error, job.world, job.runner);
  process.exitCode = 1;
}
job.ending.afterWork();

/** The exit code of the step. Throws a UserError for what only the user can put right. */
async function main({ world, runner, input, variable, payload, ending, github: connect }: Job): Promise<number> {
  runner.saveState("phase", "started");
  const trigger = readTrigger(variable, payload());
  if (trigger.foreign) {
    await tellForeign(world, runner);
    return 0;
  }
  const inputs = readInputs(input);
  const github = connect(input("github-token"), trigger);
  const canRepeat = github !== null && trigger.ref !== null && trigger.workflow !== null;
  const order = { trigger, token: input("loop"), inputs: otherInputs(payload()), canRepeat };
  // Whatever a later job of this run may push counts as a fix that has not run yet, until that job has ended.
  const canFix = inputs.fixCommand !== null || inputs.dispatch === "later";
  if (inputs.mode === "conclude" || inputs.mode === "continue") {
    const mayBeFixed = inputs.mode !== "continue" && canFix;
    const ended = await concludeRecords(
      { ...order, inputs, forwarded: order.inputs, canFix: mayBeFixed },
      world,
      github,
    );
    if (inputs.mode === "conclude") return tellEnd(ended);
    return ended.kind === "cycle" ? leave(ended.record) : tellEnd(ended);
  }
  const made = await prepare(input, world, keyProblem);
  runner.saveState("context", statusContext(made.plan.environment));
  runner.saveState("secrets", made.plan.secrets.join(" "));
  const ended = await runCycle({ ...made, ...order, canFix, isPart: inputs.mode === "test" }, world, github);
  if (inputs.mode === "test" && ended.kind === "cycle") return leave(ended.record);
  return tellEnd(ended);

  async function leave(record: CycleRecord): Promise<number> {
    said.isDecided = true;
    const code = await writeUntold(record, world, runner);
    ending.atLast(() => runner.saveState("phase", "told"));
    return code;
  }

  async function tellEnd(end: Ended): Promise<number> {
    switch (end.kind) {
      case "foreign":
        await tellForeign(world, runner);
        return 0;
      case "superseded":
        await tellSuperseded(end, trigger, world, runner);
        return trigger.attempt > 1 ? exitCodeOfRerun() : 0;
      case "stale":
        // Post starts the same cycle again, on the newer commit; of several jobs the one that concludes does.
        if (inputs.mode === "test") {
          await tellStale({ ...end, by: "another job" }, trigger, world, runner);
          return 0;
        }
        if (end.again !== null) await world.files.write("again.json", encodeLoop(end.again));
        await tellStale({ ...end, by: "post" }, trigger, world, runner);
        return end.again === null ? 1 : 0;
      case "cycle": {
        const isDispatchedLater = inputs.dispatch === "later";
        said.isDecided = true;
        const notices = await missingPermission(end.record, github);
        const { told, published } = await tell(
          { record: end.record, isDispatchedLater, notices, wishes: inputs },
          world,
          runner,
          github,
        );
        ending.atLast(() => runner.saveState("phase", "told"));
        return exitCode(told.decision, published, inputs.limits);
      }
    }
  }

  // A re-run of an old cycle must not turn a commit green that its loop left red.
  async function exitCodeOfRerun(): Promise<number> {
    const known = github === null ? null : await github.statusesOf(trigger.commit);
    const states = known?.ok === true ? [...known.value.values()] : [];
    return states.length > 0 && states.every((state) => state === "success") ? 0 : 1;
  }
}

function exitCode(decision: Decision, published: Published, { failOn }: Limits): number {
  if (decision.kind === "stop") return decision.because === "reached" || decision.because === "superseded" ? 0 : 1;
  if (decision.kind === "park") return 1;
  // A green job must not hide an open loop: without a pending status the job itself has to be red.
  return failOn === "final" && published.written.includes("status") ? 0 : 1;
}

/**
 * A first cycle that needs no second one would leave it to a bad night to find out that none can be started. Where one
 * is started, post finds out.
 */
async function missingPermission(
  { loop, decision, trigger, canDispatch }: CycleRecord,
  github: GitHub | null,
): Promise<readonly Phrase[]> {
  const isLast = decision.kind === "stop" && decision.because === "reached";
  if (!isLast || loop.id.n > 1 || !canDispatch || github === null || trigger.workflow === null) return [];
  const may = await github.mayDispatch(trigger.workflow);
  return may.ok ? [] : [couldNot("dispatch", may.problem)];
}
