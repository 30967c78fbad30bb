// The loop's token: what one cycle hands to the next through the dispatch input `loop`. JSON, versioned, readable
// by everyone who can read the repository, writable by everyone who may dispatch. Holds numbers, hashes and short
// cleaned titles; never failure text, addresses or secrets.
import * as v from "valibot";
import { STAGES } from "../model/check.ts";
import { MAX_REDO } from "../model/cycle.ts";
import { CEILING, LONGEST_WAIT_MS } from "../model/limits.ts";
import {
  KNOWN_KEY,
  MAX_COMPONENTS,
  MAX_EXPLAINED,
  MAX_FAILING,
  MAX_MEASURED,
  MAX_SEEN,
  type LedgerRow,
  type Loop,
} from "../model/loop.ts";
import { cut } from "../text/cut.ts";
import { reveal, untrusted } from "../text/untrusted.ts";
import { pack, unpack } from "./packed.ts";

/** GitHub refuses more than 65,535 characters over all inputs of a dispatch. */
export const MAX_TOKEN = 60_000;
/** A token that is deflated holds at most this. */
const MAX_JSON = 500_000;
export const MAX_ERRORS = 20;
export const MAX_TITLE = 60;
export const MAX_KNOWN_NAME = 80;
const MAX_ANSWER = 120;
const MAX_PRINTS = 20;
/** More tests than this are not carried by name, and none at all where their names are longer than this together. */
export const MAX_TESTS = 500;
export const MAX_TEST_NAMES = 15_000;

const whole = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(max));
const id = whole(Number.MAX_SAFE_INTEGER);
const LATEST = 4_102_444_800_000;
// Years 2020 to 2100: a token from outside these was not written by us.
const moment = v.pipe(v.number(), v.integer(), v.minValue(1_577_836_800_000), v.maxValue(LATEST));
const sha = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/u));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/u));
const title = v.pipe(v.string(), v.maxLength(4 * MAX_TITLE));
/** Of any version: one that this version no longer makes belongs to no error of now. */
const fingerprint = v.pipe(v.string(), v.regex(/^v\d{1,3}:[0-9a-f]{16}$/u));
const answer = v.pipe(v.string(), v.maxLength(4 * MAX_ANSWER));
const knownName = v.pipe(v.string(), v.maxLength(4 * MAX_KNOWN_NAME));
const cycle = v.pipe(whole(CEILING), v.minValue(1));
const MAX_COUNT = 1_000_000;
const MAX_SECONDS = 10_000_000;
const MAX_SPENT_MS = 10_000_000_000;
const count = whole(MAX_COUNT);
/** Begins of keys, one after the other. */
const keys = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]*$/u),
  v.maxLength(KNOWN_KEY * MAX_MEASURED),
  v.check((text) => text.length % KNOWN_KEY === 0),
);

const TOKEN = v.strictObject({
  v: v.literal(1),
  loop: v.pipe(id, v.minValue(1)),
  n: cycle,
  redo: whole(MAX_REDO),
  from: cycle,
  mended: v.exactOptional(v.literal(true)),
  same: whole(CEILING),
  event: v.pipe(v.string(), v.regex(/^[a-z_]{1,40}$/u)),
  ref: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(255))),
  sha: v.nullable(sha),
  pr: v.nullable(id),
  parent: v.nullable(id),
  started: moment,
  spent: whole(MAX_SPENT_MS),
  after: whole(LATEST),
  wait: whole(2 * LONGEST_WAIT_MS),
  plan: v.nullable(hash),
  last: v.nullable(hash),
  ledger: v.pipe(
    v.array(
      v.strictObject({
        n: cycle,
        run: id,
        sha,
        verdict: v.picklist(["met", "not-met", "not-tested", "unproven"]),
        passed: count,
        failed: count,
        total: count,
        notRun: count,
        probes: v.tuple([count, count]),
        s: whole(MAX_SECONDS),
        top: v.nullable(title),
        prints: v.exactOptional(v.pipe(v.array(hash), v.maxLength(MAX_PRINTS))),
        why: v.exactOptional(v.pipe(v.string(), v.regex(/^[a-z-]{1,30}$/u))),
      }),
    ),
    v.maxLength(CEILING),
  ),
  failing: v.pipe(v.array(v.tuple([hash, whole(MAX_ERRORS)])), v.maxLength(MAX_FAILING)),
  errors: v.pipe(
    v.array(
      v.strictObject({
        id: fingerprint,
        class: v.pipe(v.string(), v.regex(/^[a-z.-]{1,40}$/u)),
        stage: v.picklist(STAGES),
        count,
        since: cycle,
        title,
        said: v.exactOptional(v.literal(true)),
      }),
    ),
    v.maxLength(MAX_ERRORS),
  ),
  tests: v.nullable(
    v.pipe(v.array(v.tuple([v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/u)), knownName])), v.maxLength(MAX_TESTS)),
  ),
  best: v.exactOptional(v.tuple([cycle, keys, keys])),
  components: v.exactOptional(
    v.pipe(v.array(v.tuple([title, v.picklist(["working", "broken"])])), v.maxLength(MAX_COMPONENTS)),
  ),
  explained: v.exactOptional(
    v.pipe(v.array(v.strictObject({ id: fingerprint, title, by: title, answer, cycle })), v.maxLength(MAX_EXPLAINED)),
  ),
  seen: v.exactOptional(
    v.pipe(
      v.array(v.tuple([fingerprint, title, v.pipe(v.array(v.tuple([cycle, count])), v.maxLength(CEILING))])),
      v.maxLength(MAX_SEEN),
    ),
  ),
});

