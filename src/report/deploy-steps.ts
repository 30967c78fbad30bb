// How each service came to staging, and how the service before it came back.
import type { Cycle, Deployment } from "../model/cycle.ts";
import type { Phrase, StepRow } from "../model/report.ts";
import { howEnded } from "./command-words.ts";
import { hookStep } from "./proof.ts";
import { duration } from "./words.ts";

/** Rows of services; the rest is counted. */
const MAX_SERVICES = 20;

/** One row for each service: they may be deployed at the same time, so that a sum of times would tell nothing. */
export function deploySteps({ deployments, cancelled }: Cycle): readonly StepRow[] {
  if (deployments.every(({ state }) => state === "elsewhere")) {
    return [{ name: "Deploy", result: ["done by something else"] }];
  }
  const rows = deployments
    .slice(0, MAX_SERVICES)
    .map((each): StepRow => ({ name: "Deploy", result: words(each, cancelled) }));
  const rest = deployments.length - rows.length;
  return rest === 0 ? rows : [...rows, { name: "Deploy", result: [`and ${rest} more`] }];
}

function words({ name, state, command, url, problem }: Deployment, cancelled: boolean): Phrase {
  switch (state) {
    case "elsewhere":
      return [name, ", done by something else"];
    case "not-run":
      return [name, ` was not deployed: ${cancelled ? "the cycle ended before" : "what it waits for failed"}`];
    case "failed":
      if (problem !== null) return [name, ` failed: ${problem}`];
      return [name, command === null ? " failed" : ` failed: its command ${howEnded(command)}`];
    case "deployed": {
      const took = command === null ? "" : `, ${duration(command.durationMs)}`;
      return [name, took, ...(url === null ? [] : [", at ", url])];
    }
  }
}

/** Everything that was run came to staging. */
export function isDeployed({ deployments }: Cycle): boolean {
  return deployments.every(({ state }) => state === "deployed" || state === "elsewhere");
}

export function rollbackSteps({ rollback }: Cycle): readonly StepRow[] {
  return hookStep("Rollback", rollback);
}
