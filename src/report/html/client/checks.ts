// The tests of the page as its data tells them: what each is called, what became of it, and how it is found.
import type { Embedded } from "../embedded.ts";

export const CODES = {
  P: { word: "passed", sign: "✓", rank: 5 },
  F: { word: "failed", sign: "✕", rank: 0 },
  E: { word: "could not be measured", sign: "!", rank: 1 },
  B: { word: "blocked", sign: "⦸", rank: 2 },
  N: { word: "did not run", sign: "–", rank: 3 },
  S: { word: "skipped", sign: "↷", rank: 4 },
  ".": { word: "not known", sign: "·", rank: 6 },
} as const;

export type Code = keyof typeof CODES;

export function codeOf(sign: string): Code {
  return isCode(sign) ? sign : ".";
}

function isCode(sign: string): sign is Code {
  return Object.hasOwn(CODES, sign);
}

/** In the order of their bits. */
export const MARKS = ["only warns", "in quarantine", "flaky", "no contact"] as const;

export interface Check {
  readonly at: number;
  readonly name: string;
  readonly kind: string;
  readonly code: Code;
  readonly ms: number;
  readonly suite: number;
  readonly group: string;
  readonly project: string;
  readonly letter: string;
  readonly marks: readonly string[];
  readonly past: string;
  readonly isChanged: boolean;
  /** In small letters, to be searched. */
  readonly words: string;
}

const KINDS: Readonly<Record<string, string>> = { p: "probe", t: "test", g: "target" };

export function checksOf(data: Embedded): readonly Check[] {
  const width = data.columns.length;
  return data.names.map((name, at) => {
    const past = data.past.slice(at * width, (at + 1) * width);
    const suite = data.inSuite[at] ?? -1;
    const group = data.groups[data.inGroup[at] ?? -1] ?? "";
    const project = data.projects[data.inProject[at] ?? -1] ?? "";
    const bits = data.marks[at] ?? 0;
    return {
      at,
      name,
      kind: KINDS[data.kinds.charAt(at)] ?? "",
      code: codeOf(past.charAt(width - 1)),
      ms: data.times[at] ?? -1,
      suite,
      group,
      project,
      letter: data.letters[data.withLetter[at] ?? -1] ?? "",
      marks: MARKS.filter((_, bit) => (bits & (1 << bit)) !== 0),
      past,
      isChanged: changed(past),
      words: `${name}\n${group}\n${data.suites[suite] ?? ""}\n${project}`.toLowerCase(),
    };
  });
}

/** It is not what it was in the last cycle that knows it. */
function changed(past: string): boolean {
  const now = past.charAt(past.length - 1);
  for (let at = past.length - 2; at >= 0; at--) {
    const before = past.charAt(at);
    if (before !== ".") return before !== now;
  }
  return false;
}
