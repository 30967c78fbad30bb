// The form of a check's result in a record: its outcome, its evidence and what was measured.
import * as v from "valibot";
import { CONTACTS, SOCKET_PHASES, STAGES } from "../model/check.ts";
import { AGGREGATES, BAD_TOKENS } from "../model/plan.ts";
import { foreign, foreignOrNull, key, number, numberOrNull, word } from "./leaves.ts";

const TIMINGS = v.strictObject({
  dnsMs: numberOrNull,
  tcpMs: numberOrNull,
  tlsMs: numberOrNull,
  firstByteMs: numberOrNull,
  totalMs: number,
});

const SEEN_EVENTS = v.array(v.strictObject({ name: foreign, count: number, firstMs: number, lastMs: number }));

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
  seenEvents: v.exactOptional(SEEN_EVENTS),
  phase: v.exactOptional(v.picklist(SOCKET_PHASES)),
  event: v.exactOptional(number),
  events: v.exactOptional(number),
  step: v.exactOptional(number),
  user: v.exactOptional(foreign),
  foreignUser: v.exactOptional(foreign),
  letIn: v.exactOptional(v.picklist([...BAD_TOKENS, "anonymous"])),
  token: v.exactOptional(
    v.strictObject({ algorithm: word, audience: foreignOrNull, livesMs: number, clockSkewMs: numberOrNull }),
  ),
  timings: v.exactOptional(TIMINGS),
  certificateExpiresAt: v.exactOptional(number),
  at: v.exactOptional(foreign),
  expected: v.exactOptional(foreign),
  seen: v.exactOptional(foreign),
  limit: v.exactOptional(v.boolean()),
  noData: v.exactOptional(v.boolean()),
  exitCode: v.exactOptional(number),
});

const FAILURE = v.strictObject({
  message: foreign,
  detail: foreignOrNull,
  type: foreignOrNull,
  facts: FACTS,
  own: v.exactOptional(v.strictObject({ class: number, span: foreign })),
});

const OUTCOME = v.picklist(["passed", "failed", "errored", "skipped", "blocked", "not-run"]);

/** A service can tell a number that JSON has no word for (1e999); one of those must not cost the whole record. */
const NUMBERS = v.pipe(
  v.array(v.nullable(number)),
  v.transform((numbers) => numbers.filter((each) => each !== null)),
);

const MEASURED = v.strictObject({
  timings: v.nullable(TIMINGS),
  httpStatus: numberOrNull,
  bodyBytes: numberOrNull,
  tries: number,
  earlier: v.array(FAILURE),
  token: v.nullable(
    v.strictObject({
      kind: v.picklist(["jwt", "login", "bearer", "basic"]),
      minted: v.boolean(),
      accepted: v.nullable(v.boolean()),
      weakKey: v.exactOptional(v.boolean()),
    }),
  ),
  events: SEEN_EVENTS,
  users: v.array(
    v.strictObject({ user: foreign, outcome: OUTCOME, durationMs: numberOrNull, failure: v.nullable(FAILURE) }),
  ),
  samples: v.nullable(
    v.strictObject({
      wanted: number,
      done: number,
      failed: number,
      loopDelayMs: v.strictObject({ p99: number, max: number }),
    }),
  ),
  values: v.array(v.strictObject({ metric: word, values: NUMBERS })),
  bounds: v.exactOptional(
    v.array(
      v.strictObject({
        aggregate: v.picklist(AGGREGATES),
        limit: number,
        warn: numberOrNull,
        seen: numberOrNull,
        values: number,
        unit: v.picklist(["ms", "bytes", ""]),
      }),
    ),
  ),
});

export const CHECK = v.strictObject({
  key,
  kind: v.picklist(["probe", "test", "target"]),
  name: foreign,
  group: foreignOrNull,
  suite: v.nullable(key),
  outcome: OUTCOME,
  durationMs: numberOrNull,
  failure: v.nullable(FAILURE),
  blockedBy: v.array(key),
  preflight: v.boolean(),
  severity: v.picklist(["fail", "warn"]),
  measured: v.nullable(MEASURED),
  at: numberOrNull,
  priority: numberOrNull,
  quarantine: v.nullable(v.strictObject({ until: word, why: foreignOrNull })),
  test: v.nullable(
    v.strictObject({
      project: foreignOrNull,
      file: foreignOrNull,
      earlier: v.array(FAILURE),
      contact: v.nullable(v.picklist(CONTACTS)),
      reproduce: foreignOrNull,
      attachments: v.array(foreign),
    }),
  ),
  standsFor: v.exactOptional(number),
  components: v.exactOptional(v.array(number)),
  owners: v.exactOptional(v.array(foreign)),
});
