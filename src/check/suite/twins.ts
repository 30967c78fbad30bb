// Tests that share one identity: from cycle to cycle only their order tells them apart, and in one run also the numbers in
// the path of their suite ("v1 api", "v2 api").
import { numbered, rawPath } from "./keys.ts";

export interface Twins {
  /** The key of the first of them, for each that there are several of. */
  readonly bases: ReadonlySet<string>;
  /** In their order; also of a key that has no twin. */
  readonly of: (base: string) => readonly Twin[];
}

export interface Twin {
  readonly key: string;
  readonly path: string;
}

export interface KnownTwins extends Twins {
  /** The key of the next result that has this one, in that place. */
  readonly keyFor: (base: string, suitePath: readonly string[]) => string;
}

export function createTwins(): KnownTwins {
  // Only the path of a test that has no twin: most have none.
  const seen = new Map<string, string | Twin[]>();
  const bases = new Set<string>();

  return {
    bases,
    of: (base) => {
      const known = seen.get(base) ?? [];
      return typeof known === "string" ? [{ key: base, path: known }] : known;
    },
    keyFor(base, suitePath) {
      const path = rawPath(suitePath);
      const known = seen.get(base);
      if (known === undefined) {
        seen.set(base, path);
        return base;
      }
      const all = typeof known === "string" ? [{ key: base, path: known }] : known;
      const key = numbered(base, all.length + 1);
      all.push({ key, path });
      seen.set(base, all);
      bases.add(base);
      return key;
    },
  };
}
