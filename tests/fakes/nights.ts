// Nights in memory: runs of a schedule on the days that a test names, from the first look to the pages.
import { NO_WISHES } from "./wishes.ts";
import { runCycle, successor, type Ended } from "../../src/cycle.ts";
import { encodeLoop } from "../../src/loop/token.ts";
import type { Limits } from "../../src/model/limits.ts";
import type { Runner } from "../../src/model/runner.ts";
import type { Trigger } from "../../src/model/trigger.ts";
import { readInputs } from "../../src/plan/inputs.ts";
import { makePlan } from "../../src/plan/plan.ts";
import type { CycleRecord } from "../../src/record/record.ts";
import { nightMarkerOf } from "../../src/report/night.ts";
import { tell, toTold } from "../../src/tell.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { LIMITS } from "./limits.ts";
import { trigger } from "./trigger.ts";
import { answer, fakeWorld, type FakeGitHub, type FakeIssue } from "./world.ts";

export const MARKER = nightMarkerOf(untrusted("staging"));

const CONFIG = `
version: 1
url: https://api.staging.example
preflight: [up]
probes:
  - { name: up, http: { url: /up, expect: 200 } }
  - { name: chat, http: { url: /chat, expect: 200 } }
  - { name: login, http: { url: /login, expect: 200 } }
`;

export interface NightRun {
  /** "2026-03-02T03:17:00Z". */
  readonly at: string;
  readonly runId: number;
  /** Paths that are answered with a fault: `/up` keeps a night from being tested, `/chat` and `/login` fail it. */
  readonly failing?: readonly string[];
  readonly event?: string;
  readonly trigger?: Partial<Trigger>;
  readonly token?: string;
  readonly limits?: Partial<Limits>;
  readonly assignees?: readonly string[];
}

export async function begin(run: NightRun, hub: FakeGitHub): Promise<Ended> {
  return (await started(run, hub)).ended;
}

async function started(run: NightRun, hub: FakeGitHub) {
  const { at, runId, failing = [], event = "schedule", token = "" } = run;
  const world = fakeWorld({
    request: ({ url }) => answer(failing.some((path) => reveal(url).endsWith(path)) ? 400 : 200),
  });
  world.time.now = Date.parse(at);
  const { plan } = makePlan({
    inputs: readInputs(() => undefined),
    configPath: untrusted("c.yml"),
    configText: CONFIG,
    environment: () => undefined,
    files: new Map(),
    keyProblem: () => null,
  });
  const limits = { ...LIMITS, maxCycles: 1, ...run.limits };
  const order = { plan, limits, trigger: trigger({ event, runId, ...run.trigger }), token, inputs: {} };
  return { ended: await runCycle({ ...order, canRepeat: true, canFix: false }, world, hub), world };
}

export interface ToldNight {
  readonly record: CycleRecord;
  readonly issue: FakeIssue | null;
  readonly page: string;
  readonly summary: string;
  /** The report page. */
  readonly report: string;
  /** For the run of the next cycle; empty where none follows. */
  readonly token: string;
}

/** One cycle with its pages as main writes them. */
export async function night(run: NightRun, hub: FakeGitHub): Promise<ToldNight> {
  const { ended, world } = await started(run, hub);
  if (ended.kind !== "cycle") throw new Error(`expected a cycle, got ${ended.kind}`);
  const { record } = ended;
  const summaries: string[] = [];
  const order = {
    record,
    isDispatchedLater: false,
    notices: [],
    wishes: { ...NO_WISHES, assignees: run.assignees ?? [] },
  };
  await tell(order, world, quietRunner(summaries), hub);
  const next = successor(record, toTold(record, []).loop, world.time.now);
  const issue = hub.issues.get(MARKER) ?? null;
  const page = issue === null ? "" : reveal(issue.body);
  return {
    record,
    issue,
    page,
    summary: summaries.at(-1) ?? "",
    report: world.written.get("report.html") ?? "",
    token: next === null ? "" : encodeLoop(next),
  };
}

export function quietRunner(summaries: string[] = []): Runner {
  return {
    writeSummary: (markdown) => {
      summaries.push(markdown);
      return Promise.resolve();
    },
    setOutput: () => undefined,
    saveState: () => undefined,
    readState: () => "",
    annotate: () => undefined,
  };
}
