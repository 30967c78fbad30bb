// WebSocket closes and refused handshakes, as libraries print them.
import { closeOfName } from "../classify/codes.ts";
import { closeFinding, upgradeFinding, type Found } from "../classify/findings.ts";
import type { Rule } from "./rule.ts";

const CODE = "(1[0-9]{3}|3\\d{3}|4\\d{3})(?![\\d.]|:\\d| ?(?:ms|bytes|milliseconds))";
/** How a reason follows its code: with its name, in brackets, or behind a sign. */
const REASON =
  "(?:[\"' ,;>)\\]-]{0,6}(?:and |with )?(?:close ?|status ?)?(?:reason|extra|description|desc|message|msg)[\"']?[ :=(]{1,4}[\"'`]?([^\"'`\\n)}\\]]{0,120})|,? \\(([^)\\n]{0,120})\\)(?:: ([^\\n;]{1,120}))?|[\"']?(?::|,| -) [\"']?([^\"'\\n;]{1,120}))?";

/** The close code and reason in the groups of the match; null where the number is no close code. */
function closeAt(match: RegExpExecArray): Found | null {
  const code = Number(match[1]);
  if (!(code >= 1000 && code <= 1015) && !(code >= 3000 && code <= 4999)) return null;
  const [named = "", name = "", behind = "", plain = ""] = match.slice(2);
  return closeFinding(code, wordsOf(named) || wordsOf(behind) || wordsOf(name) || wordsOf(plain));
}

