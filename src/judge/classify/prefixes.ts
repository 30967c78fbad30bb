// What a log writes in front of every line: times, levels, the name of a container or a job. With it in between, words that
// belong together stand apart, and frames do not look like frames.

/** Lines of which at least half begin so; fewer are no prefix but words. */
const LEAST_SHARE = 0.5;
/** Lines that have to share their first words. */
const LEAST_LINES = 3;

/** A time, a level, or a name with a bar behind it, at the begin of a line. */
const HEAD =
  /^\s{0,8}(?:\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z| ?[+-]\d\d:?\d\d)?\]?|\[?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\]?|\[\S{1,40} \d\d:\d\d:\d\d(?:\.\d{1,9})?\]|\[(?:info|error|warn(?:ing)?|debug|trace|fatal|notice)\]|(?:INFO|ERROR|WARN(?:ING)?|DEBUG|TRACE|FATAL)(?= {1,8}[-:[\w])|[\w.-]{1,60} {1,20}\|)[ \t]{0,4}[:-]?(?=[ \t]|$)/iu;

/** The text without them, and with the signs that a report put for quotes and brackets; null where it has none of these. */
export function withoutPrefixes(text: string): string | null {
  const plain = withoutEntities(text);
  return bareOf(plain) ?? (plain === text ? null : plain);
}

/** A report that was written into another one twice still holds the entities of the first. */
function withoutEntities(text: string): string {
  return text.replace(/&(?:amp;)?(quot|apos|lt|gt|#39|#34|#x27|#10|#xA);/giu, (_, name: string) => {
    return ENTITIES[name.toLowerCase()] ?? " ";
  });
}

const ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  "#34": '"',
  apos: "'",
  "#39": "'",
  "#x27": "'",
  lt: "<",
  gt: ">",
  "#10": "\n",
  "#xa": "\n",
};

function bareOf(text: string): string | null {
  const lines = text.split("\n");
  const bare = withoutShared(lines.map(withoutHeads));
  const all = lines.filter((line) => line.trim() !== "").length;
  const changed = bare.filter((line, at) => line !== lines[at] && lines[at]?.trim() !== "").length;
  return changed === 0 || changed < all * LEAST_SHARE ? null : bare.join("\n");
}

function withoutHeads(line: string): string {
  let rest = line;
  for (let nth = 0; nth < 4; nth++) {
    const head = HEAD.exec(rest)?.[0];
    if (head === undefined || head === "") return rest;
    // What is indented behind a head stays so.
    rest = rest.slice(head.length).replace(/^ /u, "");
  }
  return rest;
}

function withoutShared(lines: readonly string[]): readonly string[] {
  const said = lines.filter((line) => line.trim() !== "");
  const [first] = said;
  if (first === undefined || said.length < LEAST_LINES) return lines;
  let length = first.length;
  for (const line of said) {
    let at = 0;
    while (at < length && line.charCodeAt(at) === first.charCodeAt(at)) at++;
    length = at;
  }
  const shared = first.slice(0, length);
  // It ends where in every line a word ends.
  const isWhole = said.every((line) => line.length === length || /\s/u.test(line.charAt(length)));
  const prefix = isWhole ? shared : shared.slice(0, Math.max(0, shared.search(/\s\S*$/u)));
  return prefix.trim() === ""
    ? lines
    : lines.map((line) => (line.startsWith(prefix) ? line.slice(prefix.length) : line));
}
