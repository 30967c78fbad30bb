// Classes of the team's own are found in what failed, in bounded time, and a pattern that takes too long loses itself alone.
import { describe, expect, it } from "vitest";
import { startCpu } from "../cpu.ts";
import { keyOfCommand } from "../../src/check/suite/keys.ts";
import type { CheckResult, Failure, Measured } from "../../src/model/check.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { createBounded } from "../../src/world/bounded.ts";
import { probe, test } from "../fakes/checks.ts";
import { fakeWorld } from "../fakes/world.ts";
import { BAIT, EVIL, expectBounded, foundIn, own, recognise } from "./own-patterns.ts";

const QUOTA = own("app.quota", "QuotaExceeded: (?<tenant>\\w+)");

describe("a class of the team's own", () => {
  it("is that of a failure in which its pattern is found, first of all in type and message", () => {
    const typed = test("c", "errored", "tenant acme");
    const checks = [
      test("a", "failed", "QuotaExceeded: acme has no more"),
      test("b", "failed", "assert 1 == 2", "E  QuotaExceeded: beta\nE  at x.py:3"),
      { ...typed, failure: typed.failure === null ? null : { ...typed.failure, type: untrusted("QuotaExceeded") } },
      test("d", "failed", "QuotaExceeded"),
      test("e", "failed", "QuotaExceeded: first", "QuotaExceeded: second"),
      probe("f", "failed", "the body says QuotaExceeded: gamma", { httpStatus: 500 }),
      test("g", "passed"),
      { ...test("h", "failed", "QuotaExceeded: delta"), outcome: "skipped" as const },
    ];
    const recognised = recognise(checks, [QUOTA]);
    expect(foundIn(recognised)).toEqual([
      [0, "QuotaExceeded: acme"],
      [0, "QuotaExceeded: beta"],
      [0, "QuotaExceeded: tenant"],
      null,
      [0, "QuotaExceeded: first"],
      [0, "QuotaExceeded: gamma"],
      null,
      null,
    ]);
    expect(recognised.classes).toEqual([
      {
        id: "app.quota",
        title: untrusted("Our own"),
        transient: "no",
        next: null,
        owner: "service",
        stage: "server",
        tooSlow: false,
      },
    ]);
    expect(recognised.checks[3]).toEqual(checks[3]);
    expect(Object.keys(recognised.checks[3]?.failure ?? {})).not.toContain("own");
  });

  it("is the first that is found, in the order of the file", () => {
    const checks = [test("a", "failed", "one two"), test("b", "failed", "two"), test("c", "failed", "three")];
    const classes = [own("a.one", "one"), own("a.two", "t"), own("a.three", "three")];
    expect(foundIn(recognise(checks, classes))).toEqual([
      [0, "one"],
      [1, "t"],
      [1, "t"],
    ]);
  });

  it("is found in the failure of each of several users, also in the one that decides", () => {
    const failure = (message: string, over: Partial<Failure> = {}): Failure => ({
      message: untrusted(message),
      detail: null,
      type: null,
      facts: {},
      ...over,
    });
    const failures = [
      failure("QuotaExceeded: one"),
      failure("else"),
      failure("QuotaExceeded: b", { facts: { foreignUser: untrusted("u") } }),
    ];
    const measured: Measured = {
      timings: null,
      httpStatus: null,
      bodyBytes: null,
      tries: 1,
      earlier: [],
      token: null,
      events: [],
      users: failures.map((each) => ({ user: untrusted("u"), outcome: "failed", durationMs: 1, failure: each })),
      samples: null,
      values: [],
    };
    const recognised = recognise([{ ...probe("a", "failed", "else"), measured }], [QUOTA]);
    const users = recognised.checks[0]?.measured?.users ?? [];
    expect(users.map((each) => each.failure?.own?.class)).toEqual([0, undefined, 0]);
    expect(foundIn(recognised)).toEqual([[0, "QuotaExceeded: b"]]);
  });

  it("is not found in what the terminal of the test command quotes, only in what is said of it", () => {
    const command = (name: string, which: "run" | "retry"): CheckResult => ({
      ...test(name, "errored", "killed: QuotaStop", "QuotaExceeded: acme"),
      key: keyOfCommand("5", which),
      suite: "5",
      test: null,
    });
    const checks = [command("(the test command)", "run"), command("(the retry command)", "retry")];
    expect(foundIn(recognise(checks, [QUOTA]))).toEqual([null, null]);
    expect(foundIn(recognise(checks, [own("a.b", "QuotaStop")]))).toEqual([
      [0, "QuotaStop"],
      [0, "QuotaStop"],
    ]);
  });

  it.each(["x*", "(?:)", "\\s*", "(?=Quota)", "^"])("is not found where %s is content with nothing", (match) => {
    expect(foundIn(recognise([test("a", "failed", " Quota")], [own("a.b", match)]))).toEqual([null]);
  });

  it.each([
    ["(?i:quotaEXCEEDED)", "QuotaExceeded"],
    ["(?m:^Second .*)", "Second line"],
    ["\\p{Lu}\\w+ed", "QuotaExceeded"],
  ])("may be written with %s", (match, span) => {
    const checks = [test("a", "failed", "the QuotaExceeded", "Second line\nlast")];
    expect(foundIn(recognise(checks, [own("a.b", match)]))).toEqual([[0, span]]);
  });

  it("is looked for in cleaned text, and what it found is cut", () => {
    const checks = [test("a", "failed", `\u001b[31mQuota\u001b[0mExceeded:\r\n${"x".repeat(500)}`)];
    const [found] = foundIn(recognise(checks, [own("a.b", "QuotaExceeded:\\s(x+)")]));
    expect(JSON.stringify(found)).toMatch(/^\[0,"QuotaExceeded:\\nx{80,} … \d+ characters cut … x{60,}"\]$/u);
  });

  it("is looked for in 64 KiB of a failure, at both of its ends", () => {
    const long = (where: string): CheckResult =>
      test(where, "failed", "x", where.padStart(30_000, ".").padEnd(400_000, "."));
    const late = test("late", "failed", "x", "QuotaExceeded: late".padStart(400_000, "."));
    const middle = test("middle", "failed", "x", "QuotaExceeded: mid".padStart(200_000, ".").padEnd(400_000, "."));
    expect(foundIn(recognise([long("QuotaExceeded: early"), late, middle], [QUOTA]))).toEqual([
      [0, "QuotaExceeded: early"],
      [0, "QuotaExceeded: late"],
      null,
    ]);
  });

  it("never takes a part out of a secret", () => {
    const world = { ...fakeWorld(), bounded: createBounded() };
    world.secrets.register("tops3cretvalue-0123456789");
    const checks = [test("a", "failed", "token=tops3cretvalue-0123456789 refused")];
    const [found] = foundIn(recognise(checks, [own("a.b", "token=.{8}")], world));
    expect(JSON.stringify(found)).not.toContain("tops3");
    expect(found).not.toBeNull();
  });
});

