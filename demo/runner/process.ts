// One process of a step: started in its own group with a closed environment, read line by line, and ended as the runner does it.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { readLines } from "./lines.ts";

/** How a cancelled process is ended, in milliseconds. The defaults are those of the runner. */
export interface Timeline {
  /** From SIGINT to SIGTERM. */
  readonly interruptMs: number;
  /** From SIGTERM to the end of the whole tree. */
  readonly terminateMs: number;
  /** How long output is awaited after the process has ended while a child still holds it open. */
  readonly drainMs: number;
  /** From the cancellation of a job to the end of everything, post steps included. */
  readonly abandonMs: number;
  /** From the loss of a machine until GitHub gives its job up. */
  readonly lostMs: number;
}

export const RUNNER_TIMELINE: Timeline = {
  interruptMs: 7500,
  terminateMs: 2500,
  drainMs: 5000,
  abandonMs: 300_000,
  lostMs: 600_000,
};

export interface ProcessOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeline: Timeline;
  /** Ends the process step by step. */
  readonly cancel: AbortSignal;
  /** Ends the whole tree at once. */
  readonly abandon: AbortSignal;
  readonly onLine: (line: string) => void;
}

/** The exit code; null when it was ended by a signal. Throws when the process cannot be started at all. */
export async function runProcess(options: ProcessOptions): Promise<number | null> {
  const { timeline } = options;
  const child = spawn(options.file, options.args, {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const { pid } = child;
  if (pid === undefined) {
    const error = await new Promise<Error>((resolve) => child.once("error", resolve));
    throw new Error(`${options.file} cannot be started: ${error.message}`, { cause: error });
  }
  const timers: NodeJS.Timeout[] = [];
  const later = (ms: number, act: () => void): void => {
    timers.push(setTimeout(act, ms));
  };
  const cancel = (): void => {
    // Only the process itself gets the signals; telling its children is its own affair.
    signal(pid, "SIGINT");
    later(timeline.interruptMs, () => {
      signal(pid, "SIGTERM");
      later(timeline.terminateMs, abandon);
    });
  };
  const abandon = (): void => {
    killTree(pid);
  };
  if (options.abandon.aborted) abandon();
  else if (options.cancel.aborted) cancel();
  options.cancel.addEventListener("abort", cancel, { once: true });
  options.abandon.addEventListener("abort", abandon, { once: true });

  try {
    const streams = [child.stdout, child.stderr].map((stream) => {
      const reader = readLines(options.onLine);
      stream.on("data", (chunk: Buffer) => {
        reader.take(chunk);
      });
      return new Promise<void>((resolve) => {
        stream.once("close", () => {
          reader.end();
          resolve();
        });
      });
    });
    const code = await new Promise<number | null>((resolve) => {
      child.once("exit", resolve);
    });
    for (const timer of timers.splice(0)) clearTimeout(timer);
    later(timeline.drainMs, () => {
      killTree(pid);
      child.stdout.destroy();
      child.stderr.destroy();
    });
    await Promise.all(streams);
    return code;
  } finally {
    for (const timer of timers) clearTimeout(timer);
    options.cancel.removeEventListener("abort", cancel);
    options.abandon.removeEventListener("abort", abandon);
  }
}

/** Ends what a job has left behind: every process that carries its tracking id in its environment. */
export function killTracked(trackingId: string): number[] {
  const mark = `RUNNER_TRACKING_ID=${trackingId}`;
  const found = processes().filter((pid) => {
    const environment = readProc(pid, "environ");
    return environment?.split("\0").includes(mark) === true;
  });
  for (const pid of found) signal(pid, "SIGKILL");
  return found;
}

function killTree(root: number): void {
  const parents = new Map(
    processes().map((pid) => {
      // "pid (name) state parent …"; the name may hold anything, so what follows its last parenthesis counts.
      const fields =
        readProc(pid, "stat")
          ?.replace(/^.*\)\s/s, "")
          .split(" ") ?? [];
      return [pid, Number(fields[1])];
    }),
  );
  const tree = new Set([root]);
  for (let size = 0; size !== tree.size;) {
    size = tree.size;
    for (const [pid, parent] of parents) if (tree.has(parent)) tree.add(pid);
  }
  signal(-root, "SIGKILL");
  for (const pid of tree) signal(pid, "SIGKILL");
}

/** Empty where there is no /proc; then only the process groups are ended. */
function processes(): number[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    // It has ended meanwhile, or belongs to somebody else.
    return undefined;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone already, which is what was wanted.
  }
}
