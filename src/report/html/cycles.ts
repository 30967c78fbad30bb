// The cycles of the loop: how many passed in each, which error lived in which, and the same as a table.
import type { CycleRow, ErrorLane, PageReport } from "../../model/report.ts";
import { count, duration } from "../words.ts";
import { barChart, percent, slot, type Bar } from "./bars.ts";
import { all, el, errorId, inside, outside, quote, sentence, type Child, type Html } from "./html.ts";
import { iso, moment } from "./moments.ts";
import { fold, section, separated } from "./section.ts";

/** A table of so few rows is no burden. */
const FEW = 6;

export function cycles(page: PageReport, errors: ReadonlySet<string>): Html | null {
  const { cycles: rows, lanes, cyclesTitle, loopStartedAt, spentMs } = page;
  if (rows.length < 2) return null;
  const began = el("time", { datetime: iso(loopStartedAt) }, moment(loopStartedAt));
  return section(
    "cycles",
    "Cycles",
    el("p", { class: "note" }, "Since ", began, `, ${duration(spentMs)} of runner time. ${legendOf(rows)}`),
    el(
      "div",
      { class: "figure" },
      barChart(rows.map(barOf), "What passed in each cycle"),
      laneChart(lanes, rows, errors),
    ),
    fold(
      rows.length <= FEW ? cyclesTitle : "The cycles as a table",
      rows.length <= FEW ? { open: true } : {},
      table(rows),
    ),
  );
}

function legendOf(rows: readonly CycleRow[]): string {
  const of = [...new Set(rows.flatMap(({ score }) => score?.of ?? []))].join(" or ") || "tests";
  return `Each column is a cycle: the ${of} that passed, and on top those that did not. A dashed one has no result.`;
}

function barOf(row: CycleRow): Bar {
  return {
    label: String(row.n),
    says: `Cycle ${row.n}: ${row.tests}`,
    title: all(...separated([`Cycle ${row.n}`, row.commit, row.tests, topOf(row)])),
    score: row.score,
    isMet: row.verdict === "met",
    to: { id: `cycle-${row.n}` },
  };
}

function topOf({ top }: CycleRow): Child {
  return typeof top === "string" ? top : quote(top, 80);
}

function table(rows: readonly CycleRow[]): Html {
  const head = ["Cycle", "Commit", "Result", "Biggest error", "Took"];
  return el(
    "table",
    { class: "cycles" },
    el("thead", {}, el("tr", {}, ...head.map((name) => el("th", { scope: "col" }, name)))),
    el(
      "tbody",
      {},
      ...rows.map((row) =>
        el(
          "tr",
          { id: `cycle-${row.n}` },
          el(
            "th",
            { scope: "row" },
            row.runUrl === null ? String(row.n) : outside({ text: String(row.n), url: row.runUrl }),
          ),
          el("td", { class: "commit" }, el("code", {}, row.commit)),
          el("td", { class: "result" }, row.verdict === "met" ? "✓ " : null, row.tests),
          el("td", { class: "top" }, topOf(row)),
          el("td", { class: "number" }, duration(row.seconds * 1_000)),
        ),
      ),
    ),
  );
}

/** One line for each error, below the columns of its cycles. */
function laneChart(lanes: readonly ErrorLane[], rows: readonly CycleRow[], errors: ReadonlySet<string>): Html | null {
  if (lanes.length === 0) return null;
  const here = lanes.filter(({ letter }) => letter !== null);
  const gone = lanes.filter(({ letter }) => letter === null);
  return all(
    here.length === 0 ? null : el("ul", { class: "lanes" }, ...here.map((lane) => laneOf(lane, rows, errors))),
    gone.length === 0
      ? null
      : fold(
          `${count(gone.length, "error")} that ${gone.length === 1 ? "is" : "are"} gone`,
          { class: "gone", ...(here.length === 0 || gone.length <= 3 ? { open: true } : {}) },
          el("ul", { class: "lanes" }, ...gone.map((lane) => laneOf(lane, rows, errors))),
        ),
  );
}

function laneOf(lane: ErrorLane, rows: readonly CycleRow[], errors: ReadonlySet<string>): Html {
  const { letter, title, counts, state } = lane;
  const badge = letter === null ? null : el("span", { class: "letter" }, letter);
  return el(
    "li",
    { class: letter === null ? "lane past" : "lane" },
    el(
      "p",
      {},
      letter === null ? null : all(errors.has(letter) ? inside(errorId(letter), badge) : badge, " "),
      el("span", { class: "title" }, sentence(title)),
      el("span", { class: "state" }, ` ${state}`),
    ),
    el(
      "svg",
      { width: "100%", height: 22, role: "img", "aria-label": laneWords(counts, rows) },
      ...links(counts),
      ...counts.map((many, at) => dot(many, at, counts.length, rows[at])),
    ),
  );
}

function laneWords(counts: ErrorLane["counts"], rows: readonly CycleRow[]): string {
  const words = counts.flatMap((many, at) =>
    many === null || many === 0 ? [] : [`cycle ${rows[at]?.n ?? at + 1}: ${many}`],
  );
  return `Failures with it: ${words.join(", ")}`;
}

/** Where an error goes on from one tested cycle to the next; dashed across those that say nothing. */
function links(counts: ErrorLane["counts"]): readonly Html[] {
  const there = counts.flatMap((many, at) => (many === null ? [] : [{ many, at }]));
  return there.flatMap(({ many, at }, nth) => {
    const next = there[nth + 1];
    if (next === undefined || many === 0 || next.many === 0) return [];
    const ends = {
      x1: percent(slot(at, counts.length).middle),
      x2: percent(slot(next.at, counts.length).middle),
      y1: 11,
      y2: 11,
    };
    return [el("line", { ...ends, class: next.at - at > 1 ? "link dashed" : "link" })];
  });
}

function dot(many: number | null, at: number, count_: number, row: CycleRow | undefined): Html | null {
  const { middle, from, width } = slot(at, count_);
  if (many === null) return null;
  const title = el("title", {}, `Cycle ${row?.n ?? at + 1}: ${count(many, "failure")}`);
  if (many === 0) return el("circle", { class: "none", cx: percent(middle), cy: 11, r: 1.5 }, title);
  if (count_ > 16) return el("circle", { class: "dot", cx: percent(middle), cy: 11, r: 4.5 }, title);
  return el(
    "g",
    {},
    title,
    el("rect", {
      class: "dot",
      x: percent(from + width * 0.16),
      width: percent(width * 0.68),
      y: 2,
      height: 18,
      rx: 9,
    }),
    el("text", { x: percent(middle), y: 15, "text-anchor": "middle" }, String(many)),
  );
}
