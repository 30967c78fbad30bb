// One check that failed twice: what went wrong while it was taken down comes from what went wrong before.
import type { CheckResult } from "../../model/check.ts";
import { reveal } from "../../text/untrusted.ts";
import type { Gathered, Member } from "./gather.ts";
import { sharedCause, type FindCause } from "./links.ts";

/** pytest's words for a fixture that could not be left, in a second result of the same test. */
const TEARDOWN = /^(?:failed on teardown with|error at teardown of)\b/iu;

export function createSameCheckCauses(firstToLast: readonly Gathered[]): FindCause {
  if (!firstToLast.some(({ members }) => members.some(isTeardown))) return () => null;
  const first = new Map<string, Gathered>();
  for (const error of firstToLast) {
    for (const member of error.members) {
      const name = nameOf(member.check);
      if (member.check.test !== null && !isTeardown(member) && !first.has(name)) first.set(name, error);
    }
  }
  return (error) =>
    sharedCause(error, (member) => {
      const root = isTeardown(member) ? first.get(nameOf(member.check)) : undefined;
      return root === undefined ? null : { root, basis: "same-check", confidence: "probable" };
    });
}

function isTeardown({ check, failure }: Member): boolean {
  return check.test !== null && failure !== null && TEARDOWN.test(reveal(failure.message).trimStart());
}

function nameOf({ suite, group, name, test }: CheckResult): string {
  const project = test?.project ?? null;
  return [suite ?? "", ...[group, project, name].map((each) => (each === null ? "" : reveal(each)))].join("\n");
}
