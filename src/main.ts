// The action's main step: runs one cycle and tells it. Post dispatches the next one.
import { runCycle, type Ended } from "./cycle.ts";
import type { GitHub } from "./model/github.ts";
import { prepare } from "./prepare.ts";
import { statusContext } from "./publish/publish.ts";
import { tell } from "./tell.ts";
import { tellFailure, tellForeign, tellSuperseded } from "./tell-otherwise.ts";
import { openJob, type Job } from "./world/job.ts";
import { keyProblem } from "./world/tokens/tokens.ts";
import { otherInputs, readTrigger } from "./world/trigger.ts";

const job = openJob();
try {
  await main(job);
} catch (error) {
  await tellFailure(error, job.world, job.runner);
  process.exitCode = 1;
}

async function main({ world, runner, input, variable, payload, github: connect }: Job): Promise<void> {
  runner.saveState("phase", "started");
  const trigger = readTrigger(variable, payload());
  if (trigger.foreign) return tellForeign(world, runner);
  const { plan, limits } = await prepare(input, world, keyProblem);
  runner.saveState("context", statusContext(plan.environment));
  const github: GitHub | null = connect(input("github-token"), trigger);
  const ended = await runCycle(
    {
      plan,
      limits,
      trigger,
      token: input("loop"),
      inputs: otherInputs(payload()),
      canRepeat: github !== null && trigger.ref !== null && trigger.workflow !== null,
    },
    world,
    github,
  );
  process.exitCode = await tellEnd(ended);

  async function tellEnd(end: Ended): Promise<number> {
    if (end.kind === "foreign") return (await tellForeign(world, runner), 0);
    if (end.kind === "superseded") {
      await tellSuperseded(end.by, trigger, world, runner);
      return trigger.attempt > 1 ? exitCodeOfRerun() : 0;
    }
    const { told, published } = await tell(end.record, world, runner, github);
    const { decision } = told;
    if (decision.kind === "stop") return decision.because === "reached" || decision.because === "superseded" ? 0 : 1;
    // A green job must not hide an open loop: without a pending status the job itself has to be red.
    return limits.failOn === "final" && published.written.includes("status") ? 0 : 1;
  }

  // A re-run of an old cycle must not turn a commit green that its loop left red.
  async function exitCodeOfRerun(): Promise<number> {
    const known = github === null ? null : await github.statusesOf(trigger.commit);
    return known?.ok === true && known.value.get(statusContext(plan.environment)) === "success" ? 0 : 1;
  }
}
