// Ten thousand random histories of a repository, in which nothing may happen that must never happen; and proof that in
// them everything happens that can.
import { expect, it } from "vitest";
import { tellHistories } from "./histories/history.ts";

const HISTORIES = 10_000;

it(`${HISTORIES} random histories break no rule of the loop`, async () => {
  const { broken, seen } = await tellHistories(1, HISTORIES);
  expect(broken).toEqual([]);
  expect(HAPPENS.filter((what) => !seen.has(what))).toEqual([]);
});

/** Without these the rules would hold because nothing puts them to the test. */
const HAPPENS = [
  "a full day",
  "a last commit has its answer",
  "a person did a cycle again",
  "a runner was lost",
  "began: continued",
  "began: continued, lost",
  "began: resumed",
  "began: token-unreadable",
  "cancelled",
  "decided: park nothing-changed",
  "decided: park on-commit",
  "decided: repeat fix",
  "decided: repeat new-commit",
  "decided: stop branch-gone",
  "decided: stop budget",
  "decided: stop cancelled",
  "decided: stop exhausted",
  "decided: stop needs-person",
  "decided: stop reached",
  "decided: stop runaway",
  "decided: stop stalled",
  "decided: stop superseded",
  "deployed in the dark",
  "dispatched again",
  "main crashed",
  "page replaced",
  "refused by a UserError",
  "stale",
  "superseded: branch-gone",
  "superseded: duplicate",
  "superseded: later-cycle",
  "superseded: newer-commit",
  "superseded: old-commit",
];
