// Deploys with real shells, against a real service: beside each other, and found where their command says.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { deploy } from "../../src/deploy/deploy.ts";
import { reveal, untrusted, type Untrusted } from "../../src/text/untrusted.ts";
import type { World } from "../../src/model/world.ts";
import { createClock } from "../../src/world/clock.ts";
import { createNet } from "../../src/world/net/net.ts";
import { createShell } from "../../src/world/shell/shell.ts";
import { COMMIT } from "../fakes/checks.ts";
import { fakeWorld } from "../fakes/world.ts";
import { made } from "../plan/made.ts";

async function realWorld(shown: string[]): Promise<World> {
  const cwd = await mkdtemp(join(tmpdir(), "deploy-"));
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
  const fake = fakeWorld();
  const clock = createClock();
  const console = {
    ...fake.console,
    quote: (text: Untrusted, label: string) => void shown.push(`${label}: ${reveal(text)}`),
  };
  const shell = createShell({
    clock,
    secrets: fake.secrets,
    console,
    environment: { PATH: process.env["PATH"] },
    cwd,
    tempDir: join(cwd, "temp"),
    killAfterMs: 150,
  });
  return { ...fake, clock, console, shell, net: createNet({ clock, secrets: fake.secrets }) };
}

/** A service that serves a commit. */
async function serve(): Promise<{ readonly url: string; readonly paths: readonly string[] }> {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? "");
    response.end(JSON.stringify({ commit: COMMIT }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => void server.close());
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has a port");
  return { url: `http://127.0.0.1:${address.port}`, paths };
}

// Each of two waits for a file of the other, so that one after the other they would never end.
const MEET = (own: string, other: string): string =>
  `touch ${own}; for i in $(seq 500); do [ -e ${other} ] && echo met && exit 0; sleep 0.01; done; exit 9`;

it("brings up services beside each other, and tells their output apart", async () => {
  const shown: string[] = [];
  const world = await realWorld(shown);
  const plan = made(`version: 1
url: https://x.example
deploy:
  - { name: one, run: ${JSON.stringify(MEET("a", "b"))}, timeout: 10s }
  - { name: two, run: ${JSON.stringify(MEET("b", "a"))}, timeout: 10s, needs: [] }
probes: [{ name: p, http: { url: /p } }]
`);
  const { deployments } = await deploy(plan, COMMIT, world);
  expect(deployments.map(({ state }) => state)).toEqual(["deployed", "deployed"]);
  expect(shown.toSorted()).toEqual(["deploy one: met", "deploy two: met"]);
});

it("asks the service where its command says that it is, and hands the address on", async () => {
  const { url, paths } = await serve();
  const world = await realWorld([]);
  const plan = made(`version: 1
url: \${deploy.api.url}
deploy:
  - name: api
    run: echo "url=${url}/base/" >> "$GITHUB_OUTPUT"
    ready: { health: /health, revision: /version, interval: 10ms, success-threshold: 2 }
  - name: web
    needs: [api]
    run: printf 'url<<END\\n%s/web\\nEND\\n' "$TDL_DEPLOY_API_URL" >> "$GITHUB_OUTPUT"
probes: [{ name: p, http: { url: /p } }]
`);
  const { deployments, readiness, addresses } = await deploy(plan, COMMIT, world);
  expect(deployments.map((each) => reveal(each.url ?? untrusted("")))).toEqual([`${url}/base`, `${url}/base/web`]);
  expect(readiness[0]).toMatchObject({ state: "ready", revisionMatches: true });
  const twice = ["/base/health", "/base/version", "/base/health", "/base/version"];
  // Once more when the other one is deployed too.
  expect(paths).toEqual([...twice, ...twice]);
  expect([...addresses.keys()]).toEqual(["api", "web"]);
});

it("names a command that is not there, and does not begin what waits for it", async () => {
  const world = await realWorld([]);
  const plan = made(`version: 1
url: https://x.example
deploy: [{ name: a, run: no-such-program-here }, { name: b, run: touch b }]
probes: [{ name: p, http: { url: /p } }]
`);
  const { deployments } = await deploy(plan, COMMIT, world);
  expect(deployments).toMatchObject([
    { state: "failed", command: { exitCode: 127 } },
    { state: "not-run", command: null },
  ]);
});
