// What the loop remembers of an error: since when, between which commits, whether it came back, and what was said of it.
import { describe, expect, it } from "vitest";
import { analyse } from "../../../src/judge/analyse.ts";
import type { Pattern } from "../../../src/model/analysis.ts";
import type { CheckResult } from "../../../src/model/check.ts";
import type { Answered } from "../../../src/model/declared.ts";
import type { Cycle } from "../../../src/model/cycle.ts";
import { MAX_EXPLAINED, type Explained, type Loop } from "../../../src/model/loop.ts";
import { NO_COMMIT } from "../../../src/model/trigger.ts";
import { reveal, untrusted } from "../../../src/text/untrusted.ts";
import { loop, test } from "../../fakes/checks.ts";
import { after, COMMITS, cycleAt } from "./errors.ts";

const CLOSED = "received 1011 (internal error) Internal error";
const WRONG = "AssertionError: assert 3 == 4";
const failing = (name: string, words = CLOSED): CheckResult => test(name, "failed", words);
const fine = test("fine", "passed");

function first(facts: Cycle, before: Loop): Pattern {
  const [pattern] = analyse(facts, before).patterns;
  if (pattern === undefined) throw new Error("there has to be an error");
  return pattern;
}

/** The loop after these cycles, one commit and its checks for each. */
function history(
  ...cycles: readonly (readonly [keyof typeof COMMITS, readonly CheckResult[], Partial<Cycle>?])[]
): Loop {
  return cycles.reduce(
    (before, [commit, checks, over], at) => after(cycleAt(at + 1, commit, checks, over), before),
    loop(),
  );
}

describe("since", () => {
  it("knows no commits in the first cycle", () => {
    expect(first(cycleAt(1, "a", [failing("t")]), loop()).since).toEqual({ cycle: 1, isNew: true, commits: null });
  });

  it("names the tested commit before it and its own", () => {
    expect(first(cycleAt(2, "b", [failing("t")]), history(["a", [fine]])).since).toEqual({
      cycle: 2,
      isNew: true,
      commits: { good: COMMITS.a, bad: COMMITS.b },
    });
  });

  it("keeps them in the cycles that follow", () => {
    const before = history(["a", [fine]], ["b", [failing("t")]]);
    expect(first(cycleAt(3, "c", [failing("t")]), before).since).toEqual({
      cycle: 2,
      isNew: false,
      commits: { good: COMMITS.a, bad: COMMITS.b },
    });
  });

  it("knows none where nothing was changed, or where no commit is known", () => {
    expect(first(cycleAt(2, "a", [failing("t")]), history(["a", [fine]])).since.commits).toBeNull();
    const nowhere = { ...cycleAt(2, "b", [failing("t")]), commit: NO_COMMIT, servedAfter: [] };
    expect(first(nowhere, history(["a", [fine]])).since.commits).toBeNull();
  });

  it("leaves out cycles that were not tested", () => {
    const before = history(["a", [fine]], ["b", [], { cancelled: true }]);
    expect(first(cycleAt(3, "c", [failing("t")]), before).since).toMatchObject({
      cycle: 3,
      commits: { good: COMMITS.a, bad: COMMITS.c },
    });
    const stopped = cycleAt(2, "b", [failing("t")], { cancelled: true });
    expect(first(stopped, history(["a", [fine]])).since.commits).toBeNull();
  });

  it("begins anew where a tested cycle lacked it", () => {
    const before = history(["a", [failing("t")]], ["b", [test("t", "passed")]]);
    expect(first(cycleAt(3, "c", [failing("t")]), before).since).toEqual({
      cycle: 3,
      isNew: true,
      commits: { good: COMMITS.b, bad: COMMITS.c },
    });
  });

  it("goes by the tested one of two rows of a cycle that was started over", () => {
    const before = history(["a", [fine]], ["b", [failing("t")]]);
    const [one, two] = before.ledger;
    if (one === undefined || two === undefined) throw new Error("there have to be two rows");
    const lost = { ...two, commit: COMMITS.c, verdict: "not-tested" } as const;
    const { commits } = first(cycleAt(3, "c", [failing("t")]), { ...before, ledger: [one, lost, two] }).since;
    expect(commits).toEqual({ good: COMMITS.a, bad: COMMITS.b });
  });

  it("claims nothing where the loop could not remember all errors", () => {
    const many = Array.from({ length: 30 }, (_, at) => failing(`t${at}`, `assert '${"x".repeat(at + 1)}' == 'y'`));
    const before = history(["a", many]);
    expect(first(cycleAt(2, "b", [failing("t")]), before).since.commits).toBeNull();
  });
});

describe("what came back unchanged", () => {
  it("at the same commit does not pass by itself", () => {
    const again = first(cycleAt(2, "a", [failing("t")]), history(["a", [failing("t")]]));
    expect(again).toMatchObject({ transient: "no", transientBy: "returned" });
  });

  it.each<readonly [string, Cycle, Loop]>([
    ["at another commit", cycleAt(2, "b", [failing("t")]), history(["a", [failing("t")]])],
    ["for the first time", cycleAt(2, "a", [failing("t")]), history(["a", [failing("t", WRONG)]])],
    [
      "although it was only not run between",
      cycleAt(3, "b", [failing("t")]),
      history(["a", [failing("t")]], ["b", [test("t", "skipped"), failing("u", WRONG)]]),
    ],
  ])("may pass %s", (_, now, before) => {
    expect(first(now, before)).toMatchObject({ transient: "either", transientBy: "class" });
  });
});

const fingerprint = first(cycleAt(1, "a", [failing("t")]), loop()).fingerprint;
const answer = (print = fingerprint): Answered => ({
  fingerprint: print,
  by: untrusted("@ann"),
  answers: [untrusted("the worker dies"), untrusted("its queue is full")],
});

