// Errors that somebody explained, and that went: what a team learned, kept for as long as the error stays away.
import type { Changes, Pattern } from "../../model/analysis.ts";
import { decides, isBroken } from "../../model/check.ts";
import type { Cycle } from "../../model/cycle.ts";
import { lastTested, MAX_EXPLAINED, type Explained, type Loop } from "../../model/loop.ts";
import { order } from "../changes/moves.ts";
import { isSameVersion } from "../fingerprint/fingerprint.ts";
import { cut } from "../../text/cut.ts";
import { reveal, untrusted, type Untrusted } from "../../text/untrusted.ts";

const MAX_NAME = 60;
const MAX_ANSWER = 120;

/** `changes` and `patterns` are those of a tested cycle. */
export function explainedBy(
  { checks, answers, commit }: Pick<Cycle, "checks" | "answers" | "commit">,
  patterns: readonly Pattern[],
  { errorsGone }: Pick<Changes, "errorsGone">,
  loop: Loop,
): readonly Explained[] {
  const now = new Set(patterns.map(({ fingerprint }) => fingerprint));
  const answered = new Map(answers.map((each) => [each.fingerprint, each]));
  // At the same commit nothing was changed: what went then comes and goes.
  const isSame = lastTested(loop)?.commit === commit;
  const gone = isSame ? [] : errorsGone.filter(({ fingerprint }) => answered.has(fingerprint));
  const hasRun = gone.length === 0 ? () => false : hasRunIn(checks, patterns, loop);
  const fresh = gone.flatMap(({ fingerprint, title }): readonly Explained[] => {
    const said = answered.get(fingerprint);
    const answer = said?.answers.at(-1);
    if (said === undefined || answer === undefined || !hasRun(fingerprint)) return [];
    return [
      {
        fingerprint,
        title: shortened(title, MAX_NAME),
        by: shortened(said.by, MAX_NAME),
        answer: shortened(answer, MAX_ANSWER),
        cycle: loop.id.n,
      },
    ];
  });
  const isFresh = new Set(fresh.map(({ fingerprint }) => fingerprint));
  const kept = loop.explained.filter(({ fingerprint }) => !now.has(fingerprint) && !isFresh.has(fingerprint));
  return [...kept, ...fresh].slice(-MAX_EXPLAINED);
}

function shortened(text: Untrusted, most: number): Untrusted {
  return untrusted(cut(reveal(text), most));
}

/** All checks that failed with it have a result that decides, and none that another way of telling errors apart hides. */
function hasRunIn(
  checks: Cycle["checks"],
  patterns: readonly Pattern[],
  { failing, errors }: Loop,
): (fingerprint: string) => boolean {
  const results = new Map(checks.filter(decides).map((check) => [check.key, check]));
  const some = patterns[0]?.fingerprint ?? "";
  const stages = new Map(patterns.flatMap(({ checks: keys, stage }) => keys.map((key) => [key, stage] as const)));
  const open = new Set<string>();
  const known = new Set<string>();
  for (const { key, error } of failing) {
    const fingerprint = errors[error]?.fingerprint;
    if (fingerprint === undefined) continue;
    known.add(fingerprint);
    const check = results.get(key);
    const isOver = check?.outcome === "passed" && check.test?.contact !== "not-shown";
    // What fails earlier on its way did not come as far as this error.
    const isAsFar = order(stages.get(key) ?? "resolve") >= order(errors[error]?.stage ?? "value");
    const isOther = check !== undefined && isBroken(check) && isSameVersion(fingerprint, some) && isAsFar;
    if (!isOver && !isOther) open.add(fingerprint);
  }
  return (fingerprint) => known.has(fingerprint) && !open.has(fingerprint);
}
