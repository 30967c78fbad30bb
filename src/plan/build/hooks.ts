// Builds the commands around the checks.
import type { Hook } from "../../model/plan.ts";
import { untrusted } from "../../text/untrusted.ts";
import type { HookWords } from "../words/top.ts";
import { MINUTE } from "../words/leaves.ts";

const TIMEOUT_MS = 5 * MINUTE;

export function buildHook(words: HookWords | null | undefined): Hook | null {
  if (words === null || words === undefined) return null;
  return { run: untrusted(words.run), timeoutMs: words.timeout ?? TIMEOUT_MS };
}
