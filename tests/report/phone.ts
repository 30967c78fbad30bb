// A page as it is read on a phone of 360 px: what is seen without a click, and how wide its tables are.

/** A page without what is folded away. */
export function openPart(page: string): string {
  // Ours stand at the start of a line; what a test said stands in code.
  const inner = /^<details>(?:(?!^<\/?details>)[\s\S])*^<\/details>$\n?/mu;
  let open = page;
  while (inner.test(open)) open = open.replace(inner, "");
  return open.replace(/\n{3,}/gu, "\n\n");
}

/** Words that a reader sees: no addresses, no signs. */
export function words(markdown: string): readonly string[] {
  return markdown
    .replace(/<!--.*?-->|<[^>]*>/gu, " ")
    .replace(/\]\([^)]*\)/gu, " ")
    .split(/\s+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
}

/** Each table as rows of cells. */
export function tablesOf(markdown: string): readonly (readonly (readonly string[])[])[] {
  const tables: string[][][] = [];
  let isInside = false;
  for (const line of markdown.split("\n")) {
    const isRow = /^\|.*\|$/u.test(line);
    if (isRow && !isInside) tables.push([]);
    if (isRow && !/^\|(?:---\|)+$/u.test(line)) tables.at(-1)?.push(line.slice(2, -2).split(" | "));
    isInside = isRow;
  }
  return tables;
}

/** What the padding of a cell takes, in letters of prose. */
const PADDING = 3.6;

/** The least width of a table in letters of prose: nothing in code breaks, and its letters are wider. */
export function widthOf(rows: readonly (readonly string[])[]): number {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map((row) => longest(row[at] ?? ""))));
  return widths.reduce((sum, width) => sum + width + PADDING, 0);
}

function longest(cell: string): number {
  const text = cell.replace(/\]\([^)]*\)/gu, "").replaceAll("[", "");
  const code = [...text.matchAll(/`([^`]*)`/gu)].map(([, inside = ""]) => [...inside].length * 1.13 + 1.5);
  const prose = text.replace(/`[^`]*`/gu, " ").split(/[\s/-]+/u);
  return Math.max(0, ...code, ...prose.map((word) => [...word].length));
}
