// The list of all tests: filtered, sorted, and drawn a part at a time.
import type { Embedded } from "../embedded.ts";
import { checksOf, type Check } from "./checks.ts";
import { addressOf, chosen, EVERYTHING, readAddress, type Choice } from "./choice.ts";
import { controls } from "./controls.ts";
import { ifAllowed, make } from "./make.ts";
import { row } from "./row.ts";
import { wordsAt } from "./strip.ts";
import { follow } from "./tip.ts";

/** Rows at first, so that every letter of a search is answered at once; and with each "more". */
const FIRST = 60;
const PART = 200;

const LEGEND =
  "One mark for each cycle, the last one on the right: high where it failed, low where it passed, hollow where it did not run.";

export function list(place: HTMLElement, data: Embedded): void {
  const checks = checksOf(data);
  const errors = new Set(
    [...document.querySelectorAll(".error[id^=error-]")].map(({ id }) => id.slice(6).toUpperCase()),
  );
  const rows = make("ul", "rows");
  const told = make("p", "told note");
  told.role = "status";
  const more = make("button", "");
  more.type = "button";
  const everything = make("button", "", "Show all");
  everything.type = "button";
  const after = make("p", "after", more, " ", everything);
  let choice = readAddress(location.hash) ?? EVERYTHING;
  let found: readonly Check[] = [];
  let shown = 0;

  const extend = (many: number): void => {
    const next = found.slice(shown, shown + many);
    rows.append(...next.map((check) => row(check, data, errors)));
    shown += next.length;
    const rest = found.length - shown;
    after.hidden = rest <= 0;
    everything.hidden = rest <= PART;
    more.textContent = `Show ${Math.min(PART, rest)} more`;
  };
  const show = (): void => {
    found = chosen(checks, choice);
    shown = 0;
    rows.replaceChildren();
    extend(FIRST);
    told.textContent =
      found.length === checks.length ? `${checks.length} in all` : `${found.length} of ${checks.length}`;
    asked.show(choice);
  };
  const change = (part: Partial<Choice>): void => {
    choice = { ...choice, ...part };
    show();
    ifAllowed(() => history.replaceState(null, "", addressOf(choice)));
  };
  const asked = controls(checks, data, change);
  asked.element.addEventListener("submit", (event) => event.preventDefault());

  more.addEventListener("click", () => {
    const first = shown;
    extend(PART);
    focusRow(rows, first);
  });
  everything.addEventListener("click", () => {
    const first = shown;
    extend(found.length);
    focusRow(rows, first);
  });
  rows.addEventListener("keydown", (event) => walk(event, rows));
  addEventListener("hashchange", () => {
    const read = readAddress(location.hash);
    if (read === null) return;
    choice = read;
    show();
    place.scrollIntoView();
  });
  follow(rows, (target, x) => {
    const picture = target.closest(".strip");
    const item = target.closest("li");
    const check = checks[Number(item?.dataset["at"] ?? -1)];
    if (picture === null || check === undefined) return null;
    return wordsAt(check.past, x - picture.getBoundingClientRect().left, data.columns);
  });

  const legend = data.columns.length > 1 ? make("p", "note", LEGEND) : null;
  place.replaceChildren(asked.element, ...(legend === null ? [told] : [told, legend]), rows, after);
  show();
  if (readAddress(location.hash) !== null) place.scrollIntoView();
}

function focusRow(rows: HTMLElement, at: number): void {
  rows.children[at]?.querySelector("summary")?.focus({ preventScroll: true });
}

/** Up and down from row to row, and to both ends. */
function walk(event: KeyboardEvent, rows: HTMLElement): void {
  const item = event.target instanceof Element ? event.target.closest(".rows > li") : null;
  if (item === null || !(event.target instanceof HTMLElement) || event.target.tagName !== "SUMMARY") return;
  const next = {
    ArrowDown: item.nextElementSibling,
    ArrowUp: item.previousElementSibling,
    Home: rows.firstElementChild,
    End: rows.lastElementChild,
  }[event.key];
  const summary = next?.querySelector("summary");
  if (summary === null || summary === undefined) return;
  event.preventDefault();
  summary.focus();
}
