// Finds the failed check that a text names: "depends on not successfully finished methods: [LoginTest.login]".
import { reveal } from "../../text/untrusted.ts";
import { isTestCommand } from "../deploys/command-failure.ts";
import type { Gathered, Member } from "./gather.ts";

/** How much of what a runner says is searched for names. */
const MOST = 2_000;
/** Shorter names are words as well. */
const SHORTEST = 3;

/** The error of the check that is named, in the same suite. */
export function createNames(causes: readonly Gathered[]): (member: Member) => Gathered | null {
  // null: several errors have a check of this name, so that it tells nothing.
  const known = new Map<string, Gathered | null>();
  const note = (name: string, error: Gathered): void => {
    known.set(name, known.has(name) && known.get(name) !== error ? null : error);
  };
  for (const error of causes) {
    for (const { check } of error.members) {
      if (check.kind !== "test" || isTestCommand(check)) continue;
      const name = reveal(check.name);
      const inside = check.group === null ? "" : (lastWord(reveal(check.group)) ?? "");
      if (name.length >= SHORTEST) note(`${check.suite ?? ""}\n${name}`, error);
      note(`${check.suite ?? ""}\n${inside}.${name}`, error);
    }
  }
  return ({ check, failure }) => {
    if (failure === null) return null;
    const text = [failure.message, failure.detail].map((each) => (each === null ? "" : reveal(each).slice(0, MOST)));
    const own = reveal(check.name);
    for (const word of namesIn(text.join("\n"))) {
      if (word === own) continue;
      const found = known.get(`${check.suite ?? ""}\n${word}`);
      if (found !== undefined && found !== null) return found;
    }
    return null;
  };
}

function lastWord(text: string): string | undefined {
  return text.split(/[^\p{L}\p{N}_$]+/u).at(-1);
}

/** What may be a name, what says most first: a class with its method, a quotation, a word. */
function namesIn(text: string): readonly string[] {
  const words = text.match(/[\p{L}\p{N}_$]+/gu) ?? [];
  const pairs = text.match(/[\p{L}\p{N}_$]{1,200}(?:\.|::|#)(?=[\p{L}\p{N}_$])[\p{L}\p{N}_$]{1,200}/gu) ?? [];
  const quoted = [...text.matchAll(/"([^"\n]{1,300})"|'([^'\n]{1,300})'|`([^`\n]{1,300})`/gu)];
  return [
    ...pairs.map((pair) => pair.replace(/::|#/u, ".")),
    ...quoted.map((match) => match[1] ?? match[2] ?? match[3] ?? ""),
    ...words,
  ];
}
