// Tells what a failure says from what stands around it: stack frames, quoted source code and rulers say no fault, and
// yet hold the names of many. And finds the innermost cause of a chain, which is the one to be heard first.

export interface Spoken {
  /** The lines that say something, in their order. */
  readonly text: string;
  /** All lines. */
  readonly whole: string;
  /** Where in `text` the innermost cause stands; the whole of it where there is no chain. */
  readonly cause: { readonly from: number; readonly to: number };
}

export function spoken(whole: string): Spoken {
  const lines: string[] = [];
  let isSource = false;
  const all = withoutMarks(whole.split("\n"));
  const printed = printedBeforeTests(all);
  for (const [at, line] of all.entries()) {
    if (at >= printed.from && at < printed.to) continue;
    const isFrame = FRAME.test(line);
    // Python quotes the source below each of its frames.
    const isQuote: boolean =
      isSource && /^ {4,}\S/u.test(line) && !/^\s*(?:E {2,}|\w+(?:\.\w+)*(?:Error|Exception)\b)/u.test(line);
    isSource = PYTHON_FRAME.test(line) || (isQuote && RULER.test(line));
    if (!isFrame && !isQuote && !QUOTED.test(line) && !PASSED.test(line)) lines.push(line);
  }
  const text = lines.join("\n");
  return text.trim() === ""
    ? { text: whole, whole, cause: { from: 0, to: whole.length } }
    : { text, whole, cause: causeIn(text) };
}

/** Jest shows what was printed to the console first, and what failed below it. */
function printedBeforeTests(lines: readonly string[]): { readonly from: number; readonly to: number } {
  const from = lines.findIndex((line) => /^\s{0,4}console\.(?:error|warn|log|info|debug)\b[^(]{0,80}$/u.test(line));
  const to = from === -1 ? -1 : lines.findIndex((line, at) => at > from && /^\s{0,4}● \S/u.test(line));
  return to === -1 ? { from: 0, to: 0 } : { from, to };
}

/** A report that quotes all of a text begins each of its lines with the mark of a quoted mail. */
function withoutMarks(lines: readonly string[]): readonly string[] {
  return lines.length > 2 && lines.every((line) => line === "" || line.startsWith(">"))
    ? lines.map((line) => line.replace(/^> ?/u, ""))
    : lines;
}

const PYTHON_FRAME = /^\s*File "[^"\n]{1,400}", line \d+/u;
/** A place in a stack, as the runtimes print it; nothing else may stand in the line. */
const FRAME =
  /^\s*(?:at (?:async )?[\w$.<>[\]#`, *+/\\:@()-]{1,300}[)\d]\s*$|at .{1,300}\.(?:java|kt|scala|cs|fs|[cm]?[jt]sx?|php|py):(?:line )?\d|File "[^"\n]{1,400}", line \d+|\.{3} \d+ (?:common frames omitted|more)|from \S{1,300}:\d+:in |# \S{1,300}:\d+:in |#\d+ +0x[0-9a-f]|goroutine \d+ \[|\S{1,300}\.go:\d+ \+0x[0-9a-f]|created by \S)/u;
/** A line of the source, with its number or marker, or the ruler below one. */
const QUOTED = /^\s*(?:(?:>\s*)?\d{1,6}\s*\| |>\s{2,}\S|\|\s+\^|[~^]{2,}\s*$)/u;
/** What a runner says of a test that passed: its name may be that of any error. */
const PASSED =
  /^[ \t]{0,40}(?:[✓✔√] \S|ok \d{1,6}\b(?!.{0,2000}# (?:SKIP|TODO))|--- PASS: |\[ {7}OK \] |\S{1,300}::\S{1,300} PASSED\b|\S.{0,300} \.\.\. ok\s*$)/iu;
const RULER = /^\s*[~^]+\s*$/u;

/** Words that begin the next inner link of a chain, and those that end an inner one that was told first. */
const INNER =
  /^[ \t>-]{0,20}(?:\.\.\. )?(?:Caused by:?|Root cause:?|\[cause\]:|(?:---)?> ?(?=\w+\.\w+.{0,200}(?:Exception|Error))|Inner ?Exception:?|cause:)/gimu;
const OUTER =
  /^[ \t]*(?:During handling of the above exception, another exception occurred|The above exception was the direct cause of the following exception):/imu;

function causeIn(text: string): Spoken["cause"] {
  const inner = [...text.matchAll(INNER)].at(-1);
  if (inner !== undefined) return { from: inner.index, to: text.length };
  const outer = OUTER.exec(text);
  return outer === null ? { from: 0, to: text.length } : { from: 0, to: outer.index };
}
