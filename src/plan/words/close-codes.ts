// Which numbers end a connection: RFC 6455 section 7.4, with the codes that were registered since.
import { leaf, type Shape } from "./shape.ts";
import type { JsonSchema } from "./json-schema.ts";

type Range = readonly [from: number, to: number];

/** 1004 is reserved, and nobody may send 1015 to 2999. 1005 and 1006 stand for a missing code and a dropped connection. */
const SEEN: readonly Range[] = [
  [1000, 1003],
  [1005, 1014],
  [3000, 4999],
];

/** 1005 and 1006 are never sent. */
const SENT: readonly Range[] = [
  [1000, 1003],
  [1007, 1014],
  [3000, 4999],
];

/** The code of a connection that the service ends. */
export const closeCode: Shape<number> = oneOf(
  SEEN,
  "expected a close code: 1000 to 1014 without 1004, or 3000 to 4999",
);

/** The answer to a caller that is not let in: an HTTP status, or the code of a connection that is ended at once. */
export const refusalCode: Shape<number> = oneOf(
  [[300, 599], ...SEEN],
  "expected a status from 300 to 599 or a close code: 1000 to 1014 without 1004, or 3000 to 4999",
);

/** How we end a connection. */
export const ending = leaf<number | "abrupt">(
  (value) => {
    if (value === "abrupt") return { value };
    if (value === "normal") return { value: 1000 };
    if (isIn(SENT, value)) return { value };
    const expected = "expected normal, abrupt or a close code: 1000 to 1003, 1007 to 1014, or 3000 to 4999";
    return { expected, known: ["normal", "abrupt"] };
  },
  { anyOf: [{ enum: ["normal", "abrupt"] }, jsonOf(SENT)] },
);

function oneOf(ranges: readonly Range[], expected: string): Shape<number> {
  return leaf((value) => (isIn(ranges, value) ? { value } : { expected }), jsonOf(ranges));
}

function isIn(ranges: readonly Range[], value: unknown): value is number {
  return Number.isInteger(value) && ranges.some(([from, to]) => Number(value) >= from && Number(value) <= to);
}

function jsonOf(ranges: readonly Range[]): JsonSchema {
  return { anyOf: ranges.map(([minimum, maximum]) => ({ type: "integer", minimum, maximum })) };
}
