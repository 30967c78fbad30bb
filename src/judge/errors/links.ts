// What every way to find a cause has in common: an error follows from another one only if all of its checks do.
import { reveal } from "../../text/untrusted.ts";
import type { Because } from "../../model/analysis.ts";
import type { Stage } from "../../model/check.ts";
import { order } from "../changes/moves.ts";
import type { Gathered, Member } from "./gather.ts";

/** The error behind another one, or behind one check of it. */
export interface Link {
  readonly root: Gathered;
  readonly basis: Because["basis"];
  readonly confidence: Because["confidence"];
}

/** null: it is an error of its own, as far as this way tells. */
export type FindCause = (error: Gathered) => Link | null;

/** The cause of most of its checks, where each of them has one. That all have the same one makes it certain. */
export function sharedCause(error: Gathered, causeOf: (member: Member) => Link | null): Link | null {
  const votes = new Map<Gathered, { readonly link: Link; count: number }>();
  for (const member of error.members) {
    const link = causeOf(member);
    if (link === null || link.root === error) return null;
    const known = votes.get(link.root);
    if (known === undefined) votes.set(link.root, { link, count: 1 });
    else known.count++;
  }
  let most: { readonly link: Link; readonly count: number } | null = null;
  for (const vote of votes.values()) if (most === null || vote.count > most.count) most = vote;
  if (most === null) return null;
  return votes.size === 1 ? most.link : { ...most.link, confidence: "probable" };
}

/** The heaviest error at each stage, by a name. They are noted from the heaviest on, so that the first one stays. */
export interface StageIndex {
  readonly note: (name: string, stage: Stage, error: Gathered) => void;
  /** The heaviest at an earlier stage, or at the same where that will do. */
  readonly before: (name: string, stage: Stage, orSame: boolean) => Gathered | null;
}

export function createStageIndex(ranks: ReadonlyMap<Gathered, number>): StageIndex {
  const known = new Map<string, (Gathered | undefined)[]>();
  return {
    note: (name, stage, error) => {
      const stages = known.get(name) ?? [];
      stages[order(stage)] ??= error;
      known.set(name, stages);
    },
    before: (name, stage, orSame) => {
      let best: Gathered | null = null;
      for (const found of (known.get(name) ?? []).slice(0, order(stage) + (orSame ? 1 : 0))) {
        if (found !== undefined && (best === null || rankOf(found, ranks) < rankOf(best, ranks))) best = found;
      }
      return best;
    },
  };
}

function rankOf(error: Gathered, ranks: ReadonlyMap<Gathered, number>): number {
  return ranks.get(error) ?? Number.MAX_SAFE_INTEGER;
}

/** A probe of ours had an open socket when it failed so: no other connection can be to blame. */
export function wasOpen({ check, failure }: Member): boolean {
  const { phase, seenEvents = [] } = failure?.facts ?? {};
  const isPast = phase === "first-frame" || phase === "authenticated" || phase === "event" || phase === "close";
  return check.kind === "probe" && (isPast || seenEvents.length > 0);
}

/** Its handshake was answered as it should be, only in other words: that breaks nothing for anybody else. */
export function hadToBeRefused({ failure }: Member): boolean {
  const { expected, letIn } = failure?.facts ?? {};
  return letIn !== undefined || (expected !== undefined && reveal(expected).startsWith("refus"));
}
