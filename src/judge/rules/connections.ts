// Connections that were refused, and addresses that no way leads to.
import { anyOf, COMPARES_ERRORS, thrown } from "./grammar.ts";
import type { Rule } from "./rule.ts";

export const CONNECTIONS: readonly Rule[] = [
  {
    id: "connections/refused",
    class: "net.refused",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /\b(?:WSA)?E(?:CONNREFUSED|HOSTUNREACH|NETUNREACH|ADDRNOTAVAIL|HOSTDOWN|NETDOWN)\b/u,
      // Linux, macOS and BSD, musl, Windows
      /\bconnection (?:was |has been |is )?(?:actively )?refused\b(?!:? (?:not authori|bad user|identifier rejected|unacceptable|server unavailable))|\bConnectionRefused(?:Error|Exception)?\b|\brefused (?:the |our |your |to )?connect(?:ion)?\b|\bactively refused\b/u,
      /\bno route to host\b|\bNoRouteToHost(?:Exception)?\b|\b(?:network|host|destination host|address)(?: is)? unreachable\b|\bunreachable (?:network|host)\b|\b(?:network|host) is down\b|\b(?:Network|Host)Unreachable\b/u,
      /\bcan(?:no|')t assign requested address|\baddress not available\b|\bAddrNotAvailable\b|\baddress is not valid in its context/u,
      /\[Errno (?:111|61|113|65|101|51|99|49)\] (?!no data|value too|stale)|\(os error (?:111|61|113|65|101|51|99|49|10061|10065|10051|10049)\)|\berrno ?= ?(?:111|61|113|65|101|51|10061|10065|10051)\b|\b(?:WinError|WSA\w{0,10}(?: error)?:?) 100(?:61|65|51|49|50|64)\b|\(10061\)/u,
      // browsers
      /\bERR_(?:CONNECTION_REFUSED|CONNECTION_FAILED|ADDRESS_UNREACHABLE|ADDRESS_INVALID|NETWORK_ACCESS_DENIED|INTERNET_DISCONNECTED|PROXY_CONNECTION_FAILED|TUNNEL_CONNECTION_FAILED|SOCKS_CONNECTION_(?:FAILED|HOST_UNREACHABLE))\b|\bNS_ERROR_(?:PROXY_)?CONNECTION_REFUSED\b|\bNS_ERROR_OFFLINE\b|\bneterror\?e=(?:connectionFailure|netOffline)/u,
    ),
    unless: COMPARES_ERRORS,
  },
];

/** Asked behind all others that tell why: not connected, and no more is said. */
export const NOT_CONNECTED: readonly Rule[] = [
  {
    // Not the buses, displays and debuggers of the machine itself.
    id: "connections/not-made",
    class: "net.refused",
    confidence: "probable",
    pattern: anyOf(
      "iu",
      /\bcurl: ?\(7\)|\bcurl error:? 7\b|\binternet connection appears to be offline/u,
      /\b(?:could ?n[o']t|could not|can ?not|can['’]t|unable to|failed to|failure to|fail to) (?:connect|establish (?:a |an? new |the )?(?:new )?(?:TCP |network |socket |WebSocket )?connection|open (?:a |TCP )?connection|reach (?:the )?(?:server|host|service|endpoint|url))\b(?!(?: to)?(?: the)? (?:(?:session |system |D-?)?bus|socket \/|display|X server|session manager|debugger|device|emulator|adb|Docker|daemon|chrome|browser|DevTools|renderer|testhost|driver))/u,
      /\ball connection attempts failed|\bconnect(?:ion)? failed: (?:connect|error)|\bConnect(?:Failure|Exception): |\bfailed to establish a new connection|\bcould not verify that this server is running|\bfailed to verify that your server is running|\berror in connection establishment|\berror trying to connect|\btcp connect error|\bfailed_connect\b|\bno endpoint listening at\b|\bfailed connect to\b/u,
    ),
    unless: COMPARES_ERRORS,
  },
  {
    id: "connections/not-made-exception",
    class: "net.refused",
    confidence: "probable",
    pattern: thrown(
      /ConnectException|httpx\.ConnectError|httpcore\.ConnectError|NewConnectionError|ClientConnectorError|ClientConnectionError|Faraday::ConnectionFailed|CannotConnectException|HttpHostConnectException/u,
    ),
    unless: COMPARES_ERRORS,
  },
  {
    // What fetch says of a request in a browser, which does not tell why: refused, dropped, or not allowed by CORS.
    id: "connections/no-reason",
    class: "net.refused",
    confidence: "probable",
    pattern: anyOf(
      "imu",
      /\b(?:TypeError: |Error: )failed to fetch(?! dynamically)|\bTypeError: (?:fetch failed|Load failed|network request failed|cancelled$)|\bNetworkError when attempting to fetch/u,
      /\bAxiosError: Network Error|\bError: Network Error|\bERR_NETWORK\b(?!_)|\bxhr poll error\b|\bError: websocket error$|\brequest failed without a response/u,
    ),
    unless: COMPARES_ERRORS,
  },
];
