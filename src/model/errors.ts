// The two ways a run can end early: the user's mistake, and our own bug. Everything that fails outside is a result.
import type { Untrusted } from "../text/untrusted.ts";

/** One thing to put right, with its place. `found` is foreign; the rest are our own words. */
export interface Fault {
  /** For example ".github/test-deploy-loop.yml:14:9", or the name of an input. */
  readonly where: Untrusted;
  /** For example "probes[2].http.expect.status". */
  readonly what: Untrusted | null;
  readonly message: string;
  readonly found: Untrusted | null;
  /** What to do about it. */
  readonly hint: string | null;
  /** A name from the user's file that is probably meant, or one of ours. */
  readonly didYouMean: Untrusted | null;
}

/** The user's mistake: all faults of one run together, found before anything is deployed. */
export class UserError extends Error {
  readonly faults: readonly Fault[];
  constructor(faults: readonly Fault[]) {
    super(`${faults.length} ${faults.length === 1 ? "fault" : "faults"} in the configuration`);
    this.name = "UserError";
    this.faults = faults;
  }
}

export function fault(where: Untrusted, message: string, more: Partial<Omit<Fault, "where" | "message">> = {}): Fault {
  return { where, message, what: null, found: null, hint: null, didYouMean: null, ...more };
}
