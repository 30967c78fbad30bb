// What a team says of its checks, from the file to the record of a cycle: whole, masked, and read back as it was written.
import { describe, expect, it } from "vitest";
import { runCycle } from "../src/cycle.ts";
import type { Cycle } from "../src/model/cycle.ts";
import { prepare } from "../src/prepare.ts";
import { decodeRecord, encodeRecord } from "../src/record/record.ts";
import { reveal } from "../src/text/untrusted.ts";
import { COMMIT } from "./fakes/checks.ts";
import { trigger } from "./fakes/trigger.ts";
import { answer, fakeGitHub, fakeWorld } from "./fakes/world.ts";
import { opened } from "./plan/told.ts";

const CONFIG = `version: 1
url: https://api.staging.example
deploy:
  - { name: backend, run: ./deploy.sh, ready: { revision: /version } }
  - { name: auth, needs: [backend], ready: { revision: /version } }
probes:
  - { name: orders, http: { url: /orders, headers: { authorization: "\${secrets.TOKEN}" } } }
suites:
  - { name: e2e, run: npm test, reports: reports/e2e.xml }
components:
  - { name: Orders, tests: [orders, "shop::*"], sentence: Users can buy, value: 5 EUR, owner: "@shop" }
  - { name: Search, tests: "*search*" }
owners: { backend: ["@core", "@anna"], tests/search.py: "@search" }
criteria: [Told, { text: Orders work, checks: [orders, "*buy*"] }, { text: No quota, no-error: [app, access] }]
classes: [{ id: app.quota, title: The quota is used up, match: "QuotaExceeded: \\\\S+", transient: no }]
whys: .github/whys.yml
`;
const SECRET = "t0ken-of-the-service-0123456789";
const WHYS = `- { error: v2:0123456789abcdef, by: "@anna", answers: ["the key ${SECRET} is old", second] }\n`;
const REPORT = `<testsuite name="s">
<testcase classname="shop" name="buy" file="tests/shop.py" time="0.2"/>
<testcase classname="lookup" name="search" file="tests/search.py" time="0.3"><failure message="QuotaExceeded: acme"/></testcase>
</testsuite>`;

async function run(deployExit = 0): Promise<Cycle> {
  const workspace = new Map([
    ["c.yml", CONFIG],
    [".github/whys.yml", WHYS],
  ]);
  const fake = fakeWorld({
    environment: { TOKEN: SECRET },
    reports: { "reports/e2e.xml": REPORT },
    run: ({ label }) => (label.startsWith("deploy") ? { exitCode: deployExit } : { exitCode: 1 }),
    request: ({ url }) =>
      reveal(url).endsWith("/orders") ? answer(500, `QuotaExceeded: ${SECRET}`) : answer(200, COMMIT),
  });
  const world = {
    ...fake,
    files: {
      ...fake.files,
      readConfig: (path: Parameters<typeof fake.files.readConfig>[0]) =>
        Promise.resolve(workspace.get(reveal(path)) ?? null),
    },
  };
  const planned = await prepare(
    (name) => (name === "config" ? "c.yml" : undefined),
    world,
    () => null,
  );
  const order = { ...planned, trigger: trigger(), token: "", inputs: {}, canRepeat: false, canFix: false };
  const ended = await runCycle(order, world, fakeGitHub());
  if (ended.kind !== "cycle") throw new Error(`expected a cycle, got ${ended.kind}`);
  const text = encodeRecord(ended.record);
  expect(text).not.toContain(SECRET);
  expect(decodeRecord(text)).toEqual(ended.record);
  return ended.record.cycle;
}

describe("a cycle", () => {
  it("holds what the file declares, with the checks that it is about", async () => {
    const cycle = await run();
    const checks = cycle.checks.map(({ name, components, owners, failure }) => ({
      name: reveal(name),
      components,
      owners: opened(owners),
      own: opened(failure?.own),
    }));
    expect(checks).toEqual([
      { name: "orders", components: [0], owners: ["@shop"], own: { class: 0, span: "QuotaExceeded: ***" } },
      { name: "buy", components: [0], owners: ["@shop"], own: undefined },
      { name: "search", components: [1], owners: ["@search"], own: { class: 0, span: "QuotaExceeded: acme" } },
    ]);
    const [orders, buy] = cycle.checks.map(({ key }) => key);
    expect(opened(cycle.components)).toEqual([
      { name: "Orders", sentence: "Users can buy", value: { amount: 5, unit: "EUR" }, owner: "@shop" },
      { name: "Search", sentence: null, value: null, owner: null },
    ]);
    expect(opened(cycle.criteria)).toEqual([
      { text: "Told", checks: null, noError: null },
      { text: "Orders work", checks: [orders, buy], noError: null },
      { text: "No quota", checks: null, noError: ["app", "access"] },
    ]);
    expect(cycle.classes).toMatchObject([{ id: "app.quota", transient: "no", tooSlow: false }]);
    expect(opened(cycle.answers)).toEqual([
      { fingerprint: "v2:0123456789abcdef", by: "@anna", answers: ["the key *** is old", "second"] },
    ]);
    expect(opened(cycle.deployments.map(({ owner }) => owner))).toEqual(["@core, @anna", null]);
  });

  it("holds the owners of services also where the deploy failed and nothing was tested", async () => {
    const cycle = await run(1);
    expect(opened(cycle.deployments.map(({ state, owner }) => [state, owner]))).toEqual([
      ["failed", "@core, @anna"],
      ["not-run", null],
    ]);
    expect(cycle.checks).toEqual([]);
    expect(cycle.components).toHaveLength(2);
  });
});
