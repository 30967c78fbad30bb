// A series of blows: so many points of one kind, each of which has to be kept.
import { expect } from "vitest";
import {
  finishedMain,
  measureMain,
  openScene,
  pointsOf,
  randomFrom,
  strikeMain,
  strikePost,
  type Told,
} from "./blows.ts";
import type { Blow, Point } from "./step.ts";

/** A point behind the end of a quicker run is no point; so many in a row would mean that nothing is struck any more. */
const MOST_MISSES = 20;

/** Two at once: most of the time is waiting for processes. */
const AT_ONCE = 2;

/** Returns the places at which main was struck. */
export async function strikeMainOften(kind: Blow, count: number, seed: number): Promise<ReadonlySet<string>> {
  const random = randomFrom(seed);
  const { loadingMs } = await measureMain({});
  // Some of the wait is left when the bundle is loaded.
  const options = { turnInMs: 1.2 * loadingMs + 400 };
  const run = await measureMain(options);
  return await series(count, pointsOf(run, random), (point) =>
    strikeMain(kind, point, kind === "SIGINT" && random() < 0.7 ? "cancelled" : "failure", options),
  );
}

export async function strikePostOften(kind: Blow, count: number, seed: number): Promise<ReadonlySet<string>> {
  const scene = await openScene({ turnInMs: 0 });
  try {
    const main = await finishedMain(scene);
    expect(main.outputs.get("decision")).toBe("repeat");
    const { post, complaints } = await strikePost(scene, kind, null);
    expect([complaints, post.code]).toEqual([[], 0]);
    return await series(count, pointsOf(post, randomFrom(seed)), (point) => strikePost(scene, kind, point));
  } finally {
    await scene.close();
  }
}

async function series(
  count: number,
  points: Generator<Point>,
  strike: (point: Point) => Promise<Told>,
): Promise<ReadonlySet<string>> {
  const broken: string[] = [];
  const places = new Set<string>();
  let left = count;
  let misses = 0;
  async function work(): Promise<void> {
    while (left > 0 && misses < MOST_MISSES) {
      left--;
      const { value: point } = points.next();
      const { complaints, isStruck, where } = await strike(point);
      misses = isStruck ? 0 : misses + 1;
      if (isStruck) places.add(where);
      else left++;
      if (complaints.length > 0) broken.push(`${point.at} ${point.n} (${where}): ${complaints.join("; ")}`);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  expect({ kept: count - broken.length, broken }).toEqual({ kept: count, broken: [] });
  expect(misses).toBeLessThan(MOST_MISSES);
  return places;
}
