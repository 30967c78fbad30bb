// Everything real, around this process: what both a job on a runner and a run at a desk need.
import { join } from "node:path";
import type { World } from "../model/world.ts";
import { createBounded } from "./bounded.ts";
import { createClock, type CancellableClock } from "./clock.ts";
import { createConsole } from "./console.ts";
import { createFiles } from "./files/files.ts";
import { createJournal } from "./journal.ts";
import { createNet } from "./net/net.ts";
import { createSecrets } from "./secrets.ts";
import { createShell } from "./shell/shell.ts";
import { createTokens } from "./tokens/tokens.ts";

export interface RealWorld extends World {
  readonly clock: CancellableClock;
  readonly folders: Folders;
}

export interface Folders {
  /** Made by us in the checkout; null where the runner has one for such files. */
  readonly own: string | null;
  /** What one step writes. */
  readonly out: string;
  readonly logs: string;
}

export interface Surroundings {
  /** Workflow commands are printed, and no line is ever written again. */
  readonly onRunner: boolean;
  /** Tells whoever shows our output a word to hide. */
  readonly announce: (value: string) => void;
}

const USUAL_WIDTH = 80;

export const OWN_FOLDER = ".test-deploy-loop";

export function createWorld({ onRunner, announce }: Surroundings): RealWorld {
  const workspace = variable("GITHUB_WORKSPACE") ?? process.cwd();
  const given = variable("RUNNER_TEMP");
  const temp = given ?? join(workspace, OWN_FOLDER);
  const secrets = createSecrets({ announce });
  for (const secret of secretsOf(process.env)) secrets.register(secret);
  const isTerminal = process.stdout.isTTY && !onRunner;
  const console = createConsole({
    write: (text) => void process.stdout.write(text),
    secrets,
    onRunner,
    // A terminal may not tell its width, and a dumb one writes no line again.
    width: () => (isTerminal && variable("TERM") !== "dumb" ? process.stdout.columns || USUAL_WIDTH : null),
    colors: !onRunner && (colorsWished() ?? (isTerminal && variable("TERM") !== "dumb")),
  });
  process.once("exit", () => console.close());
  const clock = createClock();
  const outDir = join(temp, "test-deploy-loop", stepName(variable("GITHUB_ACTION")));
  const folders = { own: given === undefined ? temp : null, out: outDir, logs: join(outDir, "commands") };
  const journal = createJournal({
    path: onRunner ? join(outDir, journalName(variable)) : null,
    mask: (text) => secrets.mask(text),
    now: () => clock.now(),
    warn: (line) => console.say(line),
  });
  cancelOnSignal(clock, () => {
    console.say("Cancelled: nothing new is started, what is known is kept.");
    journal.note({ kind: "cut", by: "cancel" });
  });
  return {
    clock,
    net: createNet({ clock, secrets }),
    shell: createShell({
      clock,
      secrets,
      console,
      environment: process.env,
      cwd: workspace,
      tempDir: temp,
      logDir: folders.logs,
    }),
    files: createFiles({ workspace, outDir }),
    tokens: createTokens(),
    bounded: createBounded(),
    secrets,
    console,
    journal,
    folders,
    environment: variable,
  };
}

/** https://no-color.org and https://force-color.org; null: nobody says. */
function colorsWished(): boolean | null {
  const force = variable("FORCE_COLOR") ?? "";
  if (force !== "") return force !== "0" && force !== "false";
  return (variable("NO_COLOR") ?? "") === "" ? null : false;
}

/** Of the environment itself: a plain lookup would also find what every object has, such as "toString". */
export function variable(name: string): string | undefined {
  return Object.hasOwn(process.env, name) ? process.env[name] : undefined;
}

// Whatever the user's commands print of their own secrets ends up in front of us, and only the runner's log is masked
// by GitHub. A variable whose name says what it holds is masked, whether the configuration mentions it or not.
function secretsOf(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const telling =
    /secret|token|passw|credential|webhook|(?:api|access|private|signing|encryption|jwt|hmac)_?key|(?:^|_)(?:auth|pass|pwd)$/iu;
  return Object.entries(environment).flatMap(([name, value]) => {
    // PWD is where we stand, a URL of tokens is an address, and a plain word hides more than it protects.
    const harmless =
      name === "PWD" ||
      name === "OLDPWD" ||
      (/_(?:url|uri|path|file|name|id)$/iu.test(name) && !/webhook/iu.test(name));
    return value === undefined || harmless || !telling.test(name) || /^[a-z-]{1,19}$/u.test(value) ? [] : [value];
  });
}

/** A runner's folder may outlive a run: a journal belongs to one attempt. */
export function journalName(read: (name: string) => string | undefined): string {
  const number = (name: string): string => /^\d{1,15}$/u.exec(read(name) ?? "")?.[0] ?? "0";
  return `journal-${number("GITHUB_RUN_ID")}-${number("GITHUB_RUN_ATTEMPT")}.jsonl`;
}

// Two steps of one job may use the action, each with a folder of its own that main and post share.
function stepName(action: string | undefined): string {
  return (action ?? "").replace(/[^\w-]+/gu, "-") || "step";
}

/**
 * The runner signals SIGINT, waits 7.5 s, then SIGTERM and 2.5 s: enough to write down what is known. At a desk the
 * terminal may be closed (SIGHUP), or whoever reads our output may stop reading: then nobody is left to tell.
 */
function cancelOnSignal(clock: CancellableClock, onFirst: () => void): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (!clock.cancelled()) onFirst();
      clock.cancel();
    });
  }
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => clock.cancel());
}
