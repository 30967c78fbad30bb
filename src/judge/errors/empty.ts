// What is only empty follows from a connection that could not be used: the closest rule that holds without knowing the
// code. Only over the same kind of connection, and only where no open socket says otherwise.
import { order } from "../changes/moves.ts";
import { moduleOf, type Gathered, type Member } from "./gather.ts";
import { createStageIndex, hadToBeRefused, sharedCause, wasOpen, type FindCause, type Link } from "./links.ts";
import { isEmptyTest } from "./nothing-came.ts";
import type { Place } from "./place.ts";
import { isOthers } from "./rank.ts";

/** `ranked`: all errors, the heaviest first. */
export function createEmptyCauses(
  ranked: readonly Gathered[],
  ranks: ReadonlyMap<Gathered, number>,
  placeOf: (member: Member) => Place,
): FindCause {
  // Over a socket for the whole suite; where nothing tells what it went over, only for the tests of the same file.
  const [suites, modules, probes] = [createStageIndex(ranks), createStageIndex(ranks), createStageIndex(ranks)];
  for (const error of ranked) {
    if (isOthers(error)) continue;
    for (const member of error.members) {
      const { over } = placeOf(member);
      const { check, stage } = member;
      if (!isConnection(member, over) || hadToBeRefused(member)) continue;
      if (check.kind === "probe" && over === "socket") probes.note("", stage, error);
      if (check.kind !== "test") continue;
      if (over === "socket") suites.note(check.suite ?? "", stage, error);
      if (over !== "http") modules.note(moduleOf(check), stage, error);
    }
  }

  function causeOf(member: Member): Link | null {
    const { check, stage } = member;
    const { over } = placeOf(member);
    const isTest = over !== "http" && isEmptyTest(member);
    if (!isTest && !isSilentProbe(member, over)) return null;
    const root =
      (isTest ? modules.before(moduleOf(check), stage, false) : null) ??
      (isTest ? suites.before(check.suite ?? "", stage, false) : null) ??
      probes.before("", stage, false);
    return root === null ? null : { root, basis: "empty", confidence: "probable" };
  }

  return (error) => sharedCause(error, causeOf);
}

function isSilentProbe(member: Member, over: Place["over"]): boolean {
  const { check, found } = member;
  const isMissing = found.classification.class === "assert.missing-output";
  return check.kind === "probe" && over === "socket" && isMissing && !wasOpen(member) && !hadToBeRefused(member);
}

/** A class of the team's own is one where it says that the service itself was not passed. */
function isConnection({ found, stage }: Member, over: Place["over"]): boolean {
  const { class: id, rule } = found.classification;
  return CONNECTION.has(id) || (rule.startsWith("own/") && over === "socket" && order(stage) <= order("server"));
}

const CONNECTION: ReadonlySet<string> = new Set([
  "net.dns",
  "net.refused",
  "net.connect-timeout",
  "net.dropped",
  "net.tls",
  "access.unauthenticated",
  "access.forbidden",
  "access.blocked",
  "svc.unavailable",
  "svc.server-error",
  "deploy.in-progress",
]);
