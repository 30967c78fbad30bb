// The few signs of the page, drawn so that they look the same everywhere. Each has a shape of its own: none needs its colour.
import type { Report } from "../../model/report.ts";
import { el, type Html } from "./html.ts";

export interface Verdict {
  /** Class of the page, which colours it. */
  readonly tone: "good" | "bad" | "none" | "warn" | "stopped";
  readonly word: string;
}

export const VERDICTS = {
  "✅": { tone: "good", word: "Target met" },
  "❌": { tone: "bad", word: "Target not met" },
  "⚪": { tone: "none", word: "Not tested" },
  "⚠️": { tone: "warn", word: "Unproven" },
  "⏹️": { tone: "stopped", word: "Cancelled" },
} as const satisfies Record<Report["icon"], Verdict>;

const SHAPES: Readonly<Record<Verdict["tone"], string>> = {
  good: "M6.5 12.5l3.7 3.7 7.3-8",
  bad: "M8 8l8 8M16 8l-8 8",
  none: "M8 12h8",
  warn: "M12 6.5v7M12 17v.1",
  stopped: "M9 9h6v6h-6z",
};

/** A disc with its sign; the words beside it say the same. */
export function sign(tone: Verdict["tone"]): Html {
  return el(
    "svg",
    { class: `sign ${tone}`, viewBox: "0 0 24 24", width: 24, height: 24, "aria-hidden": "true", focusable: "false" },
    el("circle", { cx: 12, cy: 12, r: 11 }),
    el("path", { d: SHAPES[tone] }),
  );
}

const COLORS: Readonly<Record<Verdict["tone"], string>> = {
  good: "#1f7a4d",
  bad: "#bb3024",
  none: "#6f6a64",
  warn: "#96650a",
  stopped: "#6f6a64",
};

/** The picture of the tab, which has no style sheet. */
export function favicon(tone: Verdict["tone"]): Html {
  return el(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", viewBox: "0 0 24 24" },
    el("circle", { cx: 12, cy: 12, r: 12, fill: COLORS[tone] }),
    el("path", {
      d: SHAPES[tone],
      fill: "none",
      stroke: "#fff",
      "stroke-width": 2.6,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    }),
  );
}
