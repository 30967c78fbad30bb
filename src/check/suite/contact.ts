// Tells which passes of a suite can have talked to staging: by their times, and by the connections that were seen.
import {
  type CheckResult,
  type CommandResult,
  type Contact,
  type SuiteContact,
  type TestCounts,
} from "../../model/check.ts";
import type { ContactRule } from "../../model/plan.ts";
import type { Connections } from "../../model/world.ts";
import { hasTiming, resolutionOf, timedTests } from "./durations.ts";
import { isLocal, seenBetween, watchOf } from "./watched.ts";
import { floorYardstick, NO_TIMING, ownYardstick, type Yardstick } from "./yardstick.ts";

export interface ContactOrder {
  /** The tests as the reports tell them, without what we add about the command. */
  readonly results: readonly CheckResult[];
  readonly beyond: TestCounts;
  /** The fastest answer that our own probes measured; null when none did. */
  readonly floorMs: number | null;
  /** null: nobody asked to watch. */
  readonly connections: Connections | null;
  readonly rule: ContactRule | null;
  readonly command: CommandResult;
}

export interface FoundContact {
  /** null: there is no pass to ask about. */
  readonly contact: SuiteContact | null;
  /** By key, of those passes that something can be told about. */
  readonly levels: ReadonlyMap<string, Contact>;
}

export function contactOf({ results, beyond, floorMs, connections, rule, command }: ContactOrder): FoundContact {
  const passed = results.filter((each) => each.kind === "test" && each.outcome === "passed");
  const passes = passed.length + beyond.passed;
  if (passes === 0) return { contact: null, levels: new Map() };
  const yardstick = yardstickFor(results, floorMs);
  const levels = yardstick === NO_TIMING ? new Map<string, Contact>() : levelsOf(passed, yardstick, connections, rule);
  const counted = { shown: 0, indicated: 0, "not-shown": 0 };
  for (const level of levels.values()) counted[level]++;
  return {
    contact: {
      basis: yardstick.basis,
      thresholdMs: yardstick.thresholdMs,
      floorMs,
      passes,
      shown: counted.shown,
      indicated: counted.indicated,
      notShown: counted["not-shown"],
      atZero: passed.filter((each) => each.durationMs === 0).length,
      toOneMs: passed.filter((each) => each.durationMs !== null && each.durationMs <= 1).length,
      watch: watchOf(rule, connections, command),
    },
    levels,
  };
}

function yardstickFor(results: readonly CheckResult[], floorMs: number | null): Yardstick {
  const tests = timedTests(results);
  if (!hasTiming(tests)) return NO_TIMING;
  const resolution = resolutionOf(tests);
  return floorMs === null ? ownYardstick(tests, resolution) : floorYardstick(floorMs, resolution);
}

function levelsOf(
  passed: readonly CheckResult[],
  { basis, level }: Yardstick,
  connections: Connections | null,
  rule: ContactRule | null,
): ReadonlyMap<string, Contact> {
  const wasSeen = seenBetween(connections);
  // On this machine an answer takes less than the guess says: only a measured answer is proof against a connection.
  const isGuess = basis !== "floor" && isLocal(rule);
  const levels = new Map<string, Contact>();
  for (const { key, at, durationMs } of passed) {
    const byTime = durationMs === null ? null : level(durationMs);
    const isSeen = at !== null && wasSeen(at, at + (durationMs ?? 0));
    // A connection beside a pass that was over too soon is that of its neighbour.
    const found = isSeen && (byTime !== "not-shown" || isGuess) ? "shown" : byTime;
    if (found !== null) levels.set(key, found);
  }
  return levels;
}
