// The plan as people read it before the first cycle, and what it says is worth a second look.
import { describe, expect, it } from "vitest";
import { LEAST_VALUES } from "../../src/model/metric.ts";
import { METRICS } from "../../src/model/plan.ts";
import { plain } from "../../src/report/plain.ts";
import { remarksOn, renderPlan } from "../../src/report/plan-page.ts";
import { made, TOP } from "../plan/made.ts";
import { plan as planOf } from "../plan/told.ts";

const probes = (samples: number): string => `probes:
  - { name: a, tags: [api], samples: ${samples}, http: / }
  - { name: b, tags: [live], samples: ${samples}, websocket: { url: /ws } }
  - { name: c, tags: [ping], samples: ${samples}, websocket: { url: /ws, ping: true } }
`;
const remarks = (file: string): readonly string[] => remarksOn(made(file)).map((each) => plain(each));
const withTarget = (words: string, samples = 100): string => `${TOP}${probes(samples)}targets: [{ ${words} }]\n`;

describe("a target that can never be met is worth a look", () => {
  it.each(Object.entries(LEAST_VALUES))("%s needs %i values", (aggregate, least) => {
    for (const [metric, tag] of [
      ["http.duration", "api"],
      ["ws.ping", "ping"],
      ["ws.handshake", "live"],
    ]) {
      const words = `metric: ${metric}, tags: [${tag}], ${aggregate}: 1s`;
      expect(remarks(withTarget(words, least))).toEqual([]);
      if (least === 1) continue;
      const gives = `its probes give ${least - 1} ${least === 2 ? "value" : "values"}, and it needs ${least}.`;
      expect(remarks(withTarget(words, least - 1))).toEqual([expect.stringContaining(gives)]);
    }
  });

  it("counts the values of all its probes", () => {
    const two = `${TOP}probes: [{ name: a, samples: 10, http: / }, { name: b, samples: 10, http: / }, { name: c, http: / }]\n`;
    expect(remarks(`${two}targets: [{ metric: http.duration, p95: 1s }]\n`)).toEqual([]);
    expect(remarks(`${two}targets: [{ metric: http.size, p95: 1 }]\n`)).toEqual([]);
    expect(remarks(`${two}targets: [{ metric: http.size, p99: 1 }]\n`)).toEqual([
      "Target http.size can never be met: its probes give 21 values, and it needs 100.",
    ]);
  });

  it("counts each connection of a probe, and one where pings are repeated on it", () => {
    const steps = "samples: 10, websocket: { url: /ws, steps: [{ close: normal }, { connect: {} }] }";
    const probe = (words: string): string => `${TOP}probes: [{ name: a, ${words} }]\n`;
    expect(remarks(`${probe(steps)}targets: [{ metric: ws.handshake, p95: 1s }]\n`)).toEqual([]);
    expect(remarks(`${probe(steps)}targets: [{ metric: ws.duration, p95: 1s }]\n`)).toHaveLength(1);
    const pings = "samples: 50, websocket: { url: /ws, ping: true }";
    expect(remarks(`${probe(pings)}targets: [{ metric: ws.handshake, p50: 1s }]\n`)).toHaveLength(1);
  });

  it("does not count where the user's own values come from, since nobody knows how many there are", () => {
    expect(remarks(withTarget("metric: quality, from: $.q, p99: 1", 1))).toEqual([]);
  });

  it.each(METRICS.filter((metric) => metric !== "http.size"))("takes %s from samples only", (metric) => {
    const once = `${TOP}probes: [{ name: a, http: / }, { name: b, websocket: { url: /ws, ping: true } }]\n`;
    expect(remarks(`${once}targets: [{ metric: ${metric}, max: 1s }]\n`)).toEqual([
      expect.stringMatching(/its probes give 0 values, and it needs 1\. Add “samples: 1” to /u),
    ]);
  });
});

