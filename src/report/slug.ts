// Names of the user's that have to stand in a marker, a status context or a headline: reduced to harmless letters.
import { capital } from "./words.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";

/** Lower-case letters, digits, dots and dashes, at most 60. */
export function slug(name: Untrusted): string {
  return (
    reveal(name)
      .toLowerCase()
      .replace(/[^a-z0-9.]+/gu, "-")
      .replace(/^-+|-+$/gu, "")
      .slice(0, 60) || "staging"
  );
}

/** A revision as people read it: 7 digits of a commit, anything else as it is. */
export function shortRevision(told: Untrusted): Untrusted {
  const commit = /^[0-9a-f]{40}$/iu.exec(reveal(told))?.[0];
  return commit === undefined ? told : untrusted(commit.slice(0, 7));
}

/** A name that is one plain word, ready for the start of a sentence; any other name stays foreign text. */
export function properName(name: Untrusted): string | Untrusted {
  const word = reveal(name);
  return /^[a-z]{1,20}$/iu.test(word) ? capital(word) : name;
}
