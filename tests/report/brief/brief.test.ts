// The fix brief: what it holds, how it is cut, and that both of its files say the same within their room.
import { describe, expect, it } from "vitest";
import * as v from "valibot";
import { briefAsJson } from "../../../src/report/brief/as-json.ts";
import { briefAsMarkdown } from "../../../src/report/brief/as-markdown.ts";
import { hasBrief, makeBrief, MAX_BRIEF_BYTES } from "../../../src/report/brief/brief.ts";
import type { CheckResult } from "../../../src/model/check.ts";
import type { Cycle } from "../../../src/model/cycle.ts";
import { untrusted } from "../../../src/text/untrusted.ts";
import { COMMIT, command, cycle, probe, test } from "../../fakes/checks.ts";
import { PROBE_SCENES } from "../probe-scenes.ts";
import { names, SCENES } from "../scenes.ts";
import { SUITE_SCENES } from "../suite-scenes.ts";
import { NEXT, tell, type Scene } from "../telling.ts";

const ALL: Readonly<Record<string, Scene>> = { ...SCENES, ...PROBE_SCENES, ...SUITE_SCENES };

const CHECK = v.looseObject({
  kind: v.picklist(["test", "probe", "target"]),
  name: v.string(),
  message: v.string(),
  stage: v.nullable(v.string()),
  evidence: v.record(v.string(), v.string()),
  reproduce: v.nullable(v.string()),
  log: v.nullable(v.string()),
});
const BRIEF = v.looseObject({
  version: v.literal(1),
  rules: v.array(v.string()),
  commit: v.nullable(v.string()),
  branch: v.nullable(v.string()),
  verdict: v.string(),
  reason: v.nullable(v.string()),
  target: v.object({ asks: v.string(), missing: v.array(v.string()) }),
  notTested: v.array(v.string()),
  errors: v.array(
    v.looseObject({
      letter: v.nullable(v.string()),
      fingerprint: v.string(),
      because: v.nullable(v.looseObject({ letter: v.nullable(v.string()) })),
      count: v.object({ checks: v.number(), occurrences: v.number() }),
      progress: v.nullable(v.picklist(["new", "later", "other", "same"])),
      checks: v.array(CHECK),
    }),
  ),
  command: v.nullable(v.looseObject({ what: v.picklist(["deploy", "setup"]), line: v.nullable(v.string()) })),
  leftOut: v.array(v.string()),
});

interface Made {
  readonly page: string;
  readonly json: v.InferOutput<typeof BRIEF>;
  readonly bytes: number;
}

function made(scene: Scene | undefined): Made {
  if (scene === undefined) throw new Error("the scene is gone");
  const brief = makeBrief(tell(scene));
  const [page, json] = [briefAsMarkdown(brief), briefAsJson(brief)];
  const bytes = new TextEncoder().encode(page + json).length;
  return { page, json: v.parse(BRIEF, JSON.parse(json)), bytes };
}

const of = (checks: readonly CheckResult[], over: Partial<Cycle> = {}): Scene => ({
  cycle: cycle(checks, over),
  decision: NEXT,
});

/** A word of its own for each number: numbers do not tell errors apart. */
function kind(at: number): string {
  return [...String(at)].map((digit) => "bcdfghjklm".charAt(Number(digit))).join("e");
}

describe("the fix brief as people get it", () => {
  it.each(["red-second", "red-cascade", "red-events", "red-everything-at-once", "not-tested-deploy-cause"])(
    "of %s stands in golden/",
    async (name) => {
      await expect(made(ALL[name]).page).toMatchFileSnapshot(`golden/${name}.md`);
    },
  );

  it("and as programs get it", async () => {
    const scene = ALL["red-second"];
    if (scene === undefined) throw new Error("the scene is gone");
    await expect(briefAsJson(makeBrief(tell(scene)))).toMatchFileSnapshot("golden/red-second.json.txt");
  });
});

describe("each situation", () => {
  it.each(Object.entries(ALL))("%s: both files say the same, with room to spare", (_, scene) => {
    const { page, json, bytes } = made(scene);
    expect(bytes).toBeLessThanOrEqual(MAX_BRIEF_BYTES);
    expect(json.leftOut).toEqual([]);
    for (const rule of json.rules) expect(page).toContain(rule);
    for (const { fingerprint } of json.errors) expect(page).toContain(`Id ${fingerprint}.`);
  });
});

