// Failures that somebody hands over as text, and what the judge makes of each: JSON, one object in a line.
import { classifyText } from "../judge/classify/classify-text.ts";
import { fault, UserError, type Fault } from "../model/errors.ts";
import { clean } from "../text/clean.ts";
import { cut } from "../text/cut.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import { ascii, createTelling } from "./telling.ts";

export interface GivenText {
  readonly id: string;
  readonly text: Untrusted;
}

const MAX_ID = 1_000;
const MAX_SPAN = 400;
/** Of one failure more is never read. */
const MAX_FAULTS = 20;

/**
 * The failures in a text: one a line where it is JSON with a `text` each, otherwise the whole of it is one. Throws a
 * UserError that names every line which is neither.
 */
export function givenTexts(source: Untrusted, given: string, mask: (text: string) => string): readonly GivenText[] {
  const text = given.replace(/^\ufeff/u, "");
  if (!isLines(text)) return text.trim() === "" ? [] : [{ id: "1", text: untrusted(text) }];
  const faults: Fault[] = [];
  const texts: GivenText[] = [];
  for (const [at, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const one = readLine(line, at + 1);
    if (one !== null) texts.push(one);
    else if (faults.length < MAX_FAULTS) {
      faults.push(
        fault(source, `line ${at + 1} is no JSON object with a text`, {
          found: untrusted(cut(mask(clean(line)), 80)),
          hint: 'Each line is like {"id": "1", "text": "connect ECONNREFUSED 127.0.0.1:8080"}.',
        }),
      );
    }
  }
  if (faults.length > 0) throw new UserError(faults);
  return texts;
}

/** JSON objects, one in a line: also where some of them are wrong, so that none is taken for plain text. */
function isLines(text: string): boolean {
  const lines = text.split("\n", LINES_ASKED).filter((line) => line.trim() !== "");
  const objects = lines.filter((line) => isObject(line)).length;
  return lines.some((line) => readLine(line, 1) !== null) || (objects > 1 && objects === lines.length);
}

const LINES_ASKED = 1_000;

function isObject(line: string): boolean {
  try {
    const read: unknown = JSON.parse(line);
    return typeof read === "object" && read !== null && !Array.isArray(read);
  } catch {
    return false;
  }
}

function readLine(line: string, number: number): GivenText | null {
  let read: unknown;
  try {
    read = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof read !== "object" || read === null || !("text" in read) || typeof read.text !== "string") return null;
  const id = "id" in read && (typeof read.id === "string" || typeof read.id === "number") ? String(read.id) : null;
  return { id: id ?? String(number), text: untrusted(read.text) };
}

/** One line of JSON for each. */
export function* classification(given: readonly GivenText[], mask: (text: string) => string): Generator<string> {
  const told = createTelling(mask);
  for (const { id, text } of given) {
    const {
      class: kind,
      transient,
      fingerprint,
      rule,
      span,
      confidence,
    } = classifyText(untrusted(mask(clean(reveal(text)))));
    const row = {
      id: told(untrusted(id), MAX_ID),
      class: kind,
      transient,
      fingerprint,
      rule,
      span: told(span, MAX_SPAN),
      confidence,
    };
    yield `${ascii(JSON.stringify(row))}\n`;
  }
}
