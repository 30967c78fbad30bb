// The records of several test jobs of one run as one cycle: nothing of any of them is lost, and the worst of each counts.
import { succeeded, type CheckResult, type CommandResult, type Failure } from "../model/check.ts";
import type { Cycle } from "../model/cycle.ts";
import type { CycleRecord } from "./record.ts";

/** At least one; of the same run and commit. */
export function mergeRecords(records: readonly CycleRecord[]): Cycle {
  const cycles = records.map(({ cycle }) => cycle);
  const [first, ...rest] = cycles;
  if (first === undefined) throw new Error("there is no record to merge");
  return rest.reduce(merged, first);
}

function merged(one: Cycle, other: Cycle): Cycle {
  const classes = isSame(one.classes, other.classes) ? 0 : one.classes.length;
  const components = isSame(one.components, other.components) ? 0 : one.components.length;
  return {
    ...one,
    startedAt: Math.min(one.startedAt, other.startedAt),
    durationMs: Math.max(one.durationMs, other.durationMs),
    cancelled: one.cancelled || other.cancelled,
    deployments: [...one.deployments, ...other.deployments],
    readiness: [...one.readiness, ...other.readiness],
    servedAfter: [...one.servedAfter, ...other.servedAfter],
    setup: worse(one.setup, other.setup),
    teardown: worse(one.teardown, other.teardown),
    rollback: worse(one.rollback, other.rollback),
    quarantine: [...one.quarantine, ...other.quarantine],
    // Where one of them could not reach anything, its failures tell of its network.
    control: one.control?.reachable === false ? one.control : (other.control ?? one.control),
    checks: [...one.checks, ...other.checks.map((check) => moved(check, components, classes))],
    suites: [...one.suites, ...other.suites],
    components: both(one.components, other.components),
    criteria: both(one.criteria, other.criteria),
    classes: both(one.classes, other.classes),
    answers: both(one.answers, other.answers),
  };
}

function worse(one: CommandResult | null, other: CommandResult | null): CommandResult | null {
  return one === null || (succeeded(one) && other !== null) ? other : one;
}

/** Its places in the lists of the merged cycle. */
function moved(check: CheckResult, components: number, classes: number): CheckResult {
  const inFailure = <F extends Failure | null>(failure: F): F =>
    failure?.own === undefined ? failure : { ...failure, own: { ...failure.own, class: failure.own.class + classes } };
  const { measured, test } = check;
  return {
    ...check,
    failure: inFailure(check.failure),
    measured: measured === null ? null : { ...measured, earlier: measured.earlier.map(inFailure) },
    test: test === null ? null : { ...test, earlier: test.earlier.map(inFailure) },
    ...(check.components === undefined ? {} : { components: check.components.map((at) => at + components) }),
  };
}

/** Jobs of one matrix mostly share one configuration; then what it declares stands once. */
function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function both<T>(one: readonly T[], other: readonly T[]): readonly T[] {
  return isSame(one, other) ? one : [...one, ...other];
}
