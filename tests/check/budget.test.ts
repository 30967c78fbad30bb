// How much runs at once, and who comes next.
import { expect, it } from "vitest";
import { createBudget, unitsOf } from "../../src/check/budget.ts";
import { httpProbe } from "./plans.ts";

interface Job {
  readonly name: string;
  readonly units: number;
  readonly rank: number;
}

/** Starts the jobs in this order and ends whichever runs longest, until none is left; tells what ran together. */
async function run(jobs: readonly Job[]): Promise<readonly string[]> {
  const budget = createBudget();
  const running: { readonly name: string; readonly end: () => void }[] = [];
  const all = jobs.map(({ name, units, rank }) =>
    budget(units, rank, () => new Promise<void>((end) => void running.push({ name, end }))),
  );
  const seen: string[] = [];
  for (let left = jobs.length; left > 0; left--) {
    await new Promise((resolve) => setImmediate(resolve));
    seen.push(running.map((each) => each.name).join(""));
    running.shift()?.end();
  }
  await Promise.all(all);
  return seen;
}

const job = (name: string, units: number, rank = 0): Job => ({ name, units, rank });

it("is as much as there is room for", async () => {
  expect(await run([job("a", 8), job("b", 8), job("c", 1)])).toEqual(["ab", "bc", "c"]);
});

it("lets nobody overtake, so that what needs much gets its turn", async () => {
  expect(await run([job("a", 8), job("b", 16), job("c", 1)])).toEqual(["a", "b", "c"]);
});

it("takes the lower rank first, and of equal ones who came first", async () => {
  const jobs = [job("a", 16), job("z", 16, 9), job("m", 16, 5), job("n", 16, 5), job("b", 16, 1)];
  expect(await run(jobs)).toEqual(["a", "b", "m", "n", "z"]);
});

it("is given back by work that throws", async () => {
  const budget = createBudget();
  await expect(budget(16, 0, () => Promise.reject(new Error("a bug")))).rejects.toThrow("a bug");
  expect(await budget(16, 0, () => Promise.resolve("done"))).toBe("done");
});

it.each([
  [1, 2],
  [3, 6],
  [8, 16],
  [16, 16],
])("counts %i users of a request as %i of 16", (users, units) => {
  expect(unitsOf(httpProbe("x", { users }))).toBe(units);
});
