// The nights before, as columns.
import type { NightPoint, PageReport } from "../../model/report.ts";
import { count } from "../words.ts";
import { barChart, type Bar } from "./bars.ts";
import { all, el, leading, type Html } from "./html.ts";
import { day } from "./moments.ts";
import { fold, section } from "./section.ts";

export function nights({ nights: points }: PageReport): Html | null {
  if (points.length < 2) return null;
  const good = points.filter(({ verdict }) => verdict === "met").length;
  return section(
    "nights",
    "Nights",
    el("p", { class: "note" }, `${good} of the last ${points.length} nights reached the target.`),
    el("div", { class: "figure" }, barChart(points.map(barOf), "What passed in each night")),
    fold("The nights as a table", {}, table(points)),
  );
}

function barOf(point: NightPoint): Bar {
  const { date, verdict, score, runUrl } = point;
  const says = `${day(date)}: ${wordsOf(point)}`;
  return { label: day(date), says, title: all(says), score, isMet: verdict === "met", to: { url: runUrl } };
}

function wordsOf({ verdict, score, isOpen }: NightPoint): string {
  const result = score === null ? WORDS[verdict] : `${score.passed} of ${score.total} ${score.of}`;
  return [result, verdict === "met" ? "target met" : "", isOpen ? "left open" : ""].filter(Boolean).join(", ");
}

const WORDS: Readonly<Record<NightPoint["verdict"], string>> = {
  met: "target met",
  "not-met": "target not met",
  "not-tested": "not tested",
  unproven: "unproven",
};

function table(points: readonly NightPoint[]): Html {
  const head = ["Night", "Result", "Cycles"];
  return el(
    "table",
    {},
    el("thead", {}, el("tr", {}, ...head.map((name) => el("th", { scope: "col" }, name)))),
    el(
      "tbody",
      {},
      ...points
        .toReversed()
        .map((point) =>
          el(
            "tr",
            {},
            el("th", { scope: "row" }, leading(point.runUrl, el("time", { datetime: point.date }, point.date))),
            el("td", {}, wordsOf(point)),
            el("td", {}, count(point.cycles, "cycle")),
          ),
        ),
    ),
  );
}
