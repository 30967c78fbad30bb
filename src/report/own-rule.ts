// For an error that no rule knows: a line for the configuration that makes it known from the next cycle on. Its pattern is
// the error's own line, with every number as any number.
import type { Pattern } from "../model/analysis.ts";
import { isUnrecognised } from "./kind.ts";
import { lettersIn, shortened } from "./plain.ts";
import { mapUntrusted, untrusted, type Untrusted } from "../text/untrusted.ts";

/** Longer patterns match only one text. */
const MAX_PATTERN = 120;

/** With fewer letters a pattern would know errors that it does not mean, and one of nothing stops the run. */
const LEAST_LETTERS = 8;
const PLACEHOLDER = untrusted("words that only this error has");

export function ownRuleFor(pattern: Pattern): Untrusted | null {
  if (!isUnrecognised(pattern)) return null;
  const line = shortened(pattern.example, MAX_PATTERN);
  return mapUntrusted(lettersIn(line) < LEAST_LETTERS ? PLACEHOLDER : line, ruleLine);
}

/** What changes from run to run, and the gaps, which are shown as one space. */
const ANY =
  /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b|\b(?=[\da-f]{0,63}\d)(?=[\da-f]{0,63}[a-f])[\da-f]{7,64}\b|\d+|\s+/giu;

function ruleLine(line: string): string {
  const pattern = line
    .replace(/\u2026$/u, "")
    .replace(/[$()*+.?[\\\]^{|}/]/gu, "\\$&")
    .replace(ANY, (found) => (/^\s/u.test(found) ? "\\s+" : /^\d+$/u.test(found) ? "\\d+" : "[\\da-fA-F-]+"))
    // No terminal may take it for a command.
    .replaceAll("::", ":{2}")
    .replace(/'/gu, "''");
  const words = line.toLowerCase().match(/[a-z]{4,12}/gu) ?? [];
  const id = words.slice(0, 3).join("-") || "name";
  return `- { id: own.${id}, title: its title, match: '${pattern}', transient: either }`;
}
