// Every test with its past. The page carries them as data, and its script lists, filters and sorts them; without it those
// that failed stand here.
import type { History, HistoryRow, PageReport, SlowRow } from "../../model/report.ts";
import { count, duration } from "../words.ts";
import { data, el, errorId, inside, named, type Child, type Data, type Html } from "./html.ts";
import { section, separated } from "./section.ts";

/** Code points of a name. */
const MAX_NAME = 300;

/** Failing ones that are listed without the script. */
const MOST_PLAIN = 200;

export function tests(page: PageReport, hasData: boolean, errors: ReadonlySet<string>): Html | null {
  const { history, slow } = page;
  const { rows, beyond } = history;
  if (rows.length === 0) return null;
  return section(
    "tests",
    history.columns.length > 1 ? "Every test and its past" : "Every test",
    el("div", { id: "list", class: "list" }, plainList(rows, hasData, errors)),
    beyond > 0 ? el("p", { class: "note" }, `${beyond} more are counted and not listed.`) : null,
    slowList(slow),
  );
}

/** "58 tests, 14 probes". */
export function kindsIn({ rows }: History): string {
  return (["test", "probe", "target"] as const)
    .flatMap((kind) => {
      const many = rows.filter((row) => row.kind === kind).length;
      return many === 0 ? [] : [count(many, kind)];
    })
    .join(", ");
}

function plainList(rows: readonly HistoryRow[], hasData: boolean, errors: ReadonlySet<string>): Child {
  const bad = rows.filter(({ outcome }) => outcome !== "passed" && outcome !== "skipped");
  const said =
    bad.length === 0
      ? `All of ${rows.length} passed or were skipped.`
      : `${bad.length} of ${rows.length} did not pass.`;
  const why = hasData ? " The list of all of them needs the script of this page." : "";
  return [
    el("p", { class: "note" }, `${said}${why}`),
    el("ul", { class: "rows" }, ...bad.slice(0, MOST_PLAIN).map((row) => plainRow(row, errors))),
    bad.length > MOST_PLAIN ? el("p", { class: "note" }, `And ${bad.length - MOST_PLAIN} more.`) : null,
  ];
}

function plainRow({ outcome, suite, group, name, letter }: HistoryRow, errors: ReadonlySet<string>): Html {
  return el(
    "li",
    {},
    el("b", { class: "failed" }, outcome),
    " ",
    named(name),
    " ",
    el(
      "span",
      { class: "where" },
      ...separated([suite === null ? null : named(suite), group === null ? null : named(group)]),
    ),
    letter !== null && errors.has(letter) ? [" ", inside(errorId(letter), `error ${letter}`)] : null,
  );
}

function slowList(slow: readonly SlowRow[]): Child {
  if (slow.length === 0) return null;
  return [
    el("h3", {}, "The slowest tests"),
    el(
      "ol",
      { class: "slow" },
      ...slow.map(({ suite, group, name, project, durationMs, outcome }) =>
        el(
          "li",
          {},
          el("span", { class: "took" }, duration(durationMs)),
          el(
            "span",
            {},
            el("span", { class: "name" }, named(name, MAX_NAME)),
            outcome === "passed" ? null : el("b", { class: "failed" }, ` ${outcome}`),
            " ",
            el(
              "span",
              { class: "where" },
              ...separated([suite, group, project].map((each) => (each === null ? null : named(each)))),
            ),
          ),
        ),
      ),
    ),
  ];
}

export const MARK_BITS = { "only warns": 1, "in quarantine": 2, flaky: 4, "no contact": 8 } as const satisfies Record<
  HistoryRow["marks"][number],
  number
>;

const KINDS = { probe: "p", test: "t", target: "g" } as const satisfies Record<HistoryRow["kind"], string>;

export function testData(history: History): Html {
  const { columns, rows, beyond } = history;
  const suites = places(rows.map(({ suite }) => suite));
  const groups = places(rows.map(({ group }) => group));
  const projects = places(rows.map(({ project }) => project));
  const letters = [...new Set(rows.flatMap(({ letter }) => letter ?? []))];
  const embedded: Data = {
    columns: columns.map(({ name, commit, runUrl }) => ({ name, commit, url: runUrl })),
    suites: suites.values,
    groups: groups.values,
    projects: projects.values,
    letters,
    names: rows.map(({ name }) => name),
    kinds: rows.map(({ kind }) => KINDS[kind]).join(""),
    times: rows.map(({ durationMs }) => (durationMs === null ? -1 : Math.round(durationMs))),
    inSuite: suites.at,
    inGroup: groups.at,
    inProject: projects.at,
    withLetter: rows.map(({ letter }) => (letter === null ? -1 : letters.indexOf(letter))),
    marks: rows.map(({ marks }) => marks.reduce((sum, mark) => sum + MARK_BITS[mark], 0)),
    past: rows.map(({ past }) => past).join(""),
    beyond,
  };
  return data("history", embedded, MAX_NAME);
}

type Foreign = HistoryRow["name"];

/** Names that many tests share are carried once. */
function places(all: readonly (Foreign | null)[]): {
  readonly values: readonly Foreign[];
  readonly at: readonly number[];
} {
  const values: Foreign[] = [];
  const known = new Map<string, number>();
  const at = all.map((text) => {
    if (text === null) return -1;
    const key = JSON.stringify(text);
    const found = known.get(key);
    if (found !== undefined) return found;
    known.set(key, values.length);
    values.push(text);
    return values.length - 1;
  });
  return { values, at };
}
