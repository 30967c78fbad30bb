// What is asked of the list: which tests, and in which order. The address of the page holds it, so that it can be sent on.
import { CODES, type Check, type Code } from "./checks.ts";

export interface Choice {
  readonly search: string;
  readonly code: Code | "";
  readonly error: string;
  /** Place in the list of suites; "" for all. */
  readonly suite: string;
  readonly mark: string;
  readonly sort: Sort;
}

export const SORTS = { state: "State", name: "Name", time: "Time", order: "Order of the run" } as const;
export type Sort = keyof typeof SORTS;

/** Beside the marks that a test may have. */
export const CHANGED = "changed";

export const EVERYTHING: Choice = { search: "", code: "", error: "", suite: "", mark: "", sort: "state" };

const BEGIN = "#tests?";

export function readAddress(hash: string): Choice | null {
  if (!hash.startsWith(BEGIN)) return null;
  const asked = new URLSearchParams(hash.slice(BEGIN.length));
  const code = asked.get("state") ?? "";
  const sort = asked.get("sort") ?? "";
  return {
    search: asked.get("q") ?? "",
    code: isOneOf(code, CODES) ? code : "",
    error: asked.get("error") ?? "",
    suite: asked.get("suite") ?? "",
    mark: asked.get("mark") ?? "",
    sort: isOneOf(sort, SORTS) ? sort : "state",
  };
}

export function addressOf({ search, code, error, suite, mark, sort }: Choice): string {
  const asked = new URLSearchParams();
  const all = { q: search, state: code, error, suite, mark, sort: sort === "state" ? "" : sort };
  for (const [name, value] of Object.entries(all)) if (value !== "") asked.set(name, value);
  return asked.size === 0 ? "#tests" : `${BEGIN}${asked.toString()}`;
}

export function isOneOf<T extends object>(key: string, table: T): key is Extract<keyof T, string> {
  return Object.hasOwn(table, key);
}

export function chosen(checks: readonly Check[], choice: Choice): readonly Check[] {
  const words = choice.search.toLowerCase().split(/\s+/u).filter(Boolean);
  const found = checks.filter(
    (check) =>
      (choice.code === "" || check.code === choice.code) &&
      (choice.error === "" || check.letter === choice.error) &&
      (choice.suite === "" || String(check.suite) === choice.suite) &&
      (choice.mark === "" || (choice.mark === CHANGED ? check.isChanged : check.marks.includes(choice.mark))) &&
      words.every((word) => check.words.includes(word)),
  );
  return choice.sort === "order" ? found : found.toSorted(ORDERS[choice.sort]);
}

const ORDERS: Readonly<Record<Exclude<Sort, "order">, (a: Check, b: Check) => number>> = {
  state: (a, b) => CODES[a.code].rank - CODES[b.code].rank || b.marks.length - a.marks.length || a.at - b.at,
  name: (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.at - b.at),
  time: (a, b) => b.ms - a.ms || a.at - b.at,
};