/** A reason without what stands for none: the code's own name, or the word of the language for nothing. */
function wordsOf(reason = ""): string {
  const words = reason.trim().replace(/[\\"',]+$/u, "");
  return /^(?:null|none|nil|undefined|no reason|n\/a|policy violation|private use|registered|wasclean\b.*|true|false|\W*)$/iu.test(
    words,
  )
    ? ""
    : words;
}

/** The registry's names, as sentences put them. */
function closeOfWords(words: string): number | null {
  const name = words.toLowerCase();
  if (name.startsWith("policy")) return 1008;
  if (name.startsWith("internal")) return 1011;
  if (name.startsWith("protocol")) return 1002;
  if (name.startsWith("message too")) return 1009;
  if (name.startsWith("unsupported")) return 1003;
  return closeOfName(name.replaceAll(" ", "").replace("servicerestart", "restart"));
}

const upgradeAt = (match: RegExpExecArray): Found | null => {
  const status = Number(match.slice(1).find((group) => group !== undefined));
  return status === 101 ? null : upgradeFinding(status);
};

export const SOCKETS: readonly Rule[] = [
  {
    id: "sockets/keepalive-sent",
    class: "net.dropped",
    confidence: "certain",
    pattern:
      /(?:(?<!then )sent 1011 \([^)\n]{0,40}\)|code = 1011 \([^)\n]{0,40}\), reason =) keepalive ping (?:timeout|failed)/iu,
  },
  {
    // We ended it first, because of what came: the peer broke the protocol.
    id: "sockets/sent-for-what-came",
    class: "svc.bad-response",
    confidence: "certain",
    pattern:
      /(?<!then )\bsent (1002|1003|1007|1009|1010) \([^)\n]{0,60}\)[^;\n]{0,200}; (?:no close frame|then received)/iu,
  },
  {
    id: "sockets/close-received",
    class: "svc.server-error",
    confidence: "certain",
    pattern: /\breceived ([134]\d{3}) \([^)\n]{0,60}\)([^;\n]{0,200})/iu,
    finding: closeAt,
  },
  {
    // Python's websockets before version 10.
    id: "sockets/close-legacy",
    class: "net.dropped",
    confidence: "certain",
    pattern: /\bcode = ([134]\d{3}) \([^)\n]{0,60}\), (?:no reason|reason = ([^\n]{0,120}))/iu,
    finding: closeAt,
  },
  {
    id: "sockets/close-go",
    class: "net.dropped",
    confidence: "certain",
    pattern:
      /(?:websocket: |(?<=^|[:"'] ?)(?=close 1\d{3} \([a-z]))close ([134]\d{3})\b(?: \([^)\n]{0,60}\))?(?:: ([^\n]{0,120}))?/imu,
    finding: closeAt,
  },
  {
    // By name: Go (status = StatusPolicyViolation and reason = ""), Rust (CloseFrame { code: Policy, .. }), .NET.
    id: "sockets/close-name",
    class: "net.dropped",
    confidence: "certain",
    pattern:
      /(?:close frame: status = |CloseFrame \{ code: |WebSocketCloseStatus\.|\bCloseStatus["']?(?: is|:| =|=)? ?['"]?)([A-Za-z]{3,30})(?:\((\d{4})\))?(?:(?:,| and) (?:reason|CloseStatusDescription)["']?(?: =|:|=)? ?["']?([^"'\n]{0,120}))?/u,
    finding: (match) => {
      const [, name = "", number, reason = ""] = match;
      const code = number === undefined ? closeOfName(name) : Number(number);
      return code === null ? null : closeFinding(code, reason);
    },
  },
  {
    // "WebSocketDisconnect(code=1008, reason='x')", "(1006, None)", "(<CloseCode.X: 1008>, '')".
    id: "sockets/close-disconnect",
    class: "net.dropped",
    confidence: "certain",
    pattern: new RegExp(
      `(?:WebSocketDisconnect\\b[ :(]{1,4}(?:<\\w{1,20}[.:]?[^>\\d\\n]{0,30}: )?(?:code=)?|MsgType\\.CLOSE: 8>, data=)${CODE}${REASON}`,
      "iu",
    ),
    finding: closeAt,
  },
  {
    id: "sockets/close-code",
    class: "net.dropped",
    confidence: "certain",
    pattern: new RegExp(
      `(?<![a-z])(?:clos(?:e|es|ed|ing|ure)|Close(?:Event|Status|Frame|Code|Exception)|(?:web)?sockets?|wss?|disconnect\\w{0,4}|ConnectionClosed\\w{0,10})\\b[^\\n]{0,80}?\\b(?:close_?)?(?:status_?)?code(?:["'\`]|\\))?(?: (?:was|is|of|received))?[ :=([]{1,4}["'\`]?${CODE}${REASON}`,
      "iu",
    ),
    finding: closeAt,
  },
  {
    id: "sockets/close-number",
    class: "net.dropped",
    confidence: "probable",
    pattern: new RegExp(
      `\\b(?:closed?|close_?code|disconnect(?:ed|ion)?)(?:(?: by (?:the )?(?:server|peer|remote)| websocket| event| frame| status| connection| unexpectedly| abnormally| with| socket| reason| code){1,3})?["']?[ :=-]{1,3}[("'[<]?${CODE}${REASON}`,
      "iu",
    ),
    finding: (match) => (/\bwss?\b|socket|close[ _]?(?:code|frame|event)/iu.test(match.input) ? closeAt(match) : null),
  },
  {
    // An object that a listener was given, over some lines: { code: 1006, reason: '', wasClean: false }.
    id: "sockets/close-object",
    class: "net.dropped",
    confidence: "probable",
    pattern: /\bcode["']?: ?(10[01]\d|3\d{3}|4\d{3}),?\s{1,12}["']?reason["']?: ?["'`]([^"'`\n]{0,120})/iu,
    unless: /PostgreSQL|sqlstate/iu,
    finding: closeAt,
  },
  {
    // The name of the code without its number, then the reason.
    id: "sockets/close-words",
    class: "net.dropped",
    confidence: "probable",
    pattern:
      /\b(?:web ?socket|connection|session|client|wss?)\b[^\n]{0,40}?\b(?:clos(?:e|es|ed|ing|ure)|disconnect\w{0,5})\b[^\n]{0,30}?[,:(-] ?["'(]?(policy (?:violation|error)|internal (?:server )?error|protocol error|message too (?:big|large)|unsupported data|service restart|try again later|going away|bad gateway)\b["')]?(?:[:,] ?["']?([^"'\n)]{1,120}))?/iu,
    finding: (match) => {
      const code = closeOfWords(match[1] ?? "");
      return code === null ? null : closeFinding(code, wordsOf(match[2]));
    },
  },
  {
    id: "sockets/no-close-frame",
    class: "net.dropped",
    confidence: "certain",
    pattern:
      /no close frame received|closed abnormally|connection (?:was )?dropped without a close|without (?:completing the close|(?:previous WebSocket )?closing) handshake|closed before receiving a handshake response|Connection to remote host was lost|WebSocket (?:is|was) closed before the connection (?:is|was) established|Whoops! Lost connection to/iu,
    finding: () => closeFinding(1006, ""),
  },
  {
    // Sentences that only a client of a WebSocket prints, so that also a good status is a fault.
    id: "sockets/upgrade-refused",
    class: "svc.bad-response",
    confidence: "certain",
    pattern:
      /(?:rejected WebSocket connection:? HTTP|unexpected server response:?|\bUnexpected response code:|\bhandshake (?:status|was answered|failed with status|rejected with|response (?:status|getStatus):)|Status code not 101:|WSServerHandshakeError: |WebSocket(?: connection)? upgrade fail(?:ed|ure):?(?: with status(?: code)?)?|Failed to upgrade to websocket: Unexpected HTTP Response Status Code:|Response code was not 101:|expected (?:HTTP |handshake response |status code |code )?(?:status code )?101(?: response)?,? but (?:got|was|received)|attempt returned HTTP status code|Unexpected status code (?=\d{3} in server response)|UpgradeFailureError\{status_code:|WebSockex\.RequestError\{code:|notAnUpgrade\(|WebSocketHandshakeException: (?:Unexpected HTTP response status code|Invalid handshake response (?:status|getStatus):))[ '"(]{0,3}(\d{3})\b|\bHTTP (\d{3})\b[^\n]{0,40}rejected WebSocket|response from the server \[(\d{3})\] did not permit|status code '(\d{3})' when status code '101'|Status code is (\d{3}), expected 101/iu,
    finding: upgradeAt,
  },
  {
    id: "sockets/upgrade-status",
    class: "svc.bad-response",
    confidence: "certain",
    pattern:
      /\b(?:web ?socket\w{0,20}|wss?(?!\.)|handshake|upgrade)\b[^\n]{0,120}?\b(?:HTTP(?:\/[\d.]{1,3})?|HTTP error|status(?: code)?|response(?: code)?|rejected with|failed with|code)[ :='"[(]{1,4}([45]\d{2})\b(?!\d|\.\d)/iu,
    unless: /\bsent 10\d\d \(|received 10\d\d \(/u,
    finding: upgradeAt,
  },
  {
    id: "sockets/origin",
    class: "access.forbidden",
    confidence: "certain",
    pattern:
      /request origin not allowed|\bOrigin "?[^"\n]{0,120}"? is not authorized for Host|Could not check origin for|Rejected an incoming WebSocket connection from|Invalid (?:WebSocket )?Origin\b|origin (?:is )?not allowed/iu,
  },
  {
    id: "sockets/cable",
    class: "access.unauthenticated",
    confidence: "certain",
    pattern:
      /An unauthorized connection attempt was rejected|ActionCable::Connection::Authorization::UnauthorizedError/iu,
  },
  {
    // What engine.io and the servers of Go and Ruby answer to a request that is no upgrade of theirs.
    id: "sockets/not-their-protocol",
    class: "svc.rejected",
    confidence: "certain",
    pattern:
      /"?Session ID unknown"?|"?Transport unknown"?|Bad handshake method|Unsupported protocol version|the client is not using the websocket protocol|Failed to upgrade to WebSocket \(REQUEST_METHOD|Server returned handshake error/u,
  },
  {
    id: "sockets/no-route",
    class: "svc.not-found",
    confidence: "certain",
    pattern: /No route found for path ['"]|connect_error\b[^\n]{0,60}Invalid namespace|\bInvalid namespace\b/u,
  },
  {
    // The answer to the upgrade or a frame is not what the protocol says.
    id: "sockets/broken-protocol",
    class: "svc.bad-response",
    confidence: "probable",
    pattern:
      /websocket: bad handshake|websocket\.Dial [^\n]{0,160}: bad status|(?:missing|invalid|incorrect) (?:Upgrade|Connection|Sec-WebSocket-\w{1,12})(?: header)?\b|Sec-WebSocket-\w{1,12}(?: header| value)? (?:is |was )?(?:missing|invalid|wrong|incorrect|mismatch)|'(?:Upgrade|Connection|Sec-WebSocket-\w{1,12})' header (?:is missing|value|mismatch|must not)|sent non-empty 'Sec-WebSocket-Protocol' header but no response|(?:invalid|unsupported|unexpected) subprotocol|was not upgraded to websocket|Invalid frame header|Invalid WebSocket frame|reserved bits are on|RSV\d(?: and RSV\d)? must be clear|MASK must be (?:set|clear)|Could not decode a text frame as UTF-8|WS_ERR_\w+|did not receive a valid HTTP response|non-101 status code|There was a bad response from the server|WebSocket protocol error|Illegal frame|rsv is not implemented|Invalid close opcode|Max payload size exceeded|refuses handshake|handshake response (?:is )?(?:invalid|malformed)/iu,
    unless: /connection closed while reading|EOFError|stream ends after 0 bytes|WS_ERR_NOT_READING/u,
  },
];
