// Classes of the team's own that were not looked for to the end, so that what they would have named has another name.
import type { Phrase } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import { list } from "./names.ts";

/** Ids in one line; the rest is counted. */
const MAX_IDS = 5;

export function ownClassLines({ cycle: { classes } }: Told): readonly Phrase[] {
  const slow = classes.filter(({ tooSlow }) => tooSlow).map(({ id }) => `\`${id}\``);
  if (slow.length === 0) return [];
  const one = slow.length === 1;
  return [
    [
      "**Classes of yours:** ",
      ...list(slow, MAX_IDS),
      ` ${one ? "was" : "were"} put aside in this cycle: looking for ${one ? "its pattern" : "their patterns"} took too long. ` +
        "Let a pattern begin with a word that only these failures have, and repeat no group that itself repeats.",
    ],
  ];
}
