// One row of the list: what became of the test, its name and its past; opened, every cycle that knows it.
import type { Embedded } from "../embedded.ts";
import { codeOf, CODES, type Check } from "./checks.ts";
import { make, named, type Part } from "./make.ts";
import { pastWords, strip } from "./strip.ts";

export function row(check: Check, data: Embedded, errors: ReadonlySet<string>): HTMLLIElement {
  const { code, name, past } = check;
  const state = make("span", `state ${code}`, unseen(CODES[code].word), sign(CODES[code].sign));
  const summary = make(
    "summary",
    "",
    state,
    make("span", "what", named(name, "name"), " ", ...where(check, data)),
    make("span", "past", ...(data.columns.length > 1 ? [strip(past), unseen(pastWords(past))] : [])),
    make("span", "took", timeOf(check.ms)),
  );
  const details = make("details", "", summary);
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) details.append(more(check, data, errors));
  });
  const item = make("li", "", details);
  item.dataset["at"] = String(check.at);
  return item;
}

function where(check: Check, data: Embedded): readonly Part[] {
  const suite = data.suites[check.suite];
  const places = [suite, check.group, check.project].filter((place) => place !== undefined && place !== "");
  return [
    make(
      "span",
      "where",
      check.kind === "test" ? null : `${check.kind} `,
      ...places.flatMap((place, at) => [at === 0 ? "" : " › ", named(place ?? "")]),
    ),
    ...check.marks.map((mark) => make("span", "tag", mark)),
    check.letter === "" ? null : make("span", "tag letter", check.letter),
  ];
}

/** Every cycle that knows it, the last one first. */
function more({ past, letter, kind }: Check, { columns }: Embedded, errors: ReadonlySet<string>): HTMLElement {
  const items = columns
    .map((column, at) => ({ column, code: codeOf(past.charAt(at)) }))
    .filter(({ code }) => code !== ".")
    .toReversed()
    .map(({ column: { name, commit, url }, code }) =>
      make(
        "li",
        "",
        make("span", `state ${code}`, sign(CODES[code].sign)),
        ` ${CODES[code].word} `,
        make(
          "span",
          "where",
          "in ",
          url === null ? name : leading(url, name),
          ...(commit === "" ? [] : [" ", make("code", "", commit)]),
        ),
      ),
    );
  const error = letter !== "" && errors.has(letter) ? toError(letter, kind) : null;
  return make("div", "more", error, make("ul", "", ...items));
}

function toError(letter: string, kind: string): HTMLElement {
  const link = make("a", "", `error ${letter}`);
  link.href = `#error-${letter.toLowerCase()}`;
  return make("p", "", `What this ${kind} says, and how to run it again, stands under `, link, ".");
}

function leading(url: string, words: string): HTMLElement | string {
  if (!/^https?:\/\//u.test(url)) return words;
  const link = make("a", "", words);
  link.href = url;
  link.rel = "noreferrer";
  return link;
}

function unseen(words: string): HTMLElement {
  return make("span", "unseen", words);
}

function sign(text: string): HTMLElement {
  const element = make("span", "sign", text);
  element.ariaHidden = "true";
  return element;
}

export function timeOf(ms: number): string {
  if (ms < 0) return "";
  if (ms < 950) return `${ms} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1).replace(/\.0$/u, "")} s`;
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)}m ${String(seconds % 60).padStart(2, "0")}s`;
}
