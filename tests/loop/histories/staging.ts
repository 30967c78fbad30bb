// The world of one job: a plan with a deploy, a probe and a suite, and a staging that ends as it was drawn.
import type { CommandResult } from "../../../src/model/check.ts";
import type { Command, World } from "../../../src/model/world.ts";
import { readInputs } from "../../../src/plan/inputs.ts";
import { makePlan } from "../../../src/plan/plan.ts";
import { untrusted } from "../../../src/text/untrusted.ts";
import { command } from "../../fakes/checks.ts";
import { answer, noAnswer } from "../../fakes/world.ts";
import { pause, type Job, type Model } from "./model.ts";
import type { Outcome } from "./settings.ts";

export const { plan: PLAN } = makePlan({
  inputs: readInputs(() => undefined),
  configPath: untrusted("c.yml"),
  configText: `
version: 1
url: https://api.staging.example
deploy:
  - { name: backend, run: ./deploy.sh }
preflight: [answers]
probes:
  - { name: answers, http: { url: /api/me, expect: 200 } }
suites:
  - { name: e2e, run: npm test, reports: reports/e2e.xml }
`,
  environment: () => undefined,
  files: new Map(),
  keyProblem: () => null,
});

const DEPLOY_OUTPUT: Readonly<Partial<Record<Outcome, string>>> = {
  "deploy-transient": "registry answered 503",
  "deploy-broken": "syntax error",
  "deploy-strange": "it did not work",
};

const RED: Readonly<Partial<Record<Outcome, string>>> = {
  red: "received 1011 (internal error) Internal error",
  assertion: "AssertionError: expected 1 to equal 2",
  strange: "that was odd",
};

export function createStaging(job: Job, model: Model, pushFix: () => void): World {
  const { chance, settings, time, watch } = model;
  const { outcome, run } = job;
  const written = new Map<string, string>();
  const now = (): number => time.now() + settings.skewMs;

  async function shell(order: Command): Promise<CommandResult> {
    const startedAt = now();
    if (run.isCancelled) return command({ startedAt, durationMs: 0, exitCode: null, signal: "SIGTERM" });
    if (order.label === "deploy") watch.deploys(job);
    const lastsMs = (1 + chance.below(5)) * 60_000;
    await pause(lastsMs, job, model);
    if (run.isCancelled) return command({ startedAt, durationMs: 1_000, exitCode: null, signal: "SIGTERM" });
    const durationMs = lastsMs;
    if (order.label === "fix") pushFix();
    const output = order.label === "deploy" ? DEPLOY_OUTPUT[outcome] : undefined;
    if (output !== undefined) return command({ startedAt, durationMs, exitCode: 1, output: untrusted(output) });
    return command({ startedAt, durationMs, exitCode: order.label === "test" && outcome in RED ? 1 : 0 });
  }

  return {
    clock: {
      now,
      monotonic: () => time.now(),
      sleep: (ms) => pause(ms, job, model),
      cancelled: () => run.isCancelled,
      watchDelay: () => () => ({ p99: 0.5, max: 2 }),
    },
    net: {
      trust: () => {},
      request: async () => {
        if (outcome === "no-network") return noAnswer("ETIMEDOUT");
        if (outcome === "preflight-person") return answer(401);
        return answer(outcome === "preflight" ? 500 : 200);
      },
      openWebSocket: async () => noAnswer("ETIMEDOUT"),
    },
    shell: { run: async (order) => ({ command: await shell(order), outputs: new Map(), connections: null }) },
    files: {
      find: async () => ({
        files:
          outcome === "no-report" ? [] : [{ path: untrusted("reports/e2e.xml"), sizeBytes: 200, modifiedAt: now() }],
        cut: null,
      }),
      read: async function* () {
        yield await Promise.resolve(new TextEncoder().encode(reportOf(job, model)));
      },
      locate: async () => null,
      readConfig: async () => null,
      write: async (name, text) => {
        written.set(name, text);
        return `/own/${name}`;
      },
      keep: async () => {},
      readOwn: async (name) => written.get(name) ?? null,
      head: async () => run.commit,
    },
    journal: { note: () => {}, cut: () => null },
    tokens: { mint: () => "token" },
    bounded: (work) => ({ inTime: true, value: work() }),
    secrets: { register: () => {}, mask: (text) => text, hide: (text) => text },
    console: {
      say: () => {},
      detail: () => {},
      quote: () => {},
      fold: (_, work) => work(),
      status: () => {},
      heartbeat: () => {},
    },
    environment: () => undefined,
  };
}

function reportOf({ outcome, run }: Job, { chance }: Model): string {
  if (outcome === "no-tests") return "<testsuites/>";
  const why = RED[outcome];
  // Times tell one report from another.
  const time = `time="0.${run.id}"`;
  const failure = why === undefined ? "" : `<failure message="${why}"/>`;
  const other = why !== undefined && chance.happens(0.4) ? failure : "";
  return `<testsuites><testsuite name="s"><testcase classname="c" name="a" ${time}>${other}</testcase><testcase classname="c" name="b" time="0.3">${failure}</testcase></testsuite></testsuites>`;
}
