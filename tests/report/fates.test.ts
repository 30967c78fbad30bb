// What the commits of a cycle did to the errors: one calm sentence, and nothing said twice.
import { describe, expect, it } from "vitest";
import type { Changes, Pattern } from "../../src/model/analysis.ts";
import type { Commit } from "../../src/model/github.ts";
import { UNCHANGED } from "../../src/judge/changes/compare.ts";
import { commitWords } from "../../src/report/changes.ts";
import { effectOf, fateOf } from "../../src/report/fates.ts";
import { plain } from "../../src/report/plain.ts";
import { makeReport } from "../../src/report/view.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { cycle, test } from "../fakes/checks.ts";
import { SCENES } from "./scenes.ts";
import { NEXT, tell } from "./telling.ts";

const AFTER: Changes = { ...UNCHANGED, against: 1 };
const gone = (n: number): Pick<Changes, "errorsGone"> => ({
  errorsGone: Array.from({ length: n }, (_, at) => ({ fingerprint: `v2:${at}`, title: untrusted("x") })),
});

/** The errors of a cycle in which each of these tests fails with one of its own. */
function errors(isNew: boolean, ...words: readonly string[]): readonly Pattern[] {
  const checks = words.map((word) => test(word, "failed", `${word} went wrong`));
  const { patterns } = tell({ cycle: cycle(checks), decision: NEXT }).analysis;
  return patterns.map((pattern) => ({ ...pattern, since: { ...pattern.since, isNew } }));
}

const moved = ({ fingerprint, checks }: Pattern): Changes["advanced"][number] => ({
  key: checks[0] ?? "",
  before: untrusted("x"),
  fingerprint,
  fellBack: false,
});

describe("what became of the errors", () => {
  const fresh = errors(true, "lemon", "melon");
  const old = errors(false, "peach");

  it.each<readonly [string, readonly Pattern[], Changes, string]>([
    ["nothing to compare with", fresh, UNCHANGED, ""],
    ["no error at all", [], AFTER, ""],
    ["only gone", [], { ...AFTER, ...gone(1) }, "1 error gone"],
    ["gone and new", fresh, { ...AFTER, ...gone(2) }, "2 errors gone, 2 new"],
    ["only new", fresh.slice(0, 1), AFTER, "1 new error"],
    ["new and old", [...fresh, ...old], AFTER, "2 new errors, 1 still there"],
    ["only old", old, AFTER, "1 error still there"],
    [
      "one step later",
      fresh.slice(0, 1),
      { ...AFTER, advanced: fresh.slice(0, 1).map(moved) },
      "1 error moved one step later",
    ],
    [
      "another in its place",
      fresh,
      { ...AFTER, errorChanged: fresh.slice(1).map(moved) },
      "1 new error, 1 in the place of another",
    ],
  ])("%s", (_, patterns, changes, said) => {
    expect(plain(effectOf(patterns, changes))).toBe(said);
  });

  it("an error that came one step later is not called new, and what only follows is not counted", () => {
    expect(fresh.map((pattern) => fateOf(pattern, { ...AFTER, advanced: fresh.slice(0, 1).map(moved) }))).toEqual([
      "later",
      "new",
    ]);
    const because = { fingerprint: "v2:0", basis: "needs", confidence: "certain" } as const;
    const follows = old.map((pattern) => ({ ...pattern, because }));
    expect(plain(effectOf(follows, AFTER))).toBe("");
  });
});

it("an error that also takes what passed before is new", () => {
  const [pattern] = errors(true, "lemon");
  if (pattern === undefined) throw new Error("there is no error");
  const wider = { ...pattern, checks: [...pattern.checks, "another"] };
  expect(fateOf(wider, { ...AFTER, advanced: [moved(pattern)] })).toBe("new");
});

describe("the commits of a cycle", () => {
  const scene = SCENES["red-second"];
  const added = (commits: readonly Commit[]): readonly string[] => {
    if (scene === undefined) throw new Error("the scene is gone");
    const { added: line, changes } = makeReport(tell({ ...scene, commits }));
    return [line, changes].map((each) => (each === null ? "" : plain(each)));
  };
  const commit = (letter: string, over: Partial<Commit> = {}): Commit => ({
    sha: letter.repeat(40),
    author: null,
    byBot: false,
    subject: untrusted(`Fix ${letter}`),
    ...over,
  });
  const EFFECT = "1 error gone, 2 new, 1 still there";

  it("one says what became of the errors with it", () => {
    expect(added([commit("a")])[0]).toBe(`Added since cycle 1: aaaaaaa Fix a: ${EFFECT}.`);
  });

  it("several share what became of them", () => {
    expect(added(["a", "b", "c", "d", "e"].map((each) => commit(each)))[0]).toBe(
      `Added since cycle 1: eeeeeee Fix e, ddddddd Fix d, ccccccc Fix c and 2 more commits, together: ${EFFECT}.`,
    );
  });

  it("that an error is gone is said once, with the commits where there are any", () => {
    expect(added([commit("a")])[1]).not.toContain("gone");
    expect(added([])).toEqual(["", expect.stringContaining("1 error gone")]);
  });

  it("that a machine made are told apart", () => {
    const words = [
      commit("a", { byBot: true, author: untrusted("renovate[bot]") }),
      commit("b", { byBot: true, author: null }),
      commit("c", { byBot: false, author: untrusted("ann") }),
    ].map((each) => plain(commitWords(each)));
    expect(words).toEqual([
      "aaaaaaa Fix a (by a machine, renovate[bot])",
      "bbbbbbb Fix b (by a machine)",
      "ccccccc Fix c",
    ]);
  });
});
