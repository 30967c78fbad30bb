// One run of a suite in a world without files and processes: what lies there before and after its commands, and how they end.
import { runSuite, type SuiteOutcome } from "../../../src/check/suite/run-suite.ts";
import type { CommandResult } from "../../../src/model/check.ts";
import type { Suite } from "../../../src/model/plan.ts";
import type { SearchBound, World } from "../../../src/model/world.ts";
import { reveal, untrusted } from "../../../src/text/untrusted.ts";
import { COMMIT } from "../../fakes/checks.ts";
import { fakeWorld, type FakeWorld, type Script } from "../../fakes/world.ts";
import { suite } from "../plans.ts";

export interface Written {
  readonly text: string;
  /** Milliseconds after the command began. */
  readonly at: number;
}

export interface Story {
  readonly patterns?: readonly string[];
  readonly before?: Readonly<Record<string, Written>>;
  readonly after?: Readonly<Record<string, Written>>;
  readonly command?: Partial<CommandResult>;
  readonly cut?: SearchBound;
  /** The files as the command that runs failed tests again leaves them, and how it ends. */
  readonly retry?: Pick<Story, "after" | "command">;
  readonly suite?: Partial<Suite>;
  readonly ran?: Script["ran"];
  readonly floorMs?: number;
  /** Nothing can be written. */
  readonly isDiskFull?: boolean;
}

export interface Told extends SuiteOutcome {
  readonly world: FakeWorld;
}

/** Patterns with one star; files as they lie there before and after the command. */
export async function tell(story: Story): Promise<Told> {
  const { patterns = ["*.xml"], before = {}, after = {}, command = {}, cut = null, retry, ran } = story;
  let files = before;
  const world = fakeWorld({
    run: ({ label }) => {
      if (label === "retry") files = retry?.after ?? after;
      else files = after;
      return label === "retry" ? (retry?.command ?? {}) : command;
    },
    ...(ran === undefined ? {} : { ran }),
  });
  const began = world.time.now;
  const staged: World = {
    ...world,
    files: {
      ...world.files,
      ...(story.isDiskFull === true ? { write: () => Promise.reject(new Error("ENOSPC")) } : {}),
      find: (wanted) =>
        Promise.resolve({
          files: Object.entries(files)
            .filter(([path]) => wanted.some((pattern) => matches(path, reveal(pattern))))
            .map(([path, file]) => ({
              path: untrusted(path),
              sizeBytes: file.text.length,
              modifiedAt: began + file.at,
            })),
          cut,
        }),
      read: async function* (path) {
        yield await Promise.resolve(new TextEncoder().encode(files[reveal(path)]?.text ?? ""));
      },
    },
  };
  const retryFailed = retry === undefined ? null : { run: untrusted("npm run again"), reports: [] };
  const ordered = { ...SUITE, reports: patterns.map(untrusted), retryFailed, ...story.suite };
  const environment = { TDL_COMMIT: COMMIT, TDL_URL: "https://staging.example" };
  return { ...(await runSuite({ suite: ordered, environment, floorMs: story.floorMs ?? null }, staged)), world };
}

function matches(path: string, pattern: string): boolean {
  const [start = "", end = ""] = pattern.split("*", 2);
  return path === pattern || (pattern.includes("*") && path.startsWith(start) && path.endsWith(end));
}

export const SUITE = suite();

export const report = (inner: string): Written => ({ text: `<testsuites>${inner}</testsuites>`, at: 2_000 });
export const named = (...names: readonly string[]): Written =>
  report(`<testsuite name="s">${names.map((name) => `<testcase classname="c" name="${name}"/>`).join("")}</testsuite>`);
export const states = ({ run }: SuiteOutcome): readonly string[] =>
  run.reports.map((each) => `${reveal(each.path)} ${each.state} ${each.counts.tests}`);
export const keys = ({ results }: SuiteOutcome): readonly string[] => results.map((each) => each.key);

export const failing = (name: string, message = "boom"): string =>
  `<testcase classname="c" name="${name}" time="0.2"><failure message="${message}"/></testcase>`;
export const passing = (name: string, time = "0.3"): string =>
  `<testcase classname="c" name="${name}" time="${time}"/>`;
export const cases = (...inner: readonly string[]): Written =>
  report(`<testsuite name="s">${inner.join("")}</testsuite>`);
export const byName = ({ results }: SuiteOutcome): readonly string[] =>
  results.map((each) => `${reveal(each.name)} ${each.outcome}`);
