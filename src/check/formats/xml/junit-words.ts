// What the names and values in JUnit XML mean: every tool has its own.
import type { TestCase } from "../test-case.ts";

export interface Broken {
  readonly errored: boolean;
  /** Surefire writes further attempts of a test that failed as rerun..., failed ones of one that passed as flaky... */
  readonly attempt: "first" | "further" | "flaky";
}

const BROKEN: ReadonlyMap<string, Broken> = new Map<string, Broken>([
  ["failure", { errored: false, attempt: "first" }],
  ["error", { errored: true, attempt: "first" }],
  ["rerunFailure", { errored: false, attempt: "further" }],
  ["rerunError", { errored: true, attempt: "further" }],
  ["flakyFailure", { errored: false, attempt: "flaky" }],
  ["flakyError", { errored: true, attempt: "flaky" }],
]);

const SKIPPED: ReadonlySet<string> = new Set(["skipped", "skip", "ignored", "disabled", "pending"]);
const OUTPUT: ReadonlySet<string> = new Set(["system-out", "system-err", "system.out", "system.err"]);

/** What an element inside a case says of it. */
export function brokenBy(element: string): Broken | undefined {
  return BROKEN.get(element);
}

export function isSkipped(element: string): boolean {
  return SKIPPED.has(element);
}

/** What stands in a suite beside its cases. */
export function isBesideCases(element: string): boolean {
  return element === "properties" || element === "property" || isOutput(element) || isSkipped(element);
}

export function isOutput(element: string): boolean {
  return OUTPUT.has(element);
}

type Told = Exclude<TestCase["outcome"], "passed">;

// Worst first.
const WORDS: readonly (readonly [Told, readonly string[]])[] = [
  ["errored", ["error", "errored", "broken"]],
  ["failed", ["failed", "fail", "failure", "timeout", "timedout"]],
  ["not-run", ["interrupted", "aborted", "cancelled", "canceled", "incomplete"]],
  // GoogleTest and CMake write "notrun" for a test that is switched off.
  ["skipped", ["skipped", "skip", "disabled", "ignored", "notrun", "pending", "todo", "suppressed", "untested"]],
];

/** What the attributes of a case say; null: nothing that we know, or that it passed. */
export function statusOf({ status, result }: Readonly<Record<string, string>>): Told | null {
  if (status === undefined && result === undefined) return null;
  const said = [plain(status), plain(result)];
  return WORDS.find(([, words]) => said.some((each) => words.includes(each)))?.[0] ?? null;
}

/** Of a root `<testrun>`, which Eclipse writes. */
export function eclipseStatusOf({ ignored, incomplete }: Readonly<Record<string, string>>): Told | null {
  if (incomplete === "true") return "not-run";
  return ignored === "true" ? "skipped" : null;
}

function plain(value: string | undefined): string {
  return value === undefined || value.length > 20 ? "" : value.toLowerCase().replace(/[^a-z]/gu, "");
}
