// What the TLS layer refuses.
import type { Rule } from "./rule.ts";

export const TLS: readonly Rule[] = [
  {
    id: "tls/certificate",
    class: "net.tls",
    confidence: "certain",
    words: ["cert", "x509", "wrong_version", "pkix"],
    pattern:
      /CERTIFICATE_VERIFY_FAILED|CERT_HAS_EXPIRED|SELF_SIGNED_CERT|ERR_TLS_CERT|certificate has expired|x509:|WRONG_VERSION_NUMBER|PKIX path/u,
  },
];
