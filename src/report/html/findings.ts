// What changed, what is worth a look, and what the team has declared: components, criteria, explained errors.
import type { CriterionRow, PageReport, Phrase } from "../../model/report.ts";
import { capital, count } from "../words.ts";
import { all, el, named, sentence, type Html } from "./html.ts";
import { section } from "./section.ts";

export function notices({ notices: lines }: PageReport): Html | null {
  if (lines.length === 0) return null;
  return el(
    "aside",
    { class: "notices", "aria-label": "Notices" },
    ...lines.map((line) => el("p", {}, sentence(line))),
  );
}

export function changes(page: PageReport, errors: ReadonlySet<string>): Html | null {
  const lines = [page.changes, page.added].filter((line) => line !== null);
  return lines.length === 0 ? null : section("changes", "What changed", lineList(lines, errors));
}

export function look({ look: lines }: PageReport, errors: ReadonlySet<string>): Html | null {
  return lines.length === 0 ? null : section("look", "To look at", lineList(lines, errors));
}

export function declared(page: PageReport, errors: ReadonlySet<string>): Html | null {
  const { components, criteria, explained } = page;
  if (components.length + criteria.length + explained.length === 0) return null;
  const met = criteria.filter(({ isMet }) => isMet).length;
  return section(
    "declared",
    components.length > 0 ? "Components" : criteria.length > 0 ? "Criteria" : "Explained and gone",
    lineList(components, errors),
    criteria.length === 0
      ? null
      : all(
          el("h3", {}, `${met} of ${count(criteria.length, "criterion", "criteria")} met`),
          el("ul", { class: "criteria" }, ...criteria.map(criterion)),
        ),
    lineList(explained, errors),
  );
}

function lineList(lines: readonly Phrase[], errors: ReadonlySet<string>): Html | null {
  if (lines.length === 0) return null;
  return el("ul", { class: "lines" }, ...lines.map((line) => el("li", {}, sentence(line, errors))));
}

function criterion({ text, isMet, isOpen }: CriterionRow): Html {
  const state = isMet ? "met" : isOpen ? "nothing measures this" : "not met";
  return el(
    "li",
    { class: isMet ? "met" : "open" },
    el("span", { class: "box", "aria-hidden": "true" }, isMet ? "✓" : ""),
    el("span", {}, named(text)),
    el("span", { class: "state" }, ` ${capital(state)}`),
  );
}
