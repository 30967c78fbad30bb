// Lists of foreign names inside a sentence: all of a few, the first of many.
import type { Phrase } from "../model/report.ts";

/** "`a`, `b` and 3 more". */
export function list(names: readonly Phrase[number][], most = Infinity): Phrase {
  const shown = names.slice(0, most);
  const rest = names.length - shown.length;
  return [
    ...shown.flatMap((name, at): Phrase => (at === 0 ? [name] : [", ", name])),
    ...(rest > 0 ? [` and ${rest} more`] : []),
  ];
}

/** Phrases one after the other, with our own words between them. */
export function joined(phrases: readonly Phrase[], between: string): Phrase {
  return phrases
    .filter((each) => each.length > 0)
    .flatMap((each, at): Phrase => (at === 0 ? each : [between, ...each]));
}
