// Connections that were refused, not made in time, or dropped.
import type { Rule } from "./rule.ts";

export const CONNECTIONS: readonly Rule[] = [
  {
    id: "connections/handshake",
    class: "net.connect-timeout",
    confidence: "certain",
    words: ["handshake"],
    pattern:
      /timed out during (?:the )?opening handshake|opening handshake (?:has )?timed out|handshake (?:was )?(?:never|not) answered/iu,
  },
  {
    id: "connections/refused",
    class: "net.refused",
    confidence: "certain",
    words: ["econnrefused", "connection refused", "no route to host", "network is unreachable"],
    pattern: /\bECONNREFUSED\b|connection refused|no route to host|network is unreachable/iu,
  },
  {
    id: "connections/reset",
    class: "net.dropped",
    confidence: "certain",
    words: ["econnreset", "epipe", "socket hang up", "connection reset", "remote end closed", "unexpected eof"],
    pattern:
      /\bECONNRESET\b|\bEPIPE\b|socket hang up|connection reset by peer|remote end closed connection|unexpected EOF/iu,
  },
  {
    id: "connections/connect",
    class: "net.connect-timeout",
    confidence: "probable",
    words: ["etimedout", "connecttimeout", "timed out", "timeout", "timedout"],
    pattern: /\bETIMEDOUT\b|connect(?:ion)? timed? ?out|ConnectTimeout/iu,
  },
];
