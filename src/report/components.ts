// What works and what is broken, in the words of the business. States come from checks, sentences and values from the
// configuration, and values are always told as declared.
import type { ComponentState, Verdict } from "../model/analysis.ts";
import type { Phrase } from "../model/report.ts";
import { isSame } from "./plain.ts";
import { joined, list } from "./names.ts";
import { count, figure } from "./words.ts";
import type { Untrusted } from "../text/untrusted.ts";

/** Components that are told one by one; the rest is counted. */
const MOST = 8;

export function componentLines(components: readonly ComponentState[], verdict: Verdict["kind"]): readonly Phrase[] {
  if (components.length === 0) return [];
  const broken = components.filter(({ state }) => state === "broken");
  const working = components.filter(({ state }) => state === "working");
  const others = components.filter(({ state }) => state === "not-checked");
  return [
    ...broken.slice(0, MOST).map(brokenLine),
    ...(broken.length > MOST ? [[`and ${count(broken.length - MOST, "more broken component")}.`]] : []),
    ...named("Works", working),
    ...named("Not checked", others),
    ...valueLines("Declared value at risk", broken),
    ...(verdict === "met" || verdict === "not-met"
      ? valueLines(
          "Declared value that was broken when the loop began and works now",
          working.filter(({ first }) => first === "broken"),
        )
      : []),
  ];
}

function brokenLine({ name, sentence, broken, checked, owner }: ComponentState): Phrase {
  return [
    "**Broken:** ",
    name,
    ` (${broken.length} of ${checked} ${checked === 1 ? "fails" : "fail"}`,
    ...(owner === null ? [] : ["; ", owner]),
    ")",
    ".",
    ...(sentence === null ? [] : [" When it works: ", sentence, "."]),
  ];
}

function named(title: string, components: readonly ComponentState[]): readonly Phrase[] {
  if (components.length === 0) return [];
  return [
    [
      `**${title}:** `,
      ...list(
        components.map(({ name }) => name),
        MOST,
      ),
      ".",
    ],
  ];
}

/** Values of one unit are one sum; what nobody declared is not guessed. */
function valueLines(title: string, components: readonly ComponentState[]): readonly Phrase[] {
  const sums: { readonly unit: Untrusted; amount: number }[] = [];
  for (const { value } of components) {
    if (value === null) continue;
    const known = sums.find(({ unit }) => isSame(unit, value.unit));
    if (known === undefined) sums.push({ ...value });
    else known.amount += value.amount;
  }
  if (sums.length === 0) return [];
  const said = sums.map(({ amount, unit }): Phrase => [`${figure(amount, "")} `, unit]);
  return [[`**${title}:** `, ...joined(said, ", "), "."]];
}
