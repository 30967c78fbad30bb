// A column for each cycle or night: what passed, and on top of it what did not. Where nothing was tested there is a gap
// with a sign, never a column of no height. Widths are percentages, so that words keep their size on every screen.
import { all, el, inside, leading, type Html } from "./html.ts";

export interface Bar {
  /** Below the column. */
  readonly label: string;
  /** What it says in words of ours, for those who do not see it. */
  readonly says: string;
  /** The same and more, which may be foreign words. */
  readonly title: Html;
  /** null: nothing was tested. */
  readonly score: { readonly passed: number; readonly total: number } | null;
  readonly isMet: boolean;
  /** A part of this page, or a page of the world. */
  readonly to: { readonly id: string } | { readonly url: string } | null;
}

/** The widest column and its neighbourhood, in percent. */
const WIDEST = 12;
const HEIGHT = 150;
const TOP = 26;
const BASE = HEIGHT - 22;
/** As many labels of one or two digits have room on a phone, and of dates. */
const LABELS = 9;
const LONG_LABELS = 4;

/** Where the column `at` of `count` stands, in percent; charts below it use the same places. */
export function slot(
  at: number,
  count: number,
): { readonly from: number; readonly width: number; readonly middle: number } {
  const width = Math.min(WIDEST, 100 / Math.max(1, count));
  return { from: at * width, width, middle: (at + 0.5) * width };
}

export function percent(value: number): string {
  return `${Number(value.toFixed(3))}%`;
}

export function barChart(bars: readonly Bar[], name: string): Html {
  const most = Math.max(1, ...bars.map(({ score }) => score?.total ?? 0));
  const isLong = bars.some(({ label }) => label.length > 3);
  const every = Math.ceil(bars.length / (isLong ? LONG_LABELS : LABELS));
  return el(
    "svg",
    { class: "bars", width: "100%", height: HEIGHT, role: "group", "aria-label": name },
    el("line", { class: "base", x1: 0, x2: "100%", y1: BASE + 0.5, y2: BASE + 0.5 }),
    ...bars.map((bar, at) => {
      const isLabelled = (bars.length - 1 - at) % every === 0;
      const label = isLabelled ? bar.label : "";
      return column({ ...bar, label }, at, bars.length, most, valueOf(bars, at, isLabelled));
    }),
  );
}

/** Above a column. Where they stand close, a number has no room beside a sign. */
function valueOf(bars: readonly Bar[], at: number, isLabelled: boolean): string {
  const { score, isMet } = bars[at] ?? { score: null, isMet: false };
  if (score === null) return "";
  if (bars.length <= LABELS) return isMet ? `${score.passed} ✓` : String(score.passed);
  if (isMet) return "✓";
  const isBeside = bars[at - 1]?.isMet === true || bars[at + 1]?.isMet === true;
  return isLabelled && !isBeside ? String(score.passed) : "";
}

/** The words stand beside the link: what it says to those who do not see it stands for them too. */
function column(bar: Bar, at: number, count: number, most: number, value: string): Html {
  const { from, width, middle } = slot(at, count);
  const place = { x: percent(from + width * 0.16), width: percent(width * 0.68) };
  const { shapes, top } = bar.score === null ? gap(place) : heights(bar.score, most, bar.isMet, place);
  const parts = [
    el("title", {}, bar.title),
    el("rect", { class: "hit", x: percent(from), width: percent(width), y: 0, height: HEIGHT }),
    ...shapes,
  ];
  const word = (text: string, name: string, y: number): Html | null =>
    text === ""
      ? null
      : el("text", { class: name, x: percent(middle), y, "text-anchor": "middle", "aria-hidden": "true" }, text);
  return all(
    linked(bar, parts),
    bar.score === null ? word("–", "untested", (TOP + BASE) / 2 + 5) : word(value, "value", round(top - 6)),
    word(bar.label, "below", HEIGHT - 6),
  );
}

function linked({ to, says }: Bar, parts: readonly Html[]): Html {
  if (to === null) return el("g", { role: "img", "aria-label": says }, ...parts);
  const attributes = { "aria-label": says, class: "column" };
  return "id" in to ? inside(to.id, parts, attributes) : leading(to.url, parts, attributes);
}

type Place = Readonly<Record<string, string>>;

interface Drawn {
  readonly shapes: readonly Html[];
  readonly top: number;
}

function gap(place: Place): Drawn {
  const rect = el("rect", { ...place, class: "gap", y: TOP + 0.5, height: BASE - TOP - 0.5, rx: 2 });
  return { shapes: [rect], top: TOP };
}

/** What did not pass is always to be seen, however small its part. */
const LEAST = 3;

function heights({ passed, total }: NonNullable<Bar["score"]>, most: number, isMet: boolean, place: Place): Drawn {
  const room = BASE - TOP;
  const rest = total - passed;
  const bad = rest === 0 ? 0 : Math.max(LEAST, (room * rest) / most);
  const good = Math.max(0, (room * total) / most - bad);
  const top = BASE - good - bad;
  const rect = (name: string, y: number, height: number): readonly Html[] =>
    height > 0 ? [el("rect", { ...place, class: name, y: round(y), height: round(height) })] : [];
  return { shapes: [...rect(isMet ? "pass met" : "pass", BASE - good, good), ...rect("rest", top, bad)], top };
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