it("says every step of a cycle, and nothing twice", () => {
  const file = `${TOP}setup: ./seed.sh
teardown: ./clean.sh
preflight: [up]
probes:
  - { name: up, http: /health }
  - { name: talks, needs: [up], severity: warn, websocket: { url: /ws, send: { type: hi }, expect: [hello] } }
targets: [{ metric: quality, from: $.q, min: 0.7 }]
`;
  expect(renderPlan(made(file))).toEqual([
    "The plan is whole. Each cycle does this:",
    "",
    "  setup      ./seed.sh",
    "  preflight  up: GET https://x.example/health",
    "  probes     talks: wss://x.example/ws, 1 event, only warns; needs up",
    "  targets    quality: min ≥ 0.7",
    "  teardown   ./clean.sh",
    "  loop       goes on until nothing failed, nothing planned was left out, and something passed",
  ]);
});

it("says when each service has its turn, what each suite does beside, and what ends the loop", () => {
  const file = `${TOP}deploy:
  - { name: database, run: ./deploy.sh database }
  - { name: backend, run: ./deploy.sh backend, needs: [database], ready: { health: /health } }
  - { name: worker, run: ./deploy.sh worker, needs: [] }
  - { name: gateway, run: ./deploy.sh gateway }
rollback: ./rollback.sh
on-regression: rollback
logs: "https://logs.example/s?service=\${deploy.name}&from=\${failure.from}"
quarantine: [{ test: "*isolation*", until: 2026-12-01, why: "#412" }, { test: "tests.e2e.chat::*", until: 2026-12-01 }, { test: "::error::x", until: 2026-12-01 }]
suites:
  - name: e2e
    run: npx playwright test
    reports: reports/e2e.xml
    min-tests: 50
    retry-failed: npx playwright test --last-failed
    reproduce: npx playwright test -g \${test.name}
    attachments: test-results/**
    must-contact: x.example
    require-contact: true
    priority: [{ match: "*priority1*", priority: 1 }, { match: "*smoke*", priority: 2 }]
  - { name: api, run: ./api.sh, reports: reports/api.xml, must-contact: [x.example, y.example] }
`;
  expect(renderPlan(made(file)).slice(2)).toEqual([
    "  deploy      database: ./deploy.sh database, not awaited",
    "              backend: ./deploy.sh backend, once database is ready, then at most 10 min until it is healthy",
    "              worker: ./deploy.sh worker, at once, beside those before it, not awaited",
    "              gateway: ./deploy.sh gateway, not awaited",
    "  suites      e2e: npx playwright test, at most 20 min, at least 50 tests, reads reports/e2e.xml",
    "              e2e: what failed runs once more with npx playwright test --last-failed",
    "              e2e: without a connection to x.example nothing is proven",
    "              e2e: P1 for *priority1*, P2 for *smoke*",
    "              e2e: files beside what failed: test-results/**",
    "              e2e: one test runs again with npx playwright test -g ${test.name}",
    "              api: ./api.sh, at most 20 min, reads reports/api.xml",
    "              api: connections to x.example, y.example are watched",
    "  quarantine  *isolation* decides nothing until 2026-12-01: #412",
    "              tests.e2e.chat::* decides nothing until 2026-12-01",
    "              :\u2426:error::x decides nothing until 2026-12-01",
    "  regression  a cycle that is worse than the best one rolls staging back and stops the loop: ./rollback.sh",
    "  logs        https://logs.example/s?service=${deploy.name}&from=${failure.from}",
    "  loop        goes on until nothing failed, nothing planned was left out, and something passed",
  ]);
});

