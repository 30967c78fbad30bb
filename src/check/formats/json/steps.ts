// The steps of a scenario in Cucumber's JSON, with the hooks around it and around each of them.
import { durationOf, isList, listOf, member, textOf } from "./values.ts";

/** From the worst. "untold": the report gives no result. */
const STATUSES = ["failed", "ambiguous", "undefined", "unknown", "pending", "skipped", "untold", "passed"] as const;
type Status = (typeof STATUSES)[number];

export interface Step {
  readonly status: Status;
  /** "Then I pay 1", or what hook it is. */
  readonly name: string;
  readonly error: string | null;
  /** In the report's own unit. */
  readonly duration: number | null;
}

/** In the order in which they ran. */
export function stepsOf(element: unknown): readonly Step[] {
  return [
    ...hooksOf(element, "before"),
    ...listOf(element, "steps").flatMap((step) => [
      ...hooksOf(step, "before"),
      stepOf(step, nameOf(step)),
      ...hooksOf(step, "after"),
    ]),
    ...hooksOf(element, "after"),
  ];
}

/** The first one of the worst. */
export function worstOf(steps: readonly Step[]): Step | undefined {
  for (const status of STATUSES) {
    const found = steps.find((each) => each.status === status);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A step that nobody wrote, or that is not done, is no reason to call the scenario good. */
export function isBroken({ status }: Step): boolean {
  return status !== "skipped" && status !== "untold" && status !== "passed";
}

/**
 * How many of the report's units of time make a millisecond. Cucumber writes nanoseconds, behave seconds (its features
 * have a `location` and no `uri`), and some versions of others milliseconds: no machine does most of the steps in less
 * than a thousand nanoseconds.
 */
export function unitsInMillisecond(features: readonly unknown[]): number {
  if (features.every((each) => textOf(each, "uri") === null && textOf(each, "location") !== null)) return 0.001;
  const durations = features
    .flatMap((each) => listOf(each, "elements").flatMap((element) => stepsOf(element)))
    .flatMap(({ duration }) => (duration === null || duration === 0 ? [] : [duration]))
    .sort((one, other) => one - other);
  const middle = durations[Math.floor(durations.length / 2)];
  return middle === undefined || middle >= 1_000 ? 1_000_000 : 1;
}

function hooksOf(owner: unknown, when: "before" | "after"): readonly Step[] {
  return listOf(owner, when).map((hook) => stepOf(hook, `the hook ${when}`));
}

function stepOf(step: unknown, name: string): Step {
  const result = member(step, "result");
  return {
    status: statusOf(result),
    name,
    error: errorOf(result),
    duration: durationOf(result, "duration"),
  };
}

function nameOf(step: unknown): string {
  const keyword = (textOf(step, "keyword") ?? "").trim();
  return `${keyword} ${textOf(step, "name") ?? ""}`.trim();
}

/** What is no known word is not taken for a pass. */
function statusOf(result: unknown): Status {
  const told = textOf(result, "status")?.toLowerCase() ?? null;
  if (told === null || told === "untested") return "untold";
  if (told === "error" || told === "hook_error" || told === "cleanup_error") return "failed";
  return STATUSES.find((each) => each === told) ?? "unknown";
}

/** One text, or in behave's reports a list of lines. */
function errorOf(result: unknown): string | null {
  const lines = member(result, "error_message");
  if (!isList(lines)) return textOf(result, "error_message") ?? textOf(result, "message");
  return lines.filter((each) => typeof each === "string").join("\n") || null;
}
