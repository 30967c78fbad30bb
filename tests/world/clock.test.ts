// The clock that can be cancelled.
import { execFileSync } from "node:child_process";
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

  it("knows how long ago it was cancelled, for the first time", async () => {
    const clock = createClock();
    expect(clock.sinceCancel()).toBeNull();
    clock.cancel();
    const other = createClock();
    await other.sleep(30);
    clock.cancel();
    expect(clock.sinceCancel()).toBeGreaterThanOrEqual(29);
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

describe("the delay of timers", () => {
  it("is told when something held them up, in the worst case and the worst hundredth", async () => {
    const clock = createClock();
    const delay = clock.watchDelay();
    await clock.sleep(20);
    holdUp(80);
    await clock.sleep(20);
    const { p99, max } = delay();
    expect(max).toBeGreaterThan(70);
    expect(max).toBeLessThan(5_000);
    expect(p99).toBeLessThanOrEqual(max);
    expect(p99).toBeGreaterThan(1);
  });

  it("is next to nothing when nothing did", { retry: 2 }, async () => {
    const clock = createClock();
    const delay = clock.watchDelay();
    await clock.sleep(150);
    const { p99, max } = delay();
    expect(p99).toBeGreaterThanOrEqual(0);
    expect(p99).toBeLessThan(10);
    expect(max).toBeGreaterThanOrEqual(p99);
  });

  it("is that of the time watched, and nothing before anything was seen", async () => {
    const clock = createClock();
    const [first, none] = [clock.watchDelay(), clock.watchDelay()];
    expect(none()).toEqual({ p99: 0, max: 0 });
    await clock.sleep(10);
    const before = first();
    holdUp(50);
    await clock.sleep(10);
    expect(first()).toEqual(before);
  });

  it("keeps no process alive, even when nobody asks for it", () => {
    const clock = new URL("../../src/world/clock.ts", import.meta.url).href;
    const script = `const { createClock } = await import(${JSON.stringify(clock)}); createClock().watchDelay(); console.log("on");`;
    const output = execFileSync(process.execPath, ["--input-type=module", "--eval", script], { timeout: 10_000 });
    expect(output.toString()).toBe("on\n");
  });
});

function holdUp(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
