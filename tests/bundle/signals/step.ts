// One step of the bundle as the runner runs it: its files, its environment, and an end by signal at one point of its way.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readEnvFile } from "../../../demo/runner/env-file.ts";
import { killTracked, RUNNER_TIMELINE, runProcess, type Timeline } from "../../../demo/runner/process.ts";
import { nodeProgram, STARTS_SOON } from "../../../demo/staging/node-program.ts";
import { LOOP_ID } from "./stage.ts";

const DIST = join(import.meta.dirname, "../../../dist");

export type Blow = "SIGINT" | "SIGKILL";

/** Where a process is struck: at its nth line, at the nth request that it sends, or so long after its start. */
export interface Point {
  readonly at: "line" | "request" | "ms";
  readonly n: number;
}

export interface Place {
  /** Holds RUNNER_TEMP and the files of the steps. */
  readonly folder: string;
  readonly workspace: string;
  readonly commit: string;
  readonly apiUrl: string;
  readonly token: string;
}

export interface StepOrder {
  readonly entry: "main" | "post";
  readonly place: Place;
  readonly jobStatus: "success" | "failure" | "cancelled";
  readonly blow?: { readonly kind: Blow; readonly point: Point; readonly onStruck?: () => void };
  /** Called with a function that counts one request of this process. */
  readonly watch: (count: () => void) => void;
  readonly env?: Readonly<Record<string, string>>;
  /** The runner's own unless another is given. */
  readonly timeline?: Timeline;
}

export interface Stepped {
  /** null: it was ended by a signal. */
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly requests: number;
  readonly ms: number;
  /** From its start to its first line: what it takes to load the bundle. */
  readonly loadingMs: number;
  /** Lines before the blow; null where the process was over, or had done its last act, before it came there. */
  readonly linesBefore: number | null;
  /** From the blow to the end of the process. */
  readonly msAfter: number;
  /** How many processes it left behind. */
  readonly leftBehind: number;
  readonly summary: string;
  readonly outputs: ReadonlyMap<string, string>;
}

const FILES = ["GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "GITHUB_STATE", "GITHUB_ENV"];

let steps = 0;

export async function runStep({
  entry,
  place,
  jobStatus,
  blow,
  watch,
  env = {},
  timeline = RUNNER_TIMELINE,
}: StepOrder): Promise<Stepped> {
  const tracking = `signals-${process.pid}-${++steps}`;
  const files = Object.fromEntries(FILES.map((name) => [name, join(place.folder, `${entry}-${name}`)]));
  for (const file of Object.values(files)) writeFileSync(file, "");
  const cancel = new AbortController();
  const abandon = new AbortController();
  const lines: string[] = [];
  let requests = 0;
  let loadedAt: number | null = null;
  let struckAt: number | null = null;
  let linesBefore: number | null = null;
  const strike = (): void => {
    if (struckAt !== null) return;
    struckAt = performance.now();
    linesBefore = lines.length;
    (blow?.kind === "SIGINT" ? cancel : abandon).abort();
    blow?.onStruck?.();
  };
  const reached = (at: Point["at"], n: number): void => {
    if (blow?.point.at === at && n === blow.point.n) strike();
  };
  watch(() => reached("request", ++requests));
  const started = performance.now();
  const timer = blow?.point.at === "ms" ? setTimeout(strike, blow.point.n) : undefined;
  const code = await runProcess({
    file: nodeProgram(),
    args: [...STARTS_SOON, join(DIST, entry, "index.js")],
    cwd: place.workspace,
    timeline,
    cancel: cancel.signal,
    abandon: abandon.signal,
    onLine: (line) => {
      lines.push(line);
      loadedAt ??= performance.now();
      reached("line", lines.length);
    },
    env: {
      PATH: `${dirname(nodeProgram())}:${process.env["PATH"] ?? ""}`,
      MARKS: join(dirname(place.workspace), "marks"),
      RUNNER_TRACKING_ID: tracking,
      RUNNER_TEMP: join(place.folder, "temp"),
      GITHUB_ACTIONS: "true",
      GITHUB_ACTION: "loop",
      GITHUB_EVENT_NAME: "workflow_dispatch",
      GITHUB_EVENT_PATH: eventFile(place),
      GITHUB_REPOSITORY: "acme/app",
      GITHUB_RUN_ID: String(LOOP_ID + 1),
      GITHUB_RUN_ATTEMPT: "1",
      GITHUB_SHA: place.commit,
      GITHUB_REF: "refs/heads/main",
      GITHUB_REF_NAME: "main",
      GITHUB_REF_TYPE: "branch",
      GITHUB_WORKFLOW_REF: "acme/app/.github/workflows/staging.yml@refs/heads/main",
      GITHUB_SERVER_URL: place.apiUrl,
      GITHUB_API_URL: place.apiUrl,
      GITHUB_WORKSPACE: place.workspace,
      INPUT_CONFIG: "c.yml",
      INPUT_LOOP: place.token,
      INPUT_WAIT: "1ms",
      "INPUT_GITHUB-TOKEN": "a-token-of-the-job",
      "INPUT_JOB-STATUS": jobStatus,
      ...files,
      ...(entry === "post" ? statesOf(place) : {}),
      ...env,
    },
  });
  clearTimeout(timer);
  const ended = performance.now();
  const read = (name: string): string => readFileSync(files[name] ?? "", "utf8");
  // That it came to its end is the last thing that main saves; nobody can kill what is over.
  const isOver = (blow?.kind === "SIGKILL" && code !== null) || read("GITHUB_STATE").includes("\ntold\n");
  return {
    code,
    lines,
    requests,
    ms: ended - started,
    loadingMs: (loadedAt ?? ended) - started,
    linesBefore: isOver ? null : linesBefore,
    msAfter: struckAt === null ? 0 : ended - struckAt,
    leftBehind: killTracked(tracking).length,
    summary: read("GITHUB_STEP_SUMMARY"),
    outputs: new Map(readEnvFile(read("GITHUB_OUTPUT")).map(({ name, value }) => [name, value])),
  };
}

/** What main saved for post, as far as it came. */
function statesOf({ folder }: Place): Readonly<Record<string, string>> {
  const saved = readEnvFile(readFileSync(join(folder, "main-GITHUB_STATE"), "utf8"));
  return Object.fromEntries(saved.map(({ name, value }) => [`STATE_${name}`, value]));
}

function eventFile({ folder, token }: Place): string {
  const path = join(folder, "event.json");
  mkdirSync(join(folder, "temp"), { recursive: true });
  writeFileSync(path, JSON.stringify({ inputs: { loop: token, cycle: `${LOOP_ID}/2` } }));
  return path;
}
