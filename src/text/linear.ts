// Finds what a pattern describes in time that grows with the text alone. A secret written by any mixture of encoders is
// ambiguous ("\n" is a line end, or a backslash and a letter), and trying one reading after the other takes V8 time
// that doubles with each backslash. Here all readings advance together, and sets of them that were met are remembered.

/** From the first character to behind the last. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * Whatever any match covers; matches that overlap or touch are one range. Capitals count as small letters.
 * Knows the part of the notation that spellings.ts uses: letters, simple classes, "\s", groups and repetitions.
 */
export function coveredBy(pattern: RegExp, text: string): readonly Range[] {
  const scanner = scanners.get(pattern) ?? new Scanner(compile(pattern.source));
  scanners.set(pattern, scanner);
  return scanner.scan(text);
}

const scanners = new WeakMap<RegExp, Scanner>();

/** One character of the pattern, or (with no characters) a place between them from which several ways lead on. */
interface Step {
  readonly id: number;
  readonly chars: readonly number[];
  readonly next: Step[];
  /** The characters that may come at this place, once somebody asked. */
  ahead: readonly Step[] | null;
  isEnd: boolean;
}

const SPACE = -1;
const OTHER = -2;

/** The characters that the text may be at, each read last. */
interface State {
  readonly steps: readonly Step[];
  readonly isEnd: boolean;
  readonly after: Map<number, State>;
  /** Those of its steps from which one of the later ones is reached. */
  readonly before: Map<State, State>;
}

/** How many steps the remembered states may hold together, before all are forgotten. */
const MEMORY = 200_000;

class Scanner {
  readonly #start: Step;
  readonly #alphabet = new Set<number>();
  readonly #states = new Map<string, State>();
  readonly #none: State = { steps: [], isEnd: false, after: new Map(), before: new Map() };
  #held = 0;

  constructor({ start, steps }: Compiled) {
    this.#start = start;
    for (const char of steps.flatMap((step) => step.chars)) this.#alphabet.add(char);
  }

  scan(text: string): readonly Range[] {
    const found: Range[] = [];
    const trail: State[] = [];
    let state = this.#none;
    let hasEnd = false;
    for (let at = 0; at <= text.length; at++) {
      state = at < text.length ? this.#advance(state, this.#symbol(text.charCodeAt(at))) : this.#none;
      if (state !== this.#none) {
        trail.push(state);
        hasEnd ||= state.isEnd;
        continue;
      }
      // One by one: there may be more than a call takes.
      if (hasEnd) for (const range of this.#covered(trail, at - trail.length)) found.push(range);
      trail.length = 0;
      hasEnd = false;
    }
    return found;
  }

  /** Backwards from each end: what led there is covered. */
  #covered(trail: readonly State[], offset: number): readonly Range[] {
    const found: Range[] = [];
    let live = this.#none;
    let to = -1;
    for (let at = trail.length - 1; at >= 0; at--) {
      const state = trail[at] ?? this.#none;
      live = state.before.get(live) ?? this.#leading(state, live);
      if (live !== this.#none && to === -1) to = at + 1;
      if (live === this.#none && to !== -1) {
        found.push({ from: offset + at + 1, to: offset + to });
        to = -1;
      }
    }
    if (to !== -1) found.push({ from: offset, to: offset + to });
    return found.toReversed();
  }

  #leading(state: State, later: State): State {
    const targets = new Set(later.steps);
    const live = this.#state(
      state.steps.filter((step) => step.next.some((place) => leadsTo(place, targets) || endsAt(place))),
    );
    state.before.set(later, live);
    return live;
  }

  #advance(state: State, symbol: number): State {
    const known = state.after.get(symbol);
    if (known !== undefined) return known;
    const places = new Set([this.#start, ...state.steps.flatMap((step) => step.next)]);
    const reached = new Set<Step>();
    for (const place of places) {
      for (const step of ahead(place)) if (step.chars.includes(symbol)) reached.add(step);
    }
    const next = this.#state([...reached].sort((a, b) => a.id - b.id));
    state.after.set(symbol, next);
    return next;
  }

  #state(steps: readonly Step[]): State {
    if (steps.length === 0) return this.#none;
    const key = steps.map((step) => step.id).join(" ");
    const known = this.#states.get(key);
    if (known !== undefined) return known;
    if (this.#held > MEMORY) this.#forget();
    const isEnd = steps.some((step) => step.next.some(endsAt));
    const state = { steps, isEnd, after: new Map<number, State>(), before: new Map<State, State>() };
    this.#states.set(key, state);
    this.#held += steps.length + 10;
    return state;
  }

  #forget(): void {
    for (const state of [this.#none, ...this.#states.values()]) {
      state.after.clear();
      state.before.clear();
    }
    this.#states.clear();
    this.#held = 0;
  }

  /** The same for all characters that the pattern does not tell apart. */
  #symbol(code: number): number {
    const folded = fold(code);
    if (this.#alphabet.has(folded)) return folded;
    return isSpace(folded) ? SPACE : OTHER;
  }
}

