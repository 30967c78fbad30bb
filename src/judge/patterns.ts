// Turns failures into errors: one pattern per fingerprint, causes before what follows from them, the biggest first.
import type { Pattern } from "../model/analysis.ts";
import { STAGES, type CheckResult, type Stage } from "../model/check.ts";
import { lastTested, type Loop } from "../model/loop.ts";
import { classOf } from "./classes.ts";
import { classify, type Classified } from "./classify.ts";

interface Gathered {
  readonly first: Classified;
  readonly checks: string[];
}

/** Every failed or errored check belongs to exactly one pattern. */
export function findPatterns(checks: readonly CheckResult[], commit: string, loop: Loop): readonly Pattern[] {
  const gathered = new Map<string, Gathered>();
  for (const check of checks) {
    if (check.outcome !== "failed" && check.outcome !== "errored") continue;
    const classified = classify(check);
    const known = gathered.get(classified.fingerprint);
    if (known === undefined) gathered.set(classified.fingerprint, { first: classified, checks: [check.key] });
    else known.checks.push(check.key);
  }
  const sockets = new Set(
    [...gathered.values()].filter((each) => each.first.overSocket).map((each) => each.first.fingerprint),
  );
  const patterns = [...gathered.values()].map((each) => patternOf(each, commit, loop));
  return rank(patterns.map((pattern) => ({ ...pattern, because: causeOf(pattern, patterns, sockets) })));
}

function patternOf({ first, checks }: Gathered, commit: string, loop: Loop): Pattern {
  const { fingerprint, classification, headline, example } = first;
  const { class: id, confidence, transient, rule, stage } = classification;
  const row = classOf(id);
  const known = loop.errors.find((error) => error.fingerprint === fingerprint);
  return {
    fingerprint,
    class: id,
    confidence,
    // What came back unchanged at the same revision will not pass by itself.
    transient: known !== undefined && lastTested(loop)?.commit === commit ? "no" : transient,
    rule,
    stage,
    title: row.title,
    owner: row.owner,
    advice: row.next,
    headline,
    example,
    checks,
    because: null,
    since: known === undefined ? { cycle: loop.id.n, isNew: true } : { cycle: known.since, isNew: false },
  };
}

/**
 * Events that did not come follow from a WebSocket that could not be used: the closest rule that holds without knowing
 * the code. Only a whole class of emptiness qualifies, never a wrong value, and only over the same kind of connection.
 */
function causeOf(pattern: Pattern, all: readonly Pattern[], sockets: ReadonlySet<string>): string | null {
  if (pattern.class !== "assert.missing-output" || !sockets.has(pattern.fingerprint)) return null;
  const causes = all.filter(
    (other) =>
      other !== pattern &&
      CONNECTION.has(other.class) &&
      sockets.has(other.fingerprint) &&
      order(other.stage) < order(pattern.stage),
  );
  const biggest = causes.toSorted((a, b) => b.checks.length - a.checks.length)[0];
  return biggest?.fingerprint ?? null;
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
]);

function rank(patterns: readonly Pattern[]): readonly Pattern[] {
  return patterns.toSorted(
    (a, b) =>
      Number(a.because !== null) - Number(b.because !== null) ||
      b.checks.length - a.checks.length ||
      order(a.stage) - order(b.stage) ||
      (a.fingerprint < b.fingerprint ? -1 : 1),
  );
}

export function order(stage: Stage): number {
  return STAGES.indexOf(stage);
}
