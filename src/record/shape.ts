// The form of a record's parts, checked field by field when one is read.
import * as v from "valibot";
import { OWNERS, PARK_REASONS, REPEAT_REASONS, STOP_REASONS } from "../model/analysis.ts";
import { REPORT_FORMATS, STAGES } from "../model/check.ts";
import { CUT_BY, PHASES } from "../model/cycle.ts";
import { MOST_WHYS } from "../model/declared.ts";
import { CEILING, NEXT_CYCLE } from "../model/limits.ts";
import { MAX_FAILING } from "../model/loop.ts";
import { CHECK } from "./check-shape.ts";
import { TARGET } from "./target-shape.ts";
import { classId, foreign, foreignOrNull, key, number, numberOrNull, sha, word } from "./leaves.ts";

const date = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/u));

export const COMMAND = v.strictObject({
  exitCode: numberOrNull,
  signal: v.nullable(word),
  timedOut: v.boolean(),
  spawnError: v.nullable(word),
  startedAt: number,
  durationMs: number,
  output: foreign,
  log: foreignOrNull,
});

const COUNTS = v.strictObject({
  tests: number,
  passed: number,
  failed: number,
  errored: number,
  skipped: number,
  notRun: number,
});

const WATCH = v.variant("kind", [
  v.strictObject({
    kind: v.literal("watched"),
    required: v.boolean(),
    hosts: v.array(v.strictObject({ host: foreign, connections: number })),
  }),
  v.strictObject({ kind: v.literal("unwatchable"), required: v.boolean(), reason: word }),
]);

export const SUITE = v.strictObject({
  key,
  name: foreign,
  command: COMMAND,
  reports: v.array(
    v.strictObject({
      path: foreign,
      format: v.nullable(v.picklist(REPORT_FORMATS)),
      state: v.picklist(["read", "partial", "refused", "unsupported", "ignored", "empty", "stale", "missing"]),
      reason: v.nullable(word),
      counts: COUNTS,
      errors: number,
    }),
  ),
  tests: number,
  minTests: number,
  retry: v.nullable(COMMAND),
  planned: numberOrNull,
  beyond: COUNTS,
  runner: v.nullable(
    v.strictObject({
      runner: word,
      collected: numberOrNull,
      passed: numberOrNull,
      failed: numberOrNull,
      errors: numberOrNull,
      skipped: numberOrNull,
      stopped: foreignOrNull,
    }),
  ),
  contact: v.nullable(
    v.strictObject({
      basis: v.picklist(["floor", "spread", "millisecond", "no-timing"]),
      thresholdMs: numberOrNull,
      floorMs: numberOrNull,
      passes: number,
      shown: number,
      indicated: number,
      notShown: number,
      atZero: number,
      toOneMs: number,
      watch: v.nullable(WATCH),
    }),
  ),
  print: v.nullable(key),
});

const LAST_SEEN = v.variant("kind", [
  v.strictObject({ kind: v.literal("answer"), status: number, url: foreign, excerpt: foreign }),
  v.strictObject({ kind: v.literal("no-answer"), url: foreign, errno: word, message: foreign }),
]);