describe("the first why", () => {
  it.each([
    ["received 1011 (internal error) Factory failed", "Why does the WebSocket close with 1011 Factory failed?"],
    ["server rejected WebSocket connection: HTTP 403", "Why is the WebSocket handshake answered 403?"],
    ["AssertionError: GET /api/me: expected 200, got 404", "Why does GET /api/me answer 404?"],
    [
      "Authentication failed: user_context must be a UserExecutionContext instance",
      "Why does the service fail with user_context must be a UserExecutionContext instance?",
    ],
    ["something nobody has ever seen", "Why does this fail: something nobody has ever seen?"],
  ])("asks of %j what happened", (words, question) => {
    const { why } = first(cycleAt(1, "a", [failing("t", words)]), loop());
    expect(why.question.map((part) => (typeof part === "string" ? part : reveal(part))).join("")).toBe(question);
    // The words of a server or a test never become ours.
    expect(why.question.filter((part) => typeof part !== "string").length).toBeGreaterThan(0);
  });

  it("has the answer that stands to its error, and no other", () => {
    const asked = (answers: readonly Answered[]) => first(cycleAt(1, "a", [failing("t")], { answers }), loop()).why;
    expect(asked([answer()])).toMatchObject({ answered: answer(), state: "open" });
    expect(asked([answer("v1:00000000000000aa")]).answered).toBeNull();
  });

  /** Somebody had answered before the last cycle was told. */
  function heard(before: Loop): Loop {
    return { ...before, errors: before.errors.map((each) => ({ ...each, answered: true as const })) };
  }

  it.each<readonly [string, string, Cycle, Loop]>([
    [
      "refuted",
      "something was changed and the error is still there",
      cycleAt(2, "b", [failing("t")]),
      heard(history(["a", [failing("t")]])),
    ],
    ["open", "nothing was changed", cycleAt(2, "a", [failing("t")]), heard(history(["a", [failing("t")]]))],
    ["open", "the error is new", cycleAt(2, "b", [failing("t")]), heard(history(["a", [fine]]))],
    [
      "open",
      "the cycle was not tested",
      cycleAt(2, "b", [failing("t")], { cancelled: true }),
      heard(history(["a", [failing("t")]])),
    ],
    ["open", "the answer has only come now", cycleAt(2, "b", [failing("t")]), history(["a", [failing("t")]])],
  ])("is %s when %s", (state, _, now, before) => {
    expect(first({ ...now, answers: [answer()] }, before).why.state).toBe(state);
  });

  it("is not refuted before anybody answered", () => {
    expect(first(cycleAt(2, "b", [failing("t")]), history(["a", [failing("t")]])).why).toMatchObject({
      answered: null,
      state: "open",
    });
  });
});

describe("an error that was explained", () => {
  const before = history(["a", [failing("t"), fine]]);
  const explained = (now: Cycle, loopBefore = before): readonly Explained[] => analyse(now, loopBefore).explained;
  const answered = { answers: [answer()] };

  it("is remembered with its last answer when it is gone", () => {
    expect(explained(cycleAt(2, "b", [test("t", "passed")], answered))).toEqual([
      {
        fingerprint,
        title: untrusted("an error"),
        by: untrusted("@ann"),
        answer: untrusted("its queue is full"),
        cycle: 2,
      },
    ]);
    expect(explained(cycleAt(2, "b", [failing("t", WRONG)], answered))).toHaveLength(1);
  });

  it.each<readonly [string, Cycle]>([
    ["it is still there", cycleAt(2, "b", [failing("t")], answered)],
    ["nobody answered", cycleAt(2, "b", [test("t", "passed")])],
    ["its test was skipped", cycleAt(2, "b", [test("t", "skipped"), fine], answered)],
    ["its test is not there any more", cycleAt(2, "b", [fine], answered)],
    [
      "its test does not decide any more",
      cycleAt(2, "b", [{ ...failing("t"), severity: "warn" }, failing("u", WRONG)], answered),
    ],
    ["the cycle was not tested", cycleAt(2, "b", [test("t", "passed")], { ...answered, cancelled: true })],
  ])("is not when %s", (_, now) => {
    expect(explained(now)).toEqual([]);
  });

  it("is carried, until it comes back", () => {
    const second = after(cycleAt(2, "b", [test("t", "passed")], answered), before);
    expect(second.explained.map(({ cycle }) => cycle)).toEqual([2]);
    expect(explained(cycleAt(3, "b", [fine]), second)).toHaveLength(1);
    expect(explained(cycleAt(3, "b", [failing("t")]), second)).toEqual([]);
    const stopped = cycleAt(3, "b", [failing("t")], { cancelled: true });
    expect(explained(stopped, second)).toHaveLength(1);
    expect(after(stopped, second).explained).toHaveLength(1);
  });

  it("makes room for the last ones, and none for long texts", () => {
    const old = Array.from({ length: MAX_EXPLAINED }, (_, at) => ({
      fingerprint: `v1:00000000000000${String(at).padStart(2, "0")}`,
      title: untrusted("old"),
      by: untrusted("@bob"),
      answer: untrusted("x"),
      cycle: 1,
    }));
    const long = { ...answer(), by: untrusted("b".repeat(200)), answers: [untrusted("a".repeat(500))] };
    const found = explained(cycleAt(2, "b", [test("t", "passed")], { answers: [long] }), { ...before, explained: old });
    expect(found).toHaveLength(MAX_EXPLAINED);
    expect(found[0]?.fingerprint).toBe(old[1]?.fingerprint);
    const last = found.at(-1);
    expect([last?.by, last?.answer].map((text) => (text === undefined ? 0 : reveal(text).length))).toEqual([60, 120]);
  });
});
