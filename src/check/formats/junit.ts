// Reads JUnit XML as pytest, node:test, vitest, Playwright, surefire and others write it. Streams, counts test
// cases instead of believing attributes, and keeps what it has read when the file breaks off.
import { SaxesParser, type SaxesTagPlain } from "saxes";
import { untrusted, type Untrusted } from "../../text/untrusted.ts";
import { bounded, keep, keeping, MAX_NAME, MAX_TYPE, type Keeping, type Told } from "./bounds.ts";
import { shortfall, tally, type Tally } from "./declared.ts";
import { decodeText } from "./decode.ts";
import { isOtherFile, isOtherPage } from "./other-files.ts";
import type { ParsedReport, TestCase } from "./test-case.ts";

/** Deeper than any tool nests suites; a file beyond it is an attack or an accident. */
const MAX_DEPTH = 64;
/** Kept of one message or stack; the tail counts, because the cause often stands last. */
const MAX_TEXT = 16_384;
const MAX_CASES = 1_000_000;

class Refused extends Error {}

/** Stops reading at the root of a file that is known to hold no tests. */
class Other extends Error {}

/** Never throws for what the file contains. */
export async function readJUnit(
  bytes: AsyncIterable<Uint8Array>,
  kept: Keeping = keeping((text) => text),
): Promise<ParsedReport> {
  const builder = createBuilder(kept);
  try {
    let first = true;
    for await (const piece of decodeText(bytes)) {
      if (first && piece.trim() !== "") {
        if (isOtherPage(piece)) return ignored("html");
        const alien = notXml(piece);
        if (alien !== null) return { state: "unsupported", reason: alien, cases: [] };
        first = false;
      }
      builder.write(piece);
    }
    if (first) return { state: "empty", reason: "the file is empty", cases: [] };
    builder.end();
  } catch (error) {
    return brokenOff(error, builder.cases);
  }
  if (builder.problem() !== null) return { state: "partial", reason: builder.problem(), cases: builder.cases };
  if (builder.cases.length === 0) return { state: "empty", reason: "the report holds no test", cases: [] };
  return { state: "read", reason: null, cases: builder.cases };
}

