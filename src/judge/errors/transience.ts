// Whether another try can help: what the kind of error says, unless the error itself has shown that it stays.
import type { Pattern } from "../../model/analysis.ts";
import { lastTested, type LedgerError, type Loop } from "../../model/loop.ts";
import { NO_COMMIT } from "../../model/trigger.ts";
import type { Gathered } from "./gather.ts";
import type { Now } from "./since.ts";

export function transienceOf(
  { first, isRepeated }: Gathered,
  known: LedgerError | undefined,
  loop: Loop,
  now: Now,
): Pick<Pattern, "transient" | "transientBy"> {
  // A quick try that fails again shows nothing of what passes by itself as a rule.
  const isStubborn = isRepeated && first.classification.transient !== "yes";
  if (isStubborn || (known !== undefined && isSeenAtThisCommit(known, loop, now))) {
    return { transient: "no", transientBy: "returned" };
  }
  return { transient: first.classification.transient, transientBy: first.transientBy };
}

/** The last tested cycle had it, and nothing was changed since. One that was only carried along was not seen there. */
function isSeenAtThisCommit({ count }: LedgerError, loop: Loop, { commit }: Now): boolean {
  return count > 0 && commit !== NO_COMMIT && lastTested(loop)?.commit === commit;
}