export type TokenProblem = { readonly problem: string };

/**
 * Writes a token that can be read again. What is out of range is brought inside; what does not fit is left out, from
 * the least important. Longer than `readable` characters it is deflated; 0 makes one that people can copy.
 */
export function encodeLoop(loop: Loop, readable?: number): string {
  let fitting = loop;
  let text = pack(written(fitting), readable);
  for (const lessOf of LESS) {
    if (text.length <= MAX_TOKEN) return text;
    fitting = lessOf(fitting);
    text = pack(written(fitting), readable);
  }
  return text;
}

/** What a token can do without, one after the other. What is left after the last one always fits. */
const LESS: readonly ((loop: Loop) => Loop)[] = [
  (loop) => ({ ...loop, seen: loop.seen.slice(-SEEN_KEPT) }),
  (loop) => ({ ...loop, seen: [] }),
  (loop) => ({ ...loop, tests: null }),
  (loop) => ({ ...loop, explained: [] }),
  (loop) => withRows(loop, (row, fromEnd) => (fromEnd < PRINTS_KEPT ? row : { ...row, prints: [] })),
  (loop) => ({ ...loop, best: null }),
  (loop) => withRows(loop, (row, fromEnd) => (fromEnd < PRINTS_KEPT ? row : { ...row, top: null })),
  (loop) => withRows(loop, (row) => ({ ...row, prints: [], top: null })),
  (loop) => ({
    ...loop,
    errors: loop.errors.map((each) => ({ ...each, title: untrusted(cut(reveal(each.title), SHORT_TITLE)) })),
  }),
  (loop) => ({ ...loop, components: [] }),
];

const SHORT_TITLE = 20;
const SEEN_KEPT = 10;

/** A report that is told once more is mostly the one from before. */
const PRINTS_KEPT = 5;

function withRows(loop: Loop, change: (row: LedgerRow, fromEnd: number) => LedgerRow): Loop {
  const last = loop.ledger.length - 1;
  return { ...loop, ledger: loop.ledger.map((row, at) => change(row, last - at)) };
}

function written(loop: Loop): string {
  const token: v.InferInput<typeof TOKEN> = {
    v: 1,
    loop: loop.id.loop,
    n: loop.id.n,
    redo: loop.id.redo,
    from: loop.from,
    ...(loop.isMended ? { mended: true as const } : {}),
    same: within(loop.same, CEILING),
    event: loop.rootEvent,
    ref: loop.ref === null ? null : reveal(loop.ref),
    sha: loop.expectedCommit,
    pr: loop.pullRequest,
    parent: loop.parentRun,
    started: loop.startedAt,
    spent: within(loop.spentMs, MAX_SPENT_MS),
    after: within(loop.notBefore, LATEST),
    wait: within(loop.waitMs, 2 * LONGEST_WAIT_MS),
    plan: loop.planDigest,
    last: loop.signature,
    ledger: loop.ledger.slice(-CEILING).map((row) => ({
      n: row.n,
      run: row.run,
      sha: row.commit,
      verdict: row.verdict,
      passed: within(row.passed, MAX_COUNT),
      failed: within(row.failed, MAX_COUNT),
      total: within(row.total, MAX_COUNT),
      notRun: within(row.notRun, MAX_COUNT),
      probes: [within(row.probesPassed, MAX_COUNT), within(row.probesTotal, MAX_COUNT)],
      s: within(row.seconds, MAX_SECONDS),
      top: row.top === null ? null : cut(reveal(row.top), MAX_TITLE),
      ...(row.prints.length > 0 ? { prints: row.prints.slice(0, MAX_PRINTS) } : {}),
      ...(row.why === null ? {} : { why: row.why }),
    })),
    failing: loop.failing
      .slice(0, MAX_FAILING)
      .map((each): [string, number] => [each.key, Math.min(each.error, MAX_ERRORS)]),
    errors: loop.errors.slice(0, MAX_ERRORS).map((each) => ({
      id: each.fingerprint,
      class: each.class,
      stage: each.stage,
      count: within(each.count, MAX_COUNT),
      since: Math.max(1, within(each.since, CEILING)),
      title: cut(reveal(each.title), MAX_TITLE),
      ...(each.answered === true ? { said: true as const } : {}),
    })),
    tests:
      loop.tests === null || loop.tests.length > MAX_TESTS
        ? null
        : loop.tests.map((each): [string, string] => [each.key, cut(reveal(each.name), MAX_KNOWN_NAME)]),
    ...(loop.best === null ? {} : { best: [loop.best.n, together(loop.best.passed), together(loop.best.broken)] }),
    ...(loop.components.length === 0
      ? {}
      : {
          components: loop.components
            .slice(0, MAX_COMPONENTS)
            .map(({ name, first }): [string, "working" | "broken"] => [cut(reveal(name), MAX_TITLE), first]),
        }),
    ...(loop.explained.length === 0
      ? {}
      : {
          explained: loop.explained.slice(-MAX_EXPLAINED).map((each) => ({
            id: each.fingerprint,
            title: cut(reveal(each.title), MAX_TITLE),
            by: cut(reveal(each.by), MAX_TITLE),
            answer: cut(reveal(each.answer), MAX_ANSWER),
            cycle: Math.max(1, within(each.cycle, CEILING)),
          })),
        }),
    ...(loop.seen.length === 0
      ? {}
      : {
          seen: loop.seen
            .slice(-MAX_SEEN)
            .map((each): [string, string, [number, number][]] => [
              each.fingerprint,
              cut(reveal(each.title), MAX_TITLE),
              each.cycles
                .slice(-CEILING)
                .map((one) => [Math.max(1, within(one.n, CEILING)), within(one.count, MAX_COUNT)]),
            ]),
        }),
  };
  return JSON.stringify(token);
}

