// What makes two failures the same error. The number before the colon grows with every change of how it is made, so
// that a loop never takes an old error for a new one without saying so.
import type { Facts } from "../../model/check.ts";
import { digest } from "../../model/digest.ts";
import type { Finding } from "../classify/findings.ts";
import { cut } from "../../text/cut.ts";
import { withoutUsers } from "../measured/words.ts";
import { LAST_TIER } from "../rules/rules.ts";
import { headlineIn } from "./headline.ts";
import { maskVolatile } from "./mask.ts";

/** Which lines a rule matched, and its place in the order of evidence. */
export interface Matched extends Finding {
  readonly tier?: number;
  readonly line?: string;
}

/**
 * `decisive` is the line that people are shown. It is what counts where no rule knows the text; and assertions, whose
 * own words say next to nothing ("assert 0 > 0"), are the same only where it is the same too.
 */
export function fingerprintOf(found: Matched, decisive: string, facts: Facts): string {
  return `v2:${digest(found.class, found.signature ?? cut(maskVolatile(withoutUsers(wordsOf(found, decisive), facts)), MOST))}`;
}

/** Made in different ways, two fingerprints of one error are never the same, and that tells nothing. */
export function isSameVersion(one: string, other: string): boolean {
  return versionOf(one) === versionOf(other);
}

/** "v2" of "v2:0123456789abcdef". */
function versionOf(fingerprint: string): string {
  return fingerprint.slice(0, fingerprint.indexOf(":"));
}

/** Longer lines differ at their end in what they only mention. */
const MOST = 300;

/** An assertion with so many words says by itself what it is about. */
const TELLING = 5;

function wordsOf({ span, tier, line }: Matched, decisive: string): string {
  if (line === undefined || tier === undefined) return decisive;
  const headline = headlineIn(line, span);
  const words = headline.match(/[\p{L}_]{3,}/gu)?.length ?? 0;
  const isSaid = tier < LAST_TIER || words >= TELLING || line.includes(decisive) || decisive.includes(line.trim());
  return isSaid ? headline : `${decisive} ${headline}`;
}
