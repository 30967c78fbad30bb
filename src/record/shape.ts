// The form of a record's parts, checked field by field when one is read.
import * as v from "valibot";
import { STAGES } from "../model/check.ts";
import { isUntrusted, type Untrusted } from "../text/untrusted.ts";

const foreign = v.custom<Untrusted>(isUntrusted);
const foreignOrNull = v.nullable(foreign);
const number = v.pipe(v.number(), v.finite());
const numberOrNull = v.nullable(number);
const key = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/u));
const sha = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/u));
const word = v.pipe(v.string(), v.regex(/^[\w .,:;()'"/-]{1,300}$/u));

const COMMAND = v.strictObject({
  exitCode: numberOrNull,
  signal: v.nullable(word),
  timedOut: v.boolean(),
  spawnError: v.nullable(word),
  startedAt: number,
  durationMs: number,
  output: foreign,
});

const FACTS = v.strictObject({
  stage: v.exactOptional(v.picklist(STAGES)),
  target: v.exactOptional(foreign),
  httpStatus: v.exactOptional(number),
  upgradeStatus: v.exactOptional(number),
  closeCode: v.exactOptional(number),
  closeReason: v.exactOptional(foreign),
  errno: v.exactOptional(word),
  timedOut: v.exactOptional(v.picklist(["connect", "handshake", "answer", "events"])),
  expectedEvents: v.exactOptional(v.array(foreign)),
  missingEvents: v.exactOptional(v.array(foreign)),
  seenEvents: v.exactOptional(v.array(v.strictObject({ name: foreign, count: number, firstMs: number }))),
  at: v.exactOptional(foreign),
  expected: v.exactOptional(foreign),
  seen: v.exactOptional(foreign),
  limit: v.exactOptional(v.boolean()),
  exitCode: v.exactOptional(number),
});

const CHECK = v.strictObject({
  key,
  kind: v.picklist(["probe", "test"]),
  name: foreign,
  group: foreignOrNull,
  suite: v.nullable(key),
  outcome: v.picklist(["passed", "failed", "errored", "skipped", "blocked", "not-run"]),
  durationMs: numberOrNull,
  failure: v.nullable(v.strictObject({ message: foreign, detail: foreignOrNull, type: foreignOrNull, facts: FACTS })),
  blockedBy: v.array(key),
  preflight: v.boolean(),
});

const SUITE = v.strictObject({
  key,
  name: foreign,
  command: COMMAND,
  reports: v.array(
    v.strictObject({
      path: foreign,
      state: v.picklist(["read", "partial", "refused", "unsupported", "ignored", "empty", "stale", "missing"]),
      reason: v.nullable(word),
      tests: number,
    }),
  ),
  tests: number,
  minTests: number,
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
  deployments: v.array(v.strictObject({ name: foreign, command: v.nullable(COMMAND) })),
  readiness: v.array(
    v.strictObject({
      name: foreign,
      state: v.picklist(["ready", "not-ready", "not-awaited"]),
      tries: number,
      elapsedMs: number,
      served: foreignOrNull,
      revisionMatches: v.nullable(v.boolean()),
      lastSeen: v.nullable(LAST_SEEN),
      at: number,
    }),
  ),
  servedAfter: v.array(foreignOrNull),
  checks: v.array(CHECK),
  suites: v.array(SUITE),
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
