// The cycles of a loop as a chart that GitHub draws, and which error lived in which of them.
import type { CycleRow, ErrorLane, Report } from "../model/report.ts";
import { chart, phrase, table } from "./markdown.ts";
import { MAX_IN_CELL } from "./pieces.ts";

/** Below so many tested cycles the table says it better. */
const LEAST = 3;

/** A bar for each tested cycle, and a line for how many checks it had; one that was not tested has no bar at all. */
export function chartOfCycles(cycles: readonly CycleRow[]): string {
  const level = cycles.findLast(({ score }) => score !== null)?.score?.of;
  const tested = cycles.flatMap(({ n, score }) => (score === null || score.of !== level ? [] : [{ n, ...score }]));
  if (level === undefined || tested.length < LEAST) return "";
  const most = tested.reduce((top, { total }) => Math.max(top, total), 1);
  const numbers = (of: "passed" | "total"): string => `[${tested.map((each) => each[of]).join(", ")}]`;
  const gaps = cycles.filter(({ n }) => !tested.some((each) => each.n === n)).map(({ n }) => n);
  const drawn = chart([
    "xychart-beta",
    `    title "${level === "tests" ? "Tests" : "Probes"} that pass, of all that there are"`,
    `    x-axis "cycle" [${tested.map(({ n }) => `"${n}"`).join(", ")}]`,
    `    y-axis "${level}" 0 --> ${most}`,
    `    bar ${numbers("passed")}`,
    `    line ${numbers("total")}`,
  ]);
  const [only, ...more] = gaps;
  if (only === undefined) return drawn;
  const said =
    more.length === 0 ? `Cycle ${only} was not tested and has` : `Cycles ${gaps.join(", ")} were not tested and have`;
  return `${drawn}\n\n${said} no bar.`;
}

/** So many cycles have a column of their own on a phone. */
const MOST_COLUMNS = 3;

export function laneTable({ lanes, cycles }: Pick<Report, "lanes" | "cycles">): string {
  if (lanes.length === 0) return "";
  const title = ({ letter, title: words, state }: ErrorLane): string =>
    [letter === null ? "" : `**${letter}**`, phrase(words, MAX_IN_CELL), state].filter(Boolean).join(" · ");
  if (cycles.length > MOST_COLUMNS) {
    return table(
      ["Error", "In cycles"],
      lanes.map((lane) => [title(lane), spans(lane, cycles)]),
    );
  }
  return table(
    ["Error", ...cycles.map(({ n }) => String(n))],
    lanes.map((lane) => [
      title(lane),
      ...lane.counts.map((many) => (many === null || many === 0 ? "–" : String(many))),
    ]),
  );
}

/** "2–4, 6": a cycle that was not tested ends no span, because nothing is known of it. */
function spans({ counts }: ErrorLane, cycles: readonly CycleRow[]): string {
  const found: [first: number, last: number][] = [];
  let isOpen = false;
  for (const [at, many] of counts.entries()) {
    const n = cycles[at]?.n ?? 0;
    const last = found.at(-1);
    if (many === null) continue;
    if (many === 0) isOpen = false;
    else if (isOpen && last !== undefined) last[1] = n;
    else {
      found.push([n, n]);
      isOpen = true;
    }
  }
  return found.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`)).join(", ");
}
