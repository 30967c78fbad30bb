// Which lines of a failure tell most: behind a label, at the end of a stack, or where pytest marks them with an "E".

/** Further lines that belong to a first line which only announces them. */
const MOST_BEHIND = 4;

/** A kind of trouble and not the trouble: "collection failure", "Test failed", "AssertionError". */
const LABEL =
  /^(?:the )?(?:(?:tests?|specs?|suites?|set-?up|teardown|collection|assertion|hook|step|run) )?(?:failed|failure|fails|errors?|errored|exception|not ok)[.:!]?$|^[\w.$]{0,100}(?:Error|Exception|Failure|Failed)[.:]?$/iu;

/** "Expected values to be strictly equal:" and what Jest writes above its two values. */
const ANNOUNCES = /:$|^(?:Error: )?expect\([^()\n]{0,80}\)\.[^\n]{1,80}\(/u;

/** A place in a stack, a frame or a ruler around what is said, or what the assertion itself puts below. */
const NO_WORDS = /^(?:at |File "|in |from |[\W_]{1,200}$)/u;

const MARKED = /^E {1,8}(?=\S)/u;
const TRACEBACK = "Traceback (most recent call last):";

/** The line to be quoted where there is room for one; empty where nothing is said. */
export function decisiveLine(message: string, detail: string): string {
  const [first = "", ...behind] = spoken(message);
  if (ANNOUNCES.test(first) && behind.length > 0) return [first, ...behind.slice(0, MOST_BEHIND)].join(" ");
  if (first !== "" && !LABEL.test(first)) return first;
  return [...wordsOf(behind.join("\n")), ...wordsOf(detail), first][0] ?? "";
}

/** What says more than a label, the best first. */
function wordsOf(text: string): readonly string[] {
  const lines = text.split("\n");
  const end = lastMarked(lines);
  if (end >= 0) return [lines[firstOfBlock(lines, end)]?.replace(MARKED, "").trim() ?? ""];
  const thrown = endOfTraceback(lines);
  if (thrown >= 0) return [lines[thrown]?.trim() ?? ""];
  const words = spoken(text).filter((line) => !LABEL.test(line) && !NO_WORDS.test(line));
  const named = words.find((line) => /\b\w{0,80}(?:Error|Exception)\b/u.test(line));
  return named === undefined ? words.slice(0, 1) : [named];
}

function spoken(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function lastMarked(lines: readonly string[]): number {
  return lines.findLastIndex((line) => MARKED.test(line));
}

function firstOfBlock(lines: readonly string[], last: number): number {
  let at = last;
  while (at > 0 && /^E(?: |$)/u.test(lines[at - 1] ?? "")) at--;
  return at;
}

/** Python puts what was thrown on the first line that is not indented any more. */
function endOfTraceback(lines: readonly string[]): number {
  const begin = lines.findLastIndex((line) => line.trim() === TRACEBACK);
  if (begin < 0) return -1;
  const indent = indentOf(lines[begin] ?? "");
  return lines.findIndex((line, at) => at > begin && line.trim() !== "" && indentOf(line) <= indent);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

export interface Excerpt {
  /** null: lines are left out here. */
  readonly lines: readonly (string | null)[];
  /** How many of them, in all. */
  readonly dropped: number;
}

/** At most `most` lines that say something: around what decides where that is known, otherwise both ends. */
export function excerpt(text: string, most: number): Excerpt {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const dropped = lines.length - most;
  if (dropped <= 0) return { lines, dropped: 0 };
  const tail = Math.floor(most / 3);
  const parts = (from: number, to: number): Excerpt => {
    const shown =
      to - from <= most
        ? lines.slice(Math.max(0, to - most), to)
        : [...lines.slice(from, from + most - tail), null, ...lines.slice(to - tail, to)];
    const begin = to - from <= most ? Math.max(0, to - most) : from;
    return { lines: [...(begin > 0 ? [null] : []), ...shown, ...(to < lines.length ? [null] : [])], dropped };
  };
  const marked = lastMarked(lines);
  // The line below says where it was.
  if (marked >= 0) return parts(firstOfBlock(lines, marked), Math.max(Math.min(marked + 2, lines.length), most));
  const thrown = endOfTraceback(lines);
  return thrown >= 0 ? parts(thrown, Math.max(thrown + 1, most)) : parts(0, lines.length);
}
