// A part of the page with its heading, and what becomes of the parts where the page would be too long.
import { all, bytesOf, el, type Child, type Html } from "./html.ts";

/** Of a part of the page, as the budget sees it. */
export interface Part {
  readonly html: Html;
  /** 0 is never dropped; the highest goes first. */
  readonly rank: number;
  /** What the reader is told when it is not there: "error C". */
  readonly name: string;
}

/** A part with a heading of its own, to which the top of the page leads. */
export function section(id: string, title: string, ...children: readonly Child[]): Html {
  return el("section", { id, "aria-labelledby": `${id}-title` }, el("h2", { id: `${id}-title` }, title), ...children);
}

export const NOTHING: Html = all();

/** A folded part. */
export function fold(
  title: Child,
  attributes: { readonly class?: string; readonly open?: true },
  ...children: readonly Child[]
): Html {
  return el("details", attributes, el("summary", {}, title), ...children);
}

/** A line that holds what cannot be seen, or is too long, is not the line any more. */
export const NOT_EXACT = "Some signs cannot be shown here; the record has the line as it is.";

/** Parts of one line; those that are not there leave no gap. */
export function separated(parts: readonly (Child | null)[]): readonly Child[] {
  return parts
    .filter((part) => part !== null && part !== "")
    .flatMap((part, at) => (at === 0 ? [part] : [" · ", part]));
}

export interface Kept {
  readonly has: (part: Part) => boolean;
  readonly dropped: readonly string[];
}

/** Which parts stay, in at most `max` bytes: the least important go first, and of equals the last. */
export function keepWithin(parts: readonly Part[], max: number): Kept {
  const sized = parts.map((part, at) => ({ part, at, size: bytesOf(part.html) }));
  let total = sized.reduce((sum, { size }) => sum + size, 0);
  const left = new Set<Part>();
  for (const { part, size } of sized
    .filter(({ part: { rank } }) => rank > 0)
    .toSorted((a, b) => b.part.rank - a.part.rank || b.at - a.at)) {
    if (total <= max) break;
    left.add(part);
    total -= size;
  }
  return { has: (part) => !left.has(part), dropped: parts.filter((part) => left.has(part)).map(({ name }) => name) };
}
