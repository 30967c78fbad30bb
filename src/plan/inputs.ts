// Reads the inputs of the action: only declared names, each with its type and range. Wrong ones are noted, not thrown,
// so that they are told together with the faults of the file.
import type { Fault } from "../model/errors.ts";
import { CEILING, LONGEST_WAIT_MS, NEXT_CYCLE, type Limits } from "../model/limits.ts";
import type { Target } from "../model/target.ts";
import { untrusted, type Untrusted } from "../text/untrusted.ts";
import { parseDuration } from "./words/duration.ts";
import { createFaults, inputPlace, shown } from "./file/faults.ts";
import { readGoal } from "./words/goal.ts";
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
  "next-cycle",
  "stall-limit",
  "fail-on",
  "fix-command",
  "assignees",
  "mode",
  "records",
  "expect-records",
  "dispatch",
  "history",
  "report-url",
  "github-token",
  "loop",
  "cycle",
  "job-status",
] as const;

export type InputName = (typeof INPUT_NAMES)[number];

/**
 * `all` · `test`: deploys and tests, and leaves a record · `conclude`: reads records, tells and dispatches, and runs
 * nothing of the user's · `continue`: dispatches only, at the end of a job that fixed something.
 */
export const MODES = ["all", "test", "conclude", "continue"] as const;
export type Mode = (typeof MODES)[number];

export interface Inputs {
  /** The configuration file, where one is named. */
  readonly config: Untrusted | null;
  readonly url: Untrusted | null;
  readonly health: Untrusted | null;
  readonly revision: Untrusted | null;
  readonly deploy: Untrusted | null;
  readonly test: Untrusted | null;
  readonly reports: readonly Untrusted[];
  readonly target: Target | null;
  readonly limits: Limits;
  /** Runs between two cycles, in the post step. */
  readonly fixCommand: Untrusted | null;
  /** Logins that the issue of the nights is assigned to. */
  readonly assignees: readonly string[];
  readonly mode: Mode;
  /** The folder with the records of `test` jobs, and how many there have to be. */
  readonly records: Untrusted | null;
  readonly expectRecords: number;
  /** `later`: another job of this run dispatches the next cycle. */
  readonly dispatch: "here" | "later";
  /** The folder of earlier cycles in the workspace. */
  readonly history: Untrusted | null;
  /** Where people find the report page: an address, or the artifacts of the run; null: nobody publishes it. */
  readonly reportAt: ReportPlace | null;
  /** A secret. */
  readonly githubToken: Untrusted | null;
  readonly loop: Untrusted | null;
  readonly cycle: Untrusted | null;
  /** How the job stands; the runner tells it again when the post step begins. */
  readonly jobStatus: "success" | "failure" | "cancelled" | null;
  readonly faults: readonly Fault[];
}

