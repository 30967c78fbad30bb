// What must never be seen: remembers every secret of the run and hides it, in every form, in what leaves.
import type { Secrets } from "../model/world.ts";
import { hiderOf, maskerOf, patternsFor, SHORTEST_SECRET, type Masker } from "../text/mask.ts";

export interface SecretsOptions {
  /** Tells the runner a word to mask in its own log; the entry hands in setSecret of @actions/core. */
  readonly announce: (value: string) => void;
}

/** Tokens come one by one while much is masked: each gets a pattern of its own, and so many are made into one. */
const BATCH = 16;

export function createSecrets(options: SecretsOptions): Secrets {
  const known = new Set<string>();
  const announced = new Set<string>();
  const full: RegExp[] = [];
  const single = new Map<string, readonly RegExp[]>();
  let fresh: string[] = [];
  let made: { readonly mask: Masker; readonly hide: Masker } | null = null;

  function announce(value: string): void {
    if (!isMaskable(value) || announced.has(value)) return;
    announced.add(value);
    options.announce(value);
  }

  function renewed(): { readonly mask: Masker; readonly hide: Masker } {
    if (fresh.length >= BATCH) {
      full.push(...patternsFor(fresh));
      fresh = [];
      single.clear();
    }
    const patterns = [...full, ...fresh.flatMap(patternsOfOne)];
    return { mask: maskerOf(patterns), hide: hiderOf(patterns) };
  }

  function patternsOfOne(value: string): readonly RegExp[] {
    const patterns = single.get(value) ?? patternsFor([value]);
    single.set(value, patterns);
    return patterns;
  }

  return {
    register(value) {
      if (!isMaskable(value) || known.has(value)) return;
      known.add(value);
      fresh.push(value);
      made = null;
      for (const word of wordsFor(value)) announce(word);
    },
    mask(text) {
      made ??= renewed();
      return made.mask(text);
    },
    hide(text) {
      made ??= renewed();
      return made.hide(text);
    },
  };
}

// The runner masks by lines, and given a text of many it also masks each short line of it, for example "{", after
// which outputs with a brace are dropped (actions/runner, AddMaskCommandExtension). So it is told the long lines only.
function wordsFor(value: string): readonly string[] {
  const lines = value.split(/\r\n?|\n/u).flatMap((line) => [line, line.trim()]);
  // Logs often show a JWT without its header, which is the same for all.
  const [, payload, signature] = /^[\w-]+\.([\w-]+)\.([\w-]+)$/u.exec(value.trim()) ?? [];
  if (payload === undefined || signature === undefined) return lines;
  return [...lines, signature, `${payload}.${signature}`];
}

/** Words that stand in every log: hiding them would destroy the text and tell the secret. */
const COMMON = new Set(
  "password passwort username changeme postgres localhost undefined development production security default1".split(
    " ",
  ),
);

function isMaskable(value: string): boolean {
  return value.trim().length >= SHORTEST_SECRET && !COMMON.has(value.trim().toLowerCase());
}
