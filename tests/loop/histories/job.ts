// One job as the action's entries run it: main, then post with what main has left.
import { NO_WISHES } from "../../fakes/wishes.ts";
import { afterMain } from "../../../src/after/after-main.ts";
import { runCycle } from "../../../src/cycle.ts";
import { encodeLoop } from "../../../src/loop/token.ts";
import { UserError } from "../../../src/model/errors.ts";
import type { Runner } from "../../../src/model/runner.ts";
import { tell } from "../../../src/tell.ts";
import { tellFailure, tellForeign, tellStale, tellSuperseded } from "../../../src/tell-otherwise.ts";
import { reveal } from "../../../src/text/untrusted.ts";
import type { Job as RealJob } from "../../../src/world/job.ts";
import { otherInputs, readTrigger } from "../../../src/world/trigger.ts";
import { createHub } from "./hub.ts";
import { pause, REPOSITORY, WORKFLOW, type Job, type Model } from "./model.ts";
import { isForeign } from "./repository.ts";
import { createStaging, PLAN } from "./staging.ts";

export interface Fate {
  /** A step before ours fails, so that main is never reached. */
  readonly missesMain: boolean;
  /** Main ends without having told anything. */
  readonly crashes: boolean;
}

/** How the job ends. */
export async function runJob(job: Job, fate: Fate, model: Model, pushFix: () => void): Promise<"success" | "failure"> {
  const { run } = job;
  const known = openJob(job, model, pushFix);
  const code = fate.missesMain ? 1 : await main(job, known, model, fate.crashes);
  // The user's later steps.
  if (model.chance.happens(0.4)) await pause(model.chance.below(5 * 60_000), job, model);
  const status = run.isCancelled ? "cancelled" : code === 0 ? "success" : "failure";
  // Post is a process of its own: what came before it began, the job's status tells, and no signal.
  const wasCancelled = run.isCancelled;
  const { world } = known;
  const clock = { ...world.clock, cancelled: () => run.isCancelled && !wasCancelled };
  const input = (name: string): string => (name === "job-status" ? status : known.input(name));
  const last = await afterMain({ ...known, world: { ...world, clock }, input });
  return code === 0 && last === 0 ? "success" : "failure";
}

async function main(job: Job, known: RealJob, model: Model, crashes: boolean): Promise<number> {
  const { world, runner, input, payload } = known;
  runner.saveState("phase", "started");
  try {
    const trigger = readTrigger(known.variable, payload());
    if (trigger.foreign) {
      await tellForeign(world, runner);
      return 0;
    }
    const github = known.github(input("github-token"), trigger);
    runner.saveState("context", "test-deploy-loop/staging");
    const inputs = otherInputs(payload());
    const { limits, fixCommand } = model.settings;
    const canRepeat = github !== null && trigger.ref !== null && trigger.workflow !== null;
    const order = { plan: PLAN, limits, trigger, token: input("loop"), inputs, canRepeat, canFix: fixCommand };
    model.watch.begins(job);
    const ended = await runCycle(order, world, github);
    model.watch.ends(job, ended);
    if (crashes) return 1;
    switch (ended.kind) {
      case "foreign":
        await tellForeign(world, runner);
        return 0;
      case "superseded":
        await tellSuperseded(ended, trigger, world, runner);
        return 0;
      case "stale":
        if (ended.again !== null) await world.files.write("again.json", encodeLoop(ended.again));
        await tellStale({ ...ended, by: "post" }, trigger, world, runner);
        return ended.again === null ? 1 : 0;
      case "cycle": {
        const { told } = await tell(
          { record: ended.record, isDispatchedLater: false, notices: [], wishes: NO_WISHES },
          world,
          runner,
          github,
        );
        runner.saveState("phase", "told");
        return told.decision.kind === "repeat" ? 0 : 1;
      }
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    model.watch.refuses();
    await tellFailure(error, world, runner);
    return 1;
  }
}

function openJob(job: Job, model: Model, pushFix: () => void): RealJob {
  const { run } = job;
  const { settings } = model;
  const variables = new Map(Object.entries(variablesOf(job)));
  const inputs = new Map(Object.entries(run.inputs).map(([name, value]) => [name, reveal(value)]));
  if (settings.losesState) inputs.clear();
  inputs.set("github-token", "a-token");
  if (settings.fixCommand) inputs.set("fix-command", "./fix.sh");
  return {
    world: createStaging(job, model, pushFix),
    runner: createRunner(),
    variable: (name) => variables.get(name),
    input: (name) => inputs.get(name) ?? "",
    payload: () => payloadOf(job, model),
    ending: { atLast: () => {}, onFault: () => {}, afterCancelledJob: () => {}, afterWork: () => {} },
    readJournal: async () => null,
    github: (_, trigger) => (trigger.foreign ? null : createHub(job, model)),
  };
}

function variablesOf({ run, attempt }: Job): Readonly<Record<string, string>> {
  return {
    GITHUB_EVENT_NAME: run.event,
    GITHUB_REPOSITORY: REPOSITORY,
    GITHUB_RUN_ID: String(run.id),
    GITHUB_RUN_ATTEMPT: String(attempt),
    GITHUB_SHA: run.commit,
    GITHUB_REF_TYPE: "branch",
    GITHUB_REF_NAME: run.branch,
    GITHUB_WORKFLOW_REF: `${REPOSITORY}/.github/workflows/${WORKFLOW}@refs/heads/${run.branch}`,
    GITHUB_SERVER_URL: "https://github.example",
    GITHUB_API_URL: "https://api.github.example",
  };
}

function payloadOf({ run }: Job, { repository }: Model): unknown {
  const { pull } = run;
  return {
    ...(run.sender === null ? {} : { sender: { type: run.sender } }),
    inputs: Object.fromEntries(Object.entries(run.inputs).map(([name, value]) => [name, reveal(value)])),
    ...(pull === null
      ? {}
      : {
          pull_request: {
            number: pull.number,
            user: { login: pull.origin === "dependabot" ? "dependabot[bot]" : "ada" },
            head: {
              sha: run.commit,
              ref: pull.branch,
              repo: { full_name: isForeign(run) && pull.origin === "fork" ? "mallory/chat" : REPOSITORY },
            },
          },
          number: repository.pulls.length,
        }),
  };
}

function createRunner(): Runner {
  const state = new Map<string, string>();
  return {
    writeSummary: async () => {},
    setOutput: () => {},
    saveState: (name, value) => void state.set(name, value),
    readState: (name) => state.get(name) ?? "",
    annotate: () => {},
  };
}
