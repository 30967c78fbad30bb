// What the page can do beside its list: another theme, lines to copy, notes on the charts, everything open on paper.
import { ifAllowed, make } from "./make.ts";
import { follow } from "./tip.ts";

const STORED = "test-deploy-loop.theme";

export function themes(header: Element): void {
  const root = document.documentElement;
  const button = make("button", "theme");
  button.type = "button";
  const isDark = (): boolean => {
    const { theme } = root.dataset;
    return theme === undefined ? matchMedia("(prefers-color-scheme: dark)").matches : theme === "dark";
  };
  const name = (): void => {
    button.textContent = isDark() ? "Light" : "Dark";
    button.ariaLabel = isDark() ? "Light theme" : "Dark theme";
  };
  const stored = ifAllowed(() => localStorage.getItem(STORED));
  if (stored === "dark" || stored === "light") root.dataset["theme"] = stored;
  button.addEventListener("click", () => {
    const next = isDark() ? "light" : "dark";
    root.dataset["theme"] = next;
    ifAllowed(() => localStorage.setItem(STORED, next));
    name();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", name);
  name();
  header.append(button);
}

/** Beside every line that is meant to be copied. */
export function copyButtons(): void {
  for (const line of document.querySelectorAll("pre.copy")) {
    const button = make("button", "", "Copy");
    button.type = "button";
    const place = make("div", "copied");
    line.replaceWith(place);
    place.append(line, button);
    button.addEventListener("click", () => {
      const said = (words: string): void => {
        button.textContent = words;
        setTimeout(() => {
          button.textContent = "Copy";
        }, 2_000);
      };
      const copying = ifAllowed(() => navigator.clipboard.writeText(line.textContent ?? ""));
      if (copying === null) said(select(line));
      else
        copying.then(
          () => said("Copied"),
          () => said(select(line)),
        );
    });
  }
}

/** Where a file may not write to the clipboard, a person can. */
function select(line: Element): string {
  getSelection()?.selectAllChildren(line);
  return "Selected";
}

/** The browser's own notes come late and never with the focus. */
export function chartNotes(): void {
  for (const chart of document.querySelectorAll(".bars, .lanes")) {
    const words = new Map<Element, string>();
    for (const title of chart.querySelectorAll("title")) {
      const owner = title.parentElement;
      if (owner === null) continue;
      words.set(owner, title.textContent ?? "");
      title.remove();
    }
    follow(chart, (target) => {
      for (let at: Element | null = target; at !== null && at !== chart; at = at.parentElement) {
        const said = words.get(at);
        if (said !== undefined) return said;
      }
      return null;
    });
  }
}

/** What is folded would be missing on paper; what a link leads to has to be seen. */
export function unfolding(): void {
  let opened: readonly HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>("details:not([open])")];
    for (const each of opened) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
  });
  const reveal = (): void => {
    const target = document.getElementById(location.hash.slice(1));
    for (let at = target?.parentElement ?? null; at !== null; at = at.parentElement)
      if (at instanceof HTMLDetailsElement) at.open = true;
    target?.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  if (location.hash.length > 1) reveal();
}
