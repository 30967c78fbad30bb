// What the test runner itself says at the end of its output: totals that no report of its can hide.
import type { RunnerTold } from "../../model/check.ts";
import { cargo } from "./rust.ts";
import { behave, robot, unittest } from "./python.ts";
import { cucumber } from "./cucumber.ts";
import { cypress, newman, playwright } from "./browser.ts";
import { dotnet } from "./dotnet.ts";
import { go } from "./go.ts";
import { gradle, maven, testng } from "./jvm.ts";
import { jest, mocha, nodeTest, vitest } from "./javascript.ts";
import { otherRunners } from "./others.ts";
import { outputOf } from "./lines.ts";
import { ownSummaries } from "./own.ts";
import { phpunit, rspec } from "./ruby-php.ts";
import { pytest } from "./pytest.ts";
import type { Grammar, Summary } from "./summary.ts";

const GRAMMARS: readonly Grammar[] = [
  pytest,
  unittest,
  behave,
  robot,
  playwright,
  cypress,
  newman,
  vitest,
  jest,
  mocha,
  nodeTest,
  go,
  cargo,
  dotnet,
  maven,
  gradle,
  testng,
  rspec,
  phpunit,
  cucumber,
  otherRunners,
];

/** One line that other programs print too: beside a runner that tells more, such a one is hardest to believe. */
const ONE_LINE: ReadonlySet<string> = new Set(["Jasmine", "TAP", "TestCafe"]);

/**
 * Of the runner that tells failures or errors, of several the one with the most of them, and else of the last one that
 * speaks; its summaries of several projects or modules are one. `exitCode`: how the command ended, null where nobody
 * knows. Linear in the text's length, and bounded: only both ends of a long text are read.
 */
export function runnerTold(output: string, exitCode: number | null): RunnerTold | null {
  const kept = outputOf(output);
  const all = GRAMMARS.flatMap((grammar) => grammar(kept)).toSorted((a, b) => a.line - b.line);
  const own = ownSummaries(all, kept, exitCode);
  const last = own.at(-1)?.runner;
  const byRunner = [...Map.groupBy(own, ({ runner }) => runner)]
    .map(([runner, told]) => ({ told: together(runner, told), line: told.at(-1)?.line ?? 0 }))
    .toSorted((a, b) => a.line - b.line)
    .map(({ told }) => told);
  const isWeak = ({ runner }: RunnerTold): boolean => ONE_LINE.has(runner);
  const heard = byRunner.filter((told) => !isWeak(told) || told.runner === last);
  const [first, ...others] = [...heard.filter(isWeak), ...heard.filter((told) => !isWeak(told))];
  if (first === undefined) return null;
  return others.reduce((worst, told) => (isWorse(worst, told) ? worst : told), first);
}

function isWorse(one: RunnerTold, other: RunnerTold): boolean {
  const [a, b] = [gravity(one), gravity(other)];
  const at = a.findIndex((each, index) => each !== b[index]);
  return at >= 0 && (a[at] ?? 0) > (b[at] ?? 0);
}

/** What failed, whether it stopped early, whether it tells less than it collected. */
function gravity({ collected, passed, failed, errors, skipped, stopped }: RunnerTold): readonly number[] {
  const broken = (failed ?? 0) + (errors ?? 0);
  const isShort = collected !== null && collected > (passed ?? 0) + broken + (skipped ?? 0);
  return [broken, stopped === null ? 0 : 1, isShort ? 1 : 0];
}

function together(runner: string, same: readonly Summary[]): RunnerTold {
  return {
    runner,
    collected: whole(same, ({ collected }) => collected),
    passed: whole(same, ({ passed }) => passed),
    failed: atLeast(same, ({ failed }) => failed),
    errors: atLeast(same, ({ errors }) => errors),
    skipped: whole(same, ({ skipped }) => skipped),
    stopped: same.findLast(({ stopped }) => stopped !== null)?.stopped ?? null,
  };
}

type Told = (each: Summary) => number | null;

/** Known only if every summary tells it. */
function whole(all: readonly Summary[], told: Told): number | null {
  return all.reduce<number | null>((sum, each) => {
    const more = told(each);
    return sum === null || more === null ? null : sum + more;
  }, 0);
}

/** What some of them tell is true, whatever the others leave out. */
function atLeast(all: readonly Summary[], told: Told): number | null {
  const known = all.flatMap((each) => told(each) ?? []);
  return known.length === 0 ? null : known.reduce((sum, each) => sum + each, 0);
}
