// The form of a record's parts, checked field by field when one is read.
import * as v from "valibot";
import { OWNERS } from "../model/analysis.ts";
import { REPORT_FORMATS, STAGES } from "../model/check.ts";
import { MOST_WHYS } from "../model/declared.ts";
import { CHECK } from "./check-shape.ts";
import { classId, foreign, foreignOrNull, key, number, numberOrNull, sha, word } from "./leaves.ts";

const COMMAND = v.strictObject({
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

const SUITE = v.strictObject({
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
});

export const DECISION = v.variant("kind", [
  v.strictObject({
    kind: v.literal("stop"),
    because: v.picklist([
      "superseded",
      "reached",
      "exhausted",
      "budget",
      "needs-person",
      "broken",
      "cancelled",
      "regression",
      "no-dispatch",
    ]),
  }),
  v.strictObject({
    kind: v.literal("repeat"),
    waitMs: number,
    because: v.picklist(["not-tested", "unproven", "new-commit", "may-pass", "nothing-changed"]),
  }),
]);

export const TRIGGER = v.strictObject({
  event: v.string(),
  repository: v.pipe(v.string(), v.regex(/^[\w.-]+\/[\w.-]+$/u)),
  runId: number,
  attempt: number,
  commit: sha,
  ref: foreignOrNull,
  pullRequest: numberOrNull,
  foreign: v.boolean(),
  workflow: foreignOrNull,
  serverUrl: v.pipe(v.string(), v.url()),
  localApi: v.boolean(),
});
