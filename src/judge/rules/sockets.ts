// WebSocket closes and refused handshakes, as libraries print them.
import { closeFinding, upgradeFinding } from "../classify/findings.ts";
import type { Rule } from "./rule.ts";

export const SOCKETS: readonly Rule[] = [
  {
    id: "sockets/keepalive-sent",
    class: "net.dropped",
    confidence: "certain",
    words: ["keepalive ping"],
    pattern: /sent 1011 \([^)\n]{0,40}\) keepalive ping timeout/iu,
  },
  {
    id: "sockets/close-received",
    class: "svc.server-error",
    confidence: "certain",
    words: ["received "],
    pattern: /\breceived (\d{4}) \([^)\n]{0,60}\)([^;\n]*)/iu,
    finding: (match) => closeFinding(Number(match[1]), match[2] ?? ""),
  },
  {
    id: "sockets/close-code",
    class: "net.dropped",
    confidence: "certain",
    words: ["close"],
    pattern:
      /\b(?:(?:web)?socket\b[^\n]{0,60}?|\bws\b[^\n]{0,60}?)?\bclosed?(?: with)?(?: code)?[ :=]+(100[0-9]|101[0-5]|300[038]|4\d{3})\b(?:[ ,:(]+(?:reason[ :=]+)?["']?([^"'\n)]{0,120}))?/iu,
    finding: (match) => closeFinding(Number(match[1]), match[2] ?? ""),
  },
  {
    id: "sockets/no-close-frame",
    class: "net.dropped",
    confidence: "certain",
    words: ["close"],
    pattern: /no close frame received|closed abnormally|connection (?:was )?dropped without a close/iu,
    finding: () => closeFinding(1006, ""),
  },
  {
    id: "sockets/upgrade-refused",
    class: "svc.bad-response",
    confidence: "certain",
    words: ["handshake", "websocket", "server response"],
    pattern:
      /(?:rejected WebSocket connection:? HTTP|unexpected server response:?|handshake (?:status|was answered|failed with status|rejected with)) ?\(?(\d{3})\b/iu,
    finding: (match) => upgradeFinding(Number(match[1])),
  },
  {
    id: "sockets/upgrade-http",
    class: "svc.bad-response",
    confidence: "certain",
    words: ["rejected websocket"],
    pattern: /\bHTTP (\d{3})\b[^\n]{0,40}rejected WebSocket/iu,
    finding: (match) => upgradeFinding(Number(match[1])),
  },
];
