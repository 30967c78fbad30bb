// The staging service behind the examples of the documentation, and a cycle that runs one of them against it.
import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FaultId } from "../../demo/staging/faults.ts";
import { deployTo, setFaults, startStaging, type StagingProcess } from "../../demo/staging/start.ts";
import { runCycle } from "../../src/cycle.ts";
import type { Told } from "../../src/model/told.ts";
import type { World } from "../../src/model/world.ts";
import { prepare } from "../../src/prepare.ts";
import { toTold } from "../../src/tell.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { createBounded } from "../../src/world/bounded.ts";
import { createClock } from "../../src/world/clock.ts";
import { createNet } from "../../src/world/net/net.ts";
import { createTokens, keyProblem } from "../../src/world/tokens/tokens.ts";
import { COMMIT } from "../fakes/checks.ts";
import { trigger } from "../fakes/trigger.ts";
import { fakeWorld } from "../fakes/world.ts";
import type { Example } from "./page.ts";

export interface Stage {
  /** Runs one cycle with the example as its file. Throws a UserError where it is no plan. */
  run(example: Pick<Example, "config" | "files">, fault: FaultId | null): Promise<Told>;
  /** What was told, with the addresses of the page again. */
  asOnThePage(text: string): string;
  close(): Promise<void>;
}

const BEFORE = "9e32abe0c7d1f4b8a5e2091c6d3f7b4a8e1c5d20";
const CONFIG = ".github/test-deploy-loop.yml";

export async function openStage(): Promise<Stage> {
  const dir = await mkdtemp(join(tmpdir(), "docs-"));
  const authorityFile = join(dir, "ca.pem");
  const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const staging = await startStaging({
    commit: BEFORE,
    authorityFile,
    publicKey: keys.publicKey.export({ type: "spki", format: "pem" }).toString(),
  });
  await deployTo(staging, { commit: COMMIT });
  const environment = {
    STAGING_URL: staging.url,
    STAGING_JWT_SECRET: staging.secret,
    STAGING_JWT_SECRET_BASE64: Buffer.from(staging.secret).toString("base64"),
    STAGING_JWT_PRIVATE_KEY: keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    STAGING_API_TOKEN: staging.apiToken,
    E2E_PASSWORD: staging.password,
  };
  const authority = await readFile(authorityFile, "utf8");
  return {
    run: async ({ config, files }, fault) => {
      await setFaults(staging, fault === null ? [] : [fault]);
      const workspace = { ...files, "certs/staging-ca.pem": authority, [CONFIG]: atHome(config, staging) };
      const world = localWorld(environment, workspace, staging.url);
      const planned = await prepare(() => undefined, world, keyProblem);
      const order = { ...planned, trigger: trigger(), token: "", inputs: {}, canRepeat: false, canFix: false };
      const ended = await runCycle(order, world, null);
      if (ended.kind !== "cycle") throw new Error("there was no cycle");
      return toTold(ended.record, []);
    },
    asOnThePage: (text) => onThePage(text, staging),
    close: async () => {
      await staging.close();
      await rm(dir, { recursive: true });
    },
  };
}

/** The hosts of the page, and what answers for each: the TLS port where the example brings an authority. */
function atHome(config: string, staging: StagingProcess): string {
  const base = config.includes("ca: ") ? staging.tlsUrl : staging.url;
  if (base === null) throw new Error("staging has no TLS port");
  return config
    .replace(/https:\/\/(?:api|auth)\.staging\.example\.com/gu, base)
    .replaceAll("wss://api.staging.example.com", base.replace("http", "ws"))
    .replaceAll("https://status.example.com", staging.controlUrl);
}

function onThePage(text: string, { url, tlsUrl }: StagingProcess): string {
  const known = [url, tlsUrl ?? url].flatMap((base) => [base, base.replace("http", "ws")]);
  return known.reduce(
    (told, base) => told.replaceAll(base, `${base.startsWith("http") ? "https" : "wss"}://api.staging.example.com`),
    text,
  );
}

/** Real where staging is asked; commands end well, files are as the pages have them, and no pause is waited for. */
function localWorld(
  environment: Readonly<Record<string, string>>,
  workspace: Readonly<Record<string, string>>,
  url: string,
): World {
  const tests = Array.from({ length: 50 }, (_, nth) => `<testcase classname="chat" name="test ${nth}" time="0.1"/>`);
  const report = `<testsuite name="e2e" tests="50">${tests.join("")}</testsuite>`;
  const fake = fakeWorld({
    environment,
    // Deploys tell where staging is, and the tests talk to whatever they have to.
    ran: ({ label, watch = [] }, { now }) => ({
      outputs: new Map(label.startsWith("deploy") ? [["url", untrusted(url)]] : []),
      connections: { kind: "watched", everyMs: 100, seen: watch.map((_, host) => ({ host, from: now, to: now })) },
    }),
    reports: { "reports/api.xml": report, "reports/browser.xml": report, "reports/browser-*.xml": report },
  });
  const clock = createClock();
  let slept = 0;
  return {
    ...fake,
    clock: {
      ...clock,
      monotonic: () => clock.monotonic() + slept,
      sleep: (ms) => {
        slept += ms;
        return Promise.resolve();
      },
    },
    net: createNet({ clock, secrets: fake.secrets }),
    tokens: createTokens(),
    bounded: createBounded(),
    files: { ...fake.files, readConfig: (path) => Promise.resolve(workspace[reveal(path)] ?? null) },
  };
}
