// What is told of one error beside its words: how often, in how many places, how important, and who is named for it.
import { describe, expect, it } from "vitest";
import type { Pattern } from "../../../src/model/analysis.ts";
import type { CheckResult, Facts, Failure } from "../../../src/model/check.ts";
import { digest } from "../../../src/model/digest.ts";
import { reveal, untrusted } from "../../../src/text/untrusted.ts";
import { probe, test } from "../../fakes/checks.ts";
import { failure, measured } from "../../report/measured.ts";
import { errorsOf, inside, outside } from "./errors.ts";

const CLOSED = "received 1011 (internal error) Internal error";
const CLOSE: Facts = { stage: "server", closeCode: 1011, closeReason: untrusted("Internal error") };
const OTHER: Facts = { stage: "connect", errno: "ECONNREFUSED" };

function only(...checks: readonly CheckResult[]): Pattern {
  const [first, ...rest] = errorsOf(checks);
  if (first === undefined || rest.length > 0) throw new Error("there has to be one error");
  return first;
}

const tried = (...earlier: readonly Failure[]): CheckResult => {
  const last = test("t", "failed", CLOSED);
  return { ...last, test: last.test && { ...last.test, earlier } };
};

describe("how often", () => {
  const user = (name: string, facts: Facts | null) => ({
    user: untrusted(name),
    outcome: facts === null ? ("passed" as const) : ("failed" as const),
    durationMs: 1,
    failure: facts === null ? null : failure("", facts),
  });

  it("is once for each check", () => {
    expect(only(test("a", "failed", CLOSED), test("b", "errored", CLOSED), test("c", "passed")).occurrences).toBe(2);
  });

  it("counts every user of a probe that met it, and none that met another one", () => {
    const met = {
      ...probe("p", "failed", "", CLOSE),
      measured: measured({ users: [user("1", CLOSE), user("2", CLOSE)] }),
    };
    expect(only(met).occurrences).toBe(2);
    const users = [user("1", CLOSE), user("2", OTHER), user("3", null)];
    expect(only({ ...probe("p", "failed", "", CLOSE), measured: measured({ users }) }).occurrences).toBe(1);
  });

  it("counts every try that failed in the same way", () => {
    const earlier = [failure("", CLOSE), failure("", OTHER), failure("", CLOSE)];
    expect(only({ ...probe("p", "failed", "", CLOSE), measured: measured({ tries: 4, earlier }) }).occurrences).toBe(3);
    expect(only(tried(failure(CLOSED), failure("connect ECONNREFUSED"))).occurrences).toBe(2);
    expect(only(tried(failure(`${CLOSED} `))).occurrences).toBe(2);
  });
});

describe("in how many places", () => {
  const file = (name: string, path: string): CheckResult => {
    const check = inside(`class ${name}`, test(name, "failed", CLOSED));
    return { ...check, test: check.test && { ...check.test, file: untrusted(path) } };
  };

  it.each<readonly [string, number, readonly CheckResult[]]>([
    [
      "classes",
      2,
      [
        inside("m.A", test("a", "failed", CLOSED)),
        inside("m.B", test("b", "failed", CLOSED)),
        inside("m.A", test("c", "failed", CLOSED)),
      ],
    ],
    ["files, whatever their classes", 1, [file("a", "tests/x.py"), file("b", "tests/x.py")]],
    ["suites", 2, [test("a", "failed", CLOSED), { ...test("b", "failed", CLOSED), suite: digest("other") }]],
    ["probes, which are one place", 1, [probe("a", "failed", "", CLOSE), probe("b", "failed", "", CLOSE)]],
    ["probes beside tests", 2, [probe("a", "failed", "", CLOSE), test("b", "failed", CLOSED)]],
    [
      "set-ups",
      2,
      [outside("m.A", "hook", CLOSED), outside("m.B", "hook", CLOSED)].map((each, at) => ({
        ...each,
        key: digest(String(at)),
      })),
    ],
  ])("counts %s", (_, modules, checks) => {
    expect(only(...checks).modules).toBe(modules);
  });
});

it("is as important as its most important check", () => {
  const checks = [3, null, 2].map((priority, at) => ({ ...test(`t${at}`, "failed", CLOSED), priority }));
  expect(only(...checks).priority).toBe(2);
  expect(only(test("t", "failed", CLOSED)).priority).toBeNull();
});

it("names the first five who are named for its checks, each once and in their order", () => {
  const owned = (name: string, ...owners: readonly string[]): CheckResult => ({
    ...test(name, "failed", CLOSED),
    owners: owners.map(untrusted),
  });
  const { owners } = only(
    owned("a", "@b", "@a"),
    test("x", "failed", CLOSED),
    owned("b", "@a", "@c"),
    owned("c", "@d", "@e", "@f"),
  );
  expect(owners.map(reveal)).toEqual(["@b", "@a", "@c", "@d", "@e"]);
});

it("tells the words that decided, and none where a fact did", () => {
  const { span } = only(test("t", "failed", `ConnectionClosedError: ${CLOSED}`));
  expect(span === null ? "" : reveal(span)).toContain("1011");
  expect(only(probe("p", "failed", "", CLOSE)).span).toBeNull();
});

describe("whether another try can help", () => {
  it("is said by the kind of error, or by words of this one", () => {
    expect(only(test("t", "failed", CLOSED))).toMatchObject({ transient: "either", transientBy: "class" });
    expect(only(test("t", "failed", "received 1011 (internal error) Order 7 has no owner"))).toMatchObject({
      transient: "no",
      transientBy: "text",
    });
  });

  it("is shown by a test that was run again and failed in the same way every time", () => {
    expect(only(tried(failure(CLOSED), failure(CLOSED)))).toMatchObject({ transient: "no", transientBy: "returned" });
    expect(only(tried(failure(CLOSED)), probe("p", "failed", "", CLOSE))).toMatchObject({ transientBy: "returned" });
  });

  it.each<readonly [string, readonly CheckResult[]]>([
    ["a try that failed in another way", [tried(failure(CLOSED), failure("connect ECONNREFUSED"))]],
    ["a test that was not run again", [tried(failure(CLOSED)), test("other", "failed", CLOSED)]],
    [
      "a probe's quick tries",
      [{ ...probe("p", "failed", "", CLOSE), measured: measured({ tries: 2, earlier: [failure("", CLOSE)] }) }],
    ],
  ])("is not shown by %s", (_, checks) => {
    expect(only(...checks)).toMatchObject({ transient: "either", transientBy: "class" });
  });
});
