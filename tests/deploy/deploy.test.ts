// The order in which services are brought up, what runs beside what, and what follows from the first failure.
import { describe, expect, it } from "vitest";
import { deploy, type Deployed } from "../../src/deploy/deploy.ts";
import { servedRevision } from "../../src/deploy/readiness.ts";
import type { Deploy } from "../../src/model/plan.ts";
import { reveal, untrusted, type Untrusted } from "../../src/text/untrusted.ts";
import { COMMIT } from "../fakes/checks.ts";
import { answer, fakeWorld, type FakeWorld, type Script } from "../fakes/world.ts";
import { made } from "../plan/made.ts";

interface Happened extends Deployed {
  readonly world: FakeWorld;
  /** "start a", "end a", "ask https://…", in order. */
  readonly story: readonly string[];
  readonly states: readonly string[];
}

const SECONDS: Readonly<Record<string, number>> = { slow: 100 };

/** The services of a file, each command being its name; "slow" takes long, those in `fail` fail. */
async function bring(
  services: string,
  over: Script & { readonly fail?: readonly string[]; readonly url?: string } = {},
) {
  const { fail = [], url = "https://x.example", ...script } = over;
  const plan = made(`version: 1\nurl: ${url}\ndeploy:\n${services}probes: [{ name: p, http: { url: /p } }]\n`);
  const story: string[] = [];
  const fake = fakeWorld({
    ...script,
    request: (request, nth, time) => {
      story.push(`ask ${reveal(request.url)}`);
      return script.request?.(request, nth, time) ?? answer(200, COMMIT);
    },
  });
  const world: FakeWorld = {
    ...fake,
    shell: {
      run: async (order) => {
        const name = reveal(order.line);
        story.push(`start ${name}`);
        const ran = await fake.shell.run(order);
        // A slow one ends when everything else that can happen has happened.
        await fake.clock.sleep((SECONDS[name] ?? 0) * 1_000);
        story.push(`end ${name}`);
        return fail.includes(name) ? { ...ran, command: { ...ran.command, exitCode: 1 } } : ran;
      },
    },
  };
  const deployed = await deploy(plan, COMMIT, world);
  const result: Happened = { ...deployed, world, story, states: deployed.deployments.map(({ state }) => state) };
  return result;
}

function outputs(told: Readonly<Record<string, Readonly<Record<string, string>>>>): Pick<Script, "ran"> {
  const boxed = (all: Readonly<Record<string, string>> = {}): ReadonlyMap<string, Untrusted> =>
    new Map(Object.entries(all).map(([name, text]) => [name, untrusted(text)]));
  return { ran: (order) => ({ outputs: boxed(told[reveal(order.line)]) }) };
}

const CHAIN = "  - { name: a, run: a }\n  - { name: b, run: b }\n  - { name: c, run: c }\n";
const READY = "ready: { health: /health, success-threshold: 1 }";

describe("without needs", () => {
  it("each service follows the one before it", async () => {
    const { story, states, readiness } = await bring(CHAIN);
    expect(story).toEqual(["start a", "end a", "start b", "end b", "start c", "end c"]);
    expect(states).toEqual(["deployed", "deployed", "deployed"]);
    expect(readiness.map(({ state }) => state)).toEqual(["not-awaited", "not-awaited", "not-awaited"]);
  });

  it("nothing behind the first failure is run, and nothing is awaited", async () => {
    const services = CHAIN.replace("run: a }", `run: a, ${READY} }`);
    const { story, states, readiness } = await bring(services, { fail: ["b"] });
    expect(story).toEqual(["start a", "end a", "start b", "end b"]);
    expect(states).toEqual(["deployed", "failed", "not-run"]);
    expect(readiness).toEqual([]);
  });

  it("readiness is awaited when everything is deployed", async () => {
    const { story } = await bring(`  - { name: a, run: a, ${READY} }\n  - { name: b, run: b }\n`);
    expect(story).toEqual(["start a", "end a", "start b", "end b", "ask https://x.example/health"]);
  });

  it("a service that something else deploys is in nobody's way", async () => {
    const { story, states } = await bring(
      "  - { name: a, run: a }\n  - { name: b, ready: { health: /b } }\n  - { name: c, run: c }\n",
    );
    expect(story.slice(0, 4)).toEqual(["start a", "end a", "start c", "end c"]);
    expect(states).toEqual(["deployed", "elsewhere", "deployed"]);
  });
});

