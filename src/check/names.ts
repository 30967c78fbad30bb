// What checks are called in the patterns of the plan, and which of many patterns mean a check.
import type { CheckResult } from "../model/check.ts";
import { reveal, type Untrusted } from "../text/untrusted.ts";
import { createGlob, longestWord } from "./glob.ts";
import { idOf } from "./suite/keys.ts";

/** The name, and with its class and project as far as there are any. */
export function namesOf({ name, group, test }: CheckResult): readonly string[] {
  const text = reveal(name);
  if (group === null) return [text];
  const id = idOf(reveal(group), text, null);
  const project = test?.project ?? null;
  return project === null ? [text, id] : [text, id, `${reveal(project)}::${id}`];
}

/** Tells by their index, in order, which patterns match one of the names. */
export type Matcher = (names: readonly string[]) => readonly number[];

/** Names are looked up where a pattern is one, so that only patterns with a star or a question mark are tried. */
export function createMatcher(patterns: readonly Untrusted[]): Matcher {
  const exact = new Map<string, number[]>();
  const wide = patterns.map(reveal).flatMap((pattern, at) => {
    const word = longestWord(pattern);
    if (word !== pattern) return [{ at, word, glob: createGlob(pattern) }];
    exact.set(pattern, [...(exact.get(pattern) ?? []), at]);
    return [];
  });
  return (names) => {
    const found = names.flatMap((name) => exact.get(name) ?? []);
    // What the names lack together, each of them lacks: one look rules out most patterns.
    const whole = names.join("\n");
    for (const { at, word, glob } of wide) if (whole.includes(word) && names.some(glob)) found.push(at);
    return [...new Set(found)].toSorted((a, b) => a - b);
  };
}