/** A report may declare more tests than anybody has. */
function within(value: number, max: number): number {
  return Math.min(Math.max(0, Math.round(value)), max);
}

function together(begins: readonly string[]): string {
  return begins.slice(0, MAX_MEASURED).join("");
}

function apart(text: string): readonly string[] {
  return Array.from({ length: text.length / KNOWN_KEY }, (_, at) => text.slice(at * KNOWN_KEY, (at + 1) * KNOWN_KEY));
}

/** Reads a token from outside. Everything is checked for type and range; a problem says what is wrong, in our words. */
export function decodeLoop(text: string): Loop | TokenProblem {
  if (text.length > MAX_TOKEN) return { problem: `it has ${text.length} characters, at most ${MAX_TOKEN} are read` };
  let json: unknown;
  try {
    json = JSON.parse(unpack(text, MAX_JSON) ?? "");
  } catch {
    return { problem: "it is not JSON" };
  }
  const read = v.safeParse(TOKEN, json);
  if (!read.success) {
    const place = v.getDotPath(read.issues[0])?.replace(/[^\w.]/gu, "?") ?? "";
    return {
      problem:
        place === ""
          ? "it has not the form of a loop token"
          : `its field ${place} is out of range or of the wrong type`,
    };
  }
  const token = read.output;
  if (token.ledger.some((row) => row.n >= token.n)) return { problem: "its ledger is ahead of its cycle" };
  if (token.from > token.n) return { problem: "it begins to count after its cycle" };
  return {
    id: { loop: token.loop, n: token.n, redo: token.redo },
    from: token.from,
    isMended: token.mended === true,
    same: token.same,
    rootEvent: token.event,
    ref: token.ref === null ? null : untrusted(token.ref),
    expectedCommit: token.sha,
    pullRequest: token.pr,
    parentRun: token.parent,
    startedAt: token.started,
    spentMs: token.spent,
    notBefore: token.after,
    waitMs: Math.min(token.wait, LONGEST_WAIT_MS),
    planDigest: token.plan,
    signature: token.last,
    ledger: token.ledger.map((row) => ({
      n: row.n,
      run: row.run,
      commit: row.sha,
      verdict: row.verdict,
      passed: row.passed,
      failed: row.failed,
      total: row.total,
      notRun: row.notRun,
      probesPassed: row.probes[0],
      probesTotal: row.probes[1],
      seconds: row.s,
      top: row.top === null ? null : untrusted(row.top),
      prints: row.prints ?? [],
      why: row.why ?? null,
    })),
    failing: token.failing.map(([key, error]) => ({ key, error })),
    errors: token.errors.map((each) => ({
      fingerprint: each.id,
      class: each.class,
      stage: each.stage,
      count: each.count,
      since: each.since,
      title: untrusted(each.title),
      ...(each.said === true ? { answered: true as const } : {}),
    })),
    tests: token.tests === null ? null : token.tests.map(([key, name]) => ({ key, name: untrusted(name) })),
    best:
      token.best === undefined
        ? null
        : { n: token.best[0], passed: apart(token.best[1]), broken: apart(token.best[2]) },
    components: (token.components ?? []).map(([name, first]) => ({ name: untrusted(name), first })),
    explained: (token.explained ?? []).map((each) => ({
      fingerprint: each.id,
      title: untrusted(each.title),
      by: untrusted(each.by),
      answer: untrusted(each.answer),
      cycle: each.cycle,
    })),
    seen: (token.seen ?? []).map(([print, name, cycles]) => ({
      fingerprint: print,
      title: untrusted(name),
      cycles: cycles.map(([n, checks]) => ({ n, count: checks })),
    })),
  };
}
