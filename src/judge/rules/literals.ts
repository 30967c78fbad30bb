// Which words every match of a pattern holds, read from the pattern itself: a text without them need not be searched.
// Knows the notation that the rules use; of what it does not know it claims nothing.

/** Of each alternative the letters that it cannot do without. */
type Words = readonly string[];

/** Lighter ones stand in every text. */
const LEAST = 3;

/**
 * Small letters. Every text that the pattern matches holds at least one of them, in any case; null where the pattern
 * does not say enough.
 */
export function literalsOf(pattern: RegExp): Words | null {
  const reader = new Reader(pattern.source);
  const words = reader.alternatives();
  return words === null || shortest(words) < LEAST ? null : [...new Set(words)];
}

class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** All alternatives up to the end of the group: each has to have words of its own. */
  alternatives(): Words | null {
    const all: string[] = [];
    let isSure = true;
    for (;;) {
      const words = this.#sequence();
      if (words === null) isSure = false;
      else all.push(...words);
      if (this.#source[this.#at] !== "|") break;
      this.#at++;
    }
    return isSure ? all : null;
  }

  /** Of what stands one after the other the part that tells most. */
  #sequence(): Words | null {
    let best: Words | null = null;
    let run = "";
    const offer = (words: Words | null): void => {
      if (words !== null && (best === null || shortest(words) > shortest(best))) best = words;
    };
    while (this.#at < this.#source.length && !this.#isAt("|") && !this.#isAt(")")) {
      const { letter, words } = this.#part();
      const times = this.#repetition();
      if (letter !== null && times === "once") run += letter;
      else {
        // Of a letter that comes at least once, one is certain; what follows it is not next to what stands before.
        offer([times === "more" && letter !== null ? run + letter : run]);
        run = times === "more" && letter !== null ? letter : "";
        if (times !== "maybe") offer(words);
      }
    }
    offer([run]);
    return best !== null && shortest(best) > 0 ? best : null;
  }

  #part(): { readonly letter: string | null; readonly words: Words | null } {
    const char = this.#source[this.#at++] ?? "";
    if (char === "(") return { letter: null, words: this.#group() };
    if (char === "[") return { letter: this.#set(), words: null };
    if (char === "\\") return { letter: this.#escaped(), words: null };
    // Places between characters take no room, so that what stands around them stands together.
    if (char === "^" || char === "$") return { letter: "", words: null };
    if (char === ".") return { letter: null, words: null };
    return { letter: char.toLowerCase(), words: null };
  }

  #group(): Words | null {
    const head = /^\?(?:[:=!]|<[=!]|<\w{1,40}>|[a-z]{0,3}(?:-[a-z]{1,3})?:)/u.exec(
      this.#source.slice(this.#at, this.#at + 50),
    );
    this.#at += head?.[0].length ?? 0;
    const words = this.alternatives();
    this.#at++;
    const isLook = head !== null && /^\?<?[=!]$/u.test(head[0]);
    return isLook ? null : words;
  }

  /** One letter where all that it allows are the same one, large or small. */
  #set(): string | null {
    const begin = this.#at;
    if (this.#isAt("^")) this.#at++;
    while (this.#at < this.#source.length && !this.#isAt("]")) this.#at += this.#isAt("\\") ? 2 : 1;
    const inside = this.#source.slice(begin, this.#at++);
    return /^[A-Za-z]{2}$/u.test(inside) && inside[0]?.toLowerCase() === inside[1]?.toLowerCase()
      ? inside.slice(0, 1).toLowerCase()
      : null;
  }

  #escaped(): string | null {
    const char = this.#source[this.#at++] ?? "";
    if (char === "b" || char === "B") return "";
    if (char === "n") return null;
    if (char === "p" || char === "P" || char === "u") {
      if (this.#isAt("{")) this.#at = this.#source.indexOf("}", this.#at) + 1;
      else if (char === "u") this.#at += 4;
      return null;
    }
    if (char === "x") this.#at += 2;
    if (char === "k") this.#at = this.#source.indexOf(">", this.#at) + 1;
    return /[\w]/u.test(char) ? null : char;
  }

  #repetition(): "once" | "maybe" | "more" {
    const found = /^(?:[?*+]|\{(\d{1,6})(,?)(\d{0,6})\})/u.exec(this.#source.slice(this.#at, this.#at + 16));
    if (found === null) return "once";
    this.#at += found[0].length;
    if (this.#isAt("?")) this.#at++;
    const [whole, least] = found;
    if (whole === "+") return "more";
    if (whole === "?" || whole === "*" || least === "0") return "maybe";
    return whole === "{1}" ? "once" : "more";
  }

  #isAt(char: string): boolean {
    return this.#source[this.#at] === char;
  }
}

function shortest(words: Words): number {
  return words.reduce((least, word) => Math.min(least, weight(word)), words.length === 0 ? 0 : Infinity);
}

/** Most texts have no letter of another script at all, so that two of them tell as much as four of ours. */
function weight(word: string): number {
  let sum = word.length;
  for (let at = 0; at < word.length; at++) if (word.charCodeAt(at) > 127) sum++;
  return sum;
}
