// Whose certificates count: the usual authorities, and those that the user trusts beside them.
import { X509Certificate } from "node:crypto";
import { createSecureContext, getCACertificates, type SecureContext } from "node:tls";
import type { Unusable } from "./address.ts";

export interface Authorities {
  /** Trusts these PEM certificates from now on; each text may hold several. */
  trust(texts: readonly string[]): void;
  /** To be asked before the clock of a request starts: reading all authorities takes longer than a handshake. */
  problem(): Unusable | null;
  /** What connections verify with, made once. */
  context(): SecureContext;
}

export function createAuthorities(): Authorities {
  const trusted = new Set<string>();
  let problem: Unusable | null = null;
  let made: SecureContext | null = null;

  function context(): SecureContext {
    made ??= createSecureContext(trusted.size === 0 ? {} : { ca: [...getCACertificates("default"), ...trusted] });
    return made;
  }

  return {
    trust(texts) {
      for (const text of texts) trusted.add(text);
      // OpenSSL passes over what it cannot read, and what follows would be laid at the service's door.
      if (!texts.every(isReadable)) problem = UNREADABLE;
      made = null;
    },
    problem() {
      context();
      return problem;
    },
    context,
  };
}

const UNREADABLE: Unusable = {
  errno: "CA_CERTIFICATE_UNREADABLE",
  message: "a certificate that is to be trusted cannot be read; it has to be in PEM",
};

function isReadable(text: string): boolean {
  const blocks = text.match(/-----BEGIN [A-Z0-9 ]*CERTIFICATE-----.*?-----END [A-Z0-9 ]*CERTIFICATE-----/gsu) ?? [];
  return blocks.length > 0 && blocks.every(isCertificate);
}

function isCertificate(block: string): boolean {
  try {
    return new X509Certificate(block).raw.length > 0;
  } catch {
    return false;
  }
}
