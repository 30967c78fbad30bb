// The one door for report files: finds out what a file is, lets its format read it, and counts what it holds. What is
// found goes to the sink one by one, so that nothing has to be kept.
import type { ReportFormat } from "../../model/check.ts";
import type { Keeping } from "./bounds.ts";
import { decodeText } from "./decode.ts";
import { jsonStart, MAX_JSON, readJson } from "./json/document.ts";
import { JSON_FORMATS } from "./json/formats.ts";
import { NO_KNOWN_REPORT, readLines } from "./lines/driver.ts";
import { LINE_FORMATS } from "./lines/formats.ts";
import { openPage, type OpenPage } from "./page.ts";
import { sniffBytes, sniffText } from "./sniff.ts";
import { BrokenOff, Refused, type Page, type ReadReport, type ReportSink } from "./test-case.ts";
import { readXml } from "./xml/driver.ts";
import { XML_FORMATS } from "./xml/formats.ts";

/** Of a format that is read in pieces. */
const MAX_BYTES = 512 * 1_024 * 1_024;
/** Enough to tell lines of JSON from one JSON document. */
const PEEK = 64 * 1_024;

/** What the reader of a kind of files tells; what it found, the page knows. */
interface Reading {
  readonly format: ReportFormat | null;
  readonly state: ReadReport["state"];
  readonly reason: string | null;
}

/** Never throws for what the file contains; what `bytes` throws passes through. */
export async function readReport(
  bytes: AsyncIterable<Uint8Array>,
  kept: Keeping,
  sink: ReportSink,
): Promise<ReadReport> {
  const open = openPage(kept, sink);
  return report(await read(bytes, open.page), open);
}

async function read(bytes: AsyncIterable<Uint8Array>, page: Page): Promise<Reading> {
  try {
    return await readText(decoded(bounded(bytes)), page);
  } catch (error) {
    if (error instanceof NotText) return none(error.state, error.message);
    if (error instanceof Refused) return none("refused", error.message);
    if (error instanceof BrokenOff) return none("partial", error.message);
    throw error;
  }
}

async function readText(text: AsyncIterable<string>, page: Page): Promise<Reading> {
  const pieces = text[Symbol.asyncIterator]();
  let start = "";
  while (start.trimStart().length < PEEK) {
    const next = await pieces.next();
    if (next.done === true) break;
    // Blank pieces of any number are not gathered.
    start = start.trim() === "" ? next.value : start + next.value;
  }
  const first = start.trimStart();
  if (first === "") return none("empty", "the file is empty");
  const alien = sniffText(first);
  if (alien !== null) return none(alien.state, alien.reason);
  const whole = together(start, pieces);
  if (first.startsWith("<")) return readXml(whole, XML_FORMATS, page);
  if (jsonStart(first) !== null && !hasLines(first)) return guessed(first, await readDocument(whole, page));
  return readLines(whole, LINE_FORMATS, page);
}

const BEGINS_AS_JSON = /^(?:\{|\[\s*["{[\]])/u;

/** JSON behind other text may be what a program printed: where it is no report, nothing is known of the file. */
function guessed(start: string, found: Reading): Reading {
  if (found.format !== null || BEGINS_AS_JSON.test(start.slice(0, 200))) return found;
  if (found.state !== "refused" && found.state !== "unsupported") return found;
  return none("unsupported", found.reason === null ? NO_KNOWN_REPORT : `${NO_KNOWN_REPORT} (${found.reason})`);
}

/** One of the first lines can only stand in a format of lines. */
function hasLines(start: string): boolean {
  const lines = start.split("\n", 1_000);
  return lines.some((line) => LINE_FORMATS.some((format) => format.accepts(line.trimEnd())));
}

async function readDocument(pieces: AsyncIterable<string>, page: Page): Promise<Reading> {
  const parts: string[] = [];
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > MAX_JSON) return none("refused", "larger than 32 MiB, and this format cannot be read in pieces");
    parts.push(piece);
  }
  return readJson(parts.join(""), JSON_FORMATS, page);
}

function report({ format, state, reason }: Reading, { counts, errors, planned, problem }: OpenPage): ReadReport {
  const held = { ...counts(), notRun: Math.max(counts().notRun, (planned() ?? 0) - counts().tests) };
  const whole = { format, counts: held, errors: errors(), planned: planned() };
  if (state !== "read") return { ...whole, state, reason };
  if (problem() !== null) return { ...whole, state: "partial", reason: problem() };
  if (held.tests + held.notRun + errors() > 0) return { ...whole, state, reason };
  return { ...whole, state: "empty", reason: "the report holds no test" };
}

function none(state: ReadReport["state"], reason: string): Reading {
  return { format: null, state, reason };
}

/** The bytes are no text that could be decoded. */
class NotText extends Error {
  readonly state: "unsupported" | "ignored";
  constructor(state: "unsupported" | "ignored", message: string) {
    super(message);
    this.state = state;
  }
}

async function* bounded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of bytes) {
    if (size === 0) {
      const alien = sniffBytes(chunk);
      if (alien !== null) throw new NotText(alien.state, alien.reason);
    }
    size += chunk.length;
    if (size > MAX_BYTES) throw new BrokenOff("larger than 512 MiB");
    yield chunk;
  }
}

async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  try {
    yield* decodeText(bytes);
  } catch (error) {
    if (error instanceof RangeError) throw new NotText("unsupported", "unknown text encoding");
    throw error;
  }
}

async function* together(start: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  yield start;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}
