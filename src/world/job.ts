// Everything real that a run needs, put together once by an entry: the world, the runner and GitHub.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as core from "@actions/core";
import type { GitHub } from "../model/github.ts";
import type { Runner } from "../model/runner.ts";
import type { Trigger } from "../model/trigger.ts";
import type { World } from "../model/world.ts";
import { createClock, type CancellableClock } from "./clock.ts";
import { createConsole } from "./console.ts";
import { createFiles } from "./files.ts";
import { createGitHub } from "./github.ts";
import { createNet } from "./net.ts";
import { announceSecret, createRunner, noRunner } from "./runner.ts";
import { createSecrets } from "./secrets.ts";
import { createShell } from "./shell.ts";
import { createTokens } from "./tokens.ts";

export interface Job {
  readonly world: World;
  readonly runner: Runner;
  readonly clock: CancellableClock;
  readonly variable: (name: string) => string | undefined;
  readonly input: (name: string) => string;
  readonly payload: () => unknown;
  readonly github: (token: string, trigger: Trigger) => GitHub | null;
}

/** Builds the real world around this process. `onRunner` is false at a desk: no workflow commands are printed then. */
export function openJob(onRunner: boolean): Job {
  const variable = (name: string): string | undefined => process.env[name];
  const workspace = variable("GITHUB_WORKSPACE") ?? process.cwd();
  const temp = variable("RUNNER_TEMP") ?? join(workspace, ".test-deploy-loop");
  const secrets = createSecrets({ announce: onRunner ? announceSecret : () => undefined });
  for (const secret of secretsOf(process.env)) secrets.register(secret);
  const console = createConsole((text) => void process.stdout.write(text), secrets, onRunner);
  const clock = createClock();
  cancelOnSignal(clock);
  const world: World = {
    clock,
    net: createNet({ clock, secrets }),
    shell: createShell({ clock, secrets, console, environment: process.env, cwd: workspace, tempDir: temp }),
    files: createFiles({ workspace, outDir: join(temp, "test-deploy-loop", stepName(variable("GITHUB_ACTION"))) }),
    tokens: createTokens(),
    secrets,
    console,
    environment: variable,
  };
  return {
    world,
    runner: onRunner ? createRunner(secrets, variable, (line) => console.say(line)) : noRunner(),
    clock,
    variable,
    input: (name) => core.getInput(name),
    payload: () => readPayload(variable("GITHUB_EVENT_PATH")),
    github: (token, trigger) => {
      if (token === "" || trigger.foreign) return null;
      secrets.register(token);
      return createGitHub({
        token,
        apiUrl: variable("GITHUB_API_URL") ?? "https://api.github.com",
        serverUrl: trigger.serverUrl,
        repository: trigger.repository,
        clock,
        hide: (text) => secrets.hide(text),
      });
    },
  };
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

// Two steps of one job may use the action, each with a folder of its own that main and post share.
function stepName(action: string | undefined): string {
  return (action ?? "").replace(/[^\w-]+/gu, "-") || "step";
}

// The runner signals SIGINT, waits 7.5 s, then SIGTERM and 2.5 s: enough to write down what is known.
function cancelOnSignal(clock: CancellableClock): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => clock.cancel());
}

function readPayload(path: string | undefined): unknown {
  if (path === undefined || path === "") return null;
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    // No payload tells as much as an unreadable one: what needs it says so itself.
    return null;
  }
}
