// Connections that are not made in time.
import { example, type Example } from "../example.ts";

const late = (rule: string, text: string): Example =>
  example(`connect-timeouts/${rule}`, "net.connect-timeout", "yes", text);

export const EXAMPLES: readonly Example[] = [
  ...[
    "TimeoutError: timed out during opening handshake",
    "WebSocket connection to 'wss://depot.example.test/ws' failed: WebSocket opening handshake timed out",
    "Error: Opening handshake has timed out",
    "net/http: TLS handshake timeout",
    "ssl.SSLError: ('_ssl.c:1112: The handshake operation timed out',)",
    "io.netty.handler.ssl.SslHandshakeTimeoutException: handshake timed out after 10000ms",
    "curl: (28) SSL connection timeout",
    "The SSL connection could not be established, see inner exception.\n ---> System.OperationCanceledException: The operation was canceled.",
  ].map((text) => late("handshake", text)),

  ...[
    "java.net.SocketTimeoutException: connect timed out",
    "org.apache.http.conn.ConnectTimeoutException: Connect to depot.example.test:443 [depot.example.test/10.0.0.7] failed: connect timed out",
    "io.netty.channel.ConnectTimeoutException: connection timed out: depot/10.0.0.7:8080",
    "java.net.http.HttpConnectTimeoutException: HTTP connect timed out",
    "ConnectTimeoutError: Connect Timeout Error (attempted address: depot:5055, timeout: 10000ms)",
    "HTTPConnectionPool(host='depot', port=80): Max retries exceeded with url: / (Caused by ConnectTimeoutError(<urllib3.connection.HTTPConnection object>, 'Connection to depot timed out. (connect timeout=3)'))",
    "curl: (28) Failed to connect to depot.example.test port 443 after 130000 ms: Could not connect to server",
    "curl: (28) Connection timed out after 5001 milliseconds",
    "curl: (7) Failed to connect to depot.example.test port 443: Operation timed out",
    'Post "https://depot/": dial tcp 10.0.0.7:443: i/o timeout',
    'Get "https://depot/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
    "dial tcp 10.0.0.7:443: connectex: A connection attempt failed because the connected party did not properly respond after a period of time, or established connection failed because connected host has failed to respond.",
    "failed to connect to /10.0.2.2 (port 8080) from /10.0.2.16 (port 40000) after 10000ms",
    "A connection could not be established within the configured ConnectTimeout.",
    "Error: page.goto: net::ERR_CONNECTION_TIMED_OUT at https://depot.example.test/",
    "RestClient::Exceptions::OpenTimeout: Timed out connecting to server",
    "Net::OpenTimeout: Failed to open TCP connection to depot:443 (execution expired)",
    "aiohttp.client_exceptions.ConnectionTimeoutError: Connection timeout to host http://depot:8080/parcels",
    "DioException [connection timeout]: The request connection took longer than 0:00:05.000000.",
    "%Finch.Error{reason: :connect_timeout}",
    "Error: connack timeout",
    "RequestError: Timeout awaiting 'connect' for 5000ms",
    "Error: timeout while connecting to depot:8080",
    "org.apache.http.conn.ConnectionPoolTimeoutException: Timeout waiting for connection from pool",
  ].map((text) => late("connect", text)),

  ...[
    "httpx.ConnectTimeout",
    "FAILED tests/live.py::test_reads - httpx.ConnectTimeout: timed out",
    "Net::OpenTimeout: execution expired",
    "[cause]: ConnectTimeoutError {\n  code: 'UND_ERR_CONNECT_TIMEOUT'",
    "urllib.error.URLError: <urlopen error timed out>",
    "httpx.PoolTimeout",
  ].map((text) => late("exception", text)),

  ...[
    "Error: connect ETIMEDOUT 10.0.0.7:443",
    "java.net.ConnectException: Connection timed out (Connection timed out)",
    "ssh: connect to host depot port 22: Connection timed out",
    "java.net.ConnectException: Operation timed out",
    'Errno::ETIMEDOUT: Operation timed out - connect(2) for "depot" port 443',
    "OSError: [Errno 110] Connect call failed ('10.0.0.7', 443)",
    "[WinError 10060] Ein Verbindungsversuch ist fehlgeschlagen",
    "connection error (os error 60)",
    "AggregateError [ETIMEDOUT]: \n    Error: connect ETIMEDOUT 10.0.0.7:443\n    Error: connect ENETUNREACH 2001:db8::7:443",
  ].map((text) => late(/connect(?:ion)? timed out/iu.test(text) ? "connect" : "errno", text)),

  late(
    "frames",
    "System.Threading.Tasks.TaskCanceledException: The operation was canceled.\n   at System.Net.Http.ConnectHelper.EstablishSslConnectionAsyncCore(Boolean async, Stream stream)\n   at Depot.Tests.Live.Reads() in /home/ci/Live.cs:line 12",
  ),
  late(
    "frames",
    "System.OperationCanceledException: The operation was canceled.\n   at System.Net.Http.HttpConnectionPool.ConnectToTcpHostAsync(String host, Int32 port)",
  ),

  // Established, and then late or silent.
  example("late-answers/code", "svc.slow-response", "either", "Error: read ETIMEDOUT"),
  example("late-answers/read", "svc.slow-response", "either", "curl: (56) Recv failure: Connection timed out"),
  example("late-answers/read", "svc.slow-response", "either", "Read error (Connection timed out) in headers."),
  // A program, not an address.
  example("time-limits/command", "test.timeout", "either", "Error: spawnSync /bin/sh ETIMEDOUT"),
  // Refused at once, however long that took.
  example(
    "connections/refused",
    "net.refused",
    "either",
    "curl: (7) Failed to connect to depot port 8080 after 0 ms: Connection refused",
  ),
  example(
    "connections/not-made",
    "net.refused",
    "either",
    "curl: (7) Failed to connect to depot port 8080 after 2031 ms: Couldn't connect to server",
  ),
  // A setting, not a failure.
  example(
    "connections/refused",
    "net.refused",
    "either",
    "connection timeout: 5000\nconnect ECONNREFUSED 10.0.0.7:8080",
  ),
];
