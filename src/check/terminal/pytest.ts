// pytest: the last line of a session, or, where that is missing or buried, what its own lines tell one by one.
import type { Untrusted } from "../../text/untrusted.ts";
import { readEvidence } from "./pytest-lines.ts";
import { amounts, numberOf, NUMBER, onlyWords, stop, sumOf, summary, type Output, type Summary } from "./summary.ts";

const START = /^=+ test session starts =+$/u;
/** With bars, or without under -q: "1 failed, 2 passed in 0.12s (0:01:02)". */
const END = /^(=+ )?(\S.*) in \d[\d.,]*(?:s| seconds)(?: \([^()]{1,40}\))?(?: =+)?$/u;
const NOTHING = /^no tests (?:ran|collected)(?: \(.*\))?$/u;
const COLLECTED = new RegExp(
  `^(?:collecting (?:\\.\\.\\. ?|\\d+ items? ?)?)?collected (${NUMBER}) items?((?: / \\d+ \\w+)*)$`,
  "u",
);
/** xdist: "gw0 [243] / gw1 [243]", "4 workers [243 items]". */
const WORKERS = new RegExp(
  `^(?:gw\\d+ \\[(${NUMBER})\\](?: / gw\\d+ \\[\\d+\\])*|\\d+ workers? \\[(${NUMBER}) items?\\])`,
  "u",
);
const STOPPED = /^!+ (?:[\w.]*\.)?((?:stopping after|Interrupted|KeyboardInterrupt|Exit\b).*) !+$/u;

/** In the short summary: "SUBFAILED[i=1] tests/a.py::test_b - AssertionError", "SUBFAIL tests/a.py::test_b". */
const FAILED_PART = /^SUBFAIL(?:ED)?[ [(].{0,300}?\.py::/u;

const WORDS: ReadonlySet<string> = new Set([
  "failed",
  "passed",
  "skipped",
  "deselected",
  "xfailed",
  "xpassed",
  "warning",
  "warnings",
  "error",
  "errors",
  "rerun",
  "reruns",
  "subtests passed",
  "subtests failed",
  "subtests skipped",
]);

/** Lines that stand before the last one under -q, where no heading tells that a session began. */
const QUIET = /(?:^=+ (?:ERRORS|FAILURES|short test summary info) =+|\[100%\])$/u;

/** A test that runs pytest, whose tests run pytest: deeper is an accident. */
const MAX_NESTED = 16;

interface Session {
  readonly from: number;
  end: Summary | null;
  collected: number | null;
  collectionErrors: number;
  stopped: Untrusted | null;
  /** Subtests that failed, which the last line counts beside the test that holds them. */
  failedParts: number;
  /** Sessions whose output stands within this one: of a test that runs pytest itself. */
  readonly inner: Session[];
}

export function pytest(output: Output): readonly Summary[] {
  const outer = session(-1);
  const quiet: Quiet = { sure: new Set(), begun: false };
  const open: Session[] = [outer];
  output.lines.forEach((text, line) => {
    const innermost = open.at(-1) ?? outer;
    if (START.test(text) && open.length < MAX_NESTED) {
      const begun = session(line);
      innermost.inner.push(begun);
      open.push(begun);
    } else if (text.includes(" in ") && told(text, line, innermost, quiet)) {
      if (open.length > 1) open.pop();
    } else {
      listen(text, innermost);
      if (innermost === outer && QUIET.test(text)) quiet.begun = true;
    }
  });
  const inner = outer.inner.filter((each) => counts(each, outer.inner, quiet, output));
  const found = summariesOf({ ...outer, inner }, output, output.lines.length);
  const unheard = found.length === 0 && quiet.begun ? unfinished(outer, output, output.lines.length) : null;
  return unheard === null ? found : [unheard];
}

/** A test, or a program behind pytest, may print a last line too: one counts that a session stands before. */
function counts(each: Session, all: readonly Session[], { sure }: Quiet, { cuts }: Output): boolean {
  const hasHeading = (one: Session): boolean => one.from >= 0;
  if (hasHeading(each) || sure.has(each)) return true;
  // The heading may stand in what was cut out; else there is none, and the last of them has to do.
  return cuts.length > 0 || (each === all.at(-1) && !all.some((one) => hasHeading(one) || sure.has(one)));
}

interface Quiet {
  readonly sure: Set<Session>;
  /** Since the last end. */
  begun: boolean;
}

function session(from: number): Session {
  return { from, end: null, collected: null, collectionErrors: 0, stopped: null, failedParts: 0, inner: [] };
}

function told(text: string, line: number, within: Session, quiet: Quiet): boolean {
  const [, bars, list] = END.exec(text) ?? [];
  // A session with a heading ends with bars; without them it is a line that a test printed.
  if (list === undefined || (within.from >= 0 && bars === undefined)) return false;
  const found = NOTHING.test(list) ? new Map<string, number>() : amounts(list, ", ");
  // Plugins add words of their own between the bars; without bars only pytest's own are trusted.
  if (found === null || (!onlyWords(found, WORDS) && bars === undefined)) return false;
  const end = summary("pytest", line, {
    // Under -q nothing tells where a session begins, and which of them count is known all the same.
    from: within.from >= 0 ? within.from : line,
    collected: within.collected,
    passed: sumOf(found, "passed", "xpassed"),
    failed: Math.max(0, sumOf(found, "failed") - within.failedParts),
    errors: sumOf(found, "error", "errors"),
    skipped: sumOf(found, "skipped", "xfailed"),
    stopped: within.stopped,
  });
  if (within.from >= 0) within.end = end;
  else {
    const ended = { ...session(-1), end };
    within.inner.push(ended);
    if (quiet.begun) quiet.sure.add(ended);
    quiet.begun = false;
    within.collected = null;
    within.stopped = null;
    within.failedParts = 0;
  }
  return true;
}

function listen(text: string, within: Session): void {
  const [, items, rest = ""] = COLLECTED.exec(text) ?? [];
  if (items !== undefined) {
    const parts = amounts(rest.replace(/^ \/ /u, ""), " / ") ?? new Map<string, number>();
    within.collected = parts.get("selected") ?? Math.max(0, numberOf(items) - sumOf(parts, "deselected"));
    within.collectionErrors = sumOf(parts, "error", "errors");
    return;
  }
  if (FAILED_PART.test(text)) within.failedParts++;
  const workers = WORKERS.exec(text);
  if (workers !== null) within.collected ??= numberOf(workers[1] ?? workers[2]);
  const why = STOPPED.exec(text)?.[1];
  if (why !== undefined) within.stopped = stop(why);
}

/** What a session without its last line holds was not said within it, but after it: it was killed, and others followed. */
function summariesOf(outer: Session, output: Output, to: number): readonly Summary[] {
  return outer.inner.flatMap((each, at) => {
    if (each.end !== null) return [each.end];
    const end = each.inner[0]?.from ?? outer.inner[at + 1]?.from ?? to;
    const found = unfinished(each, output, end);
    return [...(found === null ? [] : [found]), ...summariesOf(each, output, to)];
  });
}

function unfinished(begun: Session, output: Output, to: number): Summary | null {
  const seen = readEvidence(output, begun.from, to);
  const nothing = seen.last < 0 && begun.collected === null;
  if (nothing) return null;
  return summary("pytest", Math.max(seen.last, begun.from), {
    collected: begun.collected,
    passed: seen.passed,
    failed: seen.failed,
    errors: Math.max(seen.errors, begun.collectionErrors),
    skipped: seen.skipped,
    stopped: begun.stopped,
  });
}
