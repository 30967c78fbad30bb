// The words at the top of the configuration file that hold one value.
import { ON_REGRESSION } from "../../model/plan.ts";
import { command, duration, HOUR, names, oneOrMore, SECOND, text, word } from "./leaves.ts";
import { workspaceFile } from "./path.ts";
import { addressOrNone, baseAddress } from "./request.ts";
import { explained, into, leaf, map, named, optional, pick, type Shape, type Value } from "./shape.ts";

export const version = leaf((value) => (value === 1 ? { value } : { expected: "expected 1" }), { enum: [1] });

export const ONLY_TARGET = "expected all, the only target there is so far";

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
  target: leaf<"all">((value) => (value === "all" ? { value } : { expected: ONLY_TARGET, known: ["all"] }), {
    enum: ["all"],
  }),
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