describe("with needs", () => {
  it("those that wait for nothing run beside each other", async () => {
    const { story } = await bring("  - { name: a, run: slow }\n  - { name: b, run: b, needs: [] }\n");
    expect(story).toEqual(["start slow", "start b", "end b", "end slow"]);
  });

  it("a service begins when those that it needs are deployed and ready, beside the others", async () => {
    const { story, readiness, world } = await bring(
      `  - { name: db, run: db, ${READY} }
  - { name: other, run: slow, needs: [] }
  - { name: api, run: api, needs: [db] }
`,
    );
    expect(story).toEqual([
      "start db",
      "start slow",
      "end db",
      "ask https://x.example/health",
      "start api",
      "end api",
      "end slow",
      "ask https://x.example/health",
    ]);
    expect(readiness.map(({ state }) => state)).toEqual(["ready", "not-awaited", "not-awaited"]);
    expect(world.said).toEqual(["Deploy db", "Deploy other", "Wait for db", "Deploy api", "Wait for db"]);
  });

  it("a service that does not become ready stops those that need it, and is what is told", async () => {
    const { states, readiness, story } = await bring(
      "  - { name: db, run: db, ready: { health: /health, timeout: 10s } }\n  - { name: api, run: api, needs: [db] }\n",
      { request: () => answer(503) },
    );
    expect(states).toEqual(["deployed", "not-run"]);
    expect(readiness.map(({ state }) => state)).toEqual(["not-ready", "not-awaited"]);
    expect(story).not.toContain("start api");
  });

  it("a service that a later deploy takes down again is not ready", async () => {
    const { states, readiness, story } = await bring(
      `  - { name: db, run: db, ready: { health: /health, timeout: 10s, success-threshold: 1 } }
  - { name: api, run: api, needs: [db] }
`,
      { request: (_, nth) => answer(nth === 1 ? 200 : 503) },
    );
    expect(states).toEqual(["deployed", "deployed"]);
    expect(readiness).toMatchObject([{ state: "not-ready", lastSeen: { status: 503 } }, { state: "not-awaited" }]);
    expect(story.slice(0, 4)).toEqual(["start db", "end db", "ask https://x.example/health", "start api"]);
  });

  it("a service is awaited once where no command ended after it was ready", async () => {
    const { readiness, story } = await bring(
      "  - { name: db, ready: { health: /health, success-threshold: 2 } }\n  - { name: api, run: api, needs: [db] }\n",
    );
    expect(readiness[0]).toMatchObject({ state: "ready", tries: 4 });
    expect(story.filter((each) => each.startsWith("ask"))).toHaveLength(4);
    const alone = await bring(
      "  - { name: db, run: db }\n  - { name: web, needs: [db], ready: { health: /health, success-threshold: 2 } }\n",
    );
    expect(alone.readiness[1]).toMatchObject({ state: "ready", tries: 2 });
  });

  it("those that run finish after a failure, and no other one begins", async () => {
    const { story, states } = await bring(
      `  - { name: a, run: slow }
  - { name: b, run: b, needs: [] }
  - { name: c, run: c, needs: [a] }
  - { name: d, run: d, needs: [b] }
`,
      { fail: ["b"] },
    );
    expect(story).toEqual(["start slow", "start b", "end b", "end slow"]);
    expect(states).toEqual(["deployed", "failed", "not-run", "not-run"]);
  });

  it("nobody waits for readiness any more once another service has failed", async () => {
    const { readiness, world, states } = await bring(
      `  - { name: a, run: a, ready: { health: /health, timeout: 1h } }
  - { name: b, run: slow, needs: [] }
  - { name: c, run: c, needs: [a, b] }
`,
      { fail: ["slow"], request: () => answer(503) },
    );
    expect(states).toEqual(["deployed", "failed", "not-run"]);
    expect(readiness).toEqual([]);
    expect(world.time.now).toBeLessThan(1_790_000_000_000 + 200_000);
  });

  it("nothing begins in a run that was cancelled", async () => {
    const { states, story } = await bring(CHAIN, {
      run: (_, time) => {
        time.cancelled = true;
        return {};
      },
    });
    expect(story).toEqual(["start a", "end a"]);
    expect(states).toEqual(["deployed", "not-run", "not-run"]);
  });
});

