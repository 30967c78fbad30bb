// How one error is called, in a sentence and in the 60 characters of the ledger.
import type { Pattern } from "../model/analysis.ts";
import type { Phrase } from "../model/report.ts";
import { cut } from "../text/cut.ts";
import { untrusted, type Untrusted } from "../text/untrusted.ts";

/** "the WebSocket closes with `1011 …`": our words with the decisive foreign ones. */
export function errorPhrase(pattern: Pattern): Phrase {
  return pattern.headline;
}

/** The same as one text, for the ledger. It is foreign as a whole. */
export function errorText(pattern: Pattern, plain: (phrase: Phrase) => string, max: number): Untrusted {
  return untrusted(cut(plain(pattern.headline), max));
}
