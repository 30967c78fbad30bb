// Probes, set-up and logins on addresses that deploys told: each place is filled in as it asks for.
import { describe, expect, it } from "vitest";
import { runChecks } from "../../src/check/run-checks.ts";
import { addressVariables, type Addresses } from "../../src/model/deployed.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { COMMIT } from "../fakes/checks.ts";
import { answer, fakeWorld, type FakeWorld } from "../fakes/world.ts";
import { made } from "../plan/made.ts";
import { hooks } from "./plans.ts";

function told(services: Readonly<Record<string, Readonly<Record<string, string>>>>): Addresses {
  return new Map(
    Object.entries(services).map(([name, all]) => [
      name,
      new Map(Object.entries(all).map(([output, text]) => [output, untrusted(text)])),
    ]),
  );
}

const TOLD = told({
  api: { url: "https://green.example/base", release: 'v1 "beta" & ${secrets.KEY}' },
  live: { url: "http://live.example:8080" },
});

async function run(rest: string): Promise<FakeWorld> {
  const plan = made(`version: 1
url: \${deploy.api.url}
deploy: [{ name: api, run: x }, { name: live, run: x }]
${rest}`);
  const world = fakeWorld({
    environment: { KEY: "k".repeat(32) },
    request: () => answer(200, '{"token":"t0ken-of-a-user"}'),
  });
  const { checks } = await runChecks(plan, COMMIT, world, hooks(), TOLD);
  expect(checks.filter(({ outcome }) => outcome !== "passed")).toEqual([]);
  return world;
}

describe("a told address", () => {
  it("is the begin of what a probe asks, and its path is what people see", async () => {
    const world = await run(`probes:
  - { name: a, http: { url: /a } }
  - { name: b, http: { url: "\${deploy.live.url}/b?from=\${deploy.api.url}" } }
`);
    expect(world.requests.map(({ url }) => reveal(url))).toEqual([
      "https://green.example/base/a",
      "http://live.example:8080/b?from=https%3A%2F%2Fgreen.example%2Fbase",
    ]);
  });

  it("opens sockets with ws, as TLS or not as the service answers", async () => {
    const world = await run(`probes:
  - { name: a, websocket: { url: /ws } }
  - { name: b, websocket: { url: "\${deploy.live.url}/ws?x=1" } }
`);
    expect(world.sockets.map(({ request }) => reveal(request.url))).toEqual([
      "wss://green.example/base/ws",
      "ws://live.example:8080/ws?x=1",
    ]);
  });

  it("stands in headers, bodies and forms as each of them needs it, and is never read a second time", async () => {
    const world = await run(`probes:
  - { name: a, http: { method: POST, url: /a, headers: { x-at: "\${deploy.live.url}" }, json: { r: "\${deploy.api.release}" } } }
  - { name: b, http: { method: POST, url: /b, form: { r: "\${deploy.api.release}" } } }
  - { name: c, http: { method: POST, url: "/c/\${deploy.api.release}", body: "\${deploy.api.url}" } }
`);
    const [json, form, text] = world.requests;
    expect(reveal(json?.headers["x-at"] ?? untrusted(""))).toBe("http://live.example:8080");
    expect(reveal(json?.body ?? untrusted(""))).toBe('{"r":"v1 \\"beta\\" & ${secrets.KEY}"}');
    expect(reveal(form?.body ?? untrusted(""))).toBe("r=v1%20%22beta%22%20%26%20%24%7Bsecrets.KEY%7D");
    expect(reveal(text?.url ?? untrusted(""))).toBe(
      "https://green.example/base/c/v1%20%22beta%22%20%26%20%24%7Bsecrets.KEY%7D",
    );
    expect(reveal(text?.body ?? untrusted(""))).toBe("https://green.example/base");
  });

  it("is where test users log in", async () => {
    const world = await run(`auth: { web: { login: { post: /login, json: {}, token: $.token } } }
probes: [{ name: a, auth: web, http: { url: /a } }]
`);
    expect(world.requests.map(({ url }) => reveal(url))).toEqual([
      "https://green.example/base/login",
      "https://green.example/base/a",
    ]);
  });
});

describe("a failing probe", () => {
  it("tells the path that it asked and the time at which it began", async () => {
    const plan = made(
      "version: 1\nurl: ${deploy.api.url}\ndeploy: [{ name: api, run: x }]\nprobes: [{ name: a, http: { url: /a?b=1, expect: 200 } }]\n",
    );
    const world = fakeWorld({ request: () => answer(500) });
    const { checks } = await runChecks(plan, COMMIT, world, hooks(), TOLD);
    expect(reveal(checks[0]?.failure?.facts.target ?? untrusted(""))).toBe("GET /a");
    expect(checks[0]?.at).toBe(1_790_000_000_000);
  });
});

describe("the commands around the checks", () => {
  it("find the addresses in their environment", async () => {
    const world = await run("setup: ./seed.sh\nteardown: ./clean.sh\nprobes: [{ name: a, http: { url: /a } }]\n");
    const expected = {
      TDL_COMMIT: COMMIT,
      TDL_URL: "https://green.example/base",
      TDL_DEPLOY_API_URL: "https://green.example/base",
      TDL_DEPLOY_LIVE_URL: "http://live.example:8080",
    };
    expect(world.commands.map(({ environment }) => environment)).toEqual([expected, expected]);
  });

  it("get no address that could be another service's, and none that is not known", () => {
    const same = told({
      "api-1": { url: "https://a.example" },
      api_1: { url: "https://b.example" },
      "\u00fcber": { url: "https://c.example" },
    });
    expect(addressVariables({ url: null }, same)).toEqual({ TDL_DEPLOY__BER_URL: "https://c.example" });
    expect(addressVariables({ url: untrusted("${deploy.api.url}") }, same)).not.toHaveProperty("TDL_URL");
    expect(addressVariables({ url: untrusted("https://x.example/") }, new Map())).toEqual({
      TDL_URL: "https://x.example",
    });
  });
});
