// What became of the errors since the last tested cycle: gone, new, one step later, in the place of another, still there.
import type { Changes, Pattern } from "../model/analysis.ts";
import type { Fate } from "../model/brief.ts";
import type { Phrase } from "../model/report.ts";
import { count } from "./words.ts";

/** null: no cycle was tested before. A changed error is never called better, only further on. */
export function fateOf({ since, checks }: Pattern, changes: Changes): Fate | null {
  if (changes.against === null) return null;
  if (!since.isNew) return "same";
  const advanced = new Set(changes.advanced.map(({ key }) => key));
  const changed = new Set(changes.errorChanged.map(({ key }) => key));
  // Where something fails that did not fail before, the error is new whatever else it stands for.
  if (!checks.every((key) => advanced.has(key) || changed.has(key))) return "new";
  return checks.every((key) => advanced.has(key)) ? "later" : "other";
}

/** "2 errors gone, 1 new, 3 still there" or "1 new error"; empty where nothing is known of the errors. */
export function effectOf(patterns: readonly Pattern[], changes: Changes): Phrase {
  if (changes.against === null) return [];
  const causes = patterns.filter(({ because }) => because === null);
  const many = (fate: Fate): number => causes.filter((pattern) => fateOf(pattern, changes) === fate).length;
  const counted = [
    { n: changes.errorsGone.length, words: "gone" },
    ...FATES.map(([fate, words]) => ({ n: many(fate), words })),
  ].filter(({ n }) => n > 0);
  const said = counted.map(({ n, words }, at) => {
    if (at > 0) return `${n} ${words}`;
    return words === "new" ? count(n, "new error") : `${count(n, "error")} ${words}`;
  });
  return said.length === 0 ? [] : [said.join(", ")];
}

const FATES = [
  ["new", "new"],
  ["later", "moved one step later"],
  ["other", "in the place of another"],
  ["same", "still there"],
] as const satisfies readonly (readonly [Fate, string])[];
