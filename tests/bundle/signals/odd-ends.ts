// Ends that no random point finds for certain: signals in a row, commands that do not listen, a GitHub that is silent.
import { expect } from "vitest";
import { RUNNER_TIMELINE } from "../../../demo/runner/process.ts";
import { inScene, type Scene, type SceneOptions } from "./blows.ts";
import { preload, type WAYS } from "./faulty.ts";
import { recordIn } from "./kept.ts";
import { runStep, type Point, type StepOrder, type Stepped } from "./step.ts";

export interface Ended {
  readonly scene: Scene;
  readonly main: Stepped;
  readonly post: Stepped;
}

/** Main is cancelled at a point, and post follows as in a cancelled job. */
export async function cancelled(
  point: Point,
  options: SceneOptions,
  look: (ended: Ended) => void,
  more: Partial<StepOrder> = {},
): Promise<void> {
  await inScene(options, async (scene) => {
    const { place, watch } = scene;
    const blow = { kind: "SIGINT" as const, point };
    const main = await runStep({ entry: "main", place, jobStatus: "success", watch, blow, ...more });
    const post = await runStep({ entry: "post", place, jobStatus: "cancelled", watch });
    expect(main.linesBefore).not.toBeNull();
    expect([main.leftBehind, scene.hub.dispatches]).toEqual([0, []]);
    expect(main.msAfter).toBeLessThan(7_000);
    look({ scene, main, post });
  });
}

export function saysCancelled(where: string, { scene, main, post }: Ended): void {
  const headline = `Staging not tested: the run was cancelled ${where}`;
  expect(main.outputs.get("headline")).toBe(headline);
  expect(main.summary).toContain(headline);
  expect(recordIn(scene.folder)?.cycle.cut?.by).toBe("cancel");
  expect(scene.hub.comments[0]?.body).toContain(headline);
  expect(scene.hub.statuses.at(-1)).toMatchObject({ state: "error", description: "not tested · cancelled" });
  expect([main.code, post.code]).toEqual([1, 0]);
}

/** SIGTERM right behind the first signal, and all the time that a tree of processes needs. */
export const AT_ONCE = { ...RUNNER_TIMELINE, interruptMs: 1, terminateMs: 20_000 };

/** Main meets an error of ours that nobody catches, when its log says a word. */
export async function faulty(way: keyof typeof WAYS, word: string, look: (ended: Ended) => void): Promise<void> {
  await inScene({ turnInMs: 0 }, async (scene) => {
    const { place, watch, folder } = scene;
    const env = preload(folder, way, word);
    const main = await runStep({ entry: "main", place, jobStatus: "success", watch, env });
    const post = await runStep({ entry: "post", place, jobStatus: "failure", watch });
    expect(main.lines).toContain("This is a fault of Test-Deploy Loop itself, not of your change:");
    expect(main.lines).toContain("Error: out of nowhere");
    expect([main.code, post.code, main.leftBehind, scene.hub.dispatches]).toEqual([1, 0, 0, []]);
    expect(scene.hub.statuses.at(-1)?.state).not.toBe("pending");
    expect(main.summary).toContain(main.outputs.get("headline"));
    look({ scene, main, post });
  });
}

/** Words of the log at which an error comes, and what the page then says of where it was. */
export const PLACES = [
  ["::group::Deploy", "during the deploy"],
  ["deploy │ deploying", "during the deploy"],
  ["Deployed ", "while it waited for staging"],
  ["✓ answers", "during the probes"],
  ["::group::Test", "during the tests"],
  ["test │ testing", "during the tests"],
] as const;