/** The characters that may come at this place. */
function ahead(place: Step): readonly Step[] {
  if (place.ahead !== null) return place.ahead;
  const seen = new Set([place]);
  // A set is walked to its end also while it grows.
  for (const step of seen) if (step.chars.length === 0) for (const next of step.next) seen.add(next);
  const all = [...seen];
  place.isEnd = all.some((step) => step.isEnd);
  place.ahead = all.filter((step) => step.chars.length > 0);
  return place.ahead;
}

function endsAt(place: Step): boolean {
  ahead(place);
  return place.isEnd;
}

function leadsTo(place: Step, targets: ReadonlySet<Step>): boolean {
  return ahead(place).some((step) => targets.has(step));
}

const FOLDED = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code).toLowerCase().charCodeAt(0));

/** As the flags "iu" fold it, also the long s and the sign for kelvin; by halves of characters. */
function fold(code: number): number {
  const known = FOLDED[code];
  if (known !== undefined) return known;
  const char = String.fromCharCode(code);
  const upper = char.toUpperCase();
  const lower = (upper.length === 1 ? upper : char).toLowerCase();
  return lower.length === 1 ? lower.charCodeAt(0) : code;
}

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0xa0 && /\s/u.test(String.fromCharCode(code)));
}

interface Compiled {
  readonly start: Step;
  readonly steps: readonly Step[];
}

/** What leads from a part of the pattern to what follows it. */
type Part = (next: Step) => Step;

function compile(source: string): Compiled {
  const steps: Step[] = [];
  const tokens = source.match(/\\u[0-9a-f]{4}|\\.|\[[^\]]+\]|\(\?:|\{\d+,\d+\}|./gsu) ?? [];
  // Spaces that the pattern names itself are told apart from the others.
  const named = tokens.map((token) => (ESCAPES[token] ?? unescaped(token)).charCodeAt(0)).filter(isSpace);
  const spaces = [...new Set([SPACE, ...named])];
  let at = 0;

  function create(chars: readonly number[], next: readonly Step[]): Step {
    const step = { id: steps.length, chars, next: [...next], ahead: null, isEnd: false };
    steps.push(step);
    return step;
  }

  function choice(): Part {
    const ways = [sequence()];
    while (tokens[at] === "|") {
      at++;
      ways.push(sequence());
    }
    const [only] = ways;
    if (ways.length === 1 && only !== undefined) return only;
    return (next) =>
      create(
        [],
        ways.map((way) => way(next)),
      );
  }

  function sequence(): Part {
    const parts: Part[] = [];
    while (at < tokens.length && tokens[at] !== "|" && tokens[at] !== ")") parts.push(repeated(single()));
    return (next) => parts.reduceRight((following, part) => part(following), next);
  }

  function single(): Part {
    const token = tokens[at++] ?? "";
    if (token === "(?:") {
      const inner = choice();
      at++;
      return inner;
    }
    if (token === "\\s") return (next) => create(spaces, [next]);
    if (token.startsWith("[")) return oneOf(token.slice(1, -1).split(""));
    const units = (ESCAPES[token] ?? unescaped(token)).split("");
    return (next) => units.reduceRight((following, unit) => oneOf([unit])(following), next);
  }

  function oneOf(chars: readonly string[]): Part {
    return (next) => create([...new Set(chars.map((char) => fold(char.charCodeAt(0))))], [next]);
  }

  function repeated(part: Part): Part {
    const sign = tokens[at] ?? "";
    const [, least, most] = /^\{(\d+),(\d+)\}$/u.exec(sign) ?? [];
    if (!/^[*+?]$/u.test(sign) && least === undefined) return part;
    at++;
    if (sign === "?") return times(part, 0, 1);
    if (least !== undefined) return times(part, Number(least), Number(most));
    return (next) => {
      const loop = create([], [next]);
      const entry = part(loop);
      loop.next.push(entry);
      return sign === "*" ? loop : entry;
    };
  }

  function times(part: Part, least: number, most: number): Part {
    return (next) => {
      let entry = next;
      for (let left = most; left > 0; left--) {
        // Behind the least number of times, what follows may come at once.
        entry = left > least ? create([], [part(entry), next]) : part(entry);
      }
      return entry;
    };
  }

  const end = create([], []);
  end.isEnd = true;
  return { start: choice()(end), steps };
}

const ESCAPES: Readonly<Record<string, string>> = { "\\n": "\n", "\\r": "\r" };

function unescaped(token: string): string {
  if (/^\\u[0-9a-f]{4}$/u.test(token)) return String.fromCharCode(Number.parseInt(token.slice(2), 16));
  return token.startsWith("\\") ? token.slice(1) : token;
}
