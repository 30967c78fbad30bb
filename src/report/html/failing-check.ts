// One check that did not pass: what it said, what was measured, and how to run it again.
import type { FailingCheckRow } from "../../model/report.ts";
import type { Untrusted } from "../../text/untrusted.ts";
import { isBlank, shortened } from "../plain.ts";
import { duration } from "../words.ts";
import { all, block, copyable, el, holds, named, quote, sentence, type Html } from "./html.ts";
import { NOT_EXACT } from "./section.ts";

/** Code points of the words of a failure, and of everything else that it left. */
const MAX_MESSAGE = 4_000;
const MAX_DETAIL = 8_000;

export interface Shown {
  readonly isOpen: boolean;
  /** The one above it says the same. */
  readonly isTold: boolean;
}

export function failingCheck(check: FailingCheckRow, { isOpen, isTold }: Shown): Html {
  const { name, project, mark, before, message, detail, frame, evidence, reproduce } = check;
  return el(
    "li",
    {},
    el(
      "details",
      { open: isOpen ? true : null },
      el(
        "summary",
        {},
        el("span", { class: "name" }, named(name)),
        project === null ? null : el("span", { class: "where" }, " in ", named(project, 60)),
        mark === null ? null : el("span", { class: "mark" }, ` ${mark}`),
        el("span", { class: "where" }, " ", placeOf(check)),
        isTold || isBlank(message) ? null : el("span", { class: "brief" }, " ", named(shortened(message, 140))),
      ),
      el(
        "div",
        { class: "proof" },
        frame.length === 0 ? null : el("p", { class: "where" }, "At ", sentence(frame)),
        before === null ? null : el("p", {}, "Failed before with ", quote(before, 200), "."),
        evidence.length === 0
          ? null
          : el(
              "dl",
              { class: "evidence" },
              ...evidence.map((row) => el("div", {}, el("dt", {}, row.name), el("dd", {}, sentence(row.value)))),
            ),
        ...wordsOf(message, detail),
        reproduce === null ? null : again(reproduce),
      ),
    ),
  );
}

/** What one of the two says already is not said again. */
function wordsOf(message: Untrusted, detail: Untrusted | null): readonly (Html | null)[] {
  if (detail === null) return [block(message, MAX_MESSAGE)];
  if (holds(detail, message)) return [block(detail, MAX_DETAIL)];
  return [block(message, MAX_MESSAGE), holds(message, detail) ? null : block(detail, MAX_DETAIL)];
}

function placeOf({ kind, suite, group, durationMs }: FailingCheckRow): Html {
  const parts = [suite, group].flatMap((each) => (each === null ? [] : [named(each)]));
  const took = durationMs === null ? null : ` · ${duration(durationMs)}`;
  if (parts.length === 0) return all(kind, took);
  return all(...parts.flatMap((part, at) => (at === 0 ? [part] : [" › ", part])), took);
}

function again(line: NonNullable<FailingCheckRow["reproduce"]>): Html {
  const { shown, isExact } = copyable(line, 1_000);
  return all(el("p", { class: "label" }, "Run it again", isExact ? null : `. ${NOT_EXACT}`), shown);
}
