// What a loop of the day says beside the last tested night: which of its failures are its own.
import { KNOWN_KEY } from "../model/loop.ts";
import type { Phrase } from "../model/report.ts";
import type { Told } from "../model/told.ts";

/** What of these failures the last tested night had as well. */
export function besideLines({ night, analysis }: Told): readonly Phrase[] {
  if (night === null || analysis.verdict.kind !== "not-met") return [];
  const before = new Set(night.failing);
  const errors = new Set(night.fingerprints);
  const failing = new Map(
    analysis.patterns.flatMap(({ checks, fingerprint }) => checks.map((key) => [key.slice(0, KNOWN_KEY), fingerprint])),
  );
  const fresh = [...failing].filter(([key]) => !before.has(key));
  const known = fresh.filter(([, fingerprint]) => errors.has(fingerprint ?? "")).length;
  const old = failing.size - fresh.length;
  if (failing.size === 0) return [];
  const where: Phrase = night.ref === null ? [] : [" on ", night.ref];
  const when = ` in the night of ${night.date}.`;
  if (fresh.length === 0) {
    return [[`**Nothing new:** ${old === 1 ? "it" : `all ${old}`} failed already`, ...where, when]];
  }
  const error = known === 0 ? "" : ` (${known === fresh.length ? "" : `${known} `}with an error that was there)`;
  const others = old === 0 ? "none of them failed" : `${old} already failing`;
  return [[`**${fresh.length} new**${error}, ${others}`, ...where, when]];
}
