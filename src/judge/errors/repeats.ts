// How often one check met its error: each of several users, and each try that failed before, may have met it too.
import type { CheckResult, Failure } from "../../model/check.ts";
import { createClassifier } from "../classify/classify-many.ts";
import { reveal } from "../../text/untrusted.ts";
import type { Member } from "./gather.ts";

export interface Repeats {
  /** Times beside the one that counts. */
  readonly more: number;
  /** There were several tries, and all of them failed in the same way. */
  readonly everyTry: boolean;
}

export function createRepeats(): (member: Member) => Repeats {
  // Earlier tries were never looked at for classes of the team's own, so both sides are compared without them.
  const classifier = createClassifier(() => true);
  const fingerprintOf = (check: CheckResult, failure: Failure): string =>
    classifier({ ...check, failure, measured: check.measured && { ...check.measured, users: [], earlier: [] } })
      .fingerprint;

  return ({ check, failure }) => {
    const tries = [...(check.measured?.earlier ?? []), ...(check.test?.earlier ?? [])];
    const users = (check.measured?.users ?? []).flatMap((each) => each.failure ?? []);
    if (failure === null || tries.length + users.length === 0) return { more: 0, everyTry: false };
    const own = fingerprintOf(check, failure);
    const same = (all: readonly Failure[]): number =>
      all.filter((each) => isSameText(each, failure) || fingerprintOf(check, each) === own).length;
    const earlier = same(tries);
    return {
      // One of the users is the one whose failure counts already.
      more: earlier + Math.max(0, same(users) - 1),
      everyTry: tries.length > 0 && earlier === tries.length,
    };
  };
}

function isSameText(one: Failure, other: Failure): boolean {
  if (Object.keys(one.facts).length + Object.keys(other.facts).length > 0) return false;
  return reveal(one.message) === reveal(other.message) && textOf(one) === textOf(other);
}

function textOf({ detail, type }: Failure): string {
  return `${type === null ? "" : reveal(type)}\n${detail === null ? "" : reveal(detail)}`;
}
