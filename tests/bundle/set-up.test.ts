// What a user can get wrong in the set-up, seen from outside: one clear message, nothing deployed, a summary in any case.
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runBundle, type BundleOrder, type BundleRun } from "./bundle.ts";

let staging: Server;
let url = "";

beforeAll(async () => {
  staging = createServer((_, response) => void response.end("ok"));
  await new Promise<void>((resolve) => staging.listen(0, "127.0.0.1", resolve));
  const address = staging.address();
  url = typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
});

afterAll(() => void staging.close());

const DEPLOY = "deploy: echo DEPLOYED";
const CONFIG = "config: c.yml";
const GOOD = "version: 1\ndeploy: echo DEPLOYED\nprobes: [{ name: up, http: { url: URL, expect: 200 } }]\n";

async function seen(order: BundleOrder): Promise<BundleRun> {
  const runs: BundleRun[] = [];
  await runBundle(order, (run) => void runs.push(run));
  const [run] = runs;
  if (run === undefined) throw new Error("nothing was seen");
  return run;
}

const MISTAKES: readonly (readonly [name: string, order: BundleOrder, told: RegExp])[] = [
  [
    "a configuration file that is not there",
    { with: ["config: nowhere.yml", DEPLOY] },
    /input config.*there is no file.*nowhere\.yml/u,
  ],
  ["YAML that cannot be read", { with: [CONFIG], files: { "c.yml": "version: 1\nprobes: [\n" } }, /c\.yml:2:9/u],
  [
    "an unknown key",
    { with: [CONFIG], files: { "c.yml": `${GOOD}tragets: all\n` } },
    /c\.yml:4:1.*tragets.*unknown key.*Did you mean target/u,
  ],
  [
    "a wrong type",
    { with: [CONFIG], files: { "c.yml": GOOD.replace("200", "2OO") } },
    /c\.yml:3:\d+.*expected a number from 100 to 599.*"2OO"/u,
  ],
  [
    "an input out of range",
    { with: ["max-cycles: 500", DEPLOY] },
    /input max-cycles.*expected a number from 1 to 50.*500/u,
  ],
  [
    "a secret that is not set",
    {
      with: [CONFIG],
      files: {
        "c.yml":
          'version: 1\ndeploy: echo DEPLOYED\nprobes: [{ name: up, http: { url: http://127.0.0.1/, headers: { x-key: "${secrets.STAGING_KEY}" } } }]\n',
      },
    },
    /c\.yml:3:\d+.*secret STAGING_KEY is not set/u,
  ],
  ["a loop token from elsewhere", { with: ["loop: nonsense", DEPLOY] }, /input loop.*cannot be read: it is not JSON/u],
];

