// Brings the services to staging with the user's own commands: each when those that it waits for are done, beside all
// others whose turn has come. After the first failure nothing new begins, because nothing would be tested.
import { succeeded } from "../model/check.ts";
import type { Deployment, Readiness } from "../model/cycle.ts";
import { addressVariables, type Addresses } from "../model/deployed.ts";
import type { Deploy, Plan } from "../model/plan.ts";
import type { Command, World } from "../model/world.ts";
import { masked } from "../text/masked.ts";
import { shortName } from "../text/short-name.ts";
import { reveal, type Untrusted } from "../text/untrusted.ts";
import { awaitReadiness, notAwaited, type OnTry } from "./readiness.ts";
import { readTold } from "./told.ts";

export interface Deployed {
  /** In the order of the plan. */
  readonly deployments: readonly Deployment[];
  /** Likewise; empty where nothing was awaited, because a deploy failed before. */
  readonly readiness: readonly Readiness[];
  readonly addresses: Addresses;
}

export async function deploy(
  plan: Pick<Plan, "deploys" | "url">,
  commit: string,
  world: World,
  onTry: OnTry = () => undefined,
): Promise<Deployed> {
  const { deploys } = plan;
  const deployments = new Map<number, Deployment>();
  const readiness = new Map<number, Readiness>();
  const addresses = new Map<string, ReadonlyMap<string, Untrusted>>();
  const awaitedFirst = new Set(
    deploys.flatMap(({ after }) => after.filter(({ state }) => state === "ready").map((each) => each.deploy)),
  );
  // How many commands had ended when a service was found to be ready.
  const readyAfter = new Map<number, number>();
  let ended = 0;
  let isOver = false;

  function know(place: number, value: Deployment): void {
    deployments.set(place, value);
    world.journal.note({ kind: "deployment", place, value });
  }

  async function bring(service: Deploy, index: number): Promise<boolean> {
    if (service.run === null) {
      know(index, {
        name: service.name,
        state: "elsewhere",
        command: null,
        url: null,
        problem: null,
        owner: service.owner,
      });
      return true;
    }
    const before = namesBefore(deploys, index);
    const known = new Map([...addresses].filter(([name]) => before.has(name)));
    const order: Command = {
      line: service.run,
      timeoutMs: service.timeoutMs,
      environment: { TDL_COMMIT: commit, ...addressVariables(plan, known) },
      label: deploys.length === 1 ? "deploy" : `deploy ${spoken(service)}`,
    };
    const title = `Deploy ${spoken(service)}`;
    const { command, outputs } = await world.console.fold(title, () => world.shell.run(order));
    ended++;
    const told = readTold(service.outputs, succeeded(command) ? outputs : new Map());
    const problem = succeeded(command) ? told.problem : null;
    const isUp = succeeded(command) && problem === null;
    const state = isUp ? "deployed" : "failed";
    know(index, { name: service.name, state, command, url: told.url, problem, owner: service.owner });
    if (isUp) addresses.set(reveal(service.name), told.outputs);
    return isUp;
  }

  async function becomeReady(service: Deploy, index: number): Promise<boolean> {
    const awaiting = { addresses, isOver: () => isOver, onTry };
    const wait = (): Promise<Readiness> => awaitReadiness(service, commit, world, awaiting);
    const title = `Wait for ${spoken(service)}`;
    const result = await (service.ready === null ? wait() : world.console.fold(title, wait));
    const value = joined(readiness.get(index), result);
    readiness.set(index, value);
    world.journal.note({ kind: "readiness", place: index, value });
    readyAfter.set(index, ended);
    return result.state !== "not-ready";
  }

  function spoken({ name }: Deploy): string {
    return shortName(masked(name, (text) => world.secrets.mask(text)));
  }

  /** Does the next step of a service when everything before it went well; false for the first failure and all behind. */
  async function step(before: readonly Promise<boolean>[], work: () => Promise<boolean>): Promise<boolean> {
    const isFree = (await Promise.all(before)).every(Boolean);
    if (!isFree || isOver || world.clock.cancelled()) return false;
    const isDone = await work();
    if (!isDone) isOver = true;
    return isDone;
  }

  const brought: Promise<boolean>[] = [];
  const ready: Promise<boolean>[] = [];
  world.journal.note({ kind: "phase", phase: "deploy" });
  for (const [index, service] of deploys.entries()) {
    const before = service.after.map((first) => (first.state === "ready" ? ready : brought)[first.deploy]);
    const own = step(
      before.flatMap((each) => each ?? []),
      () => bring(service, index),
    );
    brought.push(own);
    ready.push(awaitedFirst.has(index) ? step([own], () => becomeReady(service, index)) : own);
  }
  const isAllUp = (await Promise.all([...brought, ...ready])).every(Boolean);
  if (isAllUp) await awaitOthers();

  /** When everything is deployed, and once more those that were up before: a later deploy may take them down again. */
  async function awaitOthers(): Promise<void> {
    world.journal.note({ kind: "phase", phase: "readiness" });
    const others = [...deploys.entries()].filter(([index]) => readyAfter.get(index) !== ended);
    await Promise.all(others.map(([index, service]) => becomeReady(service, index)));
  }

  const isAwaited = isAllUp || [...readiness.values()].some(({ state }) => state !== "not-awaited");
  return {
    deployments: deploys.map((service, index) => deployments.get(index) ?? notRun(service)),
    readiness: isAwaited
      ? deploys.map((service, index) => readiness.get(index) ?? notAwaited(service, world.clock.now()))
      : [],
    addresses,
  };
}

/** Ready before and ready now is one wait; otherwise only what is now counts. */
function joined(before: Readiness | undefined, now: Readiness): Readiness {
  if (before?.state !== "ready" || now.state !== "ready") return now;
  return {
    ...now,
    tries: before.tries + now.tries,
    flaps: before.flaps + now.flaps,
    elapsedMs: before.elapsedMs + now.elapsedMs,
  };
}

function notRun({ name, owner }: Deploy): Deployment {
  return { name, state: "not-run", command: null, url: null, problem: null, owner };
}

/** Names of the services for which this one waits, however far back. */
function namesBefore(deploys: readonly Deploy[], index: number): ReadonlySet<string> {
  const indexes = new Set([index]);
  // A set is walked to its end also while it grows.
  for (const at of indexes) for (const first of deploys[at]?.after ?? []) indexes.add(first.deploy);
  indexes.delete(index);
  return new Set(deploys.filter((_, at) => indexes.has(at)).map(({ name }) => reveal(name)));
}
