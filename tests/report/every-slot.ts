// Cycles in which one text stands wherever a service, a test or a configuration can put one.
import type { Facts } from "../../src/model/check.ts";
import type { Cycle } from "../../src/model/cycle.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { command, cycle, suiteRun, test } from "../fakes/checks.ts";
import { bound, event, failure, missed, proven, target } from "./measured.ts";
import { NEXT, type Scene } from "./telling.ts";

type Make = (text: string) => Scene;

/** What one probe failed with. One for each cycle, because what stands in the facts decides their order. */
const FAILURES: Readonly<Record<string, (text: string) => Facts>> = {
  "somebody who was let in": (text) => ({ letIn: "expired", httpStatus: 200, ...compared(text), token: tokenOf(text) }),
  "another user's data": (text) => ({
    stage: "value",
    ...compared(text),
    user: untrusted(text),
    foreignUser: untrusted(text),
  }),
  "a closed socket": (text) => ({ closeCode: 4_000, closeReason: untrusted(text), phase: "event" }),
  "a dropped socket": (text) => ({ closeCode: 1_006, errno: text, phase: "first-frame" }),
  "events that do not come": (text) => ({ timedOut: "events", phase: "event", ...awaited(text, 4) }),
  "a token that is not confirmed": (text) => ({ stage: "auth", timedOut: "events", ...awaited(text, 1) }),
  "an event that may not come": (text) => ({
    stage: "events",
    expected: untrusted(text),
    seen: untrusted(text),
  }),
  "a missed limit": (text) => ({ stage: "value", ...compared(text), limit: true }),
  "a missed schema": (text) => ({
    stage: "value",
    at: untrusted(text),
    expected: untrusted("what the schema says (type)"),
    seen: untrusted(text),
  }),
  "a refused token": (text) => ({ httpStatus: 401, stage: "auth", seen: untrusted(text), token: tokenOf(text) }),
  "a certificate that ends soon": (text) => ({
    stage: "value",
    at: untrusted("certificate"),
    expected: untrusted(text),
    seen: untrusted(text),
    limit: true,
    certificateExpiresAt: 1_780_000_000_000,
  }),
  "too little data": (text) => ({ noData: true, ...compared(text) }),
  "a value of its own": (text) => ({ stage: "value", ...compared(text) }),
};

export const everySlot: Readonly<Record<string, Make>> = {
  ...Object.fromEntries(
    Object.entries(FAILURES).map(([name, factsOf]): [string, Make] => [
      name,
      (text) => ({ cycle: failed(text, factsOf(text)), decision: NEXT }),
    ]),
  ),
  "what nobody should miss": (text) => ({ cycle: worthALook(text), decision: NEXT }),
  "a preflight that failed": (text) => ({ cycle: preflight(text), decision: NEXT }),
  "a set-up that failed": (text) => ({
    cycle: cycle([], { suites: [], setup: command({ exitCode: 1, output: untrusted(text) }) }),
    decision: NEXT,
  }),
  "a network that is down": (text) => ({ cycle: down(text), decision: NEXT }),
};

function compared(text: string): Facts {
  return { at: untrusted(text), expected: untrusted(text), seen: untrusted(text) };
}

function awaited(text: string, count: number): Facts {
  const names = [text, "b", "c", "d"].slice(0, count).map(untrusted);
  return { expectedEvents: names, missingEvents: names };
}

function tokenOf(text: string): NonNullable<Facts["token"]> {
  return { algorithm: text, audience: untrusted(text), livesMs: 1, clockSkewMs: -5_000 };
}

function failed(text: string, facts: Facts): Cycle {
  const foreign = untrusted(text);
  const events = [event(text, 1), event("b", 2, 3, 4)];
  const all: Facts = { target: foreign, step: 1, event: 1, events: 4, seenEvents: events, ...facts };
  return cycle([
    missed(text, text, all, {
      earlier: [failure(text, all), failure(text)],
      tries: 3,
      users: [{ user: foreign, outcome: "failed", durationMs: 1, failure: failure(text, all) }],
      events,
    }),
    { ...proven(`${text} blocked`), outcome: "blocked", blockedBy: [missed(text, text, all).key] },
  ]);
}

function worthALook(text: string): Cycle {
  const foreign = untrusted(text);
  const closed: Facts = { closeCode: 4_000, closeReason: foreign };
  return cycle(
    [
      { ...missed(text, text, closed), severity: "warn" },
      proven(`${text} flaky`, { tries: 2, earlier: [failure(text, closed)] }),
      target(text, [bound(92, { warn: 80 })]),
      { ...test(text, "failed", "received 1011 (internal error) crashed", text), group: foreign },
    ],
    {
      suites: [suiteRun(1, { name: foreign })],
      teardown: command({ exitCode: 1, output: foreign }),
      control: { target: foreign, reachable: true, message: foreign },
    },
  );
}

function preflight(text: string): Cycle {
  const facts: Facts = { stage: "value", target: untrusted(text), ...compared(text) };
  return cycle([{ ...missed(text, text, facts), preflight: true }], { suites: [] });
}

function down(text: string): Cycle {
  const facts: Facts = { stage: "connect", errno: "ENETUNREACH", target: untrusted(text) };
  return cycle([{ ...missed(text, text, facts), outcome: "errored" }], {
    suites: [],
    control: { target: untrusted(text), reachable: false, message: untrusted(text) },
  });
}
