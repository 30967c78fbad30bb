// What a journal tells of a cycle whose process is gone: at any byte of it, exactly what was known by then.
import { describe, expect, it } from "vitest";
import { runCycle } from "../../src/cycle.ts";
import type { Note } from "../../src/model/journal.ts";
import { readInputs } from "../../src/plan/inputs.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { recordOfJournal } from "../../src/record/journal.ts";
import { decodeRecord, encodeRecord, type CycleRecord } from "../../src/record/record.ts";
import { plain } from "../../src/report/plain.ts";
import { statusLine } from "../../src/report/status-line.ts";
import { renderSummary } from "../../src/report/summary.ts";
import { makeReport } from "../../src/report/view.ts";
import { toTold } from "../../src/tell.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { COMMIT, probe } from "../fakes/checks.ts";
import { trigger } from "../fakes/trigger.ts";
import { answer, fakeGitHub, fakeWorld } from "../fakes/world.ts";

const CONFIG = `
version: 1
url: https://api.staging.example
deploy:
  - { name: backend, run: ./deploy.sh, ready: { health: /health, revision: /version, timeout: 1m, interval: 5s } }
  - { name: page, run: ./page.sh, needs: [backend] }
setup: ./seed.sh
teardown: ./clean.sh
components: [{ name: API, tests: [answers] }]
quarantine: [{ test: agents, until: 2099-01-01, why: known }]
probes:
  - { name: answers, http: { url: /api/me, expect: 200 } }
  - { name: agents, needs: [answers], http: { url: /api/agents, expect: 200 } }
suites:
  - { name: e2e, run: npm test, reports: reports/e2e.xml }
`;
const REPORT = `<testsuite><testcase name="a" time="0.2"/><testcase name="b" time="0.3"><failure message="no"/></testcase></testsuite>`;

interface Ran {
  readonly notes: readonly Note[];
  readonly record: CycleRecord;
}

async function ran(): Promise<Ran> {
  const { plan, limits } = makePlan({
    inputs: readInputs(() => undefined),
    configPath: untrusted("c.yml"),
    configText: CONFIG,
    environment: () => undefined,
    files: new Map(),
    keyProblem: () => null,
  });
  const world = fakeWorld({
    reports: { "reports/e2e.xml": REPORT },
    request: (request) =>
      reveal(request.url).includes("agents") ? answer(500, "broken") : answer(200, JSON.stringify({ commit: COMMIT })),
  });
  const order = { plan, limits, trigger: trigger(), token: "", inputs: {}, canRepeat: true, canFix: false };
  const ended = await runCycle(order, world, fakeGitHub());
  if (ended.kind !== "cycle") throw new Error("this is a cycle");
  return { notes: world.notes, record: ended.record };
}

const { notes, record } = await ran();

function written(some: readonly Note[]): string {
  return some.map((note, nth) => `${JSON.stringify({ at: record.cycle.startedAt + nth, ...note })}\n`).join("");
}

function told(cut: CycleRecord) {
  const all = toTold(cut, []);
  return { headline: plain(makeReport(all).headline), status: statusLine(all), page: renderSummary(makeReport(all)) };
}

function upTo(isLast: (note: Note) => boolean): CycleRecord {
  const found = recordOfJournal(written(notes.slice(0, notes.findLastIndex(isLast) + 1)));
  if (found === null) throw new Error("a cycle had begun");
  return found;
}

describe("the journal of a whole cycle", () => {
  const whole = upTo(() => true);

  it("holds every fact that the record holds", () => {
    const { cycle } = record;
    expect(whole.cycle.deployments).toEqual(cycle.deployments);
    expect(whole.cycle.readiness).toEqual(cycle.readiness);
    expect(whole.cycle.checks.map((each) => each.key)).toEqual(cycle.checks.map((each) => each.key));
    expect(whole.cycle.checks).toEqual(cycle.checks);
    expect(whole.cycle.suites).toEqual(cycle.suites);
    expect([whole.cycle.setup, whole.cycle.teardown]).toEqual([cycle.setup, cycle.teardown]);
    expect([whole.loop, whole.trigger, whole.planDigest]).toEqual([record.loop, record.trigger, record.planDigest]);
  });

  it("makes a record that can be written and read", () => {
    expect(decodeRecord(encodeRecord(whole))).toEqual(whole);
  });
});

