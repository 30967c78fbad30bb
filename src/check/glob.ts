// Matches names with `*` for anything and `?` for one character. Each part between stars is found once, from the left,
// which is enough for them and takes no longer than the name times the pattern.

export type Glob = (text: string) => boolean;

export function createGlob(pattern: string): Glob {
  const parts = pattern.split("*").map((part) => [...part]);
  const [first = [], ...others] = parts;
  const last = others.pop();
  const word = longestWord(pattern);
  if (last === undefined && word === pattern) return (text) => text === pattern;
  return (text) => {
    // Most names lack the longest word of the pattern, and need no closer look.
    if (!text.includes(word)) return false;
    if (last === undefined) return matchesWhole([...text], first);
    const chars = [...text];
    if (chars.length < first.length + last.length) return false;
    if (!matchesAt(chars, 0, first) || !matchesAt(chars, chars.length - last.length, last)) return false;
    const end = chars.length - last.length;
    let at = first.length;
    for (const part of others) {
      const found = find(chars, at, end, part);
      if (found < 0) return false;
      at = found + part.length;
    }
    return true;
  };
}

function matchesWhole(chars: readonly string[], part: readonly string[]): boolean {
  return chars.length === part.length && matchesAt(chars, 0, part);
}

function matchesAt(chars: readonly string[], at: number, part: readonly string[]): boolean {
  return part.every((each, index) => each === "?" || each === chars[at + index]);
}

function find(chars: readonly string[], from: number, end: number, part: readonly string[]): number {
  for (let at = from; at + part.length <= end; at++) if (matchesAt(chars, at, part)) return at;
  return -1;
}

/** What every text that matches holds. */
export function longestWord(pattern: string): string {
  return pattern.split(/[*?]/u).reduce((longest, word) => (word.length > longest.length ? word : longest), "");
}
