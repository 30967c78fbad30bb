// Finds which of many words stand in a text, in one pass over it (Aho and Corasick, 1975): hundreds of patterns need
// not be tried on a text that holds none of their words.

export interface WordIndex {
  /** True at the number of each word that the text holds, capitals or not. */
  find(text: string): Uint8Array;
}

/** Characters that words are made of; all others are one. */
const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789 _-.:'\"/()[]<>=&!,*#`{}%$@+;|\\?^~";
const WIDTH = ALPHABET.length + 1;

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
  let places = 1;
  for (const [number, word] of words.entries()) {
    let at = 0;
    for (let i = 0; i < word.length; i++) {
      const edge = at * WIDTH + symbolOf(word, i);
      if (next[edge] === 0) next[edge] = places++;
      at = next[edge] ?? 0;
    }
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

  return {
    find(text) {
      const found = new Uint8Array(words.length);
      let at = 0;
      for (let i = 0; i < text.length; i++) {
        at = next[at * WIDTH + symbolOf(text, i)] ?? 0;
        for (let end = ends[at] === 0 ? shorter[at] : at; end !== undefined && end !== 0; end = shorter[end]) {
          found[(ends[end] ?? 1) - 1] = 1;
        }
      }
      return found;
    },
  };
}

function symbolOf(text: string, at: number): number {
  return SYMBOLS[text.charCodeAt(at)] ?? 0;
}