describe("what it holds", () => {
  it("an error that follows from another one points to it", () => {
    const { json, page } = made(SCENES["red-cascade"]);
    expect(json.errors.map(({ letter, because }) => [letter, because?.letter ?? null])).toEqual([
      ["A", null],
      [null, "A"],
    ]);
    expect(json.notTested).toEqual(["agent events did not run because ws connects failed"]);
    expect(page).toContain("### Because of A: ");
  });

  it("what was measured of a probe, how far it came, and where to push", () => {
    const { json } = made(PROBE_SCENES["red-events"]);
    const [check] = json.errors[0]?.checks ?? [];
    expect(check?.evidence).toMatchObject({ missing: expect.any(String), came: expect.any(String) });
    expect([json.branch, json.commit]).toEqual(["agents", COMMIT]);
  });

  it("names of tests and commands as they are, which a log would have to break", () => {
    const failing = test("tests/a.py::TestA::test_b", "failed", "std::out_of_range");
    const facts = { project: null, file: null, earlier: [], contact: null, attachments: [] };
    const again = untrusted("pytest tests/a.py::TestA::test_b -k 'a @b'");
    const { json } = made(of([{ ...failing, test: { ...facts, reproduce: again } }]));
    expect(json.errors[0]?.checks[0]).toMatchObject({
      name: "tests/a.py::TestA::test_b",
      message: "std::out_of_range",
      reproduce: "pytest tests/a.py::TestA::test_b -k 'a @b'",
    });
  });

  it("how far the target is", () => {
    const checks = [test("a", "passed"), test("b", "failed", "x"), test("c", "not-run"), probe("p", "errored", "y")];
    expect(made(of(checks)).json.target.missing.slice(0, 2)).toEqual([
      "2 of 3 tests not passed (1 failed, 1 did not run)",
      "1 of 1 probe not passed (1 could not be measured)",
    ]);
  });

  it("the command that failed, with the line that tells why", () => {
    const { json } = made(ALL["not-tested-deploy-cause"]);
    expect([json.verdict, json.reason]).toEqual(["not-tested", "deploy-failed"]);
    expect(json.command).toMatchObject({
      what: "deploy",
      service: "backend",
      line: expect.stringMatching(/^denied: /u),
    });
    const setup = command({ exitCode: 1, output: untrusted("seeding\npsql: connection timed out") });
    expect(made(of([], { suites: [], setup })).json.command).toMatchObject({
      what: "setup",
      service: null,
      ended: "ended with exit code 1",
      output: "seeding\npsql: connection timed out",
    });
  });

  it("what several checks say in the same words is read once, and stands at each for programs", () => {
    const { page, json } = made(of(names("test", 3).map((name) => test(name, "failed", "the same words"))));
    expect(page.match(/^the same words$/gmu)).toHaveLength(1);
    expect(json.errors[0]?.checks.map(({ message }) => message)).toEqual(Array(3).fill("the same words"));
  });

  it("nothing where nothing is to be repaired", () => {
    const kinds = Object.entries(ALL).filter(([, scene]) => !hasBrief(tell(scene)));
    expect(kinds.every(([name]) => name.startsWith("green"))).toBe(true);
    expect(hasBrief(tell({ ...of([]), cycle: { ...cycle([]), cancelled: true } }))).toBe(false);
  });
});

describe("more than there is room for", () => {
  const long = (at: number): CheckResult =>
    test(`test_${at}`, "failed", `${kind(at % 90)} went wrong ${"x ".repeat(900)}`, "line of a log\n".repeat(400));

  it("is cut by whole entries, the least important first, and said", () => {
    const { json, page, bytes } = made(of(Array.from({ length: 1_000 }, (_, at) => long(at))));
    expect(bytes).toBeLessThanOrEqual(MAX_BRIEF_BYTES);
    expect(bytes).toBeGreaterThan(MAX_BRIEF_BYTES * 0.9);
    const told = json.leftOut.join("; ");
    expect(told).toMatch(/^\d+ errors; \d+ failing checks; \d+ logs of failing checks$/u);
    for (const each of json.leftOut) expect(page).toContain(`- ${each}`);
  });

  it("keeps more rows of errors than checks that show them, and more of those than logs, the first errors first", () => {
    const { json } = made(of(Array.from({ length: 400 }, (_, at) => long(at))));
    const first = json.errors.map(({ checks: [check] }) => check ?? null);
    const checks = first.filter((check) => check !== null);
    const logs = checks.filter(({ log }) => log !== null);
    expect(logs.length).toBeGreaterThan(1);
    expect(checks.length).toBeGreaterThan(logs.length);
    expect(json.errors.length).toBeGreaterThan(checks.length);
    expect([first.slice(0, checks.length), checks.slice(0, logs.length)]).toEqual([checks, logs]);
  });

  it("stays inside its room also where every sign takes four bytes, and never splits one", () => {
    const { bytes, page } = made(
      of(
        Array.from({ length: 60 }, (_, at) =>
          test(`t${at}${"\u{1f916}".repeat(300)}`, "failed", `${kind(at)} ${"\u{1f916}".repeat(5_000)}`),
        ),
        { environment: untrusted("\u{1f916}".repeat(500)) },
      ),
    );
    expect(bytes).toBeLessThanOrEqual(MAX_BRIEF_BYTES);
    expect(page).not.toContain("\ufffd");
    expect(page.isWellFormed()).toBe(true);
  });

  it("closes every fence", () => {
    const { page } = made(of(Array.from({ length: 300 }, (_, at) => long(at))));
    expect((page.match(/^`{3,}/gmu) ?? []).length % 2).toBe(0);
  });

  it("is made in a moment", () => {
    const scene = of(Array.from({ length: 2_000 }, (_, at) => long(at)));
    const told = tell(scene);
    const before = process.threadCpuUsage();
    makeBrief(told);
    expect(process.threadCpuUsage(before).user).toBeLessThan(1_500_000);
  });
});
