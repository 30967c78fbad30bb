// Finds which of many words stand in a text, in one pass over it (Aho and Corasick, 1975): hundreds of patterns need
// not be tried on a text that holds none of their words.

export interface WordIndex {
  /** The numbers of the words that the text holds, capitals or not; each once. */
  find(text: string): readonly number[];
}

/** Characters that words are made of. All other signs are one, and so are all letters of other scripts. */
const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789 _-.:'/(<=";
const WIDTH = ALPHABET.length + 2;
const OF_OTHER_SCRIPT = ALPHABET.length + 1;

const SYMBOLS = new Uint8Array(128);
for (const [at, char] of [...ALPHABET].entries()) {
  SYMBOLS[char.charCodeAt(0)] = at + 1;
  SYMBOLS[char.toUpperCase().charCodeAt(0)] = at + 1;
}

export function createWordIndex(words: readonly string[]): WordIndex {
  const size = words.reduce((sum, word) => sum + word.length, 1);
  const next = new Int32Array(size * WIDTH);
  const failed = new Int32Array(size);
  /** The word that ends at a place, from 1; and the next shorter place at which one ends. */
  const ends = new Int32Array(size);
  const shorter = new Int32Array(size);
  /** The word before it, from 1, that is the same in this alphabet: " > " and " ≥ ". */
  const twins = new Int32Array(words.length);
  let places = 1;
  for (const [number, word] of words.entries()) {
    let at = 0;
    for (let i = 0; i < word.length; i++) {
      const edge = at * WIDTH + symbolOf(word, i);
      if (next[edge] === 0) next[edge] = places++;
      at = next[edge] ?? 0;
    }
    twins[number] = ends[at] ?? 0;
    ends[at] = number + 1;
  }
  const queue: number[] = [];
  for (let symbol = 0; symbol < WIDTH; symbol++) if ((next[symbol] ?? 0) !== 0) queue.push(next[symbol] ?? 0);
  // An array is walked to its end also while it grows.
  for (const place of queue) {
    const back = failed[place] ?? 0;
    shorter[place] = ends[back] === 0 ? (shorter[back] ?? 0) : back;
    for (let symbol = 0; symbol < WIDTH; symbol++) {
      const edge = place * WIDTH + symbol;
      const target = next[edge] ?? 0;
      const otherwise = next[back * WIDTH + symbol] ?? 0;
      if (target === 0) next[edge] = otherwise;
      else {
        failed[target] = otherwise;
        queue.push(target);
      }
    }
  }

  const isFound = new Uint8Array(words.length);
  return {
    find(text) {
      const found: number[] = [];
      let at = 0;
      for (let i = 0; i < text.length; i++) {
        at = next[at * WIDTH + symbolOf(text, i)] ?? 0;
        for (let end = ends[at] === 0 ? shorter[at] : at; end !== undefined && end !== 0; end = shorter[end]) {
          for (let word = ends[end] ?? 0; word !== 0; word = twins[word - 1] ?? 0) {
            if (isFound[word - 1] === 1) continue;
            isFound[word - 1] = 1;
            found.push(word - 1);
          }
        }
      }
      for (const word of found) isFound[word] = 0;
      return found;
    },
  };
}

function symbolOf(text: string, at: number): number {
  return SYMBOLS[text.charCodeAt(at)] ?? OF_OTHER_SCRIPT;
}
