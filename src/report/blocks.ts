// Keeps a page inside its budget by dropping whole parts, the least important first, and says what was dropped.

export interface Block {
  readonly text: string;
  /** 0 is never dropped; the highest goes first. */
  readonly rank: number;
  /** What the reader is told when this part is not there: "the list of failing tests". */
  readonly name: string;
}

/** Joins the blocks with blank lines; `fits` measures the whole page. */
export function joinBlocks(blocks: readonly Block[], fits: (page: string) => boolean): string {
  let kept = blocks.filter((block) => block.text !== "");
  const dropped: string[] = [];
  for (;;) {
    const page = render(kept, dropped);
    if (fits(page)) return page;
    const worst = kept.reduce((max, block) => Math.max(max, block.rank), 0);
    if (worst === 0) return page;
    const at = kept.findLastIndex((block) => block.rank === worst);
    dropped.unshift(kept[at]?.name ?? "");
    kept = kept.filter((_, index) => index !== at);
  }
}

function render(kept: readonly Block[], dropped: readonly string[]): string {
  const note = dropped.length === 0 ? [] : [`_Left out, because the page would be too long: ${dropped.join("; ")}._`];
  return [...kept.map((block) => block.text), ...note].join("\n\n");
}
