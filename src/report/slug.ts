// Names of the user's that have to stand in a marker, a status context, a headline or a link: reduced to harmless letters.
import { isRevision } from "../model/cycle.ts";
import { digest } from "../model/digest.ts";
import { capital } from "./words.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";

/** Lower-case letters, digits, dots and dashes, at most 67; different names never give the same one. */
export function slug(name: Untrusted): string {
  const text = reveal(name);
  const plain = text
    .toLowerCase()
    .replace(/[^a-z0-9.]+/gu, "-")
    .replace(/^-{1,99}|-{1,99}$/gu, "")
    .slice(0, 60);
  // What was lost is told apart by a few digits: two environments must never share a comment or a required status.
  return plain === text && plain !== "" ? plain : `${plain === "" ? "env" : plain}-${digest(text).slice(0, 6)}`;
}

/** A revision as people read it: 7 digits of a commit, anything else as it is. */
export function shortRevision(told: Untrusted): Untrusted {
  const commit = /^[0-9a-f]{40}$/iu.exec(reveal(told))?.[0];
  return commit === undefined ? told : untrusted(commit.slice(0, 7));
}

/** What a service told is the commit. */
export function isRevisionOf(told: Untrusted, commit: string): boolean {
  return isRevision(reveal(told), commit);
}

/** A name that is one plain word, ready for the start of a sentence; any other name stays foreign text. */
export function properName(name: Untrusted): string | Untrusted {
  const word = reveal(name);
  return /^[a-z]{1,20}$/iu.test(word) ? capital(word) : name;
}

/** An address that can stand in a link of ours, whatever it holds; null for one that nobody should follow. */
export function linkTarget(url: Untrusted): string | null {
  const text = reveal(url);
  const parsed = URL.canParse(text) ? new URL(text) : null;
  const isLocal = parsed?.protocol === "http:" && /^(?:localhost|127\.0\.0\.1|\[::1\])$/u.test(parsed.hostname);
  if (parsed === null || (parsed.protocol !== "https:" && !isLocal)) return null;
  // Brackets end a link in Markdown; a bar ends the cell of a table.
  return parsed.href.replace(/[^\w.~:/?#@$&+,;=%-]/gu, percent);
}

function percent(sign: string): string {
  return [...new TextEncoder().encode(sign)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)
    .join("");
}
