// Reads the inputs of the action: only declared names, each with its type and range. Wrong ones are noted, not thrown,
// so that they are told together with the faults of the file.
import type { Fault } from "../model/errors.ts";
import { CEILING, LONGEST_WAIT_MS, type Limits } from "../model/limits.ts";
import { untrusted, type Untrusted } from "../text/untrusted.ts";
import { parseDuration } from "./words/duration.ts";
import { createFaults, inputPlace, shown } from "./file/faults.ts";
import { ONLY_TARGET } from "./words/top.ts";
import { EXPECTED_REPORT, expectedDuration, expectedNumber, expectedWord, isBelow } from "./words/leaves.ts";
import { nearest } from "./words/nearest.ts";

/** Every input that action.yml declares, and no other is ever read. */
export const INPUT_NAMES = [
  "config",
  "url",
  "health",
  "revision",
  "deploy",
  "test",
  "reports",
  "target",
  "max-cycles",
  "budget-minutes",
  "wait",
  "fail-on",
  "github-token",
  "loop",
  "cycle",
  "job-status",
] as const;

export type InputName = (typeof INPUT_NAMES)[number];

export interface Inputs {
  /** The configuration file, where one is named. */
  readonly config: Untrusted | null;
  readonly url: Untrusted | null;
  readonly health: Untrusted | null;
  readonly revision: Untrusted | null;
  readonly deploy: Untrusted | null;
  readonly test: Untrusted | null;
  readonly reports: readonly Untrusted[];
  readonly limits: Limits;
  /** A secret. */
  readonly githubToken: Untrusted | null;
  readonly loop: Untrusted | null;
  readonly cycle: Untrusted | null;
  /** How the job stands; the runner tells it again when the post step begins. */
  readonly jobStatus: "success" | "failure" | "cancelled" | null;
  readonly faults: readonly Fault[];
}

/** Reads the inputs by their names. An empty input is one that was not given. */
export function readInputs(raw: (name: string) => string | undefined): Inputs {
  const faults = createFaults();
  const given = (name: InputName): string | null => raw(name)?.trim() || null;
  const boxed = (name: InputName): Untrusted | null => {
    const text = given(name);
    return text === null ? null : untrusted(text);
  };
  const wrong = (name: InputName, message: string, value: string, meant: string | null = null): void =>
    faults.add(inputPlace(name), message, {
      found: shown(value),
      didYouMean: meant === null ? null : untrusted(meant),
    });
  const whole = (name: InputName, fallback: number, to: number): number => {
    const text = given(name);
    if (text === null) return fallback;
    const value = /^[1-9]\d{0,8}$/u.test(text) ? Number(text) : 0;
    if (value >= 1 && value <= to) return value;
    wrong(name, expectedNumber(1, to), text);
    return fallback;
  };
  const duration = (name: InputName, fallbackMs: number, fromMs: number, toMs: number): number => {
    const text = given(name);
    if (text === null) return fallbackMs;
    const ms = parseDuration(text);
    if (ms !== null && ms >= fromMs && ms <= toMs) return ms;
    wrong(name, expectedDuration(fromMs, toMs), text);
    return fallbackMs;
  };
  const word = <const W extends string>(
    name: InputName,
    words: readonly W[],
    expected = expectedWord(words),
  ): W | null => {
    const text = given(name);
    if (text === null) return null;
    const found = words.find((each) => each === text);
    if (found === undefined) wrong(name, expected, text, nearest(text, words));
    return found ?? null;
  };
  const reports = splitReports(given("reports") ?? "");
  for (const path of reports) {
    if (!isBelow(path)) wrong("reports", EXPECTED_REPORT, path);
  }
  word("target", ["all"], ONLY_TARGET);
  const limits: Limits = {
    maxCycles: whole("max-cycles", 5, CEILING),
    budgetMs: whole("budget-minutes", 360, LONGEST_BUDGET_MINUTES) * 60_000,
    waitMs: duration("wait", 60_000, 0, LONGEST_WAIT_MS),
    failOn: word("fail-on", ["final", "any"]) ?? "final",
  };
  return {
    config: boxed("config"),
    url: boxed("url"),
    health: boxed("health"),
    revision: boxed("revision"),
    deploy: boxed("deploy"),
    test: boxed("test"),
    reports: reports.map(untrusted),
    limits,
    githubToken: boxed("github-token"),
    loop: boxed("loop"),
    cycle: boxed("cycle"),
    jobStatus: word("job-status", ["success", "failure", "cancelled"]),
    faults: faults.all(),
  };
}

/** A day of runner time. */
const LONGEST_BUDGET_MINUTES = 1_440;

// One a line or with commas between; a comma inside { } belongs to the pattern.
function splitReports(text: string): readonly string[] {
  return text
    .split(/\r?\n|,(?![^{}]*\})/u)
    .map((path) => path.trim())
    .filter((path) => path !== "");
}