it("says what belongs to a component, who acts, what has to be true, and which failures have a name of the team's own", () => {
  const file = `${TOP}deploy: ./deploy.sh
components:
  - { name: Chat, tests: [agent events, "*websocket*"], value: 120000 USD MRR, owner: "@team-chat" }
  - { name: Search, tests: [a, b, c, d, e, f, g] }
owners: { staging: "@team-backend", Search: ["@anna", "@team-search"], "tests/e2e/auth/**": "@team-auth" }
criteria:
  - Support knows what has changed
  - { text: Chat works, checks: "*chat*" }
  - { text: Nothing is refused, no-error: [access, net.refused] }
  - { text: All is well, checks: ["*"], no-error: network }
  - Marketing has been told
classes:
  - { id: app.quota, title: Our quota service refuses, match: "QuotaExceeded: (?<tenant>\\\\w+)", transient: no }
  - { id: app.cold, title: A cold start, match: cold start, transient: yes }
  - { id: app.seed, title: The seed is gone, match: no seed }
whys: whys.yml
`;
  const answer = '- { error: v2:0123456789abcdef, by: "@anna", answers: [x] }\n';
  const { plan } = planOf({ file, files: { "whys.yml": answer } });
  expect(renderPlan(plan).slice(3)).toEqual([
    "  components  Chat: agent events, *websocket*; worth 120000 USD MRR; @team-chat",
    "              Search: a, b, c, d, e and 2 more; @anna, @team-search",
    "  owners      @team-backend for staging, @anna for Search, @team-search for Search, @team-auth for tests/e2e/auth/**",
    "  criteria    Chat works: once *chat* passed",
    "              Nothing is refused: once no error is left of access, net.refused",
    "              All is well: once * passed and no error is left of net",
    "              2 that only a person can tell",
    "  classes     app.quota: what says QuotaExceeded: (?<tenant>\\w+), never passes by itself",
    "              app.cold: what says cold start, passes by itself",
    "              app.seed: what says no seed",
    "  whys        answers for 1 error",
    "  loop        goes on until nothing failed, nothing planned was left out, and something passed",
  ]);
});

describe("the target of the loop", () => {
  const SUITE = "suites: [{ name: a, run: b, reports: c.xml }]\n";
  const PROBES =
    "probes: [{ name: a, priority: 1, http: / }, { name: b, severity: warn, http: / }, { name: c, http: / }]\n";
  const shown = (target: string, rest: string): string =>
    renderPlan(made(`${TOP}${rest}target: ${target}\n`)).find((line) => line.startsWith("  loop ")) ?? "";

  it.each([
    ["passed >= 1000", "at least 1000 passed"],
    ["tests.passed > 1", "more than 1 test passed"],
    ["failed == 0 && passed >= 25", "0 failed and at least 25 passed"],
    ["pass-rate >= 92.5%", "a pass-rate of at least 92.5 %"],
    ["priority(1).failed <= 2", "at most 2 failed with priority 1"],
    ["priority(1).pass-rate == 100%", "a pass-rate of priority 1 of 100 %"],
    [
      "(all || not-run < 3) && tests.total != 7",
      "(nothing failed, nothing planned was left out, and something passed, or less than 3 did not run) and any but 7 tests planned",
    ],
    ["tests.errored == 1 || skipped <= 1", "1 test could not be measured, or at most 1 skipped"],
  ])("%s is shown in words", (target, words) => {
    expect(shown(target, SUITE)).toBe(`  loop       goes on until ${words}`);
  });

  it.each([
    ["passed >= 3", "it asks for at least 3 passed, and there are 2 probes"],
    ["probes.passed > 2", "it asks for more than 2 probes passed, and there are 2 probes"],
    ["priority(2).failed == 0", "it asks for 0 failed with priority 2, and too few checks have priority 2"],
    ["passed >= 9 || failed >= 8", "it asks for at least 9 passed, and there are 2 probes"],
  ])("%s is beyond what there is, and worth a look", (target, words) => {
    expect(remarks(`${TOP}${PROBES}target: ${target}\n`)).toEqual([
      `The target of the loop cannot be reached: ${words}.`,
    ]);
  });

  it.each(["passed >= 2", "all", "passed >= 9 || failed == 0", "priority(1).passed == 1", "pass-rate == 100%"])(
    "%s can be reached",
    (target) => {
      expect(remarks(`${TOP}${PROBES}target: ${target}\n`)).toEqual([]);
    },
  );

  it("of tests is not known before they run", () => {
    expect(remarks(`${TOP}${SUITE}${PROBES}target: passed >= 1000 && priority(4).failed == 0\n`)).toEqual([]);
  });
});
