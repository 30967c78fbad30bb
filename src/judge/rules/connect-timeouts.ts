// Nothing was received: no TCP connection, TLS session or WebSocket was made in time.
import { anyOf, COMPARES_ERRORS, thrown } from "./grammar.ts";
import type { Rule } from "./rule.ts";

/** A pool's or an idle connection's time, a connection that was read from, and what is only compared. */
const NOT_CONNECTING = anyOf(
  "imu",
  /\b(?:QueuePool|HikariPool|pool size)\b|\b(?:idle|keep-?alive) connection|\bof inactivity\b/u,
  /\b(?:recv|SSL_read|read)\b[^\n]{0,60}\bconnection timed out|\bconnection timed out\) in headers/u,
  COMPARES_ERRORS,
);

export const CONNECT_TIMEOUTS: readonly Rule[] = [
  {
    id: "connect-timeouts/handshake",
    class: "net.connect-timeout",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /\b(?:timed out|timeout)\b[^\n]{0,40}\bhandshake\b|\bhandshake(?: \w{1,20}){0,3} (?:timed out|timeout)\b|\bhandshake (?:was )?(?:never|not) answered|\bhandshakeTimeout\b|\bHANDSHAKE_TIMEOUT\b/u,
      /\bSSL connection (?:timeout|timed out)\b|\bSSL connection could not be established\b(?=[^]{0,300}\b(?:Operation|Task)CanceledException)/u,
    ),
    // MySQL has a handshake of its own.
    unless: /\bPROTOCOL_SEQUENCE_TIMEOUT\b/u,
  },
  {
    id: "connect-timeouts/connect",
    class: "net.connect-timeout",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      // "connect timed out", "Connection to a.b timed out", "Connect Timeout Error"
      /\bconnect(?:\(\)|ing|ion)?(?: attempt| request| phase| establishment)?(?: to \S{1,255}(?: \[[^\]\n]{1,255}\])?(?: port \d{1,5})?)?(?:: ?| )(?:has |have |was |operation |failed: ?)?(?:connect(?:ion)? )?(?:timed[ -]?out|timeout)\b(?! ?[=:] ?(?:\d|None|null))/u,
      /\b(?:timed[ -]?out|timeout)(?: occurred)?(?: (?:while|when|on|trying|attempting|during|waiting))?(?: to| for)?(?: a| the)? connect(?:ing|ion)?\b(?! (?:pool|idle|lost|reset|close))(?: (?:to|from|attempt)\b)?/u,
      /\(28\) failed to connect to\b|\bfailed to (?:connect|open TCP connection) to \S{1,255}[^\n]{0,160}?(?:\bafter \d{1,9} ?ms\b(?!: ?\S)|timed out|timeout was reached|execution expired)/u,
      /\bconnect(?:ion)? (?:[a-z]{1,20} ){0,4}within (?:the )?(?:configured |specified )?(?:ConnectTimeout|\d|timeout)|\bconnection took longer than|\bconnection could not be established within/u,
      // Go
      /\bdial (?:tcp|udp|unix)[46]?\b(?![^\n]{0,200}\blookup )[^\n]{0,200}?(?:i\/o timeout|timed out|deadline exceeded)|\bdial: i\/o timeout|\brequest canceled while waiting for connection|\bconnack timeout\b|\btimeout awaiting '(?:connect|secureConnect)' for/u,
      // Windows
      /\bconnected party did not properly respond after a period of time/u,
      // browsers, Android, Mint and hackney
      /\bERR_(?:CONNECTION_)?TIMED_OUT\b|\bNS_ERROR_NET_TIMEOUT\b|\bneterror\?e=netTimeout|\b:?connect_timeout\b(?! ?[=:]{1,2} ?\d)/u,
    ),
    unless: NOT_CONNECTING,
  },
  {
    id: "connect-timeouts/exception",
    class: "net.connect-timeout",
    confidence: "certain",
    pattern: anyOf(
      "mu",
      thrown(
        /Connect(?:ion)?Timeout(?:Error|Exception)?|ConnectTimedOut(?:Error|Exception)?|OpenTimeout(?:Error|Exception)?|PoolTimeout/u,
      ),
      /\bUND_ERR_CONNECT_TIMEOUT\b|\bNet::OpenTimeout\b|\[connection timeout\]|\bDio(?:Error|Exception)[^\n]{0,30}connect(?:ion)?Timeout/u,
      // It reads the answer outside of what it reports so.
      /<urlopen error (?:timed out|_ssl\.c:\d{1,6}: The handshake operation timed out)>/u,
      /[Tt]imeout waiting for connection from pool|\bConnectionFailed: execution expired|\(Connect, [^\n]{0,80}(?:TimedOut|timed out)/u,
    ),
  },
  {
    id: "connect-timeouts/errno",
    class: "net.connect-timeout",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /\b(?:WSA)?ETIMEDOUT\b(?<!\b(?:read|write|recv|send|spawn(?:Sync)? [^\n]{1,200}) (?:WSA)?ETIMEDOUT)/u,
      /\bconnection timed out\b/u,
      // What Linux calls so is "Operation timed out" on macOS, BSD and musl.
      /\b(?:connect(?:ion|ing)?|dial|open|socket|ConnectException|Errno::ETIMEDOUT)\b[^\n]{0,160}(?<!\b(?:read|write) )\boperation timed out\b(?! after \d)/u,
      /\[Errno (?:110|60)\]|\(os error (?:110|60|10060)\)|\berrno ?[=:] ?-?(?:110|60|10060)\b|\b(?:WinError|WSA\w{0,10}(?: error)?:?) 10060\b|\((?:10060|110: )/u,
    ),
    unless: NOT_CONNECTING,
    // The old client of Node tells whether it was still connecting.
    finding: ({ input }) => (/\bETIMEDOUT\b[^\n]{0,80}\bconnect: false\b/u.test(input) ? null : {}),
  },
  {
    // .NET tells the phase only by where it was.
    id: "connect-timeouts/frames",
    class: "net.connect-timeout",
    confidence: "probable",
    frames: true,
    pattern:
      /\b(?:EstablishSslConnection|ConnectToTcpHost|ConnectHelper\.Connect|HttpConnectionPool\.Connect|TcpClient\.Connect|InjectNewHttp11Connection|WebSocketHandle\.Connect|ClientWebSocket\.Connect)\w{0,20}|\bin (?:_wrap_create_connection|_create_direct_connection|create_connection|open_connection|sock_connect|start_connection)\b/u,
    finding: ({ input }) => (GAVE_UP.test(input) && !SAID_WHY.test(input) ? {} : null),
  },
];

/** A wait that ended, with no word of what was awaited. */
const GAVE_UP =
  /\b(?:TaskCanceledException|OperationCanceledException|TimeoutException)\b|\b(?:TimeoutError|CancelledError)\b/u;
const SAID_WHY = /HttpClient\.Timeout|refused|reset by|forcibly closed|certificate|waiting for/iu;