describe("a journal that ends early", () => {
  it("says in which phase that was, and what was known until then", () => {
    const pages = [
      told(upTo(({ kind }) => kind === "began")),
      told(upTo((note) => note.kind === "deployment" && note.place === 0)),
      told(upTo((note) => note.kind === "checks" && note.values[0]?.kind === "probe")),
      told(upTo(({ kind }) => kind === "suite")),
      told(upTo(({ kind }) => kind === "teardown")),
    ];
    expect(pages.map(({ headline }) => headline)).toEqual([
      "Staging not tested: the cycle did not end, it broke off before the deploy",
      "Staging not tested: the cycle did not end, it broke off during the deploy",
      "Staging not tested: the cycle did not end, it broke off during the probes",
      "Staging not tested: the cycle did not end, it broke off during the tests",
      "Staging not tested: the cycle did not end, it broke off during the teardown",
    ]);
    expect(pages[1]?.page).toMatch(/`backend`, .*\n.*`page` was not deployed: the cycle ended before/u);
    expect(pages[2]?.page).toMatch(/Known until then: Deployed ✅ · served ✅ · set-up ✅ · probes 1 of 1\./u);
    expect(pages[4]?.page).toMatch(/probes 1 of 1 · tests 1 of 2\./u);
    for (const { status } of pages) {
      expect(status).toEqual({ state: "error", description: "not tested · the cycle did not end" });
    }
  });

  it("says of a cancelled run that it was cancelled, and where it was then", () => {
    const until = notes.findIndex((note) => note.kind === "phase" && note.phase === "probes") + 1;
    const cut: Note = { kind: "cut", by: "cancel" };
    const found = recordOfJournal(written([...notes.slice(0, until), cut, ...notes.slice(until)]));
    expect(found?.cycle.cut).toEqual({ phase: "probes", by: "cancel" });
    expect(found?.decision).toEqual({ kind: "stop", because: "cancelled" });
    expect(found === null ? "" : told(found).headline).toBe(
      "Staging not tested: the run was cancelled during the probes",
    );
  });

  it("tells at every byte what its whole lines tell", () => {
    const text = written(notes);
    const ends = [...text.matchAll(/\n/gu)].map(({ index }) => index + 1);
    for (const [nth, end] of ends.entries()) {
      const next = ends[nth + 1] ?? end;
      const known = recordOfJournal(text.slice(0, end));
      for (const at of [end, end + 1, Math.floor((end + next) / 2), next - 2]) {
        if (at < end || at >= next - 1) continue;
        expect(recordOfJournal(text.slice(0, at))).toEqual(known);
      }
    }
  });
});

describe("a journal that somebody else wrote into", () => {
  const text = written(notes);

  it.each([
    ["no journal", ""],
    ["anything", "hello\n\u0000\n[]\nnull\n{}\n"],
    ["a beginning that is none", '{"at":1,"kind":"began","record":"{}"}\n'],
    ["notes without a beginning", written(notes.filter(({ kind }) => kind !== "began"))],
  ])("%s is no cycle", (_, each) => {
    expect(recordOfJournal(each)).toBeNull();
  });

  it.each([
    ["a line of its own", "not ours\n"],
    ["a field that no note has", '{"at":1,"kind":"phase","phase":"probes","more":1}\n'],
    ["a value that is none", '{"at":1,"kind":"deployment","place":0,"value":{"state":"deployed"}}\n'],
    ["a phase that is none", '{"at":1,"kind":"phase","phase":"__proto__"}\n'],
    [
      "a place outside the plan",
      JSON.stringify({ at: 1, kind: "readiness", place: 9, value: record.cycle.readiness[0] }),
    ],
  ])("%s changes nothing", (_, line) => {
    const cut = text.indexOf("\n") + 1;
    expect(recordOfJournal(`${text.slice(0, cut)}${line}\n${text.slice(cut)}`)).toEqual(recordOfJournal(text));
  });

  it("a check that nobody planned is told like a test, and decides nothing", () => {
    const odd: Note = { kind: "checks", values: [probe("odd", "passed")] };
    const found = recordOfJournal(written([...notes, odd]));
    expect(found?.cycle.checks.at(-1)?.name).toEqual(untrusted("odd"));
    expect(found?.decision.kind).toBe("stop");
  });
});
