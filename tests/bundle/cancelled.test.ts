// How main and post end when somebody stops them, or when an error of ours comes out of nowhere (rows PR17 to PR21).
import { expect, it } from "vitest";
import { finishedMain, openScene, strikeMain, strikePost } from "./signals/blows.ts";
import { faulty } from "./signals/odd-ends.ts";

// The same few points each time; signals.full.test.ts has sixty random ones of each kind.
it.concurrent.each([
  ["SIGINT", { at: "line", n: 5 }],
  ["SIGKILL", { at: "request", n: 12 }],
] as const)("PR17, PR18: what main knew when %s struck it is kept", async (blow, point) => {
  const { complaints, isStruck } = await strikeMain(blow, point, "failure", { turnInMs: 0 });
  expect({ complaints, isStruck }).toEqual({ complaints: [], isStruck: true });
});

it.concurrent("PR17, PR18: what main had told is kept when post is struck, and a dispatch on its way is told", async () => {
  const scene = await openScene({ turnInMs: 0 });
  try {
    await finishedMain(scene);
    const [early, inFlight] = await Promise.all([
      strikePost(scene, "SIGINT", { at: "request", n: 1 }),
      strikePost(scene, "SIGINT", { at: "request", n: 3 }, /^POST .*\/dispatches$/u),
    ]);
    expect([early.complaints, early.isStruck]).toEqual([[], true]);
    expect([inFlight.complaints, inFlight.post.msAfter < 7_000]).toEqual([[], true]);
    expect(inFlight.post.lines.findLast((line) => line.startsWith("Next:"))).toMatch(
      /cancelled before GitHub answered the request for cycle 3: it may have been started/u,
    );
  } finally {
    await scene.close();
  }
});

it.concurrent("PR21: an error that nobody catches ends the run, and what was known is told", async () => {
  await faulty("a timer", "✓ answers", ({ main }) => {
    expect(main.outputs.get("headline")).toBe("Staging not tested: Test-Deploy Loop failed during the probes");
    expect(main.summary).toMatch(/Known until then: Deployed ✅ · served ✅ · probes 1 of \d/u);
  });
});
