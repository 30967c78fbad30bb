// TAP 12 to 14: test points, plans, subtests by indentation, YAML blocks. A parent that only sums up its subtests is no
// test; a test point without subtests is one.
import { bounded, MAX_NAME } from "../bounds.ts";
import { append, longText } from "../long-text.ts";
import { BrokenOff, type LineFormat, type LineReader, type Page } from "../test-case.ts";
import { pointOf, type Point } from "./tap-point.ts";
import { tapHeld } from "./tap-held.ts";
import { addTo, newLevel, type Level } from "./tap-levels.ts";
import { tapWriter, type Pending } from "./tap-writer.ts";
import { indentOf, yamlOf } from "./tap-yaml.ts";

export const tap: LineFormat = { format: "tap", accepts, create };

/** "ok" alone could be anybody's; lines before this one are read as well. */
function accepts(line: string): boolean {
  return (
    /^TAP version \d{1,3}$/iu.test(line) ||
    /^1\.\.\d{1,9}(?:\s+#.*|\s*)$/u.test(line) ||
    /^(?:not )?ok(?: \d{1,9}(?:\s|$)| - \S| # (?:skip|todo)\b)/iu.test(line)
  );
}

/** Deeper than any tool nests subtests. */
const MAX_LEVEL = 64;

/** Characters of one YAML block. */
const MAX_YAML = 64 * 1_024;

function create(page: Page): LineReader {
  let levels: Level[] = [newLevel()];
  let pending: Pending | null = null;
  /** Points whose subtests stand in braces behind them. */
  const braces: Pending[] = [];
  let yaml: { readonly indent: number } | null = null;
  const writer = tapWriter(page);
  const held = tapHeld(writer);
  let missing = 0;
  let anything = false;
  /** tape names its tests in comments, and what stands below are assertions. */
  let headings: "unknown" | "no" | "yes" = "unknown";
  let heading: string | null = null;

  function line(text: string): void {
    if (yaml !== null) return inYaml(text, yaml);
    const trimmed = text.trimStart();
    if (trimmed === "") return;
    const indent = indentOf(text);
    if (pending !== null && isYamlBegin(trimmed, indent, pending.level)) {
      yaml = { indent };
      return;
    }
    const level = Math.floor(indent / 4);
    if (indent % 4 !== 0 || level > MAX_LEVEL) return;
    if (trimmed.startsWith("#")) return comment(trimmed, level);
    if (level === 0 && /^TAP version \d/iu.test(trimmed)) return newDocument();
    if (headings === "unknown") headings = "no";
    const plan = /^1\.\.(\d{1,9})(?:\s|$)/u.exec(trimmed)?.[1];
    if (plan !== undefined) return planned(Number(plan), level);
    if (trimmed === "}") return closeBrace(level);
    const bail = /^Bail out!(.*)$/iu.exec(trimmed)?.[1];
    if (bail !== undefined) return bailOut(bail.trim());
    const point = pointOf(trimmed);
    if (point !== null) addPoint(point, level);
    else if (trimmed === "{" && pending?.level === level) openBrace(pending);
  }

  function inYaml(text: string, { indent }: { readonly indent: number }): void {
    const trimmed = text.trim();
    // A block that nothing ends must not hide the test points behind it.
    const isOver = indentOf(text) < indent && accepts(trimmed);
    if (isOver || trimmed === "...") yaml = null;
    else if (pending !== null && pending.yamlSize + text.length < MAX_YAML) {
      pending.yaml.push(text);
      pending.yamlSize += text.length + 1;
    }
    if (isOver) line(text);
  }

  function comment(text: string, level: number): void {
    const subtest = /^# Subtest: (.*)$/u.exec(text)?.[1];
    if (subtest !== undefined) {
      flush();
      at(level).subtest = bounded(subtest.trim(), MAX_NAME, page.kept);
      return;
    }
    count(text);
    const words = text.slice(1).trim();
    if (headings === "unknown") headings = anything && words !== "" ? "yes" : "no";
    // What a failed test point has to say stands in comments behind it.
    if (headings !== "yes" && pending !== null && !pending.point.ok)
      append(pending.notes, `${text.replace(/^# ?/u, "")}\n`);
    if (headings === "yes" && words !== "") heading = words;
  }

  /** The counts that runners write at the end: a failure that nobody has seen must not be lost. */
  function count(text: string): void {
    const failed = /^# (?:fail|failed) +(\d{1,9})$/u.exec(text)?.[1];
    if (failed === undefined || Number(failed) === 0) return;
    flush();
    if (!held.isRed()) page.incomplete("its last lines tell of failures that it does not hold");
  }

  function addPoint(point: Point, level: number): void {
    flush();
    anything = true;
    const own = at(level);
    own.seen++;
    const below = levels[level + 1] ?? null;
    levels = levels.slice(0, level + 1);
    pending = { point, level, below, yaml: [], yamlSize: 0, notes: longText(), heading };
    if (point.opens) openBrace(pending);
  }

  function openBrace(parent: Pending): void {
    if (braces.length >= MAX_LEVEL) throw new BrokenOff(`nested deeper than ${MAX_LEVEL} subtests`);
    braces.push(parent);
    at(parent.level).subtest = bounded(parent.point.name, MAX_NAME, page.kept);
    pending = null;
  }

  function closeBrace(level: number): void {
    flush();
    const opened = braces.at(-1);
    if (opened?.level !== level) return;
    braces.pop();
    const below = levels[level + 1] ?? null;
    levels = levels.slice(0, level + 1);
    pending = { ...opened, below };
    flush();
  }

  function flush(): void {
    const done = pending;
    pending = null;
    if (done === null) return;
    const own = at(done.level);
    const { point, below } = done;
    own.subtest = null;
    const isParent = below !== null && below.seen > 0;
    if (below !== null && point.directive === null) addTo(own, below);
    held.settle(done);
    const failed = !point.ok && point.directive === null;
    if (failed) own.failed = true;
    const found = yamlOf(done.yaml);
    // A failed parent whose subtests are fine failed by itself: a hook, its plan, its own assertion.
    const isOwn = failed && !(found.sumsUp ?? (isParent && below.failed));
    if (isParent && !isOwn) return;
    // A suite is no test. With nothing in it, it has nothing to say; its hooks fail outside every test.
    if (!found.isSuite || point.directive !== null) held.point(done, namesAbove(done.level), found);
    else if (isOwn) held.suite(done, namesAbove(done.level), found);
  }

  function namesAbove(level: number): readonly string[] {
    return levels.slice(0, level).flatMap(({ subtest }) => subtest ?? []);
  }

  function at(level: number): Level {
    while (levels.length <= level) levels.push(newLevel());
    return levels[level] ?? newLevel();
  }

  function planned(tests: number, level: number): void {
    flush();
    const own = at(level);
    // Streams that were put together have a plan each.
    own.plan = (own.plan ?? 0) + tests;
    anything = true;
  }

  function bailOut(why: string): void {
    flush();
    held.release();
    writer.bailOut(why);
  }

  function newDocument(): void {
    closeDocument();
    anything = true;
    headings = "unknown";
    heading = null;
  }

  function closeDocument(): void {
    brokeOff();
    const [top] = levels;
    if (top !== undefined) {
      const all = newLevel();
      addTo(all, top);
      missing += all.missing;
      if (all.isBeyond) page.incomplete("it holds more test points than planned");
      // Subtests whose parent never came, and a stream without any plan, were cut off.
      if (levels.slice(1).some(({ seen }) => seen > 0) || braces.length > 0)
        page.incomplete("it ends within a subtest");
      else if (top.plan === null && top.seen > 0) page.incomplete("it has no plan, so that tests may be missing");
    }
    levels = [newLevel()];
    braces.length = 0;
  }

  function brokeOff(): void {
    flush();
    held.release();
  }

  function end(): void {
    closeDocument();
    const told = writer.told();
    if (missing > 0) {
      page.planned(told + missing);
      page.incomplete(`it planned ${told + missing} tests but holds ${told}`);
    } else if (told > 0) page.planned(told);
  }

  return { line, end, brokeOff };
}

/** "  ---", or under older tools with a name behind it. */
function isYamlBegin(trimmed: string, indent: number, level: number): boolean {
  return /^---(?:\s|$)/u.test(trimmed) && indent > level * 4 - 1 && indent <= level * 4 + 4;
}
