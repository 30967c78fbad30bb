// Compares names of tests with paths of files. Runners make folders of the names, in small letters with dashes, and cut
// long ones in their middle.

export interface Slugs {
  readonly key: string;
  readonly name: string;
  readonly group: string;
  /** In the order in which runners write it. */
  readonly nameAndProject: string;
}

/** The tests whose name is the longest in a path. */
export interface Best {
  /** 0: none fits. */
  readonly score: number;
  readonly keys: readonly string[];
}

export interface PathIndex {
  /**
   * One for each path, in their order; null when there is more to compare than is worth it. Scores up to `least` need
   * not be found.
   */
  readonly bestOf: (tests: readonly Slugs[], least?: number) => readonly Best[] | null;
}

/** A shorter name stands in many paths by chance. */
const LEAST_NAME = 4;
/** What a cut name has to have in common with a path. */
const LEAST_RUN = 20;
/** More tests than these share a name, so that it says nothing. */
const MOST_EQUALS = 3;
/** No name of a folder is longer. */
const MOST_CHARS = 500;
/** A piece of a name that stands in more paths is that of many tests. */
const MOST_PATHS = 48;
/** Words at each end of a name that are looked up to find where it may stand as a whole. */
const MOST_WORDS = 8;
/** What a search for a whole name costs beside the look-up of a piece. */
const SEARCH = 8;
/** Pieces looked up, and paths found by them, in one comparison: some ten milliseconds. */
const MOST_LOOKS = 400_000;

export function createSlugs(key: string, group: string, name: string, project: string): Slugs {
  const [short, where] = [slug(name), slug(project)];
  return { key, name: short, group: slug(group), nameAndProject: where === "" ? short : `${short}-${where}` };
}

export function indexPaths(paths: readonly string[]): PathIndex {
  const texts = paths.map((path) => `-${slug(path.slice(-MOST_CHARS))}-`);
  const grams = placesOf(texts, gramsOf, MOST_PATHS);
  const words = placesOf(texts, (text) => text.split("-"), Infinity);
  return {
    bestOf: (tests, least = 0) => {
      const best = texts.map((): { score: number; keys: string[] } => ({ score: 0, keys: [] }));
      let looks = 0;
      for (const test of tests) {
        const runs = longestRuns(test.nameAndProject, grams, least);
        const whole = test.name.length + test.group.length > least ? rarest(test.name, words) : [];
        looks += runs.looks + SEARCH * whole.length;
        if (looks > MOST_LOOKS) return null;
        const scores = new Map(runs.longest);
        for (const path of whole) {
          scores.set(path, Math.max(scores.get(path) ?? 0, wholeName(texts[path] ?? "", test)));
        }
        for (const [path, score] of scores) {
          const known = best[path];
          if (known === undefined || score === 0 || score < known.score) continue;
          if (score > known.score) known.keys = [];
          known.score = score;
          known.keys.push(test.key);
        }
      }
      return best.map((each) => (each.keys.length > MOST_EQUALS ? NONE : each));
    },
  };
}

/** The paths with that word of a name which the fewest have: all others cannot hold the whole name. */
function rarest(name: string, words: ReadonlyMap<string, readonly number[]>): readonly number[] {
  let fewest: readonly number[] | null = null;
  if (name.length < LEAST_NAME) return [];
  const all = name.split("-");
  for (const word of [...all.slice(0, MOST_WORDS), ...all.slice(-MOST_WORDS)]) {
    const paths = words.get(word) ?? [];
    if (paths.length === 0) return [];
    if (fewest === null || paths.length < fewest.length) fewest = paths;
  }
  return fewest ?? [];
}

/** The indexes of the texts in which a piece stands, without those pieces that stand in more than so many. */
function placesOf(
  texts: readonly string[],
  piecesOf: (text: string) => Iterable<string>,
  most: number,
): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const [index, text] of texts.entries()) {
    for (const piece of new Set(piecesOf(text))) {
      const known = found.get(piece) ?? [];
      if (known.length <= most) known.push(index);
      found.set(piece, known);
    }
  }
  return new Map([...found].filter(([, places]) => places.length <= most));
}

const NONE: Best = { score: 0, keys: [] };

function* gramsOf(text: string): Generator<string> {
  for (let at = 0; at + LEAST_RUN <= text.length; at++) yield text.slice(at, at + LEAST_RUN);
}

/** Characters of the name, and of the class where the path says it too; 0 when the name is not in it. */
function wholeName(text: string, { name, group }: Slugs): number {
  if (name.length < LEAST_NAME || !text.includes(`-${name}-`)) return 0;
  return group !== "" && text.includes(`-${group}-`) ? name.length + group.length : name.length;
}

interface Runs {
  /** For each path the characters of the longest text that it has in common with the name; none below LEAST_RUN. */
  readonly longest: ReadonlyMap<number, number>;
  readonly looks: number;
}

function longestRuns(name: string, grams: ReadonlyMap<string, readonly number[]>, least: number): Runs {
  const longest = new Map<number, number>();
  const last = name.length - LEAST_RUN;
  const pathsAt = (at: number): readonly number[] => grams.get(name.slice(at, at + LEAST_RUN)) ?? [];
  // A text longer than the least has one of the pieces that stand so far from each other.
  const step = Math.max(1, least + 2 - LEAST_RUN);
  let looks = 0;
  let done = 0;
  for (let at = 0; at <= last; at += step) {
    looks++;
    if (pathsAt(at).length === 0) continue;
    let before: ReadonlyMap<number, number> = new Map();
    for (let here = Math.max(done, at - step + 1); here <= last; here++) {
      const paths = pathsAt(here);
      looks += 1 + paths.length;
      done = here;
      if (paths.length === 0 && here > at) break;
      // Pieces that follow each other are one text, which grows by a character with each.
      before = new Map(paths.map((path) => [path, (before.get(path) ?? LEAST_RUN - 1) + 1]));
      for (const [path, length] of before) longest.set(path, Math.max(longest.get(path) ?? 0, length));
    }
    at = done;
  }
  return { longest, looks };
}

function slug(text: string): string {
  return text
    .slice(0, MOST_CHARS)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/gu, "");
}
