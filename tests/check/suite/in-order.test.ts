// Suites among the other checks: what they are handed over, and what the plan says of checks by name.
import { expect, it } from "vitest";
import { runChecks } from "../../../src/check/run-checks.ts";
import type { Plan } from "../../../src/model/plan.ts";
import { untrusted } from "../../../src/text/untrusted.ts";
import { COMMIT } from "../../fakes/checks.ts";
import { answer, fakeWorld } from "../../fakes/world.ts";
import { hooks, httpProbe, plan, suite } from "../plans.ts";

const REPORT = `<testsuite name="s"><testcase classname="c" name="good" time="0.3"/>
<testcase classname="c" name="bad" time="0.4"><failure message="boom"/></testcase></testsuite>`;
const reports = { "r.xml": REPORT };
const tests = suite({ reports: [untrusted("r.xml")], priorities: [{ match: untrusted("b*"), priority: 2 }] });
const entry = (match: string) => ({ match: untrusted(match), until: "2999-12-31", why: null });
const given = (over: Partial<Plan>): Plan => plan({ suites: [tests], ...over });

it("are handed over the commit, the base address and what deploys told", async () => {
  const world = fakeWorld({ reports });
  const addresses = new Map([["web-app", new Map([["url", untrusted("https://web.example")]])]]);
  await runChecks(given({ url: untrusted("https://api.example") }), COMMIT, world, hooks(), addresses);
  expect(world.commands[0]?.environment).toEqual({
    TDL_COMMIT: COMMIT,
    TDL_URL: "https://api.example",
    TDL_DEPLOY_WEB_APP_URL: "https://web.example",
  });
});

it("are compared with the fastest answer that a probe measured", async () => {
  const world = fakeWorld({ reports, request: () => answer(200, "", {}, { durationMs: 40 }) });
  const { suites } = await runChecks(given({ probes: [httpProbe("a")] }), COMMIT, world, hooks());
  expect(suites[0]?.contact).toMatchObject({ basis: "floor", floorMs: 1 });
});

it("and probes do not decide while they are in quarantine", async () => {
  const world = fakeWorld({ reports, request: () => answer(500) });
  const quarantine = [entry("c::bad"), entry("probe a"), entry("renamed")];
  const ordered = given({ probes: [httpProbe("probe a"), httpProbe("b")], quarantine });
  const checked = await runChecks(ordered, COMMIT, world, hooks());
  expect(checked.checks.map(({ outcome, severity, priority }) => `${outcome} ${severity} ${priority}`)).toEqual([
    "failed warn null",
    "failed fail null",
    "passed fail null",
    "failed warn 2",
  ]);
  expect(checked.quarantine).toEqual([{ match: untrusted("renamed"), until: "2999-12-31", kind: "matches-nothing" }]);
});
