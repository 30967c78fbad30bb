// Builds the services that are brought to staging, from the file and the inputs that override it.
import type { Deploy } from "../../model/plan.ts";
import { untrusted, type Untrusted } from "../../text/untrusted.ts";
import type { DeployWords } from "../words/deploy.ts";
import { inputText, placeOf, type Desk } from "../desk.ts";
import { inputPlace } from "../file/faults.ts";
import type { Part } from "../file/parts.ts";
import type { Inputs } from "../inputs.ts";
import { checkUnique } from "./needs.ts";
import { buildReady, buildShortReady } from "./readiness.ts";

/** The services of the file with the inputs over them. Inputs know of one service only. */
export function buildDeploys(desk: Desk, inputs: Inputs, environment: Untrusted): readonly Deploy[] {
  const parts = desk.config?.deploys ?? [];
  checkUnique(desk, parts);
  const inFile = parts.map((part) => buildDeploy(desk, part));
  const { deploy, health, revision } = inputs;
  const given = Object.entries({ deploy, health, revision }).filter(([, text]) => text !== null);
  if (given.length > 0 && inFile.length > 1) {
    for (const [name] of given) desk.faults.add(inputPlace(name), severalMessage(inFile.length, "services"));
    return inFile;
  }
  for (const [index, { path, words }] of parts.entries()) {
    const isIdle = words.run === undefined && words.ready === undefined && !(index === 0 && given.length > 0);
    if (isIdle) desk.faults.add(placeOf(desk, path), "expected run or ready: there is nothing to do for this service");
  }
  const short = desk.config?.deployCommand?.words;
  if (given.length === 0 && short === undefined) return inFile;
  const [one = { name: environment, run: null, timeoutMs: DEPLOY_TIMEOUT_MS, ready: null }] = inFile;
  const run = deploy ?? (short === undefined ? one.run : untrusted(short));
  const ready = buildShortReady(
    desk,
    { health: inputText(desk, "health", health), revision: inputText(desk, "revision", revision) },
    one.ready,
  );
  return [{ ...one, run, ready }];
}

/** What is said where an input cannot know which of several parts of the file it is for. */
export function severalMessage(count: number, parts: string): string {
  return `the file lists ${count} ${parts}, so this has to be said there, for the one that is meant`;
}

const DEPLOY_TIMEOUT_MS = 15 * 60_000;

function buildDeploy(desk: Desk, { path, words }: Part<DeployWords>): Deploy {
  return {
    name: untrusted(words.name),
    run: words.run === undefined ? null : untrusted(words.run),
    timeoutMs: words.timeout ?? DEPLOY_TIMEOUT_MS,
    ready: words.ready === undefined ? null : buildReady(desk, { words: words.ready, path: [...path, "ready"] }),
  };
}