describe("a service that is not ready", () => {
  const late = (path: string) =>
    bring("  - { name: a, run: a, ready: { health: /health, revision: /version, timeout: 1s } }\n", {
      request: (request) => answer(reveal(request.url).endsWith(path) ? 404 : 200, "ok"),
    });

  it("tells which of its two questions was not answered", async () => {
    expect((await late("/health")).readiness[0]).toMatchObject({
      state: "not-ready",
      asked: "health",
      healthy: null,
      lastSeen: { status: 404, url: untrusted("https://x.example/health") },
    });
    expect((await late("/version")).readiness[0]).toMatchObject({
      state: "not-ready",
      asked: "revision",
      healthy: { status: 200, url: untrusted("https://x.example/health") },
      lastSeen: { status: 404, url: untrusted("https://x.example/version") },
    });
  });
});

describe("what runs", () => {
  it("is told apart in the live output, by names that cannot be read as anything else", async () => {
    const { world } = await bring('  - { name: "a ::error::", run: a }\n  - { name: "\u00e4##[b]", run: b }\n');
    expect(world.commands.map(({ label }) => label)).toEqual(["deploy a-error-", "deploy -b-"]);
    expect((await bring("  - { name: a, run: a }\n")).world.commands.map(({ label }) => label)).toEqual(["deploy"]);
  });

  it("finds the commit, and the addresses of those that it waits for and of no other", async () => {
    const { world } = await bring(
      `  - { name: api-v1, run: one }
  - { name: web, run: two }
  - { name: alone, run: three, needs: [] }
`,
      outputs({ one: { url: "https://one.example/" }, two: { url: "https://two.example" } }),
    );
    const environments = Object.fromEntries(world.commands.map(({ line, environment }) => [reveal(line), environment]));
    const common = { TDL_COMMIT: COMMIT, TDL_URL: "https://x.example" };
    expect(environments).toEqual({
      one: common,
      two: { ...common, TDL_DEPLOY_API_V1_URL: "https://one.example" },
      three: common,
    });
  });
});

describe("an address that a deploy tells", () => {
  const BACKEND = `  - { name: backend, run: ./d.sh, ready: { health: "\${deploy.backend.url}/health", success-threshold: 1, revision: /version } }\n`;

  it("is where its readiness and everything relative to the base is asked", async () => {
    const { story, states, deployments, addresses, world } = await bring(BACKEND, {
      url: "${deploy.backend.url}",
      ...outputs({ "./d.sh": { url: "https://green.example/app/", unused: "x" } }),
    });
    expect(states).toEqual(["deployed"]);
    expect(reveal(deployments[0]?.url ?? untrusted(""))).toBe("https://green.example/app");
    expect(story).toEqual([
      "start ./d.sh",
      "end ./d.sh",
      "ask https://green.example/app/health",
      "ask https://green.example/app/version",
    ]);
    expect([...(addresses.get("backend") ?? [])].map(([name]) => name)).toEqual(["url"]);
    const service = firstOf(made(`version: 1\nurl: https://x.example\ndeploy:\n${BACKEND}`).deploys);
    expect(reveal((await servedRevision(service, COMMIT, world, addresses)) ?? untrusted(""))).toBe(COMMIT);
  });

  it("fails the deploy when it is missing or none, so that nothing is asked anywhere", async () => {
    const missing = await bring(BACKEND);
    expect(missing.deployments[0]).toMatchObject({
      state: "failed",
      command: { exitCode: 0 },
      problem: "it told no url: its command has to write one into the file GITHUB_OUTPUT",
    });
    const wrong = await bring(BACKEND, outputs({ "./d.sh": { url: "green.example" } }));
    expect(wrong.deployments[0]).toMatchObject({
      state: "failed",
      url: null,
      problem: "it told an address that is none (url): expected one that starts with https:// or http://",
    });
    expect([...missing.story, ...wrong.story].filter((each) => each.startsWith("ask"))).toEqual([]);
  });

  it("of a command that failed is nobody's", async () => {
    const { deployments, addresses } = await bring(BACKEND, {
      fail: ["./d.sh"],
      ...outputs({ "./d.sh": { url: "https://green.example" } }),
    });
    expect(deployments[0]).toMatchObject({ state: "failed", url: null, problem: null });
    expect(addresses.size).toBe(0);
  });
});

function firstOf(deploys: readonly Deploy[]): Deploy {
  const [first] = deploys;
  if (first === undefined) throw new Error("the file lists a service");
  return first;
}
