// Shared by the tests of the schema: texts and values that some word of the file takes, and some that are close to one.
import { readFileSync } from "node:fs";
import * as v from "valibot";

const FIXTURE = new URL("../fixtures/plan/close-values.json", import.meta.url);
const VALUES = v.object({ texts: v.array(v.string()), values: v.array(v.unknown()) });

const { texts, values } = v.parse(VALUES, JSON.parse(readFileSync(FIXTURE, "utf8")));

const UNITS = ["ms", "s", "m", "h", "d"];
const SMALL = [0, 1, 9, 10, 11, 99, 100, 101, 599, 600, 601, 899, 901, 999, 1000, 1001, 3600, 3601, 3650, 3651];
const LARGE = [21_600, 21_601, 600_000, 600_001, 3_600_000, 21_600_000, 2_147_483_648];
const LENGTHS = [64, 65, 100, 101, 199, 200, 201, 500, 501];

export const TEXTS: readonly string[] = [
  ...texts,
  ...[...SMALL, ...LARGE].flatMap((amount) => UNITS.map((unit) => `${amount}${unit}`)),
  ...LENGTHS.flatMap((length) => ["x".repeat(length), "\u{1f600}".repeat(length)]),
];

/** Values that few words take. */
export const STRANGE: readonly unknown[] = values;
