// What the report page has beyond every other surface.
import { expect, it } from "vitest";
import type { NightRow } from "../../src/model/night.ts";
import { DESK } from "../../src/model/trigger.ts";
import { makePage } from "../../src/report/page-view.ts";
import { COMMIT, cycle, loop, test } from "../fakes/checks.ts";
import { NEXT, tell } from "./telling.ts";

const told = tell({ cycle: cycle([test("a", "passed")]), decision: NEXT });
const night = (over: Partial<NightRow>): NightRow => ({
  date: "2026-05-27",
  loop: 99,
  run: 100,
  n: 3,
  verdict: "not-met",
  passed: 4,
  total: 5,
  probesPassed: 1,
  probesTotal: 2,
  isOpen: false,
  ...over,
});

it("knows the cycle, the loop and the place", () => {
  const page = makePage({ told, before: loop(), past: [], nights: [] });
  const { cycle: which, ran, commit, repository, spentMs } = page;
  expect({ which, ran, commit, repository, spentMs }).toEqual({
    which: { n: 1, most: 5 },
    ran: { startedAt: 1_780_000_000_000, durationMs: 60_000 },
    commit: COMMIT,
    repository: "acme/chat",
    spentMs: 60_000,
  });
});

it("has the nights with their result, and none where nothing was tested", () => {
  const { nights } = makePage({
    told,
    before: loop(),
    past: [],
    nights: [
      night({}),
      night({ total: 0, passed: 0, verdict: "met" }),
      night({ verdict: "not-tested", total: 0, passed: 0 }),
    ],
  });
  expect(nights.map(({ score }) => score)).toEqual([
    { passed: 4, total: 5, of: "tests" },
    { passed: 1, total: 2, of: "probes" },
    null,
  ]);
  expect(nights[0]?.runUrl).toBe("https://github.example/acme/chat/actions/runs/100");
});

it("leads nowhere at a desk", () => {
  const desk = { ...told, trigger: { ...told.trigger, event: DESK } };
  const page = makePage({ told: desk, before: loop(), past: [], nights: [] });
  expect([page.repository, page.links, page.history.columns[0]?.runUrl]).toEqual([null, [], null]);
});
