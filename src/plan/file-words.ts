// The words at the top of the configuration file, and those of `suites`.
import { anyValue, command, duration, HOUR, name, names, reportPath, SECOND, text, whole } from "./leaves.ts";
import { baseAddress } from "./request-words.ts";
import { into, leaf, list, map, optional, pick, type Value } from "./shape.ts";

/** Which keys stand at the top of the file. What they hold is read one part at a time. */
export const fileShape = map(
  {
    version: leaf((value) => (value === 1 ? { value } : { expected: "expected 1" })),
    url: optional(anyValue),
    name: optional(anyValue),
    target: optional(anyValue),
    deploy: optional(anyValue),
    auth: optional(anyValue),
    defaults: optional(anyValue),
    preflight: optional(anyValue),
    probes: optional(anyValue),
    suites: optional(anyValue),
  },
  "a map with version, url, probes and so on",
);

export const ONLY_TARGET = "expected all, the only target there is so far";

/** The keys at the top that hold one value. */
export const simpleShapes = {
  url: baseAddress,
  name: text,
  target: leaf<"all">((value) => (value === "all" ? { value } : { expected: ONLY_TARGET, known: ["all"] })),
  preflight: names,
} as const;

export type SuiteWords = Value<typeof suiteShape>;

export const suiteShape = map(
  {
    name,
    run: command,
    reports: pick<readonly string[]>((value) =>
      Array.isArray(value) ? list(reportPath, "at least one report file") : into(reportPath, (path) => [path]),
    ),
    timeout: optional(duration(SECOND, 6 * HOUR)),
    "min-tests": optional(whole(0, 1_000_000)),
    needs: optional(names),
  },
  "a suite: a map with name, run and reports",
);
