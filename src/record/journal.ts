// What is known of a cycle that did not end, read from the journal that it left. Every line is checked like a record;
// what is torn or not ours is passed over.
import * as v from "valibot";
import type { CheckResult } from "../model/check.ts";
import { CUT_BY, PHASES, type CutShort, type Cycle, type Deployment, type Readiness } from "../model/cycle.ts";
import { CHECK } from "./check-shape.ts";
import { number } from "./leaves.ts";
import { decodeRecord, type CycleRecord } from "./record.ts";
import { COMMAND, CYCLE, SUITE } from "./shape.ts";

const { deployments, readiness } = CYCLE.entries;

const NOTE = v.variant("kind", [
  v.strictObject({ at: number, kind: v.literal("began"), record: v.string() }),
  v.strictObject({ at: number, kind: v.literal("phase"), phase: v.picklist(PHASES) }),
  v.strictObject({ at: number, kind: v.literal("deployment"), place: number, value: deployments.item }),
  v.strictObject({ at: number, kind: v.literal("readiness"), place: number, value: readiness.item }),
  v.strictObject({ at: number, kind: v.literal("setup"), value: COMMAND }),
  v.strictObject({ at: number, kind: v.literal("teardown"), value: COMMAND }),
  v.strictObject({ at: number, kind: v.literal("checks"), values: v.array(CHECK) }),
  v.strictObject({ at: number, kind: v.literal("suite"), value: SUITE }),
  v.strictObject({ at: number, kind: v.literal("cut"), by: v.picklist(CUT_BY) }),
]);

type Entry = v.InferOutput<typeof NOTE>;

/** The record of a cycle whose process did not come to its end; null where none had begun. */
export function recordOfJournal(text: string): CycleRecord | null {
  const entries = text.split("\n").flatMap(readEntry);
  const began = entries.findLast((entry) => entry.kind === "began");
  const base = began === undefined ? null : decodeRecord(began.record);
  if (base === null) return null;
  const cut = cutOf(entries);
  return {
    ...base,
    cycle: cycleOf(base.cycle, entries, cut),
    decision: { kind: "stop", because: cut.by === "cancel" ? "cancelled" : "broken" },
  };
}

function readEntry(line: string): readonly Entry[] {
  try {
    const read = v.safeParse(NOTE, JSON.parse(line));
    return read.success ? [read.output] : [];
  } catch {
    // The process was gone in the middle of a line, or a command wrote into the file.
    return [];
  }
}

function cutOf(entries: readonly Entry[]): CutShort {
  const at = entries.findIndex((entry) => entry.kind === "cut");
  const until = at < 0 ? entries : entries.slice(0, at);
  const phase = until.findLast((entry) => entry.kind === "phase")?.phase ?? "turn";
  const cut = entries[at];
  return { phase, by: cut?.kind === "cut" ? cut.by : "lost" };
}

function cycleOf(base: Cycle, entries: readonly Entry[], cut: CutShort): Cycle {
  const deployed = new Map<number, Deployment>();
  const ready = new Map<number, Readiness>();
  const checks = new Map<string, CheckResult>();
  const suites = new Map<string, Cycle["suites"][number]>();
  const planned = new Map(base.checks.map((check) => [check.key, check]));
  let { setup, teardown } = base;
  let isChecked = false;
  for (const entry of entries) {
    if (entry.kind === "phase" && entry.phase === "probes") isChecked = true;
    if (entry.kind === "deployment") deployed.set(entry.place, entry.value);
    if (entry.kind === "readiness") ready.set(entry.place, entry.value);
    if (entry.kind === "setup") setup = entry.value;
    if (entry.kind === "teardown") teardown = entry.value;
    if (entry.kind === "suite") suites.set(entry.value.key, entry.value);
    if (entry.kind === "checks")
      for (const each of entry.values) checks.set(each.key, marked(each, planned.get(each.key)));
  }
  return {
    ...base,
    durationMs: Math.max(0, (entries.at(-1)?.at ?? base.startedAt) - base.startedAt),
    cancelled: true,
    cut,
    deployments: base.deployments.map((each, at) => deployed.get(at) ?? each),
    readiness: ready.size === 0 ? [] : base.readiness.map((each, at) => ready.get(at) ?? each),
    servedAfter: ready.size === 0 ? [] : base.readiness.map(() => null),
    setup,
    teardown,
    checks: isChecked
      ? [...base.checks.map((each) => checks.get(each.key) ?? each), ...notIn(planned, checks)]
      : [...checks.values()],
    suites: [...suites.values()],
  };
}

function notIn(planned: ReadonlyMap<string, CheckResult>, checks: ReadonlyMap<string, CheckResult>) {
  return [...checks.values()].filter((each) => !planned.has(each.key));
}

/** Who is asked for a check, and whether it decides, the plan has said before it ran. */
function marked(result: CheckResult, plan: CheckResult | undefined): CheckResult {
  if (plan === undefined) return result;
  const { severity, quarantine, priority, components, owners } = plan;
  return {
    ...result,
    severity,
    quarantine,
    priority,
    ...(components === undefined ? {} : { components }),
    ...(owners === undefined ? {} : { owners }),
  };
}
