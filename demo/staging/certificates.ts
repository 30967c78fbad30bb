// The certificates of the TLS port: an authority of its own, made at the start, and one certificate for each state of faults.

import type { Certificate } from "./x509.ts";
import { createAuthority } from "./x509.ts";
import type { Fault } from "./faults.ts";
import { firstOpinion } from "./faults.ts";

export interface Certificates {
  /** PEM of the authority that a client has to trust. */
  readonly authority: string;
  of(faults: readonly Fault[]): Certificate;
}

const DAY_MS = 24 * 60 * 60_000;
const NORMAL_MS = 90 * DAY_MS;
const NAMES = ["127.0.0.1", "localhost"];

export function createCertificates(): Certificates {
  const authority = createAuthority("Staging of the demo");
  const made = new Map<number, Certificate>();
  return {
    authority: authority.cert,
    of: (faults) => {
      const validMs = firstOpinion(faults, (fault) => fault.certificateMs) ?? NORMAL_MS;
      const known = made.get(validMs);
      if (known !== undefined) return known;
      const until = new Date(Date.now() + validMs);
      const issued = authority.issue({ names: NAMES, from: new Date(until.getTime() - NORMAL_MS), until });
      made.set(validMs, issued);
      return issued;
    },
  };
}
