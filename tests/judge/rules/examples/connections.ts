// Connections that were refused, and addresses that no way leads to.
import { example, type Example } from "../example.ts";

const refused = (rule: string, text: string): Example => example(`connections/${rule}`, "net.refused", "either", text);

export const EXAMPLES: readonly Example[] = [
  ...[
    "Error: connect ECONNREFUSED 127.0.0.1:3000",
    "java.net.ConnectException: Connection refused: connect",
    "dial tcp 10.0.0.7:8080: connect: connection refused",
    "dial tcp [::1]:8080: connectex: No connection could be made because the target machine actively refused it.",
    'Errno::ECONNREFUSED: Failed to open TCP connection to localhost:3000 (Connection refused - connect(2) for "localhost" port 3000)',
    "System.Net.Http.HttpRequestException: Connection refused (localhost:5000)",
    'Os { code: 111, kind: ConnectionRefused, message: "Verbindungsaufbau abgelehnt" }',
    "java.net.NoRouteToHostException: No route to host (Host unreachable)",
    "httpx.ConnectError: [Errno 101] Network is unreachable",
    "nc: connect to depot port 80 (tcp) failed: Host is unreachable",
    "Error: connect EHOSTUNREACH 10.0.0.7:443",
    "A socket operation was attempted to an unreachable network. (10.0.0.7:443)",
    "OSError: [Errno 99] Cannot assign requested address",
    "ConnectionError: [WinError 10061] Es konnte keine Verbindung hergestellt werden",
    "SocketException: (OS Error: abgelehnt, errno = 111), address = depot, port = 41000",
    '{:failed_connect, [{:to_address, {~c"localhost", 8080}}, {:inet, [:inet], :econnrefused}]}',
    "Error: page.goto: net::ERR_CONNECTION_REFUSED at http://localhost:3000/",
    "Error: page.goto: net::ERR_INTERNET_DISCONNECTED at http://depot/",
    "Error: page.goto: NS_ERROR_CONNECTION_REFUSED",
    "unknown error: net::ERR_NETWORK_ACCESS_DENIED",
    "selenium.common.exceptions.WebDriverException: Message: Reached error page: about:neterror?e=connectionFailure&u=http%3A//localhost%3A3000/",
  ].map((text) => refused("refused", text)),

  ...[
    "java.net.ConnectException: Failed to connect to localhost/[0:0:0:0:0:0:0:1]:8080",
    "httpx.ConnectError: All connection attempts failed",
    "Unable to connect to the remote server",
    "Could not connect to the server.",
    "aiohttp.client_exceptions.ClientConnectorError: Cannot connect to host depot:80 ssl:default [None]",
    "cURL error 7: no way there",
    "Cypress failed to verify that your server is running.",
  ].map((text) => refused("not-made", text)),

  ...["java.net.ConnectException", "httpx.ConnectError", "Faraday::ConnectionFailed: gone"].map((text) =>
    refused("not-made-exception", text),
  ),

  ...[
    "TypeError: Failed to fetch",
    "TypeError: fetch failed",
    "AxiosError: Network Error",
    "TypeError: NetworkError when attempting to fetch resource.",
    "TypeError: Network request failed",
    "Error: xhr poll error",
    "Error: websocket error",
  ].map((text) => refused("no-reason", text)),

  // Chrome on a machine without a desktop says this in every run.
  example(
    "drops/closed",
    "net.dropped",
    "yes",
    "[1:1:ERROR:bus.cc(407)] Failed to connect to the bus: Failed to connect to socket /run/dbus/system_bus_socket: No such file\nError: socket hang up",
  ),
  // Why it was not connected says more.
  example(
    "connect-timeouts/connect",
    "net.connect-timeout",
    "yes",
    "Unable to connect to the server: dial tcp 10.0.0.7:443: i/o timeout",
  ),
  example(
    "names/not-known",
    "net.dns",
    "either",
    "Cannot connect to host depot:7000 ssl:default [Name or service not known]",
  ),
  example(
    "connections/not-made",
    "net.refused",
    "either",
    "EndpointNotFoundException: There was no endpoint listening at http://stage/basket.svc that could accept the message.",
  ),
];
