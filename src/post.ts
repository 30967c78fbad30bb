// The action's post step: dispatches the next cycle as the last act of the job, and adds its link to the pages.
import { isHandedOver, successor } from "./cycle.ts";
import { decodeLoop } from "./loop/token.ts";
import { dispatchFault, dispatchNext } from "./loop/repeat.ts";
import type { GitHub, Problem } from "./model/github.ts";
import { shortestWaitMs } from "./model/limits.ts";
import type { Phrase } from "./model/report.ts";
import { runUrl } from "./model/trigger.ts";
import { couldNot } from "./publish/permissions.ts";
import { publish } from "./publish/publish.ts";
import { decodeRecord, type CycleRecord } from "./record/record.ts";
import { phrase } from "./report/markdown.ts";
import { plain } from "./report/plain.ts";
import { makeReport } from "./report/view.ts";
import type { DispatchOutcome } from "./model/told.ts";
import { capital } from "./report/words.ts";
import { toTold } from "./tell.ts";
import { clean } from "./text/clean.ts";
import { mapUntrusted } from "./text/untrusted.ts";
import { openJob, type Job } from "./world/job.ts";
import { readTrigger } from "./world/trigger.ts";

const job = openJob();
await post(job);

/** Closing is a courtesy: where it cannot be done, the run itself already tells that it failed. */
async function closeQuietly(phase: string): Promise<void> {
  try {
    await closeWithoutRecord(phase, job);
  } catch (error) {
    job.world.console.say(
      `The pages on GitHub could not be closed: ${error instanceof Error ? error.name : "unknown error"}`,
    );
  }
}

async function post({ world, runner, input, github: connect }: Job): Promise<void> {
  const phase = runner.readState("phase");
  const text = phase === "decided" ? await world.files.readOwn("record.json") : null;
  const record = text === null ? null : decodeRecord(text);
  if (record === null) return closeQuietly(phase);
  const github = connect(input("github-token"), record.trigger);
  if (record.decision.kind === "stop" || github === null) return;
  if (input("job-status") === "cancelled") return stopCancelled(github, record);
  const current = await withNewestHead(record, github, job);
  const next = successor(current, toTold(current, []).loop, world.clock.now());
  if (next === null) return retell(current, github);
  // The last look before the one act that cannot be taken back.
  if (world.clock.cancelled()) return stopCancelled(github, current);
  const answer = await dispatchNext(next, current.trigger, current.inputs, github);
  await retell(
    current,
    github,
    answer.ok ? { kind: "started", runId: answer.value.runId } : { kind: "failed", why: whatToChange(answer.problem) },
  );
  if (!answer.ok) process.exitCode = 1;

  function stopCancelled(hub: GitHub, known: CycleRecord): Promise<void> {
    world.console.say("The job was cancelled: no further cycle is started.");
    return retell({ ...known, decision: { kind: "stop", because: "cancelled" } }, hub);
  }

  async function retell(again: CycleRecord, hub: GitHub, dispatch?: DispatchOutcome): Promise<void> {
    const told = toTold(again, [], dispatch);
    const report = makeReport(told);
    world.console.say(`Next: ${plain(report.next)}`);
    await runner.writeSummary(`**Next:** ${phrase(report.next)}\n`);
    const { notices } = await publish({ told, report, pullRequest: again.pullRequest }, hub);
    for (const notice of notices) world.console.say(plain(notice));
  }
}

/** A later step of the job, or anybody, may have pushed since main decided: the next cycle tests that, without a wait. */
async function withNewestHead(record: CycleRecord, github: GitHub, { world }: Job): Promise<CycleRecord> {
  const { decision, trigger, head } = record;
  if (decision.kind === "stop" || trigger.ref === null) return record;
  const answer = await github.headOf(trigger.ref);
  if (!answer.ok || answer.value === null || answer.value === head) return record;
  const between = await github.commitsBetween(record.cycle.commit, answer.value);
  world.console.say(`The branch has moved on to ${answer.value.slice(0, 7)}`);
  const pushed = mapUntrusted(between.ok ? between.value : [], (text) => world.secrets.mask(clean(text)));
  if (await isHandedOver(answer.value, trigger, github)) {
    return { ...record, head: answer.value, decision: { kind: "stop", because: "superseded" }, pushed };
  }
  return {
    ...record,
    head: answer.value,
    decision: { ...decision, because: "new-commit", waitMs: shortestWaitMs(trigger.localApi) },
    pushed,
  };
}

function whatToChange(problem: Problem): Phrase {
  switch (dispatchFault({ ok: false, problem })) {
    case "no-trigger":
      return ["the workflow cannot be started by hand. Add `workflow_dispatch:` to its `on:`."];
    case "no-inputs":
      return [
        "the workflow does not declare the inputs of the loop. Add `loop` and `cycle` below `workflow_dispatch:` → `inputs:`.",
      ];
    case "no-workflow":
      return ["GitHub does not find the workflow. It has to be on the default branch."];
    case "no-branch":
      return ["the branch does not exist any more."];
    case "permission":
    case "other":
      return couldNot("dispatch", problem);
  }
}

// Main ended without a cycle, or did not end at all: what the loop left pending on GitHub is closed, nothing else is touched.
async function closeWithoutRecord(phase: string, { world, runner, variable, payload, input, github: connect }: Job) {
  if (phase === "settled") return;
  const headline = headlineOf(phase);
  const consequence = "nothing is known about staging, and no further cycle is started.";
  if (phase !== "no-cycle") {
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
    const pending = known.ok ? [...known.value].filter(([, state]) => state === "pending").map(([name]) => name) : [];
    const ours = commit === trigger.commit && context !== "" && phase === "started" ? [context] : [];
    for (const each of new Set([...pending, ...ours])) {
      const url = runUrl(trigger, trigger.runId);
      await github.setStatus({ commit, context: each, state: "error", description: headline, url });
    }
  }
}

// By the phase that main has left: none, the set-up refused, decided, begun.
function headlineOf(phase: string): string {
  if (phase === "") return "This cycle did not start";
  if (phase === "decided") return "The record of this cycle is gone";
  return phase === "no-cycle" ? "This cycle did not start: its set-up is not right" : "This cycle did not end";
}
