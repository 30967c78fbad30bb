// Which cycle of which loop a run is: by its token, by the page of a loop that waits, or the first of a new one.
import { describe, expect, it } from "vitest";
import { beginLoop, type Begun } from "../../src/loop/begin.ts";
import { stateLine, type PageState } from "../../src/loop/state.ts";
import { encodeLoop } from "../../src/loop/token.ts";
import { UserError } from "../../src/model/errors.ts";
import { CEILING } from "../../src/model/limits.ts";
import type { RunRow } from "../../src/model/github.ts";
import type { Loop } from "../../src/model/loop.ts";
import type { Trigger } from "../../src/model/trigger.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { COMMIT, loop } from "../fakes/checks.ts";
import { LIMITS } from "../fakes/limits.ts";
import { trigger } from "../fakes/trigger.ts";
import { fakeGitHub, runRow, type FakeGitHub } from "../fakes/world.ts";

const NOW = 1_790_000_000_000;
const MARKER = "<!-- test-deploy-loop:staging -->";
const NEWER = "b".repeat(40);
const ROW = {
  n: 2,
  run: 4_900,
  commit: COMMIT,
  verdict: "not-met",
  passed: 3,
  failed: 1,
  total: 4,
  notRun: 0,
  probesPassed: 0,
  probesTotal: 0,
  seconds: 60,
  top: null,
  prints: [],
  why: null,
} as const;

/** The third cycle of a loop, as the second one handed it over. */
const THIRD: Loop = loop({
  id: { loop: 4_711, n: 3, redo: 0 },
  ref: untrusted("agents"),
  expectedCommit: COMMIT,
  same: 2,
  spentMs: 600_000,
  waitMs: 60_000,
  notBefore: NOW + 60_000,
  ledger: [ROW],
});

async function begin(
  over: Partial<Trigger>,
  token = "",
  hub: FakeGitHub | null = null,
  told: readonly Loop[] = [],
): Promise<Begun> {
  const markers = { marker: MARKER, nightMarker: "<!-- nights -->" };
  const begun = await beginLoop({ token, trigger: trigger(over), limits: LIMITS, now: NOW, ...markers, told }, hub);
  if (begun.kind !== "begun") throw new Error("another run has this night");
  return begun;
}

function page(over: Partial<PageState> = {}, runs: readonly RunRow[] = []): FakeGitHub {
  const hub = fakeGitHub({ pullRequest: 7 });
  const state: PageState = {
    stands: "parked",
    id: { loop: 4_711, n: 2, redo: 0 },
    runId: 4_900,
    isFinal: true,
    isMending: false,
    nextRun: null,
    next: THIRD,
    ...over,
  };
  hub.comments.set(MARKER, `${MARKER}\n${stateLine(state)}\n### red\n`);
  hub.runs.push(...runs);
  return hub;
}

describe("a run with a token", () => {
  it("is the cycle that its parent has dispatched", async () => {
    const { loop: begun, beginning } = await begin({ event: "workflow_dispatch" }, encodeLoop(THIRD));
    expect([begun, beginning.kind]).toEqual([THIRD, "dispatched"]);
  });

  it("knows a commit that came between two cycles as that of a fix", async () => {
    const { loop: begun } = await begin({ event: "workflow_dispatch", commit: NEWER }, encodeLoop(THIRD));
    expect(begun.isMended).toBe(true);
  });

  it("counts anew when a person gives it, and begins at once on whatever stands at the head", async () => {
    const given = { event: "workflow_dispatch", byPerson: true, commit: NEWER } as const;
    const { loop: begun, beginning } = await begin(given, encodeLoop(THIRD));
    expect(beginning).toEqual({ kind: "resumed" });
    expect(begun).toMatchObject({ from: 3, spentMs: 0, same: 0, waitMs: 0, isMended: false, expectedCommit: null });
    expect(begun.ledger).toHaveLength(1);
  });

  it("that cannot be read begins a new loop for a person", async () => {
    const { loop: begun, beginning } = await begin({ event: "workflow_dispatch", byPerson: true }, "zzz");
    expect([begun.id, beginning]).toEqual([{ loop: 4_711, n: 1, redo: 0 }, { kind: "token-unreadable" }]);
  });

  it.each([
    ["a dispatch", { event: "workflow_dispatch" }],
    ["a person's push", { event: "push", byPerson: true }],
  ])("that cannot be read stops %s", async (_, over) => {
    await expect(begin(over, "zzz")).rejects.toThrow(UserError);
  });

  it("of another branch stops, whoever gives it", async () => {
    const given = { event: "workflow_dispatch", byPerson: true, ref: untrusted("main") } as const;
    await expect(begin(given, encodeLoop(THIRD))).rejects.toThrow(UserError);
  });
});

