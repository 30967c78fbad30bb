// One child process in a group of its own, from spawn to the certain end: deadline, cancel, orphans that hold its output.
import { spawn, type ChildProcessByStdio } from "node:child_process";
import type { Readable } from "node:stream";
import { LONGEST_TIMER_MS, type CancellableClock } from "../clock.ts";
import { createStopper } from "./stopper.ts";
import type { Watch } from "./watch.ts";

export interface ChildOrder {
  readonly argv: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly killAfterMs: number;
  /** How long it may go on, or still begin, once the run is cancelled. */
  readonly graceMs: () => number;
  readonly heartbeatMs: number;
  /** How long output may go on after the exit. Node's own "close" would wait for every heir of the pipe. */
  readonly drainMs: number;
  readonly clock: CancellableClock;
  write(stream: "stdout" | "stderr", bytes: Uint8Array): void;
  onSilence(): void;
  /** Told of the process at its begin and right after its exit. */
  readonly watch: Pick<Watch, "begin" | "look"> | null;
}

export interface Ending {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
  readonly spawnError: string | null;
  readonly leftBehind: boolean;
}

/** Output may still stand in the pipe after the exit: until it is quiet this long. */
const QUIET_MS = 250;

/** Never throws: what cannot be started is an ending. */
export async function runChild(order: ChildOrder): Promise<Ending> {
  if (order.clock.cancelled() && order.graceMs() <= 0) return notStarted({ code: "ECANCELED" });
  const [program, ...args] = order.argv;
  try {
    const child = spawn(program, args, {
      cwd: order.cwd,
      env: { ...order.environment },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
      windowsHide: true,
    });
    // ENOENT and EACCES are told by an event, E2BIG and a NUL in an argument by an exception.
    const failure = await new Promise<unknown>((resolve) => {
      child.once("error", resolve);
      // Not before: where there was no room for its pipes (EMFILE), a child has none.
      child.once("spawn", () => {
        listen(child, order);
        resolve(null);
      });
    });
    return failure === null && child.pid !== undefined ? await follow(child, child.pid, order) : notStarted(failure);
  } catch (error) {
    return notStarted(error);
  }
}

export function notStarted(error: unknown): Ending {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "UNKNOWN";
  return { exitCode: null, signal: null, timedOut: false, spawnError: code, leftBehind: false };
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

function listen(child: Child, order: ChildOrder): void {
  child.stdout.on("data", (bytes: Uint8Array) => order.write("stdout", bytes));
  child.stderr.on("data", (bytes: Uint8Array) => order.write("stderr", bytes));
}

async function follow(child: Child, group: number, order: ChildOrder): Promise<Ending> {
  order.watch?.begin(group, order.environment);
  const exited = new Promise<readonly [number | null, string | null]>((resolve) => {
    child.once("exit", (code, signal) => {
      order.watch?.look();
      resolve([code, signal]);
    });
  });
  const stopper = createStopper(group, order);
  const heartbeat = setTimeout(
    () => {
      order.onSilence();
      heartbeat.refresh();
    },
    Math.min(order.heartbeatMs, LONGEST_TIMER_MS),
  );
  for (const stream of [child.stdout, child.stderr]) stream.on("data", () => heartbeat.refresh());
  const [exitCode, signal] = await Promise.race([exited, stopper.hopeless]);
  await stopper.finish();
  clearTimeout(heartbeat);
  const drained = await drain(child, order.drainMs);
  child.stdout.destroy();
  child.stderr.destroy();
  // An orphan of a command that we stopped is no news.
  return {
    exitCode,
    signal,
    timedOut: stopper.timedOut(),
    spawnError: null,
    leftBehind: !drained && !stopper.stopped(),
  };
}

/** Waits for the end of the output. false when it went quiet, or on and on, without being closed. */
function drain(child: Child, longestMs: number): Promise<boolean> {
  const isClosed = (): boolean => child.stdout.closed && child.stderr.closed;
  if (isClosed()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const still = setTimeout(done, QUIET_MS);
    const longest = setTimeout(done, longestMs);
    for (const stream of [child.stdout, child.stderr]) stream.on("data", () => still.refresh());
    child.once("close", done);
    function done(): void {
      clearTimeout(still);
      clearTimeout(longest);
      resolve(isClosed());
    }
  });
}