/** `address`: absolute, and every sign that could end a Markdown link is percent-encoded. */
export type ReportPlace = { readonly kind: "artifacts" } | { readonly kind: "address"; readonly address: string };

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
  const whole = (name: InputName, fallback: number, to: number, from = 1): number => {
    const text = given(name);
    if (text === null) return fallback;
    const value = /^(?:0|[1-9]\d{0,8})$/u.test(text) ? Number(text) : -1;
    if (value >= from && value <= to) return value;
    wrong(name, expectedNumber(from, to), text);
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
  const word = <const W extends string>(name: InputName, words: readonly W[]): W | null => {
    const text = given(name);
    if (text === null) return null;
    const found = words.find((each) => each === text);
    if (found === undefined) wrong(name, expectedWord(words), text, nearest(text, words));
    return found ?? null;
  };
  const target = (): Target | null => {
    const text = given("target");
    if (text === null) return null;
    const read = readGoal(text);
    if ("value" in read) return read.value;
    wrong("target", read.expected, text, read.meant ?? null);
    return null;
  };
  const folder = (name: InputName): Untrusted | null => {
    const text = given(name);
    if (text === null || isBelow(text)) return boxed(name);
    wrong(name, EXPECTED_FOLDER, text);
    return null;
  };
  const reportAt = (): ReportPlace | null => {
    const text = given("report-url");
    if (text === null) return null;
    if (text === "artifacts") return { kind: "artifacts" };
    const address = linkable(text);
    if (address !== null) return { kind: "address", address };
    wrong("report-url", EXPECTED_PLACE, text);
    return null;
  };
  const reports = splitReports(given("reports") ?? "");
  for (const path of reports) {
    if (!isBelow(path)) wrong("reports", EXPECTED_REPORT, path);
  }
  const assignees = splitLogins(given("assignees") ?? "");
  for (const login of assignees) {
    if (!LOGIN.test(login)) wrong("assignees", EXPECTED_LOGIN, login);
  }
  if (assignees.length > MOST_ASSIGNEES) wrong("assignees", TOO_MANY_LOGINS, String(assignees.length));
  if (given("fix-command") !== null && (given("dispatch") === "later" || (given("mode") ?? "all") !== "all")) {
    faults.add(inputPlace("fix-command"), "it runs only where one job does everything and dispatches the next cycle", {
      hint: "Fix in a job of its own, which ends with `mode: continue`.",
    });
  }
  const limits: Limits = {
    maxCycles: whole("max-cycles", 5, CEILING),
    budgetMs: whole("budget-minutes", 360, LONGEST_BUDGET_MINUTES) * 60_000,
    waitMs: duration("wait", 60_000, 0, LONGEST_WAIT_MS),
    failOn: word("fail-on", ["final", "any"]) ?? "final",
    nextCycle: word("next-cycle", NEXT_CYCLE) ?? "always",
    stallLimit: whole("stall-limit", 0, CEILING, 0),
  };
  return {
    config: boxed("config"),
    url: boxed("url"),
    health: boxed("health"),
    revision: boxed("revision"),
    deploy: boxed("deploy"),
    test: boxed("test"),
    reports: reports.map(untrusted),
    target: target(),
    limits,
    fixCommand: boxed("fix-command"),
    assignees: assignees.filter((login) => LOGIN.test(login)).slice(0, MOST_ASSIGNEES),
    mode: word("mode", MODES) ?? "all",
    records: boxed("records"),
    expectRecords: whole("expect-records", 1, MOST_RECORDS),
    dispatch: word("dispatch", ["here", "later"]) ?? "here",
    history: folder("history"),
    reportAt: reportAt(),
    githubToken: boxed("github-token"),
    loop: boxed("loop"),
    cycle: boxed("cycle"),
    jobStatus: word("job-status", ["success", "failure", "cancelled"]),
    faults: faults.all(),
  };
}

/** Jobs of one matrix, at most (GitHub's documentation of `strategy.matrix`). */
export const MOST_RECORDS = 256;

/** More than these GitHub does not assign. */
const MOST_ASSIGNEES = 10;
const TOO_MANY_LOGINS = `expected at most ${MOST_ASSIGNEES} logins`;

/** As GitHub makes them; those that a company manages end in an underscore and its short name. */
const LOGIN = /^[a-z\d](?:-?[a-z\d]){0,38}(?:_[a-z\d]{1,8})?$/iu;
const EXPECTED_LOGIN = "expected GitHub logins with commas between, for example octocat, hubot";

function splitLogins(text: string): readonly string[] {
  const logins = text.split(",").map((login) => login.trim());
  return [...new Set(logins.filter((login) => login !== ""))];
}

const EXPECTED_FOLDER = "expected a folder inside the workspace, for example .staging-history";
const EXPECTED_PLACE =
  "expected `artifacts` or an address that begins with https:// or http:// and has at most 1,000 signs";

/** null for what is no address of a page. Whatever could end a link, or stand for something in a table, is encoded. */
function linkable(text: string): string | null {
  if (text.length > 1_000 || /\s/u.test(text) || !/^https?:\/\//iu.test(text) || !URL.canParse(text)) return null;
  const { href, origin, username, password } = new URL(text);
  if (username !== "" || password !== "") return null;
  const encoded = href
    .slice(origin.length)
    .replace(/[()[\]<>"`|\\^{}]/gu, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${origin}${encoded}`;
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
