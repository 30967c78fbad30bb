// The errors of a cycle in the words of a test: each by the name of its first check, with the one that it follows from.
import { analyse } from "../../../src/judge/analyse.ts";
import { recordCycle } from "../../../src/loop/advance.ts";
import { decodeLoop, encodeLoop } from "../../../src/loop/token.ts";
import type { Pattern } from "../../../src/model/analysis.ts";
import type { CheckResult, Facts } from "../../../src/model/check.ts";
import type { Cycle } from "../../../src/model/cycle.ts";
import type { Loop } from "../../../src/model/loop.ts";
import { reveal, untrusted } from "../../../src/text/untrusted.ts";
import { cycle, loop, probe, test } from "../../fakes/checks.ts";

export function errorsOf(checks: readonly CheckResult[], over: Partial<Cycle> = {}): readonly Pattern[] {
  return analyse(cycle(checks, over), loop()).patterns;
}

/** "error: cause basis confidence", or "error" alone for a cause; in the order in which they are told. */
export function told(checks: readonly CheckResult[], over: Partial<Cycle> = {}): readonly string[] {
  const patterns = errorsOf(checks, over);
  const names = new Map(checks.map(({ key, name }) => [key, reveal(name)]));
  const nameOf = ({ checks: [first] }: Pattern): string => names.get(first ?? "") ?? "";
  const byPrint = new Map(patterns.map((pattern) => [pattern.fingerprint, nameOf(pattern)]));
  return patterns.map((pattern) => {
    const { because } = pattern;
    if (because === null) return nameOf(pattern);
    return `${nameOf(pattern)}: ${byPrint.get(because.fingerprint) ?? "nothing"} ${because.basis} ${because.confidence}`;
  });
}

/** The loop after a cycle, as the next run reads it from the token. */
export function after(facts: Cycle, before: Loop = loop()): Loop {
  const recorded = recordCycle(before, facts, analyse(facts, before), () => untrusted("an error"));
  const handed = decodeLoop(encodeLoop({ ...recorded, id: { ...recorded.id, n: recorded.id.n + 1 } }));
  if ("problem" in handed) throw new Error(handed.problem);
  return handed;
}

export const COMMITS = { a: "a".repeat(40), b: "b".repeat(40), c: "c".repeat(40) } as const;

/** Cycle n of a loop, at a commit. */
export function cycleAt(
  n: number,
  commit: keyof typeof COMMITS,
  checks: readonly CheckResult[],
  over: Partial<Cycle> = {},
): Cycle {
  return cycle(checks, {
    id: { loop: 4711, n, redo: 0 },
    commit: COMMITS[commit],
    servedAfter: [untrusted(COMMITS[commit])],
    ...over,
  });
}

export function inside(group: string, check: CheckResult): CheckResult {
  return { ...check, group: untrusted(group) };
}

/** A set-up or a file that failed, which is no test. */
export function outside(group: string, name: string, message: string, detail = ""): CheckResult {
  return { ...inside(group, test(name, "errored", message, detail)), test: null };
}

export function request(name: string, target: string, message: string, facts: Facts): CheckResult {
  return probe(name, facts.errno === undefined ? "failed" : "errored", `${target}: ${message}`, {
    target: untrusted(target),
    ...facts,
  });
}
