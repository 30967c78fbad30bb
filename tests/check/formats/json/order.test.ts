// Which of several tests of one name is the first, whatever their places are.
import { expect, it } from "vitest";
import { order } from "../../../../src/check/formats/json/order.ts";

function ordered(places: readonly (string | null)[]): readonly number[] {
  const items = places.map((place) => ({ place }));
  const nth = order(
    items,
    () => "name",
    (item) => items.find((each) => each === item)?.place ?? null,
  );
  return items.map(nth);
}

it.each([
  [
    ["10", "9", "100"],
    [2, 1, 3],
  ],
  [
    ["./a_spec.rb[1:10:1]", "./a_spec.rb[1:9:1]", "./a_spec.rb[1:10]"],
    [2, 1, 3],
  ],
  [
    ["a.feature:007", "a.feature:6"],
    [2, 1],
  ],
  [
    ["same", "same", "same"],
    [1, 2, 3],
  ],
  [
    [null, "1"],
    [1, 2],
  ],
  [
    [`${"p/".repeat(400)}a.rb[2]`, `${"p/".repeat(400)}a.rb[1]`],
    [2, 1],
  ],
])("%j: %j", (places, wanted) => {
  expect(ordered(places)).toEqual(wanted);
});

it("takes no time for many of them", () => {
  const items = Array.from({ length: 60_000 }, (_, at) => `x${"9".repeat(200)}${(at * 7_919) % 60_000}`);
  const boxes = items.map((place) => ({ place }));
  const places = new Map<unknown, string>(boxes.map((box) => [box, box.place]));
  const started = process.threadCpuUsage();
  const nth = order(
    boxes,
    () => "s",
    (box) => places.get(box) ?? null,
  );
  expect(new Set(boxes.map(nth)).size).toBe(60_000);
  expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(1_000);
});
