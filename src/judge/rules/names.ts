// Names that are not resolved.
import type { Rule } from "./rule.ts";

export const NAMES: readonly Rule[] = [
  {
    id: "names/name",
    class: "net.dns",
    confidence: "certain",
    words: [
      "enotfound",
      "eai_",
      "getaddrinfo",
      "name or service",
      "nodename nor",
      "could not resolve host",
      "name resolution",
      "no such host",
    ],
    pattern:
      /\bENOTFOUND\b|\bEAI_\w+|getaddrinfo|name or service not known|nodename nor servname|could not resolve host|temporary failure in name resolution|no such host/iu,
  },
];