function brokenOff(error: unknown, cases: readonly TestCase[]): ParsedReport {
  if (error instanceof Other) return ignored(error.message);
  if (error instanceof Refused) return { state: "refused", reason: error.message, cases: [] };
  if (error instanceof RangeError) return { state: "unsupported", reason: "unknown text encoding", cases: [] };
  const place = error instanceof Error ? /^(?:[^:]*:)?(\d+):(\d+): ([a-z ,'-]{1,80})/iu.exec(error.message) : null;
  const reason = place === null ? "not well-formed XML" : `not well-formed XML at line ${place[1]}`;
  return { state: cases.length > 0 ? "partial" : "refused", reason, cases };
}

function ignored(root: string): ParsedReport {
  const name = root.replace(/[^A-Za-z0-9-]/gu, "").slice(0, 40);
  return { state: "ignored", reason: `another kind of XML file, ${name}`, cases: [] };
}

function notXml(start: string): string | null {
  const text = start.trimStart();
  if (text.startsWith("<")) return null;
  if (text.startsWith("\u001f\u008b") || text.startsWith("\u001f\ufffd")) return "a gzip archive, not a report";
  if (text.startsWith("PK")) return "a zip archive, not a report";
  if (text.startsWith("version https://git-lfs")) return "a Git LFS pointer, not the report";
  if (text.startsWith("{") || text.startsWith("[")) return "JSON, not JUnit XML";
  return "not XML";
}

interface Builder {
  readonly cases: TestCase[];
  write(piece: string): void;
  end(): void;
  problem(): string | null;
}

interface OpenCase {
  readonly attributes: Readonly<Record<string, string>>;
  readonly depth: number;
  readonly results: OpenResult[];
  /** Further attempts that failed, as surefire writes them: of a test that failed, and of one that passed at last. */
  reruns: number;
  flakes: number;
  skipped: boolean;
  skipMessage: string;
}

interface OpenResult {
  readonly kind: "failed" | "errored";
  readonly message: string;
  readonly type: string;
  text: string;
}

interface OpenSuite {
  readonly name: string;
  /** Names from the outermost suite to this one. */
  readonly path: readonly string[];
  readonly host: string | null;
}

function createBuilder(kept: Keeping): Builder {
  const parser = new SaxesParser();
  const cases: TestCase[] = [];
  const suites: OpenSuite[] = [];
  const tallies: Tally[] = [];
  let depth = 0;
  let open: OpenCase | null = null;
  let result: OpenResult | null = null;
  let skipping: OpenCase | null = null;
  let root: Readonly<Record<string, string>> = {};
  let doctype = false;
  let problem: string | null = null;

  parser.on("error", (error) => {
    throw error;
  });
  parser.on("doctype", () => {
    doctype = true;
  });
  parser.on("opentag", (tag) => {
    depth++;
    if (depth > MAX_DEPTH) throw new Refused(`nested deeper than ${MAX_DEPTH} elements`);
    const name = localName(tag.name);
    if (depth === 1) {
      requireReport(name, doctype);
      root = tag.attributes;
    }
    if (open === null) enterOutside(name, tag);
    else if (depth === open.depth + 1) enterCase(open, name, tag.attributes);
  });
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", (tag) => {
    const name = localName(tag.name);
    if (open !== null && depth === open.depth) {
      finishCase(open);
      open = null;
    } else if (open !== null && depth === open.depth + 1) {
      result = null;
      skipping = null;
    } else if (open === null && (name === "testsuite" || name === "testsuites")) leaveSuite(name);
    else if (open === null && result !== null && (name === "error" || name === "failure")) {
      cases.push(suiteLevel(result));
      count({ cases: 1, broken: 1, skipped: 0 });
      result = null;
    }
    depth--;
  });

  function enterOutside(name: string, tag: SaxesTagPlain): void {
    const { attributes } = tag;
    if (name === "testsuite" || name === "testsuites") {
      tallies.push(tally(name, attributes));
      if (name === "testsuite") suites.push(openSuite(attributes));
    } else if (name === "testcase") {
      open = {
        attributes,
        depth,
        results: [],
        reruns: 0,
        flakes: 0,
        skipped: isSkippedStatus(attributes),
        skipMessage: "",
      };
      if (cases.length >= MAX_CASES) throw new Refused(`more than ${MAX_CASES} test cases`);
    } else if (name === "error" || name === "failure") {
      result = openResult(name, attributes);
    }
  }

  function enterCase(owner: OpenCase, name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === "failure" || name === "error" || name === "rerunFailure" || name === "rerunError") {
      result = openResult(name, attributes);
      owner.results.push(result);
      if (name.startsWith("rerun")) owner.reruns++;
    } else if (name === "flakyFailure" || name === "flakyError") owner.flakes++;
    else if (name === "skipped") {
      owner.skipped = true;
      owner.skipMessage = (attributes["message"] ?? "").slice(0, 500);
      skipping = owner;
    }
  }

  function addText(text: string): void {
    if (result !== null) result.text = append(result.text, text);
    else if (skipping !== null && skipping.skipMessage === "") skipping.skipMessage = text.trim().slice(0, 500);
  }

  function openSuite(attributes: Readonly<Record<string, string>>): OpenSuite {
    const above = suites.at(-1)?.path ?? [];
    const room = MAX_NAME - above.reduce((sum, each) => sum + each.length, 0);
    const name = bounded(attributes["name"] ?? "", Math.max(1, room), kept);
    const host = attributes["hostname"];
    return { name, path: [...above, name], host: host === undefined ? null : bounded(host, MAX_NAME, kept) };
  }

  function leaveSuite(name: string): void {
    if (name === "testsuite") suites.pop();
    const left = tallies.pop();
    if (left !== undefined) problem ??= shortfall(left, tallies.at(-1), root);
  }

  function count(more: { readonly cases: number; readonly broken: number; readonly skipped: number }): void {
    for (const each of tallies) {
      each.cases += more.cases;
      each.broken += more.broken;
      each.skipped += more.skipped;
    }
  }

  function finishCase(done: OpenCase): void {
    const worst = done.results.find((each) => each.kind === "errored") ?? done.results[0];
    const outcome = worst?.kind ?? (done.skipped ? "skipped" : "passed");
    const className = done.attributes["classname"] ?? done.attributes["class"] ?? done.attributes["file"] ?? null;
    const told = worst === undefined ? null : keep(toldBy(worst), kept);
    count({
      cases: 1 + done.reruns + done.flakes,
      broken: done.results.length + done.flakes,
      skipped: outcome === "skipped" ? 1 : 0,
    });
    cases.push({
      suitePath: suites.at(-1)?.path ?? [],
      project: projectOf(suites.findLast((suite) => suite.host !== null)?.host ?? null, className, root),
      className: className === null ? null : bounded(className, MAX_NAME, kept),
      name: bounded(done.attributes["name"] ?? "", MAX_NAME, kept),
      outcome,
      durationMs: milliseconds(done.attributes["time"]),
      message: told?.message ?? optional(done.skipMessage),
      detail: told?.detail ?? null,
      type: worst === undefined ? null : optional(bounded(worst.type, MAX_TYPE, kept)),
    });
  }

  function suiteLevel(found: OpenResult): TestCase {
    const { message, detail } = keep(toldBy(found), kept);
    return {
      suitePath: suites.at(-1)?.path ?? [],
      project: null,
      className: suites.at(-1)?.name ?? null,
      name: "(whole suite)",
      outcome: found.kind,
      durationMs: null,
      message,
      detail,
      type: optional(bounded(found.type, MAX_TYPE, kept)),
    };
  }

  return {
    cases,
    // Runners write raw terminal escapes into reports, which XML 1.0 (section 2.2) does not allow at all.
    write: (piece) =>
      void parser.write(piece.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, "\ufffd")),
    end: () => void parser.close(),
    problem: () => problem,
  };
}

