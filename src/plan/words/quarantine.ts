// The words of `quarantine`: checks that still run and are shown, and do not decide until a date.
import { glob } from "./glob.ts";
import { matching, text } from "./leaves.ts";
import { explained, map, optional, type Shape, type Value } from "./shape.ts";

const LONG = "(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])";
const SHORT = "(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)";
const FEBRUARY = "02-(?:0[1-9]|1\\d|2[0-8])";
const LEAP = "(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29";

/** A day that the calendar has. */
export const day: Shape<string> = matching(
  new RegExp(`^(?:\\d{4}-(?:${LONG}|${SHORT}|${FEBRUARY})|${LEAP})$`, "u"),
  "expected a day of the calendar such as 2026-12-01",
  "day",
);

export type QuarantineWords = Value<typeof quarantineShape>;

export const quarantineShape = explained(
  map({ test: glob("some"), until: day, why: optional(text) }, "a map with test and until"),
  {
    test: "Name of a check, or class::name of a test. A star stands for anything, a question mark for one character.",
    until: "The last day, in UTC, on which it does not decide.",
    why: "The reason, for people: the number of the issue.",
  },
);
