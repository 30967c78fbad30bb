// Reads JUnit XML as pytest, node:test, vitest, Playwright, surefire and others write it. Streams, counts test
// cases instead of believing attributes, and keeps what it has read when the file breaks off.
import { SaxesParser, type SaxesTagPlain } from "saxes";
import { untrusted, type Untrusted } from "../../text/untrusted.ts";
import { decodeText } from "./decode.ts";
import type { ParsedReport, TestCase } from "./test-case.ts";

/** Deeper than any tool nests suites; a file beyond it is an attack or an accident. */
const MAX_DEPTH = 64;
/** Kept of one message or stack; the tail counts, because the cause often stands last. */
const MAX_TEXT = 16_384;
const MAX_CASES = 1_000_000;

class Refused extends Error {}

/** Never throws for what the file contains. */
export async function readJUnit(bytes: AsyncIterable<Uint8Array>): Promise<ParsedReport> {
  const builder = createBuilder();
  try {
    let first = true;
    for await (const piece of decodeText(bytes)) {
      if (first && piece.trim() !== "") {
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
  if (error instanceof Refused) return { state: "refused", reason: error.message, cases: [] };
  if (error instanceof RangeError) return { state: "unsupported", reason: "unknown text encoding", cases: [] };
  const place = error instanceof Error ? /^(?:[^:]*:)?(\d+):(\d+): ([a-z ,'-]{1,80})/iu.exec(error.message) : null;
  const reason = place === null ? "not well-formed XML" : `not well-formed XML at line ${place[1]}`;
  return { state: cases.length > 0 ? "partial" : "refused", reason, cases };
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
  readonly host: string | null;
}

function createBuilder(): Builder {
  const parser = new SaxesParser();
  const cases: TestCase[] = [];
  const suites: OpenSuite[] = [];
  let depth = 0;
  let open: OpenCase | null = null;
  let result: OpenResult | null = null;
  let skipping: OpenCase | null = null;
  let declaredFailures = 0;

  parser.on("error", (error) => {
    throw error;
  });
  parser.on("doctype", () => {
    throw new Refused("it declares a DOCTYPE, which a test report never needs");
  });
  parser.on("opentag", (tag) => {
    depth++;
    if (depth > MAX_DEPTH) throw new Refused(`nested deeper than ${MAX_DEPTH} elements`);
    const name = localName(tag.name);
    if (depth === 1) {
      requireReport(name);
      declaredFailures = declared(tag.attributes);
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
    } else if (open === null && name === "testsuite") suites.pop();
    else if (open === null && result !== null && (name === "error" || name === "failure")) {
      cases.push(suiteLevel(result));
      result = null;
    }
    depth--;
  });

  function enterOutside(name: string, tag: SaxesTagPlain): void {
    const { attributes } = tag;
    if (name === "testsuite") {
      suites.push({ name: attributes["name"] ?? "", host: attributes["hostname"] ?? null });
    } else if (name === "testcase") {
      open = { attributes, depth, results: [], skipped: isSkippedStatus(attributes), skipMessage: "" };
      if (cases.length >= MAX_CASES) throw new Refused(`more than ${MAX_CASES} test cases`);
    } else if (name === "error" || name === "failure") {
      result = openResult(name, attributes);
    }
  }

  function enterCase(owner: OpenCase, name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === "failure" || name === "error" || name === "rerunFailure" || name === "rerunError") {
      result = openResult(name, attributes);
      owner.results.push(result);
    } else if (name === "skipped") {
      owner.skipped = true;
      owner.skipMessage = attributes["message"] ?? "";
      skipping = owner;
    }
  }

  function addText(text: string): void {
    if (result !== null) result.text = append(result.text, text);
    else if (skipping !== null && skipping.skipMessage === "") skipping.skipMessage = text.trim().slice(0, 500);
  }

  function finishCase(done: OpenCase): void {
    const worst = done.results.find((each) => each.kind === "errored") ?? done.results[0];
    const outcome = worst?.kind ?? (done.skipped ? "skipped" : "passed");
    cases.push({
      suitePath: suites.map((suite) => suite.name),
      host: suites.findLast((suite) => suite.host !== null)?.host ?? null,
      className: done.attributes["classname"] ?? done.attributes["class"] ?? done.attributes["file"] ?? null,
      name: done.attributes["name"] ?? "",
      outcome,
      durationMs: milliseconds(done.attributes["time"]),
      message: worst === undefined ? optional(done.skipMessage) : untrusted(messageOf(worst)),
      detail: worst === undefined ? null : optional(worst.text),
      type: worst === undefined ? null : optional(worst.type),
    });
  }

  function suiteLevel(found: OpenResult): TestCase {
    return {
      suitePath: suites.map((suite) => suite.name),
      host: null,
      className: suites.at(-1)?.name ?? null,
      name: "(whole suite)",
      outcome: found.kind,
      durationMs: null,
      message: untrusted(messageOf(found)),
      detail: optional(found.text),
      type: optional(found.type),
    };
  }

  return {
    cases,
    // Runners write raw terminal escapes into reports, which XML 1.0 (section 2.2) does not allow at all.
    write: (piece) =>
      void parser.write(piece.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, "\ufffd")),
    end: () => void parser.close(),
    problem: () =>
      declaredFailures > 0 && !cases.some((each) => each.outcome === "failed" || each.outcome === "errored")
        ? "it declares failures but holds none"
        : null,
  };
}

function requireReport(root: string): void {
  if (root === "testsuites" || root === "testsuite") return;
  throw new Refused(root === "html" ? "an HTML page, not a report" : "not a JUnit report: another root element");
}

function openResult(name: string, attributes: Readonly<Record<string, string>>): OpenResult {
  return {
    kind: name === "error" || name === "rerunError" ? "errored" : "failed",
    message: attributes["message"] ?? "",
    type: attributes["type"] ?? "",
    text: "",
  };
}

function messageOf(found: OpenResult): string {
  const message = found.message.trim();
  return message !== "" ? append("", found.message) : found.text.trim().split("\n", 1).join("");
}

function isSkippedStatus(attributes: Readonly<Record<string, string>>): boolean {
  const status = attributes["status"]?.toLowerCase();
  return status === "notrun" || status === "skipped" || status === "disabled";
}

function declared(attributes: Readonly<Record<string, string>>): number {
  const count = (name: string): number => Math.max(0, Number(attributes[name] ?? 0)) || 0;
  return count("failures") + count("errors");
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
