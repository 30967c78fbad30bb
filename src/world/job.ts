// A job on a runner: the real world, the runner's files and GitHub, put together once by an entry.
import { readFileSync } from "node:fs";
import * as core from "@actions/core";
import type { GitHub } from "../model/github.ts";
import type { Runner } from "../model/runner.ts";
import type { Trigger } from "../model/trigger.ts";
import type { World } from "../model/world.ts";
import { createEnding, type Ending } from "./ending.ts";
import { createGitHub } from "./github/github.ts";
import { hurried } from "./hurry.ts";
import { createWorld, journalName, variable } from "./real.ts";
import { announceSecret, createRunner } from "./runner.ts";

export interface Job {
  readonly world: World;
  readonly runner: Runner;
  readonly variable: (name: string) => string | undefined;
  readonly input: (name: string) => string;
  readonly payload: () => unknown;
  readonly ending: Ending;
  /** What main noted of this cycle; null where it did not begin one. */
  readonly readJournal: () => Promise<string | null>;
  readonly github: (token: string, trigger: Trigger) => GitHub | null;
}

export function openJob(): Job {
  const world = createWorld({ onRunner: true, announce: announceSecret });
  const { clock, secrets, console } = world;
  return {
    world,
    runner: createRunner(secrets, variable, (line) => console.say(line)),
    variable,
    input: (name) => core.getInput(name),
    ending: createEnding(clock, (line) => console.say(line)),
    readJournal: () => world.files.readOwn(journalName(variable)),
    payload: () => readPayload(variable("GITHUB_EVENT_PATH")),
    github: (token, trigger) => {
      if (token === "" || trigger.foreign) return null;
      secrets.register(token);
      const hub = createGitHub({
        token,
        apiUrl: variable("GITHUB_API_URL") ?? "https://api.github.com",
        serverUrl: trigger.serverUrl,
        repository: trigger.repository,
        clock,
        hide: (text) => secrets.hide(text),
        sinceCancel: () => clock.sinceCancel(),
      });
      return hurried(hub, clock);
    },
  };
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
