// What is different from the last cycle that was tested, and which commits came with it.
import type { Changes } from "../model/analysis.ts";
import type { Commit } from "../model/github.ts";
import { bestTested, isTested } from "../model/loop.ts";
import type { Phrase } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import { untrusted } from "../text/untrusted.ts";
import { effectOf } from "./fates.ts";
import { joined } from "./names.ts";
import { count, short } from "./words.ts";

export function changesOf(told: Told): Phrase | null {
  const { changes, regression } = told.analysis;
  if (changes.against === null) return null;
  const moved = changes.advanced[0];
  const parts = [
    changes.newlyFailing.length > 0 ? `${changes.newlyFailing.length} newly failing${wereNotThere(changes)}` : "",
    changes.fixed.length > 0 ? `${changes.fixed.length} fixed${tooFast(changes)}` : "",
    changes.errorChanged.length > 0
      ? `${changes.errorChanged.length} ${changes.errorChanged.length === 1 ? "fails" : "fail"} with another error${back(changes)}`
      : "",
    // Where commits came, they are told with what they did.
    changes.errorsGone.length > 0 && addedOf(told) === null ? `${count(changes.errorsGone.length, "error")} gone` : "",
    changes.unfinished.length > 0 ? `${changes.unfinished.length} that failed did not run this time` : "",
    // Where the tests that are gone are named, it is said there.
    changes.gone > changes.disappearedCount
      ? `${changes.gone} that failed ${changes.gone === 1 ? "is" : "are"} not there any more`
      : "",
    fewer(told),
  ].filter(Boolean);
  const advanced: Phrase =
    moved === undefined
      ? []
      : [
          `${parts.length > 0 ? ", " : ""}${changes.advanced.length} ${changes.advanced.length === 1 ? "fails" : "fail"} one step later (was `,
          moved.before,
          ")",
        ];
  if (parts.length === 0 && advanced.length === 0) {
    if (told.cycle.checks.length === 0 || told.analysis.verdict.kind !== "not-met") return null;
    return [`**Since cycle ${changes.against}:** nothing changed.`, ...besideBest(changes)];
  }
  return [
    `**Since cycle ${changes.against}:** ${parts.join(", ")}`,
    ...advanced,
    regression ? `. **Worse than ${bestSoFar(told)}.**` : ".",
    ...besideBest(changes),
  ];
}

function bestSoFar({ loop }: Told): string {
  const best = bestTested({ ...loop, ledger: loop.ledger.slice(0, -1) });
  return best === null ? "the best cycle" : `cycle ${best.n}, the best so far`;
}

function wereNotThere({ newlyFailing, appeared }: Changes): string {
  if (appeared.length === 0) return "";
  return appeared.length === newlyFailing.length ? " (all new here)" : ` (${appeared.length} new here)`;
}

function back({ errorChanged }: Changes): string {
  const fell = errorChanged.filter(({ fellBack }) => fellBack).length;
  return fell === 0 ? "" : ` (${fell} one step earlier)`;
}

/** The best cycle lies further back than the last one. */
function besideBest({ best }: Changes): Phrase {
  if (best === null || best.lost.length + best.recovered.length === 0) return [];
  const lost = best.lost.length > 0 ? `${best.lost.length} that passed there fail` : "";
  const recovered = best.recovered.length > 0 ? `${best.recovered.length} pass again` : "";
  return [` Beside the best, cycle ${best.n}: ${[lost, recovered].filter(Boolean).join(", ")}.`];
}

/** A test without a result is a change, whatever became of all others; one that is gone is named among what to look at. */
function fewer({ analysis: { changes, tests }, loop }: Told): string {
  if (changes.disappearedCount > 0) return "";
  const before = loop.ledger.slice(0, -1).findLast(isTested);
  // Those that failed and did not run are told already.
  const less = (before?.total ?? 0) - tests.total;
  return less > 0 && tests.total > 0 && less !== changes.unfinished.length
    ? `${count(less, "test")} fewer ${less === 1 ? "has" : "have"} a result`
    : "";
}

function tooFast({ suspicious }: Changes): string {
  return suspicious.length === 0 ? "" : ` (${suspicious.length} too fast to be believed)`;
}

/** The commits that this cycle brought to staging, newest first, and what became of the errors with them. */
export function addedOf({ analysis, commits, loop }: Told): Phrase | null {
  const before = loop.ledger.slice(0, -1).findLast(isTested);
  const shown = commits.slice(-3).toReversed();
  if (shown.length === 0 || before === undefined) return null;
  const rest = commits.length - shown.length;
  const effect = effectOf(analysis.patterns, analysis.changes);
  const together = commits.length > 1 ? ", together: " : ": ";
  return [
    `**Added since cycle ${before.n}:** `,
    ...joined(shown.map(commitWords), ", "),
    rest > 0 ? ` and ${count(rest, "more commit")}` : "",
    ...(effect.length === 0 ? [] : [together, ...effect]),
    ".",
  ];
}

/** "`9e32abe` `Agent control endpoints`"; a machine's is told apart from a person's. */
export function commitWords({ sha, subject, author, byBot }: Commit): Phrase {
  const machine: Phrase = author === null ? [" (by a machine)"] : [" (by a machine, ", author, ")"];
  return [untrusted(short(sha)), " ", subject, ...(byBot ? machine : [])];
}
