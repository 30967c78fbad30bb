// Names that are not resolved: what getaddrinfo and the resolvers of the runtimes, browsers and tools say.
import { anyOf, COMPARES_ERRORS, thrown } from "./grammar.ts";
import type { Rule } from "./rule.ts";

/** What sudo says about its own machine on each call, and harms nothing; and what is only compared. */
const NOT_A_FAILURE = anyOf("imu", /^sudo: unable to resolve host/u, COMPARES_ERRORS);

export const NAMES: readonly Rule[] = [
  {
    // The resolver gave no answer, which says nothing about the name.
    id: "names/no-answer-now",
    class: "net.dns",
    confidence: "certain",
    transient: "yes",
    pattern: anyOf(
      "iu",
      /\bEAI_AGAIN\b|\bWSATRY_AGAIN\b|\[Errno -3\]|(?:\[Errno |WinError |\()11002\b/u,
      /temporary failure (?:in name resolution|resolving)|temporary error during hostname resolution|host ?name lookup failure/u,
      // musl, and .NET on Linux, have only the words of EAGAIN for it.
      /\b(?:getaddrinfo|lookup|lookup address information|resolv\w{1,6})\b[^\n]{0,80}: try again\b|\bresource temporarily unavailable \([\w.-]{1,255}:\d{1,5}\)/u,
      // Go
      /\blookup [\w.-]{1,255}(?: on [^\s,]{1,80})?: [^\n]{0,120}?(?:i\/o timeout|server misbehaving|temporary failure|try again|connection refused|operation was canceled|context deadline exceeded)/u,
      /\bserver misbehaving\b/u,
      // c-ares, dnspython, dig, Netty, curl, browsers
      /\bE?SERVFAIL\b|DNS server returned general failure|could not contact DNS servers|timeout while contacting DNS servers|\bquery(?:A|Aaaa|Any|Srv|Txt|Cname|Mx|Ns|Ptr) (?:ETIMEOUT|ECONNREFUSED|EREFUSED)/u,
      /resolution lifetime expired|no servers could be reached|\bDnsNameResolverTimeoutException\b|\bDNS (?:resolution|lookup|query|request) (?:has )?timed out|\bTimeout awaiting 'lookup' for/u,
      /\bresolving (?:[\w.-]{1,255} )?timed out after|\bERR_DNS_(?:TIMED_OUT|SERVER_FAILED)\b/u,
    ),
  },
  {
    id: "names/not-known",
    class: "net.dns",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /\bENOTFOUND\b|\bEAI_\w+|\bquery(?:A|Aaaa|Any|Srv|Txt|Cname|Mx|Ns|Ptr) ENODATA\b/u,
      /\bgetaddrinfo '[^'\n]{1,255}' says -\d|\bDNS (?:lookup|resolution|resolve) (?:has )?(?:failed|failure|error)\b/u,
      /\bgetaddrinfo(?:\(\))?(?: |: |, )?(?:failed|E[A-Z]{4,}|\w[\w ,]{3,60}(?:known|provided|found|resolve))|\bgetaddrinfo(?:\(\))?: (?!EMFILE)\w|\bgethostbyname\S{0,40}(?: |: )\w{0,20} ?(?:failed|not found|failure|error)/u,
      // glibc, macOS and BSD, musl
      /name or service not known|(?:node|host)name nor servname provided|no address associated with (?:host|node)?name|name does not resolve|name has no usable address|(?:failure|error) in name resolution/u,
      // Windows
      /no such host is known|no such host\b|non-recoverable error occurred during a database lookup|requested name is valid,? (?:but|and)|\bWSAHOST_NOT_FOUND\b|\bWSANO_(?:DATA|RECOVERY)\b|\bHostNotFound\b|(?:\[Errno |WinError |\()1100[134]\b/u,
    ),
    unless: NOT_A_FAILURE,
  },
  {
    id: "names/unknown-host",
    class: "net.dns",
    confidence: "certain",
    pattern: anyOf(
      "imu",
      // Java and Kotlin, old pings and proxies
      /UnknownHost(?:Exception|Error)?\b|\bUnresolvedAddressException\b|\bunknown host\b(?! key)|\bhost not found\b|\bno address found for\b/u,
      // curl, wget, apt, git; npm and others quote them. Maven and Gradle use the word for packages.
      /\b(?:could not|couldn't|cannot|can't|unable to|failed to) resolve (?:the )?(?:host|proxy|hostname|host ?name|server|address|remote name|domain)\b|\bfailed to resolve (?:host |name )?['"][\w.-]{1,255}['"] (?:\[|\(|after|with)|\bremote name could not be resolved/u,
      /\bcould not resolve '[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,6}\.[a-z]{2,20}'(?! (?:from|in|imported))/u,
      /\b(?:curl: ?\(|curl error:? |curl_error )[56]\b|\bbad address '/u,
      // Rust, Dart, Erlang
      /failed to lookup address information|\bfailed host lookup|\bnxdomain\b|\bnon-existing domain\b|\bDnsError\b|\bdns error["':]/u,
      // browsers, WebKit, WinHTTP
      /\bERR_(?:NAME_NOT_RESOLVED|NAME_RESOLUTION_FAILED|ICANN_NAME_COLLISION|DNS_\w+)\b|\bNS_ERROR_UNKNOWN_(?:PROXY_)?HOST\b|\bneterror\?e=dnsNotFound|\bDNS_PROBE_\w+|\b(?:INTERNET|WINHTTP)_NAME_NOT_RESOLVED\b|server name (?:or address )?could not be resolved/u,
      /server with the specified hostname could not be found|\btrouble finding that site|\bserver IP address could not be found/u,
      // c-ares, .NET, aiohttp, urllib3, gRPC
      /\bdomain name not found\b|\bDNS query name does not exist|\(NameResolutionError\)|\bNameResolutionFailure\b|\bDNS resolution failed\b|\bUnsuccessful DNS resolution|\bClientConnectorDNSError\b|\bResolutionError\b: /u,
      /\bgaierror: ?[[(]|\bgaierror\(-?\d|\bResolv::ResolvError\b/u,
      thrown(/ClientConnectorDNSError|NameResolutionError|gaierror/u),
    ),
    unless: NOT_A_FAILURE,
  },
];
