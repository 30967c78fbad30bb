// The words at the top of the configuration file, and those of `suites`.
import { command, duration, HOUR, name, names, oneOrMore, reportPath, SECOND, text, whole } from "./leaves.ts";
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
  ca: oneOrMore(workspaceFile, "at least one file"),
} as const;

export type SuiteWords = Value<typeof suiteShape>;

export const suiteShape = explained(
  map(
    {
      name,
      run: command,
      reports: oneOrMore(reportPath, "at least one report file"),
      timeout: optional(duration(SECOND, 6 * HOUR)),
      "min-tests": optional(whole(0, 1_000_000)),
      needs: optional(names),
    },
    "a suite: a map with name, run and reports",
  ),
  {
    name: "The name of the suite.",
    run: "Your test command. It finds the commit under test in TDL_COMMIT.",
    reports: "JUnit XML files below the workspace: a file, a pattern, or a list of them.",
    timeout: "The command is ended after this time, with everything that it started (default 20m).",
    "min-tests": "A floor for the number of tests. What is missing counts as not run.",
    needs: "Probes that have to pass first. If one does not, the tests of the suite are blocked.",
  },
);
