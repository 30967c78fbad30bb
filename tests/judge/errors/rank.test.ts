// Which error is told first, step by step as RANKING says it.
import { expect, it } from "vitest";
import { MANY_TESTS, MOST_FAILURES, RANKING } from "../../../src/model/ranking.ts";
import type { CheckResult } from "../../../src/model/check.ts";
import { untrusted } from "../../../src/text/untrusted.ts";
import { probe, test } from "../../fakes/checks.ts";
import { errorsOf, request, told } from "./errors.ts";

const fails = (name: string, word: string, priority: number | null = null): CheckResult => ({
  ...test(name, "failed", `AssertionError: assert '${word}' == 'fine'`),
  priority,
});
const many = (count: number, word: string): readonly CheckResult[] =>
  Array.from({ length: count }, (_, at) => fails(`${word}${at}`, word));
const CLOSED = "received 1011 (internal error) Factory SSOT validation failed";
const EMPTY = "0/5 critical events found. Missing Events: {'agent_started'}";

it("tells first who was let in, then who saw data of another user, however little that breaks", () => {
  const leak = probe("leak", "failed", "", { stage: "value", foreignUser: untrusted("ann") });
  const letIn = request("door", "GET /admin", "let in", { stage: "auth", letIn: "anonymous" });
  expect(told([...many(20, "x"), leak, letIn])).toEqual(["door", "leak", "x0"]);
});

it.each([
  ["more than ten tests", [...many(11, "x"), ...many(9, "y"), fails("top", "z", 1)], ["x0", "top", "y0"]],
  ["no more than ten", [...many(10, "x"), ...many(9, "y"), fails("top", "z", 1)], ["top", "x0", "y0"]],
  ["four of five failures", [fails("top", "z", 1), ...many(4, "x")], ["x0", "top"]],
  ["three of four", [fails("top", "z", 1), ...many(3, "x")], ["top", "x0"]],
])("tells what so many say before what is important: %s", (_, checks, order) => {
  expect(told(checks)).toEqual(order);
});

it("goes by the most important check, then by how many, then by how early, then by the first one", () => {
  expect(told([fails("c", "x"), fails("b", "y", 2), fails("a", "z", 1), fails("d", "z")])).toEqual(["a", "b", "c"]);
  expect(told([fails("a", "x"), fails("b", "y"), fails("c", "y")])).toEqual(["b", "a"]);
  expect(told([fails("a", "x"), test("b", "failed", CLOSED)])).toEqual(["b", "a"]);
  for (const words of [
    ["x", "y"],
    ["y", "x"],
  ]) {
    expect(told(words.map((word, at) => fails(String(at), word)))).toEqual(["0", "1"]);
  }
});

it("counts what follows from an error as broken by it, and tells it behind all causes", () => {
  const checks = [
    ...many(2, "x"),
    test("root", "failed", CLOSED),
    ...["a", "b"].map((name) => test(name, "failed", EMPTY)),
  ];
  expect(told(checks)).toEqual(["root", "x0", "a: root empty probable"]);
  const important = { ...test("a", "failed", EMPTY), priority: 1 };
  expect(told([fails("x", "x", 2), test("root", "failed", CLOSED), important])).toEqual([
    "root",
    "x",
    "a: root empty probable",
  ]);
});

it("tells what is counted and not told apart behind everything else", () => {
  const letters = (nth: number): string => String(nth).replace(/\d/gu, (digit) => "ghijklmnop".charAt(Number(digit)));
  const different = Array.from({ length: 2_100 }, (_, at) => fails(`t${at}`, `${letters(at)}qq`, 1));
  const patterns = errorsOf([...different, test("root", "failed", CLOSED), test("a", "failed", EMPTY)]);
  expect(patterns.at(-1)?.headline).toEqual(["other failures, too many to tell apart"]);
});

it("says its numbers as they are", () => {
  expect(RANKING).toContain(`more than ${MANY_TESTS} tests`);
  expect(RANKING).toContain(`${MOST_FAILURES * 100} % of all failures`);
});
