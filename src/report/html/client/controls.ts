// What a person can ask of the list: words, a state, an error, a suite, a mark, an order.
import type { Embedded } from "../embedded.ts";
import { CODES, MARKS, type Check, type Code } from "./checks.ts";
import { CHANGED, isOneOf, SORTS, type Choice } from "./choice.ts";
import { make } from "./make.ts";

export interface Controls {
  readonly element: HTMLElement;
  readonly search: HTMLInputElement;
  readonly show: (choice: Choice) => void;
}

/** Below this many nobody has to search. */
const FEW = 9;

type Change = (change: Partial<Choice>) => void;

export function controls(checks: readonly Check[], data: Embedded, change: Change): Controls {
  const search = make("input", "");
  search.type = "search";
  search.placeholder = "Name, file or suite";
  search.addEventListener("input", () => change({ search: search.value }));
  const states = stateButtons(checks, change);
  const selects = [
    select(
      "Error",
      "error",
      data.letters.map((letter) => [letter, `Error ${letter}`] as const),
      change,
    ),
    select(
      "Suite",
      "suite",
      data.suites.map((name, at) => [String(at), name] as const),
      change,
    ),
    select("Mark", "mark", marksOf(checks), change),
    select("Sort by", "sort", Object.entries(SORTS), change),
  ].filter((each) => each !== null);
  return {
    element: make(
      "form",
      "controls",
      checks.length < FEW ? null : make("label", "search", "Search ", search),
      make("div", "states", ...states.values()),
      checks.length < FEW ? null : make("div", "selects", ...selects.map(({ label }) => label)),
    ),
    search,
    show: (choice) => {
      if (search.value !== choice.search) search.value = choice.search;
      for (const [code, button] of states) button.ariaPressed = String(code === choice.code);
      for (const { field, box } of selects) box.value = choice[field];
    },
  };
}

function stateButtons(checks: readonly Check[], change: Change): ReadonlyMap<Code | "", HTMLButtonElement> {
  const counts = new Map<Code, number>();
  for (const { code } of checks) counts.set(code, (counts.get(code) ?? 0) + 1);
  const there = Object.keys(CODES).flatMap((code) => (isOneOf(code, CODES) && counts.has(code) ? [code] : []));
  const sorted = there.toSorted((a, b) => CODES[a].rank - CODES[b].rank);
  const button = (code: Code | "", words: string, many: number): readonly [Code | "", HTMLButtonElement] => {
    const made = make("button", code === "" ? "" : `is ${code}`, words, " ", make("b", "", String(many)));
    made.type = "button";
    made.addEventListener("click", () => change({ code: made.ariaPressed === "true" ? "" : code }));
    return [code, made];
  };
  return new Map([
    button("", "All", checks.length),
    ...sorted.map((code) => button(code, capital(CODES[code].word), counts.get(code) ?? 0)),
  ]);
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function marksOf(checks: readonly Check[]): readonly (readonly [string, string])[] {
  const there = MARKS.filter((mark) => checks.some(({ marks }) => marks.includes(mark)));
  const isChanged = checks.some((check) => check.isChanged);
  return [
    ...(isChanged ? [[CHANGED, "Changed"] as const] : []),
    ...there.map((mark) => [mark, capital(mark)] as const),
  ];
}

interface Select {
  readonly field: "error" | "suite" | "mark" | "sort";
  readonly label: HTMLLabelElement;
  readonly box: HTMLSelectElement;
}

function select(
  words: string,
  field: Select["field"],
  options: readonly (readonly [value: string, words: string])[],
  change: Change,
): Select | null {
  if (options.length === 0) return null;
  const box = make("select", "");
  if (field !== "sort") box.append(new Option("Any", ""));
  for (const [value, name] of options) {
    const option = new Option(name, value);
    option.dir = "auto";
    box.append(option);
  }
  box.addEventListener("change", () => {
    const { value } = box;
    if (field !== "sort") change({ [field]: value });
    else if (isOneOf(value, SORTS)) change({ sort: value });
  });
  return { field, label: make("label", "", `${words} `, box), box };
}