describe("a pattern that takes too long", () => {
  it("is put aside for the whole cycle, and nothing else is lost", () => {
    const checks = [
      test("a", "failed", "early"),
      test("b", "failed", BAIT),
      test("c", "failed", "late one"),
      test("d", "failed", "aaa"),
    ];
    const classes = [own("a.early", "early"), own("a.evil", "^(a+)+$"), own("a.late", "late|^aaa$")];
    const recognised = recognise(checks, classes);
    expect(foundIn(recognised)).toEqual([[0, "early"], null, [2, "late"], [2, "aaa"]]);
    expect(recognised.classes.map(({ tooSlow }) => tooSlow)).toEqual([false, true, false]);
  });

  it("loses only itself, whichever it is", () => expectBounded(EVIL.filter((_, at) => at % 5 === 0)));

  it("may also be one that runs out of room", () => {
    const groups = own("a.groups", `(?:${"()".repeat(200)}a)*$`);
    const checks = [test("a", "failed", `${"a".repeat(65_000)}b`), test("b", "failed", "late")];
    const recognised = recognise(checks, [groups, own("a.late", "late")]);
    expect(foundIn(recognised)).toEqual([null, [1, "late"]]);
    expect(recognised.classes.map(({ tooSlow }) => tooSlow)).toEqual([true, false]);
  });

  it("is not asked where nothing is broken, so that it is not too slow", () => {
    const world = fakeWorld({ isTooSlow: true });
    expect(recognise([test("a", "passed")], [QUOTA], world).classes[0]?.tooSlow).toBe(false);
    expect(recognise([test("a", "failed", "x")], [QUOTA], world).classes[0]?.tooSlow).toBe(true);
  });
});

it("the same words are looked at once, however many tests say them", () => {
  // A few milliseconds of work, which a thousand times over would be too much.
  const text = `${"x".repeat(500)}\n`.repeat(40);
  const checks = Array.from({ length: 1_000 }, (_, at) => test(`t${at}`, "failed", "boom", text));
  const recognised = recognise(checks, [own("a.slow", ".*y"), own("a.boom", "boom")]);
  expect(recognised.classes.map(({ tooSlow }) => tooSlow)).toEqual([false, false]);
  expect(foundIn(recognised)).toEqual(checks.map(() => [1, "boom"]));
});

it("ten thousand failures with other words each are searched for fifty classes in seconds", { timeout: 30_000 }, () => {
  const checks = Array.from({ length: 10_000 }, (_, at) =>
    test(`t${at}`, "failed", `AssertionError: expected 200 for order ${at}`, `  at frame_${at} (x.py:3)\n`.repeat(30)),
  );
  const letters = "abcdefghijklmnopqrstuvwxyz";
  const classes = Array.from({ length: 50 }, (_, at) =>
    own(`a.${letters.charAt(at % 26)}`, `Quota${at}Exceeded: \\w+`),
  );
  const spent = startCpu();
  const recognised = recognise(checks, [...classes.slice(1), own("a.order", "order \\d*7$|order \\d*7\\n")]);
  expect(spent()).toBeLessThan(8_000);
  expect(recognised.classes.filter(({ tooSlow }) => tooSlow)).toEqual([]);
  expect(foundIn(recognised).filter((each) => each !== null)).toHaveLength(1_000);
});
