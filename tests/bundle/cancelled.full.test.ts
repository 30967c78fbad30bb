// The same for every place and every way in which an error comes out of nowhere, and for what takes long.
import { describe, expect, it } from "vitest";
import { inScene } from "./signals/blows.ts";
import { WAYS } from "./signals/faulty.ts";
import { recordIn } from "./signals/kept.ts";
import { AT_ONCE, cancelled, faulty, PLACES, saysCancelled } from "./signals/odd-ends.ts";
import { runStep } from "./signals/step.ts";

const ways = ["a timer", "a promise", "an emitter"] as const satisfies readonly (keyof typeof WAYS)[];

describe.each(ways)("PR21: an error out of %s", (way) => {
  it.each(PLACES)("at %j is told with what was known", async (word, where) => {
    await faulty(way, word, ({ main }) => {
      expect(main.outputs.get("verdict")).toBe("not-tested");
      expect(main.summary).toContain(`Test-Deploy Loop failed ${where}`);
    });
  });

  it("after the decision leaves the verdict as it is, and nothing follows", async () => {
    await faulty(way, "❌ Staging", ({ main, post }) => {
      expect(main.outputs.get("verdict")).toBe("not-met");
      expect(post.summary).toContain("was cancelled");
    });
  });
});

it("PR18: two SIGINT and a SIGTERM at once are one cancel, also for a command that does not listen", async () => {
  const stubborn = "trap '' TERM INT; kill -INT $PPID; while :; do sleep 1; done";
  await cancelled(
    { at: "request", n: 3 },
    { turnInMs: 0, deploying: stubborn },
    (ended) => {
      saysCancelled("during the deploy", ended);
      expect(ended.main.lines.filter((line) => line.startsWith("Cancelled:"))).toHaveLength(1);
    },
    { timeline: AT_ONCE },
  );
});

it("PR17: a cancel ends the wait for the turn, and nothing is deployed", async () => {
  await cancelled({ at: "line", n: 2 }, { turnInMs: 600_000 }, (ended) => {
    saysCancelled("before the deploy", ended);
    expect(ended.scene.stage.has("deploying")).toBe(false);
  });
});

it("PR17: a cancel ends the wait for staging", async () => {
  await cancelled({ at: "request", n: 9 }, { turnInMs: 0, isDown: true }, (ended) =>
    saysCancelled("while it waited for staging", ended),
  );
});

it("PR20: while GitHub is silent, all work after a cancel is done within 20 s", async () => {
  await cancelled(
    { at: "line", n: 8 },
    { turnInMs: 0, mute: /branches|pulls|statuses|comments/u },
    ({ scene, main, post }) => {
      expect(main.summary).toContain("the run was cancelled");
      expect(recordIn(scene.folder)?.cycle.deployments[0]?.state).toBe("deployed");
      expect(main.msAfter + post.ms).toBeLessThan(20_000);
    },
  );
});

it("PR12: a journal that a command removed is there all the same when main is killed", async () => {
  await inScene(
    { turnInMs: 0, deploying: 'rm -rf "$RUNNER_TEMP/test-deploy-loop"' },
    async ({ place, watch, hub, folder }) => {
      const blow = { kind: "SIGKILL" as const, point: { at: "line" as const, n: 11 } };
      const main = await runStep({ entry: "main", place, jobStatus: "success", watch, blow });
      const post = await runStep({ entry: "post", place, jobStatus: "failure", watch });
      expect(main.code).toBeNull();
      expect(post.summary).toContain("the cycle did not end, it broke off during the");
      expect(recordIn(folder)?.cycle.deployments[0]?.state).toBe("deployed");
      expect(hub.dispatches).toEqual([]);
    },
  );
});
