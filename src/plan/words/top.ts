// The words at the top of the configuration file that hold one value.
import { ON_REGRESSION } from "../../model/plan.ts";
import { command, duration, HOUR, names, oneOrMore, SECOND, text, word } from "./leaves.ts";
import { EXPECTED_GOAL } from "./goal-parts.ts";
import { GOAL_JSON } from "./goal-schema.ts";
import { readGoal } from "./goal.ts";
import { workspaceFile } from "./path.ts";
import { addressOrNone, baseAddress } from "./request.ts";
import { explained, into, leaf, map, named, optional, pick, type Shape, type Value } from "./shape.ts";

export const version = leaf((value) => (value === 1 ? { value } : { expected: "expected 1" }), { enum: [1] });

export type HookWords = Value<typeof hookMap>;

const hookMap = explained(
  map({ run: command, timeout: optional(duration(SECOND, 6 * HOUR)) }, "a command, or a map with run"),
  {
    run: "The command.",
    timeout: "The command is ended after this time, with everything that it started (default 5m).",
  },
);
const hookLine: Shape<HookWords> = into(command, (run) => ({ run }));

/** A command around the checks, in one line or with its timeout. */
const hook = named(
  pick<HookWords>((value) => (typeof value === "string" ? hookLine : hookMap), [hookLine, hookMap]),
  "hook",
);

/** The keys at the top that hold one value. */
export const simpleShapes = {
  url: baseAddress,
  name: text,
  target: leaf((value) => (typeof value === "string" ? readGoal(value) : { expected: EXPECTED_GOAL }), GOAL_JSON),
  control: addressOrNone,
  preflight: names,
  setup: hook,
  teardown: hook,
  rollback: hook,
  "on-regression": word(ON_REGRESSION),
  logs: baseAddress,
  ca: oneOrMore(workspaceFile, "at least one file"),
  whys: workspaceFile,
} as const;
