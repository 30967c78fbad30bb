// Keeps a page inside its budget by dropping whole parts, the least important first, and says what was dropped.

export interface Block {
  readonly text: string;
  /** 0 is never dropped; the highest goes first. */
  readonly rank: number;
  /** What the reader is told when this part is not there: "the list of failing tests". */
  readonly name: string;
}

/** Room for the note that says what was left out. */
const NOTE = 1_000;

/** Joins the blocks with blank lines into at most `max`, as `sizeOf` measures it. Each block is measured once. */
export function joinBlocks(blocks: readonly Block[], max: number, sizeOf: (text: string) => number): string {
  const all = blocks.filter(({ text }) => text !== "").map((each) => ({ ...each, size: sizeOf(each.text) + 2 }));
  let total = all.reduce((sum, { size }) => sum + size, 0);
  const order = all
    .map((each, at) => ({ ...each, at }))
    .filter(({ rank }) => rank > 0)
    .toSorted((a, b) => b.rank - a.rank || b.at - a.at);
  const left = new Set<number>();
  for (const { at, size } of order) {
    if (total <= (left.size === 0 ? max : max - NOTE)) break;
    left.add(at);
    total -= size;
  }
  const kept = all.filter((_, at) => !left.has(at)).map(({ text }) => text);
  const dropped = all.filter((_, at) => left.has(at)).map(({ name }) => name);
  return [...kept, ...noteOf(dropped)].join("\n\n");
}

function noteOf(dropped: readonly string[]): readonly string[] {
  if (dropped.length === 0) return [];
  const times = new Map<string, number>();
  for (const name of dropped) times.set(name, (times.get(name) ?? 0) + 1);
  const said = [...times].map(([name, many]) => (many === 1 ? name : `${name} (${many})`));
  const rest = said.length > MOST_NAMES ? `; and more of ${said.length - MOST_NAMES} other parts` : "";
  return [`_Left out, because the page would be too long: ${said.slice(0, MOST_NAMES).join("; ")}${rest}._`];
}

const MOST_NAMES = 10;

/** A part of a page; empty where there is nothing to say. */
export function block(text: string, rank: number, name: string): Block {
  return { text, rank, name };
}

/** How GitHub counts a comment. */
export function codePoints(text: string): number {
  return [...text].length;
}
