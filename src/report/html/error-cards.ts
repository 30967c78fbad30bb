// Every error with what it breaks, what kind it is, what to do, and the checks that fail with it.
import type { ErrorRow, FailingGroup, PageReport, WhyRow } from "../../model/report.ts";
import { RANKING } from "../../model/ranking.ts";
import { isSame } from "../plain.ts";
import { capital, capitalized, count } from "../words.ts";
import { failingCheck } from "./failing-check.ts";
import { all, copyable, el, errorId, inside, sentence, type Html } from "./html.ts";
import { fold, NOT_EXACT, separated, type Part } from "./section.ts";

/** Checks that stand open under their error; the others are folded. */
const OPEN_CHECKS = 8;

/** Errors of which the first check shows what was measured without a click. */
const OPEN_ERRORS = 3;

export interface ErrorParts {
  readonly before: Html;
  readonly cards: readonly Part[];
  readonly after: Html;
}

export function errorParts(page: PageReport, errors: ReadonlySet<string>): ErrorParts {
  const rows = new Map(page.errors.map((row) => [row.letter, row]));
  return {
    before: all(
      index(page, errors),
      page.log.length === 0 ? null : el("p", { class: "note" }, sentence(page.log)),
      page.consequences.map((each) => el("p", { class: "consequence" }, sentence(each, errors))),
    ),
    cards: page.failing.map((group, at) => ({
      html: card(group, group.letter === null ? undefined : rows.get(group.letter), at, errors),
      rank: 20 + at,
      name: nameOf(group),
    })),
    after: all(
      page.errors.length > 1
        ? fold("How the errors are ordered", { class: "more" }, el("p", { class: "note" }, capital(RANKING)))
        : null,
    ),
  };
}

/** What the errors are, at a glance; one alone needs no list. */
function index({ errors: rows }: PageReport, errors: ReadonlySet<string>): Html | null {
  if (rows.length < 2 && rows.every(({ letter }) => errors.has(letter))) return null;
  return el("ul", { class: "index" }, ...rows.map((row) => indexRow(row, errors)));
}

function indexRow({ letter, title, since, isRecognised, fails }: ErrorRow, errors: ReadonlySet<string>): Html {
  const badge = el("span", { class: "letter" }, letter);
  const known = [since, isRecognised ? "" : "not recognised"].filter(Boolean).join(", ");
  return el(
    "li",
    {},
    letter === "" ? el("span", {}) : errors.has(letter) ? inside(errorId(letter), badge) : badge,
    el("span", {}, sentence(title), known === "" ? null : el("span", { class: "since" }, ` · ${known}`)),
    el("span", { class: "fails" }, fails),
  );
}

function nameOf({ weight, letter }: FailingGroup): string {
  if (weight !== "decides") return `what is ${weight}`;
  return letter === null ? "an error that follows from another" : `error ${letter}`;
}

function card(group: FailingGroup, row: ErrorRow | undefined, at: number, errors: ReadonlySet<string>): Html {
  const { weight, letter, title, kind, advice, log, facts, whys, ownRule } = group;
  const id = letter === null ? `failing-${at + 1}` : errorId(letter);
  return el(
    "article",
    { id, class: weight === "decides" ? "error" : "error light", "aria-labelledby": `${id}-title` },
    el(
      "h3",
      { id: `${id}-title` },
      letter === null ? null : all(el("span", { class: "letter" }, letter), " "),
      el("span", {}, sentence(capitalized(row?.title ?? title), errors)),
    ),
    el(
      "p",
      { class: "meta" },
      separated([
        row?.fails ?? count(group.checks.length + group.dropped, "failure"),
        row === undefined || row.since === ""
          ? null
          : el("b", { class: row.since === "new" ? "new" : "since" }, row.since),
        row === undefined || row.priority === null ? null : `priority ${row.priority}`,
        sentence(kind, errors),
      ]),
    ),
    advice.length === 0 ? null : el("p", { class: "advice" }, sentence(advice, errors)),
    log.length === 0 ? null : el("p", { class: "small" }, sentence(log, errors)),
    facts.length === 0 ? null : el("p", { class: "small" }, ...facts.flatMap((each) => [sentence(each, errors), " "])),
    whyList(whys),
    ownRule === null ? null : rule(ownRule),
    checkList(group, at < OPEN_ERRORS),
  );
}

function whyList(whys: readonly WhyRow[]): Html | null {
  if (whys.length === 0) return null;
  return el(
    "dl",
    { class: "whys" },
    ...whys.map(({ question, answer }) =>
      el(
        "div",
        {},
        el("dt", {}, sentence(question)),
        " ",
        answer === null ? el("dd", { class: "open" }, "No answer yet.") : el("dd", {}, sentence(answer)),
      ),
    ),
  );
}

function rule(text: NonNullable<FailingGroup["ownRule"]>): Html {
  const { shown, isExact } = copyable(text, 1_000);
  return fold(
    all("A rule for ", el("code", {}, "classes"), " in the configuration"),
    { class: "rule" },
    el("p", { class: "note" }, `Paste it and change the title.${isExact ? "" : ` ${NOT_EXACT}`}`),
    shown,
  );
}

function checkList({ checks, dropped }: FailingGroup, isOpen: boolean): Html {
  const items = checks.map((check, at) => {
    const above = checks[at - 1];
    return failingCheck(check, {
      isOpen: isOpen && at === 0,
      isTold: above !== undefined && isSame(above.message, check.message),
    });
  });
  const rest = items.slice(OPEN_CHECKS);
  return all(
    el("ul", { class: "checks" }, ...items.slice(0, OPEN_CHECKS)),
    rest.length === 0 ? null : fold(`${rest.length} more`, { class: "more" }, el("ul", { class: "checks" }, ...rest)),
    dropped === 0 ? null : el("p", { class: "note" }, `And ${dropped} more, which the list of all tests names.`),
  );
}
