// A loop of a pull request that a push takes over while the run of its next cycle is there, alive or lost.
import { NO_WISHES } from "../fakes/wishes.ts";
import { expect, it } from "vitest";
import { follow } from "../../src/after/follow.ts";
import { begin, night, quietRunner, type NightRun } from "../fakes/nights.ts";
import { fakeGitHub, fakeWorld, type FakeGitHub } from "../fakes/world.ts";

const PUSH: NightRun = {
  at: "2026-03-02T12:00:00Z",
  runId: 100,
  event: "push",
  failing: ["/chat"],
  limits: { maxCycles: 3 },
  trigger: { pullRequest: 7 },
};

/** The first cycle has dispatched the second one, as run 5001. */
async function openLoop(): Promise<FakeGitHub> {
  const hub = fakeGitHub({ pullRequest: 7 });
  const { record } = await night(PUSH, hub);
  const order = { record, isCancelled: false, isDispatchedLater: false, fixCommand: null, brief: null };
  await follow(
    { ...order, secrets: [], wishes: NO_WISHES, isTold: true, saidStatus: "" },
    fakeWorld(),
    quietRunner(),
    hub,
  );
  return hub;
}

it.each(["completed", "queued"])("goes on with a key of its own where the run of the cycle is %s", async (status) => {
  const hub = await openLoop();
  const [run] = hub.runs;
  if (run === undefined) throw new Error("no cycle was dispatched");
  hub.runs[0] = { ...run, status, conclusion: status === "completed" ? "failure" : null };
  const ended = await begin({ ...PUSH, runId: 6_000 }, hub);
  expect(ended).toMatchObject({ kind: "cycle", record: { loop: { id: { loop: 100, n: 3, redo: 0 } } } });
});