describe("a push that finds a loop on its pull request", () => {
  it.each(["parked", "open", "handed-over"] as const)(
    "goes on with it where it is %s, and counts anew",
    async (stands) => {
      const { loop: begun, beginning } = await begin({ byPerson: true, commit: NEWER }, "", page({ stands }));
      expect(beginning).toEqual({ kind: "continued", after: 2, lost: null });
      expect(begun).toMatchObject({ id: { loop: 4_711, n: 3 }, from: 3, pullRequest: 7, notBefore: 0, waitMs: 0 });
      expect(begun.ledger).toHaveLength(1);
    },
  );

  it("by a machine goes on with it as a fix does, inside the limits that it has", async () => {
    const { loop: begun } = await begin({ byPerson: false, commit: NEWER }, "", page());
    expect(begun).toMatchObject({ from: 1, isMended: true, spentMs: 600_000 });
  });

  it("by whoever's key while a fix is under way is the fix's", async () => {
    const { loop: begun } = await begin(
      { byPerson: true, commit: NEWER },
      "",
      page({ stands: "open", isMending: true }),
    );
    expect(begun).toMatchObject({ from: 1, isMended: true, spentMs: 600_000 });
  });

  it("of a pull request's event does the same", async () => {
    const { loop: begun } = await begin({ event: "pull_request", pullRequest: 7, byPerson: true }, "", page());
    expect(begun.id.n).toBe(3);
  });

  it.each([
    ["has ended", { stands: "ended", next: null }, {}],
    ["belongs to another branch", { next: { ...THIRD, ref: untrusted("main") } }, {}],
    ["would reach the ceiling", { next: { ...THIRD, id: { loop: 4_711, n: CEILING - 1, redo: 0 } } }, {}],
    ["is that of a schedule's run", {}, { event: "schedule" }],
    ["is that of a click", {}, { event: "workflow_dispatch" }],
    ["was met by its first attempt, and others went on", {}, { attempt: 2 }],
    ["is its own", { id: { loop: 4_711, n: 1, redo: 0 }, runId: 4_711 }, {}],
  ] as const)("begins a new one where the loop %s", async (_, state, over) => {
    const { loop: begun, beginning } = await begin({ byPerson: true, ...over }, "", page(state));
    expect([begun.id, beginning]).toEqual([{ loop: 4_711, n: 1, redo: 0 }, { kind: "new" }]);
  });

  describe("and whose own page stands there already", () => {
    const later = { byPerson: true, runId: 4_900, attempt: 1 };

    it.each([1, 2])("is still the cycle that it was (attempt %i)", async (attempt) => {
      const { loop: begun, beginning } = await begin({ ...later, attempt }, "", page());
      expect(begun).toMatchObject({ id: { loop: 4_711, n: 2, redo: 0 }, ledger: [], spentMs: 540_000, same: 1 });
      expect(beginning).toEqual({ kind: "continued", after: 1, lost: null });
    });

    it("believes the record of another job only where the page bears it out", async () => {
      const hub = page();
      const told = loop({ id: { loop: 4_711, n: 2, redo: 0 }, ref: untrusted("agents"), startedAt: NOW - 5 });
      expect((await begin(later, "", hub, [told])).loop).toEqual(told);
      const forged = [
        { ...told, from: 2 },
        { ...told, ledger: [ROW] },
        { ...told, id: { loop: 4_711, n: 1, redo: 0 } },
      ];
      for (const each of forged) {
        expect((await begin(later, "", hub, [each])).loop).toMatchObject({
          from: 1,
          ledger: [],
          id: { n: 2 },
        });
      }
    });

    it("does not begin another loop after its own has ended", async () => {
      const ended = page({ stands: "ended", next: null });
      await expect(begin(later, "", ended)).rejects.toThrow(UserError);
      // Unless a person runs it again.
      expect((await begin({ ...later, attempt: 2 }, "", ended)).beginning).toEqual({ kind: "new" });
    });
  });

  it("begins a new one where the page says nothing that we wrote", async () => {
    const hub = page();
    hub.comments.set(MARKER, `${MARKER}\n<!-- state z${"A".repeat(40)} -->\n`);
    expect((await begin({ byPerson: true }, "", hub)).beginning).toEqual({ kind: "new" });
  });

  it.each([
    ["cancelled", "cancelled"],
    ["failure", "failure"],
    ["timed_out", "timed_out"],
  ])("tells that the last run of an open loop was lost (%s)", async (conclusion, lost) => {
    const run = runRow({ id: 5_001, status: "completed", conclusion });
    const hub = page({ stands: "open", nextRun: 5_001 }, [run]);
    expect((await begin({ byPerson: true }, "", hub)).beginning).toEqual({ kind: "continued", after: 2, lost });
  });

  it("asks for the run that wrote the page where the next one is not known", async () => {
    const hub = page({ stands: "open" }, [runRow({ id: 4_900, status: "completed", conclusion: "failure" })]);
    expect((await begin({ byPerson: true }, "", hub)).beginning).toMatchObject({ lost: "failure" });
  });

  it("calls nothing lost that has made way for it, or still lives", async () => {
    for (const run of [runRow({ id: 5_001, status: "completed", conclusion: "success" }), runRow({ id: 5_001 })]) {
      const hub = page({ stands: "open", nextRun: 5_001 }, [run]);
      expect((await begin({ byPerson: true }, "", hub)).beginning).toMatchObject({ lost: null });
    }
  });
});
