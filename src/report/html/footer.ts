// What made the page, when, and what is not on it.
import type { PageReport } from "../../model/report.ts";
import { el, type Child, type Html } from "./html.ts";
import { iso, moment } from "./moments.ts";

/** More names are counted. */
const MOST_NAMES = 10;

export function footer({ ran }: PageReport, dropped: readonly string[]): Html {
  return el(
    "footer",
    {},
    dropped.length === 0 ? null : el("p", {}, leftOut(dropped)),
    el("p", {}, "Text from staging and from tests is quoted, not verified."),
    el("p", {}, ...madeFrom(ran), " This file loads nothing and sends nothing."),
  );
}

function madeFrom(ran: PageReport["ran"]): readonly Child[] {
  if (ran === null) return ["Made by Test-Deploy Loop from report files."];
  const ended = ran.startedAt + ran.durationMs;
  return [
    "Made by Test-Deploy Loop from the record of this cycle, which ended ",
    el("time", { datetime: iso(ended) }, moment(ended)),
    ".",
  ];
}

function leftOut(dropped: readonly string[]): string {
  const rest = dropped.length > MOST_NAMES ? `; and ${dropped.length - MOST_NAMES} more parts` : "";
  return `Left out, because the page would be too large: ${dropped.slice(0, MOST_NAMES).join("; ")}${rest}.`;
}
