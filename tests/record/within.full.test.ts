// A record longer than any text of V8 can be.
import { expect, it } from "vitest";
import { encodeWithin } from "../../src/record/within.ts";
import type { CycleRecord } from "../../src/record/record.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { COMMIT, cycle, loop, test } from "../fakes/checks.ts";
import { trigger } from "../fakes/trigger.ts";

it("is written without its details", () => {
  const failure = { message: untrusted("m"), detail: untrusted("w".repeat(30_000_000)), type: null, facts: {} };
  const checks = Array.from({ length: 20 }, (_, nth) => ({ ...test(`t${nth}`, "failed", "m"), failure }));
  const record: CycleRecord = {
    cycle: cycle(checks),
    decision: { kind: "stop", because: "reached" },
    loop: loop(),
    trigger: trigger(),
    maxCycles: 5,
    planDigest: "00000000000000aa",
    head: COMMIT,
    commits: [],
    pushed: [],
    pullRequest: null,
    inputs: {},
  };
  const { text, isWhole } = encodeWithin(record);
  expect([isWhole, text.length < 100_000]).toEqual([false, true]);
});
