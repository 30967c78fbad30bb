// Guesses which known word a misspelt one was meant to be. Knows nothing about where the words come from.

/** The known word that `word` most likely stands for, or null when none is close. */
export function nearest(word: string, known: readonly string[]): string | null {
  if (word.length > LONGEST) return null;
  const wanted = plain(word);
  const meant = MEANT.get(wanted);
  if (meant !== undefined && known.includes(meant)) return meant;
  let best: string | null = null;
  let least = Infinity;
  for (const candidate of known) {
    const distance = distanceTo(wanted, candidate);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** The known word that differs from `word` by a slip or its separators only, where any other word is right too. */
export function misspelt(word: string, known: readonly string[]): string | null {
  if (word.length > LONGEST) return null;
  const wanted = plain(word);
  const bare = wanted.replaceAll("-", "");
  const isMeant = (candidate: string): boolean => {
    const goal = plain(candidate);
    if (goal.length < 4) return false;
    return bare === goal.replaceAll("-", "") || slipsBetween(wanted, goal) <= (goal.length < 10 ? 1 : 2);
  };
  return known.find(isMeant) ?? null;
}

const LONGEST = 64;

// What other tools call the same thing.
const MEANT: ReadonlyMap<string, string> = new Map([
  ["ws", "websocket"],
  ["cmd", "run"],
  ["command", "run"],
  ["script", "run"],
  ["endpoint", "url"],
  ["path", "url"],
  ["depends-on", "needs"],
  ["headers", "header"],
  ["junit", "reports"],
  ["timeout", "within"],
  ["retries", "retry"],
  ["iterations", "samples"],
  ["vus", "users"],
  ["extract", "capture"],
  ["before", "setup"],
  ["after", "teardown"],
  ["net", "network"],
  ["svc", "service"],
  ["dep", "dependency"],
  ["env", "environment"],
  ["assert", "assertion"],
]);

// Infinity where the words are too far apart: one slip in three letters is the most that still is the same word.
function distanceTo(wanted: string, candidate: string): number {
  const goal = plain(candidate);
  const bare = wanted.replaceAll("-", "");
  if (bare === goal.replaceAll("-", "")) return 0;
  const slips = slipsBetween(wanted, goal);
  // Of a word of one letter nothing is left after one slip.
  const isOther = slips >= Math.max(wanted.length, goal.length);
  if (!isOther && slips <= Math.max(1, Math.floor(goal.length / 3))) return slips;
  const isPart = wanted.length >= 4 && (goal.startsWith(wanted) || goal.endsWith(wanted));
  const isLonger = goal.length >= 4 && wanted.startsWith(goal) && wanted.length <= goal.length + 4;
  return isPart || isLonger ? slips : Infinity;
}

// maxCycles, max_cycles and "Max Cycles" are max-cycles.
function plain(word: string): string {
  return word
    .trim()
    .replace(/(?<=[a-z0-9])(?=[A-Z])/gu, "-")
    .replace(/[\s_]+/gu, "-")
    .toLowerCase();
}

// Letters that are missing, too many, wrong, or swapped with their neighbour.
function slipsBetween(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const cell = (row: number, column: number): number => rows[row]?.[column] ?? Infinity;
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    rows.push(line);
    for (let column = 1; column <= b.length; column++) {
      const same = a.charAt(row - 1) === b.charAt(column - 1);
      const swapped = a.charAt(row - 1) === b.charAt(column - 2) && a.charAt(row - 2) === b.charAt(column - 1);
      line.push(
        Math.min(
          cell(row - 1, column) + 1,
          cell(row, column - 1) + 1,
          cell(row - 1, column - 1) + (same ? 0 : 1),
          swapped && row > 1 && column > 1 ? cell(row - 2, column - 2) + 1 : Infinity,
        ),
      );
    }
  }
  return cell(a.length, b.length);
}
