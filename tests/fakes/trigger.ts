// The first run of a loop on a branch of the same repository.
import type { Trigger } from "../../src/model/trigger.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { COMMIT } from "./checks.ts";

export function trigger(over: Partial<Trigger> = {}): Trigger {
  return {
    event: "push",
    repository: "acme/chat",
    runId: 4711,
    attempt: 1,
    commit: COMMIT,
    ref: untrusted("agents"),
    pullRequest: null,
    foreign: false,
    byPerson: false,
    workflow: untrusted("staging.yml"),
    serverUrl: "https://github.example",
    localApi: false,
    ...over,
  };
}
