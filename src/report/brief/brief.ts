// THE FIX BRIEF of a cycle: one view, cut by whole entries until JSON and Markdown together have room.
import type { Brief, BriefCheck, BriefError } from "../../model/brief.ts";
import type { Told } from "../../model/told.ts";
import { count } from "../words.ts";
import { briefAsJson } from "./as-json.ts";
import { briefAsMarkdown } from "./as-markdown.ts";
import { draftOf, type Draft, type DraftLists, type Part } from "./draft.ts";
import type { DraftCheck } from "./errors.ts";
import type { Ranked } from "./ranks.ts";

/** Of both files together: what an agent reads at once, beside the code. */
export const MAX_BRIEF_BYTES = 48_000;

/** There is something to repair, as far as the cycle tells. */
export function hasBrief({ analysis: { verdict } }: Told): boolean {
  return verdict.kind !== "met" && !(verdict.kind === "not-tested" && verdict.reason.kind === "cancelled");
}

export function makeBrief(told: Told): Brief {
  const draft = draftOf(told);
  const ranks = [...new Set(ranksOf(draft))].toSorted((a, b) => a - b);
  const whole = chosen(draft, ranks.at(-1) ?? 0);
  if (sizeOf(whole) <= MAX_BRIEF_BYTES) return whole;
  // The most entries that fit, by halves: more of them are never shorter.
  let [fits, tooMany] = [0, ranks.length];
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (sizeOf(chosen(draft, ranks[middle - 1] ?? 0)) <= MAX_BRIEF_BYTES) fits = middle;
    else tooMany = middle;
  }
  return chosen(draft, ranks[fits - 1] ?? 0);
}

function sizeOf(brief: Brief): number {
  const bytes = (text: string): number => new TextEncoder().encode(text).length;
  return bytes(briefAsJson(brief)) + bytes(briefAsMarkdown(brief));
}

function ranksOf({ errors, warnings, lists }: Draft): readonly number[] {
  const ofCheck = ({ rank, value: { log } }: Ranked<DraftCheck>): readonly number[] => [rank, log.rank];
  const parts: readonly Part<unknown>[] = Object.values(lists);
  return [
    ...errors.entries.flatMap(({ rank, value }) => [rank, ...value.checks.flatMap(ofCheck)]),
    ...warnings.entries.flatMap(ofCheck),
    ...parts.flatMap(({ entries }) => entries.map(({ rank }) => rank)),
  ];
}

/** The brief with every entry up to this rank. */
function chosen({ head, errors, warnings, lists }: Draft, highest: number): Brief {
  const kept = <T>(entries: readonly Ranked<T>[]): readonly T[] =>
    entries.filter(({ rank }) => rank <= highest).map(({ value }) => value);
  const checked = ({ check, log }: DraftCheck): BriefCheck => ({
    ...check,
    log: log.rank <= highest ? log.value : null,
  });
  const all = {
    ...head,
    errors: kept(errors.entries).map(({ error, checks }): BriefError => ({
      ...error,
      checks: kept(checks).map(checked),
    })),
    warnings: kept(warnings.entries).map(checked),
    notTested: kept(lists.notTested.entries),
    commits: kept(lists.commits.entries),
    components: kept(lists.components.entries),
    criteria: kept(lists.criteria.entries),
    look: kept(lists.look.entries),
    logs: kept(lists.logs.entries),
  };
  return { ...all, leftOut: leftOutOf({ errors, warnings, lists }, all) };
}

function leftOutOf({ errors, warnings, lists }: Omit<Draft, "head">, brief: Omit<Brief, "leftOut">): readonly string[] {
  const drafted = errors.entries.map(({ value }) => value);
  const shown = brief.errors.flatMap(({ checks }) => checks);
  const failing = drafted.reduce((sum, { checks, more }) => sum + checks.length + more, 0);
  const logs = [...drafted.flatMap(({ checks }) => checks), ...warnings.entries];
  const missing: readonly (readonly [number, string, string?])[] = [
    [errors.total - brief.errors.length, "error"],
    [failing - shown.length, "failing check"],
    [
      logs.filter(({ value }) => value.log.value !== null).length - [...shown, ...brief.warnings].filter(hasLog).length,
      "log of a failing check",
      "logs of failing checks",
    ],
    [warnings.total - brief.warnings.length, "check that only warns", "checks that only warn"],
    ...LISTS.map(([name, one, many]) => [lists[name].total - brief[name].length, one, many] as const),
  ];
  return missing.flatMap(([n, one, many]) => (n > 0 ? [count(n, one, many)] : []));
}

function hasLog({ log }: BriefCheck): boolean {
  return log !== null;
}

const LISTS = [
  ["notTested", "line of what did not run", "lines of what did not run"],
  ["commits", "commit", "commits"],
  ["components", "line of components", "lines of components"],
  ["criteria", "criterion", "criteria"],
  ["look", "line of what to look at", "lines of what to look at"],
  ["logs", "link to logs", "links to logs"],
] as const satisfies readonly (readonly [keyof DraftLists, string, string])[];
