// Creates what must exist once: an answer may get lost after the server has done it, and two jobs may create at once.
import type { Answer, Problem } from "../../model/github.ts";

export interface Created<T> {
  /** What this call made; null when its answer was lost. */
  readonly mine: T | null;
  /** All that exist now, oldest first, at least one. */
  readonly all: readonly [T, ...T[]];
}

/** Sleeps no longer than the time that is left for GitHub. */
export type Pause = (ms: number) => Promise<void>;

/** A list may lag behind what was written. */
const SETTLE_MS = 1_000;

/** Posts at most twice, the second time only after a look that did not find it. */
export async function createOnce<T>(
  create: () => Promise<Answer<T>>,
  look: () => Promise<Answer<readonly T[]>>,
  pause: Pause,
): Promise<Answer<Created<T>>> {
  for (let attempt = 1; ; attempt++) {
    const created = await create();
    if (!created.ok && !isAmbiguous(created.problem)) return created;
    if (!created.ok) await pause(SETTLE_MS);
    const found = await look();
    const [oldest, ...newer] = found.ok ? found.value : [];
    if (oldest !== undefined) {
      return { ok: true, value: { mine: created.ok ? created.value : null, all: [oldest, ...newer] } };
    }
    if (created.ok) return { ok: true, value: { mine: created.value, all: [created.value] } };
    if (!found.ok || attempt === 2) return created;
  }
}

/** The server may have done what was asked. */
export function isAmbiguous({ kind }: Problem): boolean {
  return kind === "unreachable" || kind === "unusable";
}
