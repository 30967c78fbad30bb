// When each part of the cycle ran: its phases and all probes on one axis, and below it where the time of each request went.
import type { PageReport, TimelinePart, TimelineRow } from "../../model/report.ts";
import { duration } from "../words.ts";
import { percent } from "./bars.ts";
import { all, el, sentence, type Html } from "./html.ts";
import { fold } from "./section.ts";

const PROBE = "Probe";

/** As many requests stand open. */
const FEW = 12;

export function waterfall({ timeline, ran }: PageReport): Html | null {
  if (ran === null || timeline.length === 0) return null;
  const end = Math.max(1, ran.durationMs, ...timeline.map(({ fromMs, tookMs }) => fromMs + tookMs));
  const phases = timeline.filter(({ kind }) => kind !== PROBE);
  const probes = timeline.filter(({ kind }) => kind === PROBE);
  return all(
    el("h3", {}, "When each part ran"),
    el(
      "div",
      { class: "waterfall" },
      axis(end),
      el("ul", {}, ...phases.map((row) => phase(row, end)), probes.length === 0 ? null : together(probes, end)),
    ),
    requests(probes),
  );
}

function axis(end: number): Html {
  const marks = [0, 0.25, 0.5, 0.75, 1];
  return el(
    "svg",
    { class: "axis", width: "100%", height: 18, "aria-hidden": "true" },
    ...marks.map((at) =>
      el(
        "text",
        {
          x: percent(at * 100),
          y: 12,
          "text-anchor": at === 0 ? "start" : at === 1 ? "end" : "middle",
          class: at % 0.5 === 0 ? "whole" : "half",
        },
        at === 0 ? "0" : duration(end * at),
      ),
    ),
  );
}

const GRID: readonly Html[] = [0, 25, 50, 75, 100].map((at) =>
  el("line", { class: "grid", x1: percent(at), x2: percent(at), y1: 0, y2: "100%" }),
);

const STATES: Readonly<Record<TimelineRow["state"], string>> = {
  good: "",
  bad: "failed",
  light: "failed, decides nothing",
  none: "did not run to its end",
};

function phase(row: TimelineRow, end: number): Html {
  const { kind, name, tookMs, state } = row;
  return line(all(el("b", {}, kind), " ", sentence(name)), duration(tookMs), STATES[state], [bar(row, end)]);
}

function together(probes: readonly TimelineRow[], end: number): Html {
  const first = Math.min(...probes.map(({ fromMs }) => fromMs));
  const last = Math.max(...probes.map(({ fromMs, tookMs }) => fromMs + tookMs));
  const bad = probes.filter(({ state }) => state === "bad").length;
  // Those that failed are drawn last: nothing covers them.
  const sorted = [...probes.filter(({ state }) => state !== "bad"), ...probes.filter(({ state }) => state === "bad")];
  return line(
    all(el("b", {}, "Probes"), ` ${probes.length}`),
    duration(last - first),
    bad === 0 ? "" : `${bad} failed`,
    sorted.map((row) => bar(row, end)),
  );
}

function line(label: Html, took: string, state: string, bars: readonly Html[]): Html {
  return el(
    "li",
    {},
    el("span", { class: "label" }, label),
    el("span", { class: "took" }, took, state === "" ? null : el("b", { class: "failed" }, ` ${state}`)),
    el("svg", { width: "100%", height: 14, "aria-hidden": "true" }, ...GRID, ...bars),
  );
}

/** The narrowest that is seen. */
const LEAST = 0.4;

function bar({ fromMs, tookMs, state }: TimelineRow, end: number): Html {
  const from = (fromMs / end) * 100;
  const width = Math.min(Math.max(LEAST, (tookMs / end) * 100), 100);
  return el("rect", {
    class: state,
    x: percent(Math.min(from, 100 - width)),
    width: percent(width),
    y: state === "bad" ? 1 : 3,
    height: state === "bad" ? 12 : 8,
    rx: 1.5,
  });
}

/** Each request from its own beginning, all to one scale. */
function requests(probes: readonly TimelineRow[]): Html | null {
  const timed = probes.filter(({ parts }) => parts.length > 0);
  if (timed.length === 0) return null;
  const most = Math.max(1, ...timed.map(({ parts }) => sum(parts)));
  const names = NAMES.filter((name) => timed.some(({ parts }) => parts.some((part) => part.name === name)));
  const rows = timed.map((row) => request(row, most));
  return all(
    el("h3", {}, "Where the time of each request went"),
    el(
      "ul",
      { class: "legend", "aria-hidden": "true" },
      ...names.map((name) => el("li", { class: classOf(name) }, name)),
    ),
    el("ul", { class: "requests" }, ...rows.slice(0, FEW)),
    rows.length > FEW
      ? fold(`${rows.length - FEW} more`, { class: "more" }, el("ul", { class: "requests" }, ...rows.slice(FEW)))
      : null,
  );
}

const NAMES = ["dns", "tcp", "tls", "first byte", "rest"] as const;

function classOf(name: string): string {
  return name === "first byte" ? "first" : NAMES.some((each) => each === name) ? name : "rest";
}

function sum(parts: readonly TimelinePart[]): number {
  return parts.reduce((total, { tookMs }) => total + tookMs, 0);
}

function request({ name, fromMs, parts, state }: TimelineRow, most: number): Html {
  let from = 0;
  const bars = parts.map((part) => {
    const x = from;
    from += part.tookMs;
    return el("rect", {
      class: classOf(part.name),
      x: percent((x / most) * 100),
      width: percent(Math.max(0.2, (part.tookMs / most) * 100)),
      y: 1,
      height: 8,
    });
  });
  const words = parts.map((part) => `${part.name} ${duration(part.tookMs)}`).join(", ");
  return el(
    "li",
    {},
    el("span", { class: "label" }, sentence(name), state === "bad" ? el("b", { class: "failed" }, " failed") : null),
    el("span", { class: "took" }, duration(sum(parts))),
    el("svg", { width: "100%", height: 10, "aria-hidden": "true" }, ...bars),
    el("span", { class: "parts" }, `${words}; began at ${duration(fromMs)}`),
  );
}
