// Names that are not resolved.
import type { Transient } from "../../../../src/model/analysis.ts";
import { example, type Example } from "../example.ts";

const unresolved = (rule: string, transient: Transient, text: string): Example =>
  example(`names/${rule}`, "net.dns", transient, text);
const later = (text: string): Example => unresolved("no-answer-now", "yes", text);

export const EXAMPLES: readonly Example[] = [
  later("FetchError: request to https://depot.example.test/ failed, reason: getaddrinfo EAI_AGAIN depot.example.test"),
  later("socket.gaierror: [Errno -3] Temporary failure in name resolution"),
  later("urllib3.exceptions.NewConnectionError: Failed to establish a new connection: [Errno -3] Try again"),
  later("E: Temporary failure resolving 'deb.example.test'"),
  later("dial tcp: lookup depot.example.test on 10.0.0.10:53: server misbehaving"),
  later(
    'Get "http://depot:8080/": dial tcp: lookup depot on 127.0.0.11:53: read udp 127.0.0.1:52->127.0.0.11:53: i/o timeout',
  ),
  later("Error: queryA ETIMEOUT depot.example.test"),
  later(
    "System.Net.Http.HttpRequestException: Resource temporarily unavailable (depot.example.test:443)\n ---> System.Net.Sockets.SocketException (11): Resource temporarily unavailable",
  ),
  later(
    "This is usually a temporary error during hostname resolution and means that the local server did not receive a response from an authoritative server. (depot.example.test:443)",
  ),
  later("dns error: failed to lookup address information: Try again"),
  later("curl: (28) Resolving timed out after 5001 milliseconds"),
  later(";; connection timed out; no servers could be reached"),
  later("** server can't find depot.example.test: SERVFAIL"),
  later("java.net.UnknownHostException: depot.example.test: Temporary failure in name resolution"),

  ...[
    "Error: getaddrinfo ENOTFOUND depot.example.test",
    "requests.exceptions.ConnectionError: HTTPSConnectionPool(host='depot.example.test', port=443): Max retries exceeded with url: / (Caused by NewConnectionError('<urllib3.connection.HTTPSConnection object>: Failed to establish a new connection: [Errno -2] Name or service not known'))",
    "socket.gaierror: [Errno 8] nodename nor servname provided, or not known",
    "socket.gaierror: [Errno 11001] getaddrinfo failed",
    "SocketError: getaddrinfo: nodename nor servname provided, or not known",
    "php_network_getaddresses: getaddrinfo failed: No address associated with hostname",
    "httpx.ConnectError: [Errno -5] No address associated with hostname",
    "httpx.ConnectError: [Errno -2] Name does not resolve",
    'Post "https://depot.example.test/parcels": dial tcp: lookup depot.example.test: no such host',
    "System.Net.Sockets.SocketException (11001): No such host is known.",
    "The requested name is valid, but no data of the requested type was found. (depot.example.test:80)",
    "websocket._exceptions.WebSocketAddressException: [Errno -2] Name or service not known",
  ].map((text) => unresolved("not-known", "either", text)),

  ...[
    "java.net.UnknownHostException: depot.example.test",
    "java.nio.channels.UnresolvedAddressException",
    "curl: (6) Could not resolve host: depot.example.test",
    "cURL error 6: Couldn't resolve host 'depot.example.test'",
    "wget: unable to resolve host address 'depot.example.test'",
    "wget: bad address 'depot.example.test'",
    "E: Could not resolve 'deb.example.test'",
    "Error: page.goto: net::ERR_NAME_NOT_RESOLVED at https://depot.example.test/",
    "Error: page.goto: NS_ERROR_UNKNOWN_HOST",
    "Reached error page: about:neterror?e=dnsNotFound&u=https%3A//depot.example.test/",
    "SocketException: Failed host lookup: 'depot.example.test' (OS Error: nothing, errno = 7)",
    "** (Mint.TransportError) non-existing domain",
    "%HTTPoison.Error{id: nil, reason: :nxdomain}",
    "The remote name could not be resolved: 'depot.example.test'",
    "urllib3.exceptions.NameResolutionError: <urllib3.connection.HTTPConnection object>: Failed to resolve 'depot' ([Errno 7])",
    "aiohttp.client_exceptions.ClientConnectorDNSError: Cannot connect to host depot:80 ssl:default [Domain name not found]",
    "Socket::ResolutionError: Failed to open TCP connection to depot:80",
    "> Unknown host 'services.example.test'. You may need to adjust the proxy settings in Gradle.",
    "ping: unknown host depot.example.test",
    "Hmm. We're having trouble finding that site.",
  ].map((text) => unresolved("unknown-host", "either", text)),

  // The outermost words of a chain are not the cause.
  unresolved(
    "unknown-host",
    "either",
    "io.depot.CallFailed: connection refused or unknown\nCaused by: java.net.UnknownHostException: depot.example.test",
  ),
  // The source that pytest shows names the resolver; what failed is below.
  example(
    "connections/refused",
    "net.refused",
    "either",
    "        for res in socket.getaddrinfo(host, port, family, socket.SOCK_STREAM):\n            try:\n        except socket.gaierror as e:\n            raise NameResolutionError(self.host, self, e) from e\nE       ConnectionRefusedError: [Errno 111] Connection refused",
  ),
  // What sudo says of its own machine.
  example(
    "connections/refused",
    "net.refused",
    "either",
    "sudo: unable to resolve host ci-7: Name or service not known\ncurl: (7) Failed to connect to depot port 80: Connection refused",
  ),
  example("names/not-known", "net.dns", "either", "lws_getaddrinfo46: getaddrinfo 'stage.example.org' says -258"),
  example(
    "names/unknown-host",
    "net.dns",
    "either",
    "DnsResolveContext$SearchDomainUnknownHostException: Failed to resolve 'carts'",
  ),
  example(
    "names/unknown-host",
    "net.dns",
    "either",
    "Gem::RemoteFetcher::UnknownHostError: no such name (https://gems.example.com/gems/rack-2.2.8.gem)",
  ),
];
