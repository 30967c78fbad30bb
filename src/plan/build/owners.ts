// Builds who acts on what, and gives the services their owners.
import type { Deploy, Owned } from "../../model/plan.ts";
import { reveal, untrusted, type Untrusted } from "../../text/untrusted.ts";
import type { Desk } from "../desk.ts";
import { checkMost, settled } from "./declared.ts";

/** Each is held against every check. */
const MOST_ENTRIES = 200;

export function buildOwners(desk: Desk): readonly Owned[] {
  const parts = checkMost(desk, desk.config?.owners ?? [], MOST_ENTRIES, "entries");
  return parts.flatMap(({ path, words: { match, owners } }) =>
    owners.flatMap((text, at): readonly Owned[] => {
      const owner = settled(desk, text, owners.length === 1 ? path : [...path, at]);
      return owner === null ? [] : [{ match: untrusted(match), owner }];
    }),
  );
}

export function withOwners(deploys: readonly Deploy[], owners: readonly Owned[]): readonly Deploy[] {
  return deploys.map((deploy) => ({ ...deploy, owner: ownerNamed(owners, reveal(deploy.name)) }));
}

/** Everybody who is named for exactly this, in one line; null: nobody. */
export function ownerNamed(owners: readonly Owned[], name: string): Untrusted | null {
  const named = owners.filter(({ match }) => reveal(match) === name).map(({ owner }) => reveal(owner));
  return named.length === 0 ? null : untrusted(named.join(", "));
}
