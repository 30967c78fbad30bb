// This cycle step by step, and when each part of it ran.
import type { PageReport } from "../../model/report.ts";
import { el, sentence, type Html } from "./html.ts";
import { section } from "./section.ts";
import { waterfall } from "./waterfall.ts";

export function steps(page: PageReport): Html | null {
  const { steps: rows, stepsTitle, cycle } = page;
  const drawn = waterfall(page);
  if (rows.length === 0 && drawn === null) return null;
  return section(
    "steps",
    cycle === null ? "The files" : "Steps of this cycle",
    rows.length === 0 || cycle === null ? null : el("p", { class: "note" }, sentence([stepsTitle])),
    rows.length === 0
      ? null
      : el(
          "dl",
          { class: "steps" },
          ...rows.map(({ name, result }) => el("div", {}, el("dt", {}, name), el("dd", {}, sentence(result)))),
        ),
    drawn,
  );
}
