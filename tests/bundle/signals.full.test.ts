// Killed at any point: SIGINT and SIGKILL at sixty random points each of main and of post. SEED=n repeats a run of it.
import { expect, it } from "vitest";
import { readSeed } from "./signals/blows.ts";
import { strikeMainOften, strikePostOften } from "./signals/series.ts";

const POINTS = 60;
const seed = readSeed();

it.each(["SIGINT", "SIGKILL"] as const)(
  `PR17, PR18: what main knew when %s struck it is kept (seed ${seed})`,
  async (blow) => {
    const places = await strikeMainOften(blow, POINTS, seed);
    // Otherwise it was not everywhere.
    expect([...places]).toEqual(
      expect.arrayContaining(["before the cycle", "turn", "deploy", "readiness", "probes", "tests", "telling"]),
    );
  },
);

it.each(["SIGINT", "SIGKILL"] as const)(
  `PR17, PR18: what post knew when %s struck it is kept (seed ${seed})`,
  async (blow) => {
    const places = await strikePostOften(blow, POINTS, seed);
    expect(places.size).toBeGreaterThan(4);
  },
);
