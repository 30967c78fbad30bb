// Builds the services that are brought to staging, from the file and the inputs that override it.
import type { Deploy, DeployedFirst } from "../../model/plan.ts";
import { untrusted, type Untrusted } from "../../text/untrusted.ts";
import type { DeployWords } from "../words/deploy.ts";
import { inputText, meantBy, placeOf, type Desk } from "../desk.ts";
import type { Part } from "../file/parts.ts";
import type { Inputs } from "../inputs.ts";
import { inputPlace, shown, type Path } from "../file/faults.ts";
import { checkUnique } from "./needs.ts";
import { needsOf } from "./unread.ts";
import { buildReady, buildShortReady } from "./readiness.ts";

/** The services of the file with the inputs over them. Inputs know of one service only. */
export function buildDeploys(desk: Desk, inputs: Inputs, environment: Untrusted): readonly Deploy[] {
  const parts = desk.config?.deploys ?? [];
  checkUnique(desk, "deploy");
  checkNeeded(desk);
  const inFile = parts.map((part, index) => buildDeploy(desk, part, index));
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
  const [
    one = {
      name: environment,
      run: null,
      timeoutMs: DEPLOY_TIMEOUT_MS,
      ready: null,
      after: [],
      outputs: [],
      owner: null,
    },
  ] = inFile;
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

function buildDeploy(desk: Desk, { path, words }: Part<DeployWords>, index: number): Deploy {
  return {
    name: untrusted(words.name),
    run: words.run === undefined ? null : untrusted(words.run),
    timeoutMs: words.timeout ?? DEPLOY_TIMEOUT_MS,
    after: words.needs === undefined ? afterTheLast(index) : needed(desk, words.needs, index),
    outputs: [],
    owner: null,
    ready: words.ready === undefined ? null : buildReady(desk, { words: words.ready, path: [...path, "ready"] }),
  };
}

/** Without needs a service follows the one before it. */
function afterTheLast(index: number): readonly DeployedFirst[] {
  return index === 0 ? [] : [{ deploy: index - 1, state: "deployed" }];
}

/** Only what stands above can be waited for, so that no circle can be written. */
function needed(desk: Desk, needs: readonly string[], index: number): readonly DeployedFirst[] {
  const above = new Map((desk.config?.deploys ?? []).slice(0, index).map(({ words }, at) => [words.name, at]));
  const found = new Set(needs.flatMap((need) => above.get(need) ?? []));
  return [...found].map((deploy) => ({ deploy, state: "ready" }));
}

/** Notes each name that is not one of a service further up, also where something else in that service is wrong. */
function checkNeeded(desk: Desk): void {
  const all = desk.config?.named.all.deploy ?? [];
  for (const { path, own, needs } of needsOf(desk, "deploy")) {
    const above = new Set(all.filter((each) => isAbove(each.path, path)).map(({ words }) => words.name));
    for (const [nth, need] of needs.entries()) {
      if (above.has(need)) continue;
      const isKnown = all.some(({ words }) => words.name === need);
      const problem = !isKnown
        ? "there is no service of this name"
        : need === own
          ? "a service cannot wait for itself"
          : "needs may only name services that stand above this one: expected that service further up";
      const didYouMean = isKnown ? null : meantBy(desk, need, [...above]);
      desk.faults.add(placeOf(desk, [...path, "needs", nth]), problem, { found: shown(need), didYouMean });
    }
  }
}

function isAbove(one: Path, other: Path): boolean {
  return Number(one[1]) < Number(other[1]);
}
