// Reads a report that is one JSON value: checks the text first, then lets the format read it that knows its shape.
import type { ReportFormat } from "../../../model/check.ts";
import { Refused, type JsonFormat, type Page, type ReadReport } from "../test-case.ts";
import { holdsNoTests } from "./other-json.ts";
import { afterSpace, jsonSyntax, MAX_JSON_DEPTH } from "./syntax.ts";
import { isList } from "./values.ts";

/** Characters of one document; all of it is held in memory. */
export const MAX_JSON = 32 * 1_024 * 1_024;

export interface ReadDocument {
  readonly format: ReportFormat | null;
  readonly state: ReadReport["state"];
  /** Why it is not simply "read", in our words. */
  readonly reason: string | null;
}

/** Never throws for what the text contains. Whether it held any test, the page knows. */
export function readJson(text: string, formats: readonly JsonFormat[], page: Page): ReadDocument {
  if (text.length > MAX_JSON) return none("refused", "larger than 32 MiB, and JSON cannot be read in pieces");
  const json = text.startsWith("\ufeff") ? text.slice(1) : text;
  if (afterSpace(json, 0) === json.length) return none("empty", "the file is empty");
  const start = jsonStart(json) ?? 0;
  // Behind other text it may be anything that a program printed.
  const damaged = start <= afterSpace(json, 0) ? "refused" : "unsupported";
  const syntax = jsonSyntax(json, start);
  if (syntax.kind === "deep") return none(damaged, `JSON nested deeper than ${MAX_JSON_DEPTH} levels`);
  if (syntax.kind === "broken") {
    return none(damaged, `broken JSON at ${placeOf(json, syntax.at)}: ${syntax.problem}`);
  }
  const document: unknown = JSON.parse(json.slice(start, syntax.end));
  const rest = afterSpace(json, syntax.end);
  const broken = rest < json.length ? `more text after the end of the JSON at ${placeOf(json, rest)}` : null;
  return readDocument(document, formats, page, broken);
}

/**
 * Where JSON begins in a text: at once, or behind lines of the programs around a runner that prints its report, such as
 * npm's. null: nowhere.
 */
export function jsonStart(text: string): number | null {
  const first = afterSpace(text, text.startsWith("\ufeff") ? 1 : 0);
  const bracket = text[first] === "{" || text[first] === "[";
  if (bracket && BEGIN.exec(text.slice(first, first + WITHIN))?.index === 0) return first;
  return BEGIN.exec(text)?.index ?? (bracket ? first : null);
}

/** A line that begins like a report: "[info] ..." has a bracket too. */
const BEGIN = /^[[{][ \t]*(?:["{[\]}]|\r?$)/mu;
/** Enough to see how a line begins. */
const WITHIN = 200;

function readDocument(
  document: unknown,
  formats: readonly JsonFormat[],
  page: Page,
  broken: string | null,
): ReadDocument {
  const format = formats.find((each) => each.accepts(document));
  if (format === undefined) {
    if (isList(document) && document.length === 0) return none(broken === null ? "empty" : "refused", broken ?? EMPTY);
    if (broken === null && holdsNoTests(document)) return none("ignored", "another kind of JSON file");
    return none("unsupported", "JSON that is no known test report");
  }
  if (broken !== null) page.incomplete(broken);
  try {
    format.read(document, page);
  } catch (error) {
    if (error instanceof Refused) return { format: format.format, state: "refused", reason: error.message };
    throw error;
  }
  return { format: format.format, state: broken === null ? "read" : "partial", reason: broken };
}

const EMPTY = "the report holds no test";

function none(state: ReadReport["state"], reason: string): ReadDocument {
  return { format: null, state, reason };
}

/** Lines and columns count from 1. */
function placeOf(text: string, at: number): string {
  let line = 1;
  let start = 0;
  for (let next = text.indexOf("\n"); next !== -1 && next < at; next = text.indexOf("\n", next + 1)) {
    line++;
    start = next + 1;
  }
  return `line ${line} column ${at - start + 1}`;
}
