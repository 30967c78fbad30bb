// The clock that can be cancelled.
import { describe, expect, it } from "vitest";
import { createClock } from "../../src/world/clock.ts";

describe("the clock", () => {
  it("tells the time of day and one that never jumps", () => {
    const clock = createClock();
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1_000);
    const [first, second] = [clock.monotonic(), clock.monotonic()];
    expect(second).toBeGreaterThanOrEqual(first);
  });

  it("sleeps as long as asked", async () => {
    const clock = createClock();
    const started = performance.now();
    await clock.sleep(60);
    expect(performance.now() - started).toBeGreaterThanOrEqual(59);
  });

  it.each([0, -1, Number.NaN])("does not sleep for %d", async (ms) => {
    const started = performance.now();
    await createClock().sleep(ms);
    expect(performance.now() - started).toBeLessThan(50);
  });

  it.each([60_000, 2 ** 31, 2 ** 40, Number.POSITIVE_INFINITY])(
    "sleeps for %d until it is cancelled, not less",
    async (ms) => {
      const clock = createClock();
      let awake = false;
      const sleeping = clock.sleep(ms).then(() => (awake = true));
      await clock.sleep(20);
      expect(awake).toBe(false);
      clock.cancel();
      expect(await sleeping).toBe(true);
    },
  );

  it("knows that it was cancelled, and does not sleep any more", async () => {
    const clock = createClock();
    expect(clock.cancelled()).toBe(false);
    clock.cancel();
    clock.cancel();
    expect(clock.cancelled()).toBe(true);
    const started = performance.now();
    await clock.sleep(60_000);
    expect(performance.now() - started).toBeLessThan(50);
  });

  it("tells each listener once, and none that stopped listening", async () => {
    const clock = createClock();
    const heard: string[] = [];
    clock.onCancel(() => heard.push("a"));
    const stop = clock.onCancel(() => heard.push("b"));
    stop();
    clock.cancel();
    clock.cancel();
    clock.onCancel(() => heard.push("late"));
    clock.onCancel(() => heard.push("later"))();
    await Promise.resolve();
    expect(heard).toEqual(["a", "late"]);
  });
});