export const CYCLE = v.strictObject({
  version: v.literal(1),
  id: v.strictObject({ loop: number, n: number, redo: number }),
  runId: number,
  commit: sha,
  environment: foreign,
  startedAt: number,
  durationMs: number,
  cancelled: v.boolean(),
  cut: v.exactOptional(v.strictObject({ phase: v.picklist(PHASES), by: v.picklist(CUT_BY) })),
  deployments: v.array(
    v.strictObject({
      name: foreign,
      state: v.picklist(["deployed", "failed", "elsewhere", "not-run"]),
      command: v.nullable(COMMAND),
      url: foreignOrNull,
      problem: v.nullable(word),
      owner: foreignOrNull,
    }),
  ),
  readiness: v.array(
    v.strictObject({
      name: foreign,
      state: v.picklist(["ready", "not-ready", "not-awaited"]),
      tries: number,
      flaps: number,
      elapsedMs: number,
      served: foreignOrNull,
      revisionMatches: v.nullable(v.boolean()),
      lastSeen: v.nullable(LAST_SEEN),
      asked: v.nullable(v.picklist(["health", "revision"])),
      healthy: v.nullable(v.strictObject({ url: foreign, status: number })),
      at: number,
    }),
  ),
  servedAfter: v.array(foreignOrNull),
  setup: v.nullable(COMMAND),
  teardown: v.nullable(COMMAND),
  rollback: v.nullable(COMMAND),
  logs: foreignOrNull,
  quarantine: v.array(v.strictObject({ match: foreign, until: word, kind: v.picklist(["over", "matches-nothing"]) })),
  control: v.nullable(v.strictObject({ target: foreign, reachable: v.boolean(), message: foreign })),
  records: v.nullable(v.strictObject({ found: number, expected: number })),
  checks: v.array(CHECK),
  suites: v.array(SUITE),
  components: v.array(
    v.strictObject({
      name: foreign,
      sentence: foreignOrNull,
      value: v.nullable(v.strictObject({ amount: number, unit: foreign })),
      owner: foreignOrNull,
    }),
  ),
  criteria: v.array(
    v.strictObject({
      text: foreign,
      checks: v.nullable(v.array(key)),
      noError: v.nullable(v.array(classId)),
    }),
  ),
  classes: v.array(
    v.strictObject({
      id: classId,
      title: foreign,
      transient: v.picklist(["yes", "no", "either"]),
      next: foreignOrNull,
      owner: v.picklist(OWNERS),
      stage: v.picklist(STAGES),
      tooSlow: v.boolean(),
    }),
  ),
  answers: v.array(
    v.strictObject({
      fingerprint: v.pipe(v.string(), v.regex(/^v\d{1,3}:[0-9a-f]{16}$/u)),
      by: foreign,
      answers: v.pipe(v.array(foreign), v.minLength(1), v.maxLength(MOST_WHYS)),
    }),
  ),
  target: TARGET,
});

export const DECISION = v.variant("kind", [
  v.strictObject({ kind: v.literal("stop"), because: v.picklist(STOP_REASONS) }),
  v.strictObject({ kind: v.literal("repeat"), waitMs: number, because: v.picklist(REPEAT_REASONS) }),
  v.strictObject({ kind: v.literal("park"), because: v.picklist(PARK_REASONS) }),
]);

export const BEGINNING = v.variant("kind", [
  v.strictObject({ kind: v.picklist(["new", "dispatched", "resumed", "token-unreadable"]) }),
  v.strictObject({ kind: v.literal("continued"), after: number, lost: v.nullable(word) }),
  v.strictObject({ kind: v.literal("after-lost-night"), date, after: number, lost: v.nullable(word) }),
]);

export const TESTED_NIGHT = v.strictObject({
  date,
  ref: foreignOrNull,
  failing: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/u))), v.maxLength(MAX_FAILING)),
  fingerprints: v.array(v.pipe(v.string(), v.regex(/^v\d{1,3}:[0-9a-f]{16}$/u))),
});

export const LIMITS = v.strictObject({
  maxCycles: v.pipe(number, v.integer(), v.minValue(1), v.maxValue(CEILING)),
  budgetMs: number,
  waitMs: number,
  failOn: v.picklist(["final", "any"]),
  nextCycle: v.picklist(NEXT_CYCLE),
  stallLimit: number,
});

export const TRIGGER = v.strictObject({
  event: v.string(),
  repository: v.pipe(v.string(), v.regex(/^[\w.-]+\/[\w.-]+$/u)),
  runId: number,
  attempt: number,
  commit: sha,
  ref: foreignOrNull,
  pullRequest: numberOrNull,
  foreign: v.boolean(),
  byPerson: v.boolean(),
  workflow: foreignOrNull,
  serverUrl: v.pipe(v.string(), v.url()),
  localApi: v.boolean(),
});
