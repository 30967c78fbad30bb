// What must never be seen: remembers every secret of the run and hides it, in every form, in what leaves.
import type { Secrets } from "../model/world.ts";
import { readToken, SHORTEST_SECRET } from "../text/forms.ts";
import { hiderOf, MASK, maskerOf, patternsFor, type Finder, type Masker } from "../text/mask.ts";
import { createTokenIndex } from "../text/token-index.ts";

export interface SecretsOptions {
  /** Tells the runner a word to mask in its own log; the entry hands in setSecret of @actions/core. */
  readonly announce: (value: string) => void;
}

/** Secrets may come one by one while much is masked: each gets a pattern of its own, and so many are made into one. */
const BATCH = 16;

export function createSecrets(options: SecretsOptions): Secrets {
  const known = new Set<string>();
  const announced = new Set<string>();
  const tokens = createTokenIndex();
  const long: string[] = [];
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
    const find: Finder = (dense) => [...patterns, ...tokens.patternsIn(dense)];
    return { mask: maskerOf(find), hide: hiderOf(find) };
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
      if (!tokens.add(value)) {
        if (value.length > LEAST_CUT) long.push(value);
        fresh.push(value);
        made = null;
      }
      for (const word of wordsFor(value)) announce(word);
    },
    mask(text) {
      made ??= renewed();
      return made.mask(hideCutEnd(text, long));
    },
    hide(text) {
      made ??= renewed();
      return made.hide(text);
    },
  };
}

/** So much of a secret at the end of a text, where a server cut it, is no accident; a close reason holds 123 bytes. */
const LEAST_CUT = 24;

function hideCutEnd(text: string, secrets: readonly string[]): string {
  for (const secret of secrets) {
    const from = text.lastIndexOf(secret.slice(0, LEAST_CUT));
    if (from >= 0 && text.length - from < secret.length && secret.startsWith(text.slice(from))) {
      return text.slice(0, from) + MASK;
    }
  }
  return text;
}

// The runner masks by lines, and given a text of many it also masks each short line of it, for example "{", after
// which outputs with a brace are dropped (actions/runner, AddMaskCommandExtension). So it is told the long lines only.
function wordsFor(value: string): readonly string[] {
  const lines = value.split(/\r\n?|\n/u).flatMap((line) => [line, line.trim()]);
  const token = readToken(value);
  return token === null ? lines : [...lines, token.signature, token.tail];
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
