// The control side, on a port of its own: deploy a commit with its faults, change the faults, say what is served.

import type { IncomingMessage } from "node:http";

import type { Answer } from "./answer.ts";
import { json } from "./answer.ts";
import type { Fields } from "./body.ts";
import { readBody } from "./body.ts";
import type { FaultId } from "./faults.ts";
import { faultIds, isFaultId } from "./faults.ts";
import type { Staging } from "./staging.ts";
import { pathOf } from "./staging.ts";

/**
 * `GET /status`, `POST /deploy {commit, faults?, rolloutMs?}`, `POST /faults {faults}`; all answer the status.
 * A deployment closes open WebSockets (1012); `/faults` leaves them as they were accepted.
 */
export async function answerControl(
  request: IncomingMessage,
  staging: Staging,
  onRestart: () => void,
): Promise<Answer> {
  const body = await readBody(request);
  if (body === undefined) return mistake("the body must be a JSON object");
  const { fields } = body;
  const route = `${request.method ?? "GET"} ${pathOf(request)}`;
  if (route === "GET /status") return json(200, staging.deployments.status());
  if (route === "POST /deploy") return deploy(fields, staging, onRestart);
  if (route === "POST /faults") return setFaults(fields, staging);
  return json(404, { error: `${route} is unknown` });
}

function deploy(fields: Fields, staging: Staging, onRestart: () => void): Answer {
  const { commit, rolloutMs = 0 } = fields;
  const faults = readFaults(fields["faults"] ?? []);
  if (typeof commit !== "string" || !/^[0-9a-f]{40}$/.test(commit)) {
    return mistake("commit: expected 40 hex digits");
  }
  if (typeof rolloutMs !== "number" || !(rolloutMs >= 0 && rolloutMs <= 600_000)) {
    return mistake("rolloutMs: expected a number from 0 to 600000");
  }
  if (typeof faults === "string") return mistake(faults);
  staging.deployments.deploy({ commit, faults }, rolloutMs);
  staging.restartQuestions();
  onRestart();
  return json(202, staging.deployments.status());
}

function setFaults(fields: Fields, staging: Staging): Answer {
  const faults = readFaults(fields["faults"]);
  if (typeof faults === "string") return mistake(faults);
  staging.deployments.setFaults(faults);
  staging.restartQuestions();
  return json(200, staging.deployments.status());
}

/** The faults, or what is wrong with them. */
export function readFaults(value: unknown): readonly FaultId[] | string {
  if (!Array.isArray(value)) return "faults: expected a list of fault ids";
  const ids: readonly unknown[] = value;
  const unknown = ids.find((id) => !isFaultId(id));
  if (unknown === undefined) return ids.filter(isFaultId);
  return `faults: ${JSON.stringify(unknown)} is not one of ${faultIds().join(", ")}`;
}

function mistake(error: string): Answer {
  return json(400, { error });
}
