// Turns failures into errors: one pattern per fingerprint, causes before what follows from them, the biggest first.
import type { Pattern } from "../../model/analysis.ts";
import { isBroken, STAGES, type CheckResult, type Stage } from "../../model/check.ts";
import { lastTested, type Loop } from "../../model/loop.ts";
import { reveal } from "../../text/untrusted.ts";
import { classOf } from "../classes.ts";
import { type Classified } from "../classify/classify.ts";
import { createClassifier, OTHERS } from "../classify/classify-many.ts";

interface Gathered {
  readonly first: Classified;
  readonly places: Set<string>;
  readonly checks: string[];
  /** A probe of ours had an open socket when it failed so: no other connection can be to blame. */
  opened: boolean;
  /** It comes from somebody who need not have been refused. */
  plain: boolean;
}

/** Kinds of failures that are told apart; what more a run has belongs to one pattern for all of them. */
const MAX_PATTERNS = 2_000;

/** Every failed or errored check belongs to exactly one pattern. */
export function findPatterns(checks: readonly CheckResult[], commit: string, loop: Loop): readonly Pattern[] {
  const gathered = new Map<string, Gathered>();
  const classifier = createClassifier((fingerprint) => gathered.has(fingerprint) || gathered.size < MAX_PATTERNS);
  for (const check of checks) {
    if (!isBroken(check)) continue;
    const classified = classifier(check);
    const known = gathered.get(classified.fingerprint);
    if (known === undefined) {
      gathered.set(classified.fingerprint, {
        first: classified,
        places: new Set([classified.place]),
        checks: [check.key],
        opened: wasOpen(check),
        plain: !hadToBeRefused(check),
      });
    } else {
      known.places.add(classified.place);
      known.checks.push(check.key);
      known.opened ||= wasOpen(check);
      known.plain ||= !hadToBeRefused(check);
    }
  }
  const sockets = [...gathered.values()].filter((each) => each.first.overSocket);
  const victims = new Set(sockets.filter((each) => !each.opened).map((each) => each.first.fingerprint));
  const causes = new Set(sockets.filter((each) => each.plain).map((each) => each.first.fingerprint));
  const patterns = [...gathered.values()].map((each) => patternOf(each, commit, loop));
  return rank(
    patterns.map((pattern) => ({ ...pattern, because: causeOf(pattern, patterns, victims, causes) })),
    new Map(checks.map((each) => [each.key, each.priority ?? NO_PRIORITY])),
  );
}

function wasOpen({ kind, failure }: CheckResult): boolean {
  const { phase, seenEvents = [] } = failure?.facts ?? {};
  const isPast = phase === "first-frame" || phase === "authenticated" || phase === "event" || phase === "close";
  return kind === "probe" && (isPast || seenEvents.length > 0);
}

/** Its handshake was answered as it should be, only in other words: that breaks nothing for anybody else. */
function hadToBeRefused({ failure }: CheckResult): boolean {
  const { expected, letIn } = failure?.facts ?? {};
  return letIn !== undefined || (expected !== undefined && reveal(expected).startsWith("refus"));
}

function patternOf({ first, places, checks }: Gathered, commit: string, loop: Loop): Pattern {
  const { fingerprint, classification, title, next, headline, alarm, example } = first;
  const { class: id, confidence, transient, rule, stage } = classification;
  const known = loop.errors.find((error) => error.fingerprint === fingerprint);
  return {
    fingerprint,
    class: id,
    confidence,
    // What came back unchanged at the same revision will not pass by itself.
    transient: known !== undefined && lastTested(loop)?.commit === commit ? "no" : transient,
    rule,
    stage,
    title,
    owner: classOf(id).owner,
    advice: next,
    headline: places.size === 1 && first.place !== "" ? [...headline, first.place] : headline,
    alarm,
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
function causeOf(
  pattern: Pattern,
  all: readonly Pattern[],
  victims: ReadonlySet<string>,
  causes: ReadonlySet<string>,
): string | null {
  if (pattern.class !== "assert.missing-output" || !victims.has(pattern.fingerprint)) return null;
  const found = all.filter(
    (other) =>
      other !== pattern &&
      CONNECTION.has(other.class) &&
      causes.has(other.fingerprint) &&
      order(other.stage) < order(pattern.stage),
  );
  const biggest = found.toSorted((a, b) => b.checks.length - a.checks.length)[0];
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

/** What has no priority comes after all that have one. */
const NO_PRIORITY = Number.MAX_SAFE_INTEGER;

function rank(patterns: readonly Pattern[], priorities: ReadonlyMap<string, number>): readonly Pattern[] {
  const first = new Map(
    patterns.map(({ fingerprint, checks }) => [
      fingerprint,
      checks.reduce((least, key) => Math.min(least, priorities.get(key) ?? NO_PRIORITY), NO_PRIORITY),
    ]),
  );
  const priority = ({ fingerprint }: Pattern): number => first.get(fingerprint) ?? NO_PRIORITY;
  return patterns.toSorted(
    (a, b) =>
      Number(a.fingerprint === OTHERS.fingerprint) - Number(b.fingerprint === OTHERS.fingerprint) ||
      Number(a.because !== null) - Number(b.because !== null) ||
      gravity(b) - gravity(a) ||
      priority(a) - priority(b) ||
      b.checks.length - a.checks.length ||
      order(a.stage) - order(b.stage) ||
      (a.fingerprint < b.fingerprint ? -1 : 1),
  );
}

/** Who got in or saw what is not theirs is told before anything else, however little it breaks. */
function gravity({ alarm }: Pattern): number {
  return alarm === null ? 0 : alarm === "leak" ? 1 : 2;
}

export function order(stage: Stage): number {
  return STAGES.indexOf(stage);
}
