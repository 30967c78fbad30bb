// Classes of the team's own: what they say counts before what we know, and never before an alarm.
import { describe, expect, it } from "vitest";
import { analyse } from "../../src/judge/analyse.ts";
import { classify } from "../../src/judge/classify/classify.ts";
import type { CheckResult, Facts } from "../../src/model/check.ts";
import type { OwnClass } from "../../src/model/declared.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { cycle, loop, probe, test } from "../fakes/checks.ts";

const QUOTA: OwnClass = {
  id: "app.quota",
  title: untrusted("Our quota service refuses"),
  transient: "no",
  next: untrusted("raise the staging quota"),
  owner: "platform",
  stage: "auth",
  tooSlow: false,
};
const CLASSES: readonly OwnClass[] = [{ ...QUOTA, id: "app.first" }, QUOTA];

function owned(check: CheckResult, at = 1): CheckResult {
  const failure = check.failure && { ...check.failure, own: { class: at, span: untrusted("QuotaExceeded: acme") } };
  return { ...check, failure };
}

const SAID = "HTTP 429 QuotaExceeded: acme used 12 of 10 in 31.4 s";

it("give an error everything that is said of it", () => {
  expect(classify(owned(test("t", "failed", SAID)), CLASSES)).toMatchObject({
    classification: {
      class: "app.quota",
      confidence: "certain",
      transient: "no",
      rule: "own/app.quota",
      span: untrusted("QuotaExceeded: acme"),
      stage: "auth",
    },
    title: QUOTA.title,
    next: QUOTA.next,
    owner: "platform",
    alarm: null,
    headline: [untrusted(SAID)],
  });
});

it("are asked before what a probe measured", () => {
  const facts: Facts = { stage: "server", httpStatus: 503, target: untrusted("GET /api/me") };
  const found = classify(owned(probe("p", "failed", SAID, facts)), CLASSES);
  expect(found.classification).toMatchObject({ class: "app.quota", stage: "auth" });
});

describe("an alarm comes first", () => {
  it.each<readonly [string, Facts, string]>([
    ["a caller who was let in", { stage: "auth", letIn: "expired" }, "let-in"],
    ["a user who saw another one's data", { stage: "value", foreignUser: untrusted("ann") }, "leak"],
    [
      "one who had to be refused",
      { stage: "auth", expected: untrusted("refusal with 401"), seen: untrusted("accepted") },
      "let-in",
    ],
  ])("%s", (_, facts, alarm) => {
    const found = classify(owned(probe("p", "failed", SAID, facts)), CLASSES);
    expect([found.alarm, found.classification.rule.startsWith("own/")]).toEqual([alarm, false]);
  });
});

describe("the error", () => {
  const print = (said: string, at = 1): string => classify(owned(test("t", "failed", said), at), CLASSES).fingerprint;

  it("is the same where only what changes from run to run differs", () => {
    expect(print("gave up after 31.4 s")).toBe(print("gave up after 2.9 s"));
  });

  it("is another one with other words", () => {
    expect(print("tenant is locked")).not.toBe(print(SAID));
  });

  it("stays the same when it gets a class, or another one, so that it is not taken for new and the old one for gone", () => {
    const unknown = "the flux capacitor is out of alignment";
    expect(new Set([print(unknown), print(unknown, 0), classify(test("t", "failed", unknown)).fingerprint]).size).toBe(
      1,
    );
  });
});

it("says in our words that nothing is said of what to do next", () => {
  const { next } = classify(owned(test("t", "failed", SAID)), [QUOTA, { ...QUOTA, next: null }]);
  expect(next).toBe("The configuration gives no next step for this kind of error.");
});

it("is not heard where the cycle does not have the class", () => {
  const without = classify(test("t", "failed", SAID));
  expect(classify(owned(test("t", "failed", SAID)), [])).toEqual(without);
  expect(classify(owned(test("t", "failed", SAID), 7), CLASSES)).toEqual(without);
});

it("tells two tests apart that say the same and of which only one was looked at in time", () => {
  const checks = [owned(test("a", "failed", SAID)), test("b", "failed", SAID)];
  const { patterns } = analyse(cycle(checks, { classes: CLASSES }), loop());
  expect(patterns.map((pattern) => pattern.class)).toContain("app.quota");
  expect(patterns).toHaveLength(2);
});

it("is told with its own title, owner and first why", () => {
  const [pattern] = analyse(cycle([owned(test("t", "failed", SAID))], { classes: CLASSES }), loop()).patterns;
  expect(pattern).toMatchObject({
    class: "app.quota",
    rule: "own/app.quota",
    title: QUOTA.title,
    advice: QUOTA.next,
    owner: "platform",
    stage: "auth",
    transient: "no",
    transientBy: "class",
    why: { question: ["Why does this fail: ", untrusted(SAID), "?"] },
  });
});

it("that says that the service was not passed drags along what is only empty over the same socket", () => {
  const closed = owned(test("talks", "failed", "WebSocket closed: QuotaExceeded: acme"));
  const [cause, follows] = analyse(
    cycle([closed, test("reads", "failed", "0/5 critical events found")], { classes: CLASSES }),
    loop(),
  ).patterns;
  expect([cause?.class, follows?.because?.fingerprint]).toEqual(["app.quota", cause?.fingerprint]);
});

it("that says how far it got is believed, whatever a probe measured", () => {
  const facts: Facts = { stage: "connect", errno: "ECONNREFUSED", target: untrusted("WebSocket /ws") };
  const late = { ...QUOTA, stage: "value" } as const;
  const checks = (own: OwnClass) =>
    analyse(
      cycle([owned(probe("p", "errored", SAID, facts), 0), test("t", "failed", "no close frame received or sent")], {
        classes: [own],
      }),
      loop(),
    ).patterns.map(({ because }) => because?.basis ?? null);
  expect(checks(QUOTA)).toEqual([null, "probe"]);
  expect(checks(late)).toEqual([null, null]);
});

it("does not make two tries of one test different", () => {
  const failed = owned(test("t", "failed", SAID));
  const again = { ...failed, test: failed.test && { ...failed.test, earlier: [{ ...bare(failed), facts: {} }] } };
  const [pattern] = analyse(cycle([again], { classes: [QUOTA, { ...QUOTA, transient: "either" }] }), loop()).patterns;
  expect(pattern).toMatchObject({ occurrences: 2, transient: "no", transientBy: "returned" });
});

function bare({ failure }: CheckResult) {
  return { message: failure?.message ?? untrusted(""), detail: null, type: null };
}
