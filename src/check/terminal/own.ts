// Which summaries are those of the command, and which a test of its printed: tests of tools run tools like their own.
import { createPairs, type Pairs } from "./pairs.ts";
import { lastBefore, placesOf, type Output, type Summary } from "./summary.ts";

/** Runners that tell by one line that a run begins, and by one summary that it ended. */
const BEGINS: Readonly<Record<string, RegExp>> = {
  vitest: /^ *(?:RUN|DEV) {1,2}v\d/u,
  PHPUnit: /^PHPUnit \d[\w.-]{0,40} by /u,
  Cypress: /^ *\(Run Starting\)$/u,
  minitest: /^# Running:$/u,
  newman: /^newman$/u,
};

/** Runners that tell each project, package or program for itself: the last summary speaks for no other one. */
const EACH_FOR_ITSELF: ReadonlySet<string> = new Set([
  "cargo nextest",
  "dotnet test",
  "go test",
  "gotestsum",
  "Gradle",
  "JUnit",
  "Karma",
  "TestNG",
]);

/** What package managers, monorepo tools and shells write before they begin the next command. */
const NEXT_COMMAND =
  /^(?:> \S|\$ \S|[@\w./-]{1,100} [\w:.-]{1,40}\$ \S|yarn run v\d|lerna |Task \S|make(?:\[\d+\])?: Entering |\+{1,4} (?:cd|npx|npm|pnpm|yarn|bunx?|deno|node|python\d?|bundle|mvn|\.\/))/u;

const NEXT_RUN: Readonly<Record<string, RegExp>> = {
  ...BEGINS,
  pytest: /^=+ test session starts =+$/u,
  "cargo test": /^(?: +(?:Running|Doc-tests) \S|error: test failed)/u,
  Maven: /^(?:\[INFO\] )? T E S T S$/u,
};

/** A build of several modules, of which each has its own summary. */
const REACTOR = /^\[INFO\] Reactor (?:Build Order|Summary)\b/u;

/**
 * In order, without what stands between the begin and the end of another one. After exit code 0 the last summary of a
 * runner that is good speaks for the whole run: what failed before it, without a line of a new run behind it, was
 * printed by a test. Linear.
 */
export function ownSummaries(all: readonly Summary[], output: Output, exitCode: number | null): readonly Summary[] {
  const outside = notWithin(withBegins(all, output), output);
  if (exitCode !== 0) return outside;
  const commands = placesOf(output, NEXT_COMMAND);
  const strangers = new Set(
    [...Map.groupBy(outside, ({ runner }) => runner)].flatMap(([runner, told]) => {
      return forgiven(runner, told, output, commands);
    }),
  );
  return outside.filter((each) => !strangers.has(each));
}

function withBegins(all: readonly Summary[], output: Output): readonly Summary[] {
  const begun = new Map<Summary, number>();
  for (const [runner, pattern] of Object.entries(BEGINS)) {
    const told = all.filter((each) => each.runner === runner);
    if (told.length === 0) continue;
    const begins = placesOf(output, pattern);
    const bySource = new Map<string, Pairs>();
    const pairsOf = (line: number): Pairs => {
      const source = output.sources[line] ?? "";
      const pairs = bySource.get(source) ?? createPairs();
      bySource.set(source, pairs);
      return pairs;
    };
    let next = 0;
    for (const each of told) {
      for (let line = begins[next]; line !== undefined && line < each.line; line = begins[++next]) {
        pairsOf(line).begin({ line, tests: null });
      }
      const begin = pairsOf(each.line).end(null);
      if (begin !== null) begun.set(each, begin.line);
    }
  }
  return all.map((each) => ({ ...each, from: begun.get(each) ?? each.from }));
}

function notWithin(all: readonly Summary[], { sources }: Output): readonly Summary[] {
  /** For each source where the outermost of the later ones began. */
  const outermost = new Map<string, number>();
  return all
    .toReversed()
    .filter(({ from, line }) => {
      const source = sources[line] ?? "";
      const around = outermost.get(source) ?? Infinity;
      if (around < (from ?? line)) return false;
      outermost.set(source, Math.min(around, from ?? Infinity));
      return true;
    })
    .toReversed();
}

function forgiven(
  runner: string,
  told: readonly Summary[],
  output: Output,
  commands: readonly number[],
): readonly Summary[] {
  const last = told.at(-1);
  if (last === undefined || isBroken(last) || EACH_FOR_ITSELF.has(runner)) return [];
  if (runner === "Maven" && output.lines.some((text) => REACTOR.test(text))) return [];
  const pattern = NEXT_RUN[runner];
  const begins = pattern === undefined ? [] : placesOf(output, pattern);
  return told.filter((each, at) => {
    const next = told[at + 1];
    if (next === undefined || each.from !== null || !(isBroken(each) || each.passed === null)) return false;
    const isOfAnother = output.sources[each.line] !== output.sources[next.line];
    const isNextRun = Math.max(lastBefore(begins, next.line), lastBefore(commands, next.line)) > each.line;
    return !isOfAnother && !isNextRun;
  });
}

/** It tells that something failed, or that it did not go on to its end. */
function isBroken({ failed, errors, stopped }: Pick<Summary, "failed" | "errors" | "stopped">): boolean {
  return (failed ?? 0) + (errors ?? 0) > 0 || stopped !== null;
}
