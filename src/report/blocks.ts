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
  const all = blocks.filter((block) => block.text !== "").map((block) => ({ ...block, size: sizeOf(block.text) + 2 }));
  let total = all.reduce((sum, block) => sum + block.size, 0);
  const order = all
    .map((block, at) => ({ ...block, at }))
    .filter((block) => block.rank > 0)
    .toSorted((a, b) => b.rank - a.rank || b.at - a.at);
  const left = new Set<number>();
  for (const block of order) {
    if (total <= (left.size === 0 ? max : max - NOTE)) break;
    left.add(block.at);
    total -= block.size;
  }
  const kept = all.filter((_, at) => !left.has(at)).map((block) => block.text);
  const dropped = all.filter((_, at) => left.has(at)).map((block) => block.name);
  return [...kept, ...noteOf(dropped)].join("\n\n");
}

function noteOf(dropped: readonly string[]): readonly string[] {
  if (dropped.length === 0) return [];
  const rest = dropped.length > 10 ? `; and ${dropped.length - 10} more parts` : "";
  return [`_Left out, because the page would be too long: ${dropped.slice(0, 10).join("; ")}${rest}._`];
}