function requireReport(name: string, doctype: boolean): void {
  if (isOtherFile(name)) throw new Other(name);
  if (doctype) throw new Refused("it declares a DOCTYPE, which a test report never needs");
  if (name !== "testsuites" && name !== "testsuite") throw new Refused("not a JUnit report: another root element");
}

/**
 * What Playwright writes as `hostname` is the project, "chromium", and belongs to a test's identity; with every other
 * tool it is the machine, which changes from runner to runner and must not. The rule looks only at the case itself and
 * the report's root, so that no neighbour changes it: a project needs a class that is a JavaScript or TypeScript file.
 * Playwright's root has an `id`. Without one (reports merged by a tool, vitest) the name must not look like a machine:
 * no digit, no dot, not "localhost", and not from vitest, which writes files as classes and its machine as host.
 */
function projectOf(
  host: string | null,
  className: string | null,
  root: Readonly<Record<string, string>>,
): string | null {
  if (host === null || host === "" || !/\.[cm]?[jt]sx?$/u.test(className ?? "")) return null;
  if (root["id"] !== undefined) return host;
  const machine = /[\d.]|^localhost$|^runnervm/iu.test(host) || root["name"] === "vitest tests";
  return machine ? null : host;
}

function openResult(name: string, attributes: Readonly<Record<string, string>>): OpenResult {
  return {
    kind: name === "error" || name === "rerunError" ? "errored" : "failed",
    message: attributes["message"] ?? "",
    type: attributes["type"] ?? "",
    text: "",
  };
}

function toldBy(found: OpenResult): Told {
  return { message: untrusted(messageOf(found)), detail: optional(found.text) };
}

function messageOf(found: OpenResult): string {
  const message = found.message.trim();
  return message !== "" ? append("", found.message) : found.text.trim().split("\n", 1).join("");
}

function isSkippedStatus(attributes: Readonly<Record<string, string>>): boolean {
  const status = attributes["status"]?.toLowerCase();
  return status === "notrun" || status === "skipped" || status === "disabled";
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

// "1,234.5" with a thousands comma and "0,5" with a decimal comma both occur; what cannot be a duration is no timing.
function milliseconds(time: string | undefined): number | null {
  if (time === undefined || time.trim() === "") return null;
  const plain = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/u.test(time) ? time.replaceAll(",", "") : time.replace(",", ".");
  const value = Number(plain);
  return Number.isFinite(value) && value >= 0 ? value * 1_000 : null;
}

function optional(text: string): Untrusted | null {
  return text.trim() === "" ? null : untrusted(text);
}

// Keeps the first and the last part of a text that arrives in pieces, in bounded memory. The words at the cut go
// too: half a token is a secret that nobody would recognise any more.
function append(text: string, more: string): string {
  const joined = text + more;
  if (joined.length <= 2 * MAX_TEXT) return joined;
  const head = joined.slice(0, MAX_TEXT);
  const tail = joined.slice(-MAX_TEXT + 8);
  return `${head.slice(0, wordStart(head))}…\n${tail.slice(wordEnd(tail))}`;
}

/** Longer than any secret. */
const LONGEST_WORD = 4_096;

function wordStart(text: string): number {
  let at = text.length;
  while (at > 0 && text.length - at < LONGEST_WORD && !isSpace(text.charCodeAt(at - 1))) at--;
  return at;
}

function wordEnd(text: string): number {
  let at = 0;
  while (at < text.length && at < LONGEST_WORD && !isSpace(text.charCodeAt(at))) at++;
  return at;
}

function isSpace(unit: number): boolean {
  return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
}