describe("the bundle", () => {
  it.each(MISTAKES)("names %s and deploys nothing", async (_, order, told) => {
    const { main, post, log, summary, github, results } = await seen(order);
    expect(main.exitCode).toBe(1);
    expect(log).toMatch(told);
    expect(summary.replaceAll("`", "").replaceAll("\n", " ")).toMatch(told);
    expect(log).not.toContain("DEPLOYED");
    const annotated = new Set(main.annotations.map(({ severity, title }) => `${severity}: ${title}`));
    expect([...annotated]).toEqual([`error: ${main.outputs["headline"]}`]);
    expect(main.outputs).toMatchObject({ verdict: "not-tested", decision: "stop", ended: "true" });
    expect([post.exitCode, results.length, github.violations()]).toEqual([0, 1, []]);
  });

  it("tells all faults of inputs and file together", async () => {
    const { log, main } = await seen({
      with: [CONFIG, "max-cycles: many"],
      files: { "c.yml": GOOD.replace("200", "20").replace("version: 1", "version: 2") },
    });
    expect(log).toMatch(/4 faults/u);
    expect(log).toMatch(/input max-cycles[\s\S]*c\.yml:1:[\s\S]*c\.yml:3:/u);
    const places = main.annotations.map(({ file, line }) => (file === undefined ? "" : `${file}:${line}`));
    expect(places).toEqual(["", "c.yml:1", "c.yml:3", "c.yml:3"]);
  });

  it("does not test a staging whose name does not resolve, and says so", async () => {
    // A label of more than 63 characters is refused by every resolver on the spot (RFC 1035, 2.3.4).
    const host = `${"x".repeat(64)}.example`;
    const { main, log, summary, github } = await seen({
      with: [CONFIG, "max-cycles: 1"],
      files: {
        "c.yml": `version: 1\nurl: http://${host}\ndeploy: [{ name: backend, run: echo DEPLOYED, ready: { health: /health, interval: 100ms, timeout: 200ms } }]\n`,
      },
    });
    expect(log).toContain("DEPLOYED");
    expect(main.outputs).toMatchObject({ verdict: "not-tested", decision: "stop" });
    expect(summary).toMatch(/Staging not tested: `backend` does not answer/u);
    expect(summary).toMatch(/does not resolve/u);
    expect(github.statuses().at(-1)).toMatchObject({
      state: "error",
      description: "not tested, staging was not ready · no cycle left",
    });
  });

  it("meets its target with probes alone, and tells it everywhere", async () => {
    const { main, summary, github, results } = await seen({
      with: [CONFIG],
      files: { "c.yml": GOOD.replace("URL", url) },
    });
    expect(main.outputs).toMatchObject({ verdict: "met", decision: "stop", ended: "true", passed: "1", total: "1" });
    expect(summary).toContain("✅ Staging is good: 1 of 1 probe");
    expect((await github.comments()).map((comment) => comment.body.split("\n")[2])).toEqual([
      "### ✅ Staging is good: 1 of 1 probe",
    ]);
    expect(github.statuses().at(-1)).toMatchObject({ state: "success", context: "test-deploy-loop/staging" });
    expect([results.length, results[0]?.conclusion, github.violations()]).toEqual([1, "success", []]);
  });

  it("goes on without the permission to comment, and names the line to add", async () => {
    const { summary, results, github } = await seen({
      with: [CONFIG],
      permissions: ["contents: read", "actions: write", "statuses: write", "pull-requests: read"],
      files: { "c.yml": GOOD.replace("URL", url) },
    });
    expect(summary).toContain("Add `pull-requests: write` to its `permissions:`");
    expect([results[0]?.conclusion, (await github.comments()).length]).toEqual(["success", 0]);
  });

  it("stops the loop without the permission to dispatch, and names the line to add", async () => {
    const { post, results, github } = await seen({
      with: [CONFIG],
      permissions: ["contents: read", "statuses: write", "pull-requests: write", "actions: read"],
      files: { "c.yml": GOOD.replace("URL", `${url}/`).replace("200", "204") },
    });
    expect(post.summary).toContain("Add `actions: write` to its `permissions:`");
    expect([post.exitCode, results.length, results[0]?.conclusion]).toEqual([1, 1, "failure"]);
    expect((await github.comments())[0]?.body).toContain("the loop stops here");
    expect(github.statuses().at(-1)).toMatchObject({
      state: "failure",
      description: "0 of 1 probe · next cycle not started · wrong value",
    });
  });

  it.each([
    ["the trigger", ["push:"], "Add `workflow_dispatch:` to its `on:`"],
    ["the inputs", ["push:", "workflow_dispatch:"], "Add `loop` and `cycle` below `workflow_dispatch:`"],
  ])("stops the loop where the workflow lacks %s, and names the line to add", async (_, triggers, told) => {
    const { post, results } = await seen({
      with: [CONFIG],
      triggers,
      files: { "c.yml": GOOD.replace("URL", url).replace("200", "204") },
    });
    expect(post.summary).toContain(told);
    expect([post.exitCode, results.length]).toEqual([1, 1]);
  });

  it("starts no further cycle when the job is cancelled after main, and says so", async () => {
    const { results, github, post } = await seen({
      with: [CONFIG],
      after: ["- name: Long", "  run: sleep 60"],
      cancelAt: "Long",
      files: { "c.yml": GOOD.replace("URL", url).replace("200", "204") },
    });
    expect([results.length, results[0]?.conclusion, post.exitCode]).toEqual([1, "cancelled", 0]);
    expect((await github.comments())[0]?.body).toContain("was cancelled");
    expect(github.statuses().at(-1)).toMatchObject({
      state: "failure",
      description: "0 of 1 probe · cancelled · wrong value",
    });
  });

  it("leaves nothing pending when main is killed in the middle", async () => {
    const { main, post, results, github } = await seen({ with: ["deploy: kill -9 $PPID"] });
    expect(main.exitCode).not.toBe(0);
    expect(post.summary).toContain("the cycle did not end, it broke off during the deploy");
    expect(results).toHaveLength(1);
    expect(github.statuses().at(-1)).toMatchObject({
      state: "error",
      description: "not tested · the cycle did not end",
    });
  });

  it("shows nobody a secret of the step's environment, wherever a test prints it", async () => {
    const secret = "correct-horse/battery=staple";
    const { log, summary, github } = await seen({
      with: [CONFIG, "max-cycles: 1"],
      env: [`DB_PASSWORD: "${secret}"`],
      files: {
        "c.yml": "version: 1\nsuites: [{ name: e2e, run: ./e2e.sh, reports: r.xml }]\n",
        "e2e.sh": `#!/bin/sh
echo "connecting with $DB_PASSWORD and $(printf %s "$DB_PASSWORD" | base64)"
printf '<testsuite><testcase name="login %s"><failure message="refused: %s">%s</failure></testcase></testsuite>' \
  "$DB_PASSWORD" "$DB_PASSWORD" "$(printf %s "$DB_PASSWORD" | base64)" > r.xml
exit 1
`,
      },
    });
    const comment = (await github.comments())[0]?.body ?? "";
    const encoded = Buffer.from(secret).toString("base64").slice(0, -4);
    expect(comment).toContain("refused: ***");
    for (const page of [log, summary, comment, JSON.stringify(github.requests())]) {
      expect(page).not.toContain(secret);
      expect(page).not.toContain(encoded);
    }
  });
});
