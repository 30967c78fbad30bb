// The loop's token: what one cycle hands to the next through the dispatch input `loop`. JSON, versioned, readable
// by everyone who can read the repository, writable by everyone who may dispatch. Holds numbers, hashes and short
// cleaned titles; never failure text, addresses or secrets.
import * as v from "valibot";
import { STAGES } from "../model/check.ts";
import { CEILING, LONGEST_WAIT_MS } from "../model/limits.ts";
import { MAX_FAILING, type Loop } from "../model/loop.ts";
import { reveal, untrusted } from "../text/untrusted.ts";

/** GitHub refuses more than 65,535 characters over all inputs of a dispatch. */
export const MAX_TOKEN = 60_000;
const MAX_ERRORS = 20;
export const MAX_TITLE = 60;

const whole = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(max));
const id = whole(Number.MAX_SAFE_INTEGER);
// Years 2020 to 2100: a token from outside these was not written by us.
const moment = v.pipe(v.number(), v.integer(), v.minValue(1_577_836_800_000), v.maxValue(4_102_444_800_000));
const sha = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/u));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/u));
const title = v.pipe(v.string(), v.maxLength(4 * MAX_TITLE));
const count = whole(1_000_000);

const TOKEN = v.strictObject({
  v: v.literal(1),
  loop: v.pipe(id, v.minValue(1)),
  n: v.pipe(whole(CEILING), v.minValue(1)),
  redo: whole(3),
  event: v.pipe(v.string(), v.regex(/^[a-z_]{1,40}$/u)),
  ref: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(255))),
  sha: v.nullable(sha),
  pr: v.nullable(id),
  parent: v.nullable(id),
  started: moment,
  spent: whole(10_000_000_000),
  after: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4_102_444_800_000)),
  wait: whole(2 * LONGEST_WAIT_MS),
  plan: v.nullable(hash),
  last: v.nullable(hash),
  ledger: v.pipe(
    v.array(
      v.strictObject({
        n: v.pipe(whole(CEILING), v.minValue(1)),
        run: id,
        sha,
        verdict: v.picklist(["met", "not-met", "not-tested", "unproven"]),
        passed: count,
        failed: count,
        total: count,
        notRun: count,
        probes: v.tuple([count, count]),
        s: whole(10_000_000),
        top: v.nullable(title),
      }),
    ),
    v.maxLength(CEILING),
  ),
  failing: v.pipe(v.array(v.tuple([hash, whole(MAX_ERRORS)])), v.maxLength(MAX_FAILING)),
  errors: v.pipe(
    v.array(
      v.strictObject({
        id: v.pipe(v.string(), v.regex(/^v1:[0-9a-f]{16}$/u)),
        class: v.pipe(v.string(), v.regex(/^[a-z.-]{1,40}$/u)),
        stage: v.picklist(STAGES),
        count,
        since: v.pipe(whole(CEILING), v.minValue(1)),
        title,
      }),
    ),
    v.maxLength(MAX_ERRORS),
  ),
});

export type TokenProblem = { readonly problem: string };

/** Writes the token. What does not fit is left out from the least important: failing checks beyond 1,500, errors beyond 20. */
export function encodeLoop(loop: Loop): string {
  const errors = loop.errors.slice(0, MAX_ERRORS);
  const token: v.InferInput<typeof TOKEN> = {
    v: 1,
    loop: loop.id.loop,
    n: loop.id.n,
    redo: loop.id.redo,
    event: loop.rootEvent,
    ref: loop.ref === null ? null : reveal(loop.ref),
    sha: loop.expectedCommit,
    pr: loop.pullRequest,
    parent: loop.parentRun,
    started: loop.startedAt,
    spent: Math.round(loop.spentMs),
    after: Math.round(loop.notBefore),
    wait: Math.round(loop.waitMs),
    plan: loop.planDigest,
    last: loop.signature,
    ledger: loop.ledger.map((row) => ({
      n: row.n,
      run: row.run,
      sha: row.commit,
      verdict: row.verdict,
      passed: row.passed,
      failed: row.failed,
      total: row.total,
      notRun: row.notRun,
      probes: [row.probesPassed, row.probesTotal],
      s: Math.round(row.seconds),
      top: row.top === null ? null : reveal(row.top),
    })),
    failing: loop.failing
      .slice(0, MAX_FAILING)
      .map((each): [string, number] => [each.key, Math.min(each.error, MAX_ERRORS)]),
    errors: errors.map((each) => ({
      id: each.fingerprint,
      class: each.class,
      stage: each.stage,
      count: each.count,
      since: each.since,
      title: reveal(each.title),
    })),
  };
  return JSON.stringify(token);
}

/** Reads a token from outside. Everything is checked for type and range; a problem says what is wrong, in our words. */
export function decodeLoop(text: string): Loop | TokenProblem {
  if (text.length > MAX_TOKEN) return { problem: `it has ${text.length} characters, at most ${MAX_TOKEN} are read` };
  let json: unknown;
  try {
    json = JSON.parse(text);
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
  return {
    id: { loop: token.loop, n: token.n, redo: token.redo },
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
    })),
    failing: token.failing.map(([key, error]) => ({ key, error })),
    errors: token.errors.map((each) => ({
      fingerprint: each.id,
      class: each.class,
      stage: each.stage,
      count: each.count,
      since: each.since,
      title: untrusted(each.title),
    })),
  };
}
