// What is different from the last cycle that was tested, and which commits came with it.
import { isTested } from "../model/loop.ts";
import type { Phrase } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import { untrusted } from "../text/untrusted.ts";
import { count, short } from "./words.ts";

export function changesOf(told: Told): Phrase | null {
  const { changes, regression } = told.analysis;
  if (changes.against === null) return null;
  const moved = changes.advanced[0];
  const parts = [
    changes.newlyFailing.length > 0 ? `${changes.newlyFailing.length} newly failing` : "",
    changes.fixed.length > 0 ? `${changes.fixed.length} fixed` : "",
    changes.errorChanged.length > 0 ? `${changes.errorChanged.length} fail with another error` : "",
    changes.unfinished.length > 0 ? `${changes.unfinished.length} that failed did not run this time` : "",
    changes.gone > 0 ? `${changes.gone} that failed are not there any more` : "",
  ].filter(Boolean);
  const advanced: Phrase =
    moved === undefined
      ? []
      : [`${parts.length > 0 ? ", " : ""}${changes.advanced.length} fail one step later (was `, moved.before, ")"];
  if (parts.length === 0 && advanced.length === 0) {
    if (told.cycle.checks.length === 0 || told.analysis.verdict.kind !== "not-met") return null;
    return [`**Since cycle ${changes.against}:** nothing changed.`];
  }
  return [
    `**Since cycle ${changes.against}:** ${parts.join(", ")}`,
    ...advanced,
    regression ? ". **Fewer pass than in the best cycle.**" : ".",
  ];
}

/** The commits that this cycle brought to staging, newest first. */
export function addedOf({ commits, loop }: Told): Phrase | null {
  const before = loop.ledger.slice(0, -1).findLast(isTested);
  const shown = commits.slice(-3).toReversed();
  if (shown.length === 0 || before === undefined) return null;
  const rest = commits.length - shown.length;
  return [
    `**Added since cycle ${before.n}:** `,
    ...shown.flatMap((commit, at): Phrase => [at === 0 ? "" : ", ", untrusted(short(commit.sha)), " ", commit.subject]),
    rest > 0 ? ` and ${count(rest, "more commit")}.` : ".",
  ];
}
