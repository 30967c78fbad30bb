// The kept output of a command as lines that the grammars can be anchored to.
import { cutNote, isCutNote } from "../../text/output-cut.ts";
import { clean } from "../../text/clean.ts";
import type { Output } from "./summary.ts";

/** No runner writes its totals into a longer line; a longer one is nothing for a regular expression. */
const MAX_LINE = 2_000;
/** Runners tell what they found at the start and what came of it at the end; a command's kept output is shorter. */
export const EACH_END = 64 * 1_024;

export function outputOf(text: string): Output {
  const read = clean(bothEnds(text)).split("\n").map(readLine);
  const lines = read.map((each) => each.text);
  const cuts = lines.flatMap((line, at) => (isCutNote(line) ? [at] : []));
  return { lines, sources: read.map(({ source }) => source), cuts };
}

/** Whole lines only: what is left of a cut one could look like another. */
function bothEnds(text: string): string {
  if (text.length <= 2 * EACH_END) return text;
  const head = text.slice(0, text.lastIndexOf("\n", EACH_END - 1) + 1);
  const next = text.indexOf("\n", text.length - EACH_END) + 1;
  const tail = next === 0 ? "" : text.slice(next);
  return `${head}${cutNote(text.length - head.length - tail.length)}\n${tail}`;
}

interface Line {
  readonly text: string;
  readonly source: string;
}

/** GitHub's log files begin each line with the time. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}Z /u;
/** docker compose begins it with the container, turbo with package and task. */
const SOURCES = [
  /^[\w.-]{1,80}(?:[-_]\d{1,3} {1,40}| {2,40})\| /u,
  /^[@\w./-]{1,100}[:#][\w:.-]{0,40}test[\w:.-]{0,40}: /u,
];

function readLine(line: string): Line {
  if (line.length > MAX_LINE) return { text: "", source: "" };
  let text = line.replace(TIME, "");
  let source = "";
  for (const pattern of SOURCES) {
    const found = pattern.exec(text)?.[0] ?? "";
    source += found;
    text = text.slice(found.length);
  }
  return { text: text.trimEnd(), source };
}
