// What the checks of one cycle share: the plan, the world, logins and captured values, and a budget of work at once.
import type { CheckResult, SuiteRun } from "../model/check.ts";
import type { Transient } from "../model/analysis.ts";
import { NOTHING_TOLD, type Addresses } from "../model/deployed.ts";
import type { Plan, Probe } from "../model/plan.ts";
import type { World } from "../model/world.ts";
import { createBudget, type Budget } from "./budget.ts";
import { createCaptures, type Captures } from "./captures.ts";
import { createLogins, type Logins } from "./login.ts";

/** What the caller knows and wants to know while the checks run. */
export interface Hooks {
  /** What kind of failure this is, and whether another try can help. */
  readonly classOf: (result: CheckResult) => { readonly class: string; readonly transient: Transient };
  /** Called when a probe begins, and again when it is tried again. */
  readonly begin: (probe: Probe) => void;
  /** Called for each check that is finished; tests of suites are told together by their report. */
  readonly tell: (result: CheckResult) => void;
  /** Called when probes and targets are through, before the first suite; with those that passed and those that did not. */
  readonly probed?: (results: readonly CheckResult[]) => void;
  /** Called when a suite is through. */
  readonly tested?: (run: SuiteRun, results: readonly CheckResult[]) => void;
  /** Called for a suite that does not run, with what keeps it from running. */
  readonly blocked?: (suite: CheckResult, missing: readonly CheckResult[]) => void;
  /** Called when all is measured and the teardown has not begun: the last moment at which staging is as it was tested. */
  readonly measured?: () => Promise<void>;
}

export interface Session {
  readonly plan: Plan;
  readonly commit: string;
  readonly world: World;
  readonly hooks: Hooks;
  readonly logins: Logins;
  readonly captures: Captures;
  readonly budget: Budget;
  /** Results so far, by key. */
  readonly done: Map<string, CheckResult>;
  /** What the commands of the services told. */
  readonly addresses: Addresses;
}

export function createSession(
  plan: Plan,
  commit: string,
  world: World,
  hooks: Hooks,
  addresses: Addresses = NOTHING_TOLD,
): Session {
  return {
    addresses,
    plan,
    commit,
    world,
    hooks,
    logins: createLogins(world),
    captures: createCaptures(),
    budget: createBudget(),
    done: new Map(),
  };
}
