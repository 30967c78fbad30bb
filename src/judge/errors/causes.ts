// Root causes apart from what they drag along. The ways to find a cause are asked in the order of what they prove; an
// error that none of them knows stands for itself, because a wrong link hides it.
import type { Because } from "../../model/analysis.ts";
import type { CheckResult } from "../../model/check.ts";
import { createBlockedCauses } from "./blocked.ts";
import { createEmptyCauses } from "./empty.ts";
import type { Gathered } from "./gather.ts";
import type { FindCause, Link } from "./links.ts";
import { createNeededCauses } from "./needs.ts";
import { createPlaces } from "./place.ts";
import { createProbeCauses } from "./probes.ts";
import { isOthers } from "./rank.ts";
import { createSameCheckCauses } from "./same-check.ts";

/** What an error follows from: always a cause, never something that follows itself. */
export type Causes = ReadonlyMap<Gathered, Because & { readonly root: Gathered }>;

export interface Run {
  /** All checks of the cycle that decide. */
  readonly checks: readonly CheckResult[];
  /** Where staging is known to be. */
  readonly hosts: ReadonlySet<string>;
}

/** `ranked`: all errors, the heaviest first. */
export function findCauses(ranked: readonly Gathered[], { checks, hosts }: Run): Causes {
  const ranks = new Map(ranked.map((error, at) => [error, at] as const));
  const firstToLast = ranked.toSorted((one, other) => one.at - other.at);
  const placeOf = createPlaces();
  const ways: readonly FindCause[] = [
    createNeededCauses(ranked, checks),
    createBlockedCauses(ranked, firstToLast),
    createSameCheckCauses(firstToLast),
    createProbeCauses(ranked, ranks, placeOf, hosts, checks),
    createEmptyCauses(ranked, ranks, placeOf),
  ];
  const links = new Map<Gathered, Link>();
  for (const error of ranked) {
    // Who was let in is a cause whatever failed before, and what is not told apart may be anything.
    if (error.first.alarm !== null || isOthers(error)) continue;
    const link = firstOf(ways, error);
    if (link !== null && !followsFrom(link.root, error, links)) links.set(error, link);
  }
  return rootsOf(links);
}

function firstOf(ways: readonly FindCause[], error: Gathered): Link | null {
  for (const way of ways) {
    const link = way(error);
    if (link !== null) return link;
  }
  return null;
}

function followsFrom(error: Gathered, other: Gathered, links: ReadonlyMap<Gathered, Link>): boolean {
  let at: Gathered | undefined = error;
  while (at !== undefined && at !== other) at = links.get(at)?.root;
  return at === other;
}

/** Each error with the end of its chain, as sure as the weakest link of it. */
function rootsOf(links: ReadonlyMap<Gathered, Link>): Causes {
  const causes = new Map<Gathered, Because & { readonly root: Gathered }>();
  for (const [error, { root: next, basis, confidence }] of links) {
    let root = next;
    let isCertain = confidence === "certain";
    for (let link = links.get(root); link !== undefined; link = links.get(root)) {
      root = link.root;
      isCertain &&= link.confidence === "certain";
    }
    const { fingerprint } = root.first;
    causes.set(error, { root, fingerprint, basis, confidence: isCertain ? "certain" : "probable" });
  }
  return causes;
}
