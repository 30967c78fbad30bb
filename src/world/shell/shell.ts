// Runs the user's command lines: cleaned environment, own process group, live output, and an end in any case.
import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { CommandResult } from "../../model/check.ts";
import type { Command, Console, Secrets, Shell } from "../../model/world.ts";
import { reveal, untrusted } from "../../text/untrusted.ts";
import { runChild, type Ending } from "./child.ts";
import { createChildEnvironment, type Environment } from "./child-environment.ts";
import type { CancellableClock } from "../clock.ts";
import { createCommandLog } from "./command-log.ts";
import { createOutput } from "./output.ts";
import { NO_OUTPUTS, readOutputs, type Outputs } from "./outputs.ts";
import { createWatch, type Watch } from "./watch.ts";

export interface ShellOptions {
  readonly clock: CancellableClock;
  readonly secrets: Pick<Secrets, "mask">;
  readonly console: Pick<Console, "detail" | "quote" | "heartbeat">;
  /** Of this process; what no command may see is taken out. */
  readonly environment: Environment;
  readonly cwd: string;
  /** Where each command gets files of its own. */
  readonly tempDir: string;
  /** Where what a command prints is kept, up to a bound; without it, only the ends of it are. */
  readonly logDir?: string;
  /** From the polite signal to the other one. */
  readonly killAfterMs?: number;
  /** Silence after which we say that the command still runs. */
  readonly heartbeatMs?: number;
  /** How long a process that was left behind may go on writing. */
  readonly drainMs?: number;
  /** From a cancel to the end of every command that runs always. */
  readonly graceMs?: number;
}

/**
 * The runner kills everything 10 s after a cancel (7.5 s after SIGINT, 2.5 s after SIGTERM), and what is known has to
 * be written down before.
 */
const GRACE_MS = 6_000;
/** Of one command. */
const LONGEST_GRACE_MS = 4_000;

export function createShell(options: ShellOptions): Shell {
  const { clock } = options;
  return {
    async run(command) {
      const startedAt = clock.now();
      const started = clock.monotonic();
      const elapsedMs = (): number => clock.monotonic() - started;
      const mask = (text: string): string => options.secrets.mask(text);
      const log = createCommandLog({ folder: options.logDir ?? null, label: command.label, elapsedMs, mask });
      const output = createOutput({ ...options, label: command.label, log, progress: command.progress ?? null });
      const { watch: hosts = [] } = command;
      const watch = hosts.length === 0 ? null : createWatch({ hosts: hosts.map(reveal), now: () => clock.now() });
      const { ending, outputs } = await runIn(command, options, started, output.write, watch);
      const connections = watch?.end() ?? null;
      if (ending.spawnError !== null) output.note(`[the command could not be started: ${whyNot(ending.spawnError)}]`);
      if (outputs.problem !== null) output.note(`[not all of GITHUB_OUTPUT was read: ${outputs.problem}]`);
      if (ending.leftBehind) output.note("[the command ended but left a process behind that still held its output]");
      const { leftBehind: _, ...rest } = ending;
      const told = output.end();
      const result: CommandResult = {
        ...rest,
        startedAt,
        durationMs: Math.round(elapsedMs()),
        output: untrusted(told.text),
        log: told.log === null ? null : untrusted(told.log),
      };
      return { command: result, outputs: outputs.values, connections };
    },
  };
}

async function runIn(
  command: Command,
  options: ShellOptions,
  started: number,
  write: (stream: "stdout" | "stderr", bytes: Uint8Array) => void,
  watch: Watch | null,
): Promise<{ readonly ending: Ending; readonly outputs: Outputs }> {
  const { clock, console, heartbeatMs = 60_000 } = options;
  const place = await createChildEnvironment(
    options.environment,
    command.environment,
    options.tempDir,
    command.without,
  );
  if ("spawnError" in place) return { ending: place, outputs: NO_OUTPUTS };
  try {
    const seconds = Math.round(heartbeatMs / 1_000);
    const ending = await runChild({
      argv: await shellFor(reveal(command.line), options.environment["PATH"] ?? ""),
      environment: place.environment,
      cwd: options.cwd,
      timeoutMs: command.timeoutMs,
      killAfterMs: options.killAfterMs ?? 5_000,
      graceMs: () => (command.always === true ? graceLeft(options) : 0),
      heartbeatMs,
      drainMs: options.drainMs ?? 2_000,
      clock,
      write,
      watch,
      onSilence: () => {
        const minutes = Math.floor((clock.monotonic() - started) / 60_000);
        const soFar = command.progress?.said() ?? null;
        console.heartbeat(
          `${command.label}: still running after ${minutes} min, ${soFar === null ? "" : `${soFar}, `}no output for ${seconds} s`,
        );
      },
    });
    return { ending, outputs: await readOutputs(place.outputFile) };
  } finally {
    await place.remove();
  }
}

function graceLeft({ clock, graceMs = GRACE_MS }: ShellOptions): number {
  return Math.min(LONGEST_GRACE_MS, graceMs - (clock.sinceCancel() ?? 0));
}

/** In words, with the code of the system that people search for. */
export function whyNot(code: string): string {
  const words = REASONS.get(code);
  return words === undefined ? code : `${words} (${code})`;
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ["ECANCELED", "the run was cancelled before"],
  ["EAGAIN", "the machine gives no more processes"],
  ["ENOMEM", "the machine gives no more memory"],
  ["EMFILE", "this process has too many open files"],
  ["ENFILE", "the machine has too many open files"],
  ["ENOSPC", "the disk is full"],
  ["E2BIG", "the line and its environment are longer than the system takes"],
  ["EACCES", "the folder or the shell may not be used"],
  ["ENOENT", "there is no such folder, or no shell"],
  ["ENOTDIR", "the path of a folder leads through a file"],
  ["ERR_INVALID_ARG_VALUE", "it has a NUL character"],
]);

/** The runner's own way to run a line with bash; plain sh where there is no bash (GitHub's documentation of `shell`). */
async function shellFor(line: string, path: string): Promise<readonly [string, ...string[]]> {
  for (const folder of path.split(delimiter)) {
    const bash = join(folder, "bash");
    if (folder !== "" && (await isExecutable(bash))) return [bash, "-eo", "pipefail", "-c", line];
  }
  return ["sh", "-e", "-c", line];
}

async function isExecutable(file: string): Promise<boolean> {
  return await access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
