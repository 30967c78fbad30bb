// Fills in the line that runs one test again. The names are foreign and people paste the line into their shell: each is
// quoted as a whole, and where that is not enough there is no line.
import type { Suite } from "../../model/plan.ts";
import { reveal, untrusted, type Untrusted } from "../../text/untrusted.ts";
import type { TestNames } from "./ids.ts";

/** Longer than any name that a person would paste. */
const MOST = 1_000;

/** null: the suite has no such line, the report does not tell what it needs, or a name cannot be pasted safely. */
export function reproduceLine(
  { reproduce }: Pick<Suite, "reproduce">,
  names: TestNames,
  mask: (text: string) => string,
): Untrusted | null {
  if (reproduce === null) return null;
  const line = reveal(reproduce);
  let isWhole = true;
  const filled = line.replace(/\$\{test\.(id|name|class|file)\}/gu, (_, field: keyof TestNames, at: number) => {
    const value = names[field];
    const isSafe = value !== null && isPastable(value) && mask(value) === value && !isOption(value, line.slice(0, at));
    isWhole &&= isSafe;
    return isSafe ? quoted(value) : "";
  });
  return isWhole ? untrusted(filled) : null;
}

/** A terminal acts on control characters even inside quotes, and hidden ones show another line than is run. */
function isPastable(value: string): boolean {
  return value !== "" && value.length <= MOST && !/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(value);
}

/** A name that would be read as an option, because it stands alone. */
function isOption(value: string, before: string): boolean {
  return value.startsWith("-") && /(?:^|\s)$/u.test(before);
}

/** As one word of a POSIX shell (IEEE Std 1003.1, 2.2.2): in single quotes nothing but their end is special. */
function quoted(value: string): string {
  return /^[A-Za-z0-9_./:@%+,][A-Za-z0-9_./:@%+,=-]*$/u.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
