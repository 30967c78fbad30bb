// A probe of ours that failed on its way shows what is broken there: tests and later probes that go the same way fail
// because of it, as far as they fail in a way that can only follow. Probes run first, which no reader of reports can know.
import type { CheckResult } from "../../model/check.ts";
import { order } from "../changes/moves.ts";
import type { Gathered, Member } from "./gather.ts";
import { createStageIndex, hadToBeRefused, sharedCause, wasOpen, type FindCause, type Link } from "./links.ts";
import { isEmptyTest } from "./nothing-came.ts";
import { isNumeric, type Place } from "./place.ts";
import { isOthers } from "./rank.ts";

/** `hosts`: where staging is known to be; `checks`: all of the cycle. */
export function createProbeCauses(
  ranked: readonly Gathered[],
  ranks: ReadonlyMap<Gathered, number>,
  placeOf: (member: Member) => Place,
  hosts: ReadonlySet<string>,
  checks: readonly CheckResult[],
): FindCause {
  const broken = brokenProbes(ranked, placeOf);
  if (broken.length === 0) return () => null;
  const ways = createStageIndex(ranks);
  const endpoints = new Set(broken.flatMap(({ place: { over, path } }) => (over === "socket" ? [path] : [])));
  const named = new Set(broken.flatMap(({ member, place: { host } }) => (isUnreached(member) ? (host ?? []) : [])));
  const opensElsewhere = checks.some(hadEvents);
  for (const { error, member, place } of broken) {
    const { over, path, host } = place;
    // Over HTTP each request stands for its own caller; a socket that refuses one is lost for whatever goes over it.
    if (over === "socket" || !isAccess(member)) ways.note(`path ${over} ${path}`, member.stage, error);
    if (isUnreached(member)) {
      ways.note(`lost ${over} ${path}`, member.stage, error);
      if (host !== null) ways.note(`lost ${over} ${path} ${host}`, member.stage, error);
      if (host !== null) ways.note(`host ${host}`, member.stage, error);
      if (isStaging(host, hosts, named)) ways.note("staging", member.stage, error);
    } else if (over === "socket" && endpoints.size === 1 && !(opensElsewhere && isRefused(member))) {
      ways.note("socket", member.stage, error);
    }
  }

  function rootOf(member: Member): Gathered | null {
    const { stage, check } = member;
    const { over, host, path } = placeOf(member);
    const isTest = check.kind === "test";
    const find = (way: string): Gathered | null => ways.before(way, stage, isTest);
    // What a probe of ours measured is what there was, unless it got no further than another one on the same way.
    if (!isTest) {
      if (!isOfNetwork(member)) return null;
      if (host !== null) return find(`lost ${over} ${path} ${host}`);
      return named.size > 1 || hosts.size > 1 ? null : find(`lost ${over} ${path}`);
    }
    const isKnown = host === null || hosts.has(host);
    if (isOfNetwork(member)) {
      const lost = (host === null ? null : find(`host ${host}`)) ?? (isKnown ? find("staging") : null);
      if (lost !== null) return lost;
    }
    // A host that is told and is not known as staging may be any other.
    if (!isKnown || over === null || !isShadow(member)) return null;
    // Which of several hosts a probe of this path asked is not told.
    if (path !== null) return hosts.size > 1 ? null : find(`path ${over} ${path}`);
    return over === "socket" ? find("socket") : null;
  }

  function causeOf(member: Member): Link | null {
    const { kind } = member.check;
    if (kind === "target" || wasOpen(member) || hadToBeRefused(member)) return null;
    const root = rootOf(member);
    return root === null ? null : { root, basis: "probe", confidence: kind === "probe" ? "certain" : "probable" };
  }

  return (error) => sharedCause(error, causeOf);
}

interface Broken {
  readonly error: Gathered;
  readonly member: Member;
  readonly place: Place;
}

function brokenProbes(ranked: readonly Gathered[], placeOf: (member: Member) => Place): readonly Broken[] {
  return ranked.flatMap((error) =>
    isOthers(error)
      ? []
      : error.members.flatMap((member) => {
          const place = placeOf(member);
          const isBroken = member.check.kind === "probe" && place.path !== null && !hadToBeRefused(member);
          return isBroken && isOnTheWay(member) ? [{ error, member, place }] : [];
        }),
  );
}

/** It did not get a good answer at all: what an answer holds, and how soon it comes, breaks nothing for others. */
function isOnTheWay({ found, stage: ofError, failure }: Member): boolean {
  const { class: id, rule } = found.classification;
  // A class of the team's own says how far it comes as a rule; what was measured is how far it came.
  const stage = failure?.facts.stage ?? ofError;
  const isOwn = rule.startsWith("own/") && order(stage) <= order("server");
  return isOwn || /^(?:net|access)\./u.test(id) || ANSWERS.has(id);
}

const ANSWERS: ReadonlySet<string> = new Set([
  "svc.unavailable",
  "svc.server-error",
  "svc.not-found",
  "svc.slow-response",
  "deploy.in-progress",
]);

/** No connection to the host was made, so that no other path of it can be reached either. */
function isUnreached(member: Member): boolean {
  return isOfNetwork(member) && order(member.stage) <= order("tls");
}

function isOfNetwork({ found }: Member): boolean {
  return found.classification.class.startsWith("net.");
}

/** The caller was not let in, which may be another one's luck. */
function isRefused({ stage }: Member): boolean {
  return order(stage) <= order("auth");
}

function isAccess({ found }: Member): boolean {
  return found.classification.class.startsWith("access.");
}

/** What a test sees that only sees that it broke: a lost connection, no answer in time, one that is none, nothing. */
function isShadow(member: Member): boolean {
  const { class: id } = member.found.classification;
  if (id === "assert.missing-output") return isEmptyTest(member);
  return id === "net.dropped" || id === "svc.slow-response" || id === "svc.bad-response";
}

/** A probe that passed has talked over a socket. */
function hadEvents({ kind, outcome, measured }: CheckResult): boolean {
  return kind === "probe" && outcome === "passed" && (measured?.events ?? []).length > 0;
}

/**
 * A test that names no host talks to staging. Which host that is has to be clear: the only one that is known, all of
 * them, or else the only one that could not be reached.
 */
function isStaging(host: string | null, hosts: ReadonlySet<string>, named: ReadonlySet<string>): boolean {
  if (hosts.size > 1) return [...hosts].every((each) => named.has(each));
  if (host === null || hosts.has(host)) return true;
  return (hosts.size === 0 || isNumeric(host)) && named.size === 1;
}
