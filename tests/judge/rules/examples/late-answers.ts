// Connected, and the answer did not come in time.
import { example, type Example } from "../example.ts";

const late = (rule: string, text: string): Example =>
  example(`late-answers/${rule}`, "svc.slow-response", "either", text);

export const EXAMPLES: readonly Example[] = [
  ...[
    "HeadersTimeoutError: Headers Timeout Error\n  code: 'UND_ERR_HEADERS_TIMEOUT'",
    "Error: ESOCKETTIMEDOUT",
    "npm ERR! code ERR_SOCKET_TIMEOUT",
    "code: 'ECONNABORTED',\n  message: 'timeout of 5000ms exceeded'",
  ].map((text) => late("code", text)),

  ...[
    "requests.exceptions.ReadTimeout: HTTPConnectionPool(host='depot', port=80): Read timed out. (read timeout=5)",
    "java.net.SocketTimeoutException: Read timed out",
    "Reading from depot timed out",
    "Net::ReadTimeout: Net::ReadTimeout with #<TCPSocket:(closed)>; read timeout reached",
    "RestClient::Exceptions::ReadTimeout: Timed out reading data from server",
    "aiohttp.client_exceptions.SocketTimeoutError: Timeout on reading data from socket",
    "curl: (28) Operation timed out after 30001 milliseconds with 0 bytes received",
    "cURL error 28: Operation timed out after 5000 milliseconds with 0 out of 0 bytes received",
    "curl: (28) Operation too slow. Less than 1000 bytes/sec transferred the last 10 seconds",
    'Get "https://depot/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    "net/http: request canceled (Client.Timeout exceeded while reading body)",
    "net/http: timeout awaiting response headers",
    "RequestError: Timeout awaiting 'response' for 5000ms",
    "read tcp 10.0.0.7:52->10.0.0.8:80: i/o timeout",
    "java.lang.IllegalStateException: Timeout on blocking read for 5000000000 NANOSECONDS",
    "Did not observe any item or terminal signal within 1000ms in 'flatMap' (and no fallback has been configured)",
    "DioError [DioErrorType.RECEIVE_TIMEOUT]: Receiving data timeout[5000ms]",
    "%HTTPoison.Error{reason: {:closed, :recv_response_timeout}}",
  ].map((text) => late("read", text)),

  ...[
    "httpx.ReadTimeout",
    "Net::ReadTimeout",
    "FAILED tests/live.py::test_reads - httpx.ReadTimeout: gone",
    "java.net.http.HttpTimeoutException: gone",
    "io.netty.handler.timeout.ReadTimeoutException",
    "java.net.SocketTimeoutException: timeout",
    "System.Threading.Tasks.TaskCanceledException: The request was canceled due to the configured HttpClient.Timeout of 100 seconds elapsing.",
    "akka.pattern.AskTimeoutException: Ask timed out on [Actor[akka://depot/user/shelf#1]] after [5000 ms].",
    "websocket._exceptions.WebSocketTimeoutException: gone",
    "BodyTimeoutError: Body Timeout Error",
  ].map((text) => late("exception", text)),

  ...[
    "Error: Request timed out after 30000ms",
    "Error: Request failed due to timeout",
    "error sending request for url (http://depot:8080/): operation timed out",
    "Error: request to https://depot.example.test/parcels timed out",
    "Timed out while waiting for a response from the depot",
    "AssertionError: no answer from depot within 5 s",
    "CypressError: `cy.wait()` timed out waiting `30000ms` for the 1st response to the route: `parcels`. No response ever occurred.",
    "AxiosError: timeout of 5000ms exceeded",
    "2026-01-05T10:00:00Z 7c0f Task timed out after 3.00 seconds",
    "The request channel timed out while waiting for a reply after 00:00:59.9",
  ].map((text) => late("request", text)),

  ...[
    'Get "http://depot:8080/parcels": context deadline exceeded',
    "TimeoutError: The operation was aborted due to timeout",
    "System.Net.WebException: The operation has timed out",
    "System.Threading.Tasks.TaskCanceledException: A task was canceled.",
    "Error: deadline has elapsed",
  ].map((text) => late("deadline", text)),

  ...[
    "TimeoutError: Navigation timeout of 30000 ms exceeded",
    'page.goto: Timeout 30000ms exceeded.\nCall log:\n  - navigating to "http://localhost:3000/", waiting until "load"',
    "page.waitForLoadState: Timeout 10000ms exceeded.",
    'System.TimeoutException : Timeout 30000ms exceeded.\nCall log:\n  - navigating to "http://depot/", waiting until "load"',
    "selenium.common.exceptions.TimeoutException: Message: timeout: Timed out receiving message from renderer: 298.9",
    "CypressError: Timed out after waiting `60000ms` for your remote page to load.\n\nYour page did not fire its `load` event within `60000ms`.",
    "CypressError: `cy.request()` timed out waiting `30000ms` for a response from your server.",
    "apiRequestContext.get: Timeout 30000ms exceeded.",
  ].map((text) => late(/response from your server/u.test(text) ? "request" : "page", text)),

  late(
    "frames",
    'Traceback (most recent call last):\n  File "/app/live.py", line 7, in reads\n    frame = await ws.recv()\n  File "/usr/lib/python3.12/asyncio/tasks.py", line 520, in wait_for\nTimeoutError',
  ),
  late(
    "axios",
    "Error: timeout of 5000ms exceeded\n    at createError (/app/node_modules/axios/lib/core/createError.js:16:15)",
  ),
  late("bare", "Error: timeout of 5000ms exceeded"),
  late("bare", "asyncio.exceptions.TimeoutError"),
  // Other waits than the one for an answer.
  example("pages-playwright/action", "assert.ui", "either", "page.waitForSelector: Timeout 30000ms exceeded."),
  example(
    "outputs-waited/event-of-page",
    "assert.missing-output",
    "either",
    'page.waitForEvent: Timeout 30000ms exceeded while waiting for event "download"',
  ),
  late("bare", "concurrent.futures._base.TimeoutError"),
  late("bare", "socket.timeout: timed out"),
  late("bare", "java.util.concurrent.TimeoutException: Futures timed out after [5 seconds]"),
  late("bare", "AbortError: The user aborted a request."),
  example(
    "late-answers/page",
    "svc.slow-response",
    "either",
    "Request to 'http://stage/carts' failed to reach server,\n  check DNS and/or server status - Timed out with no open resource\n  requests",
  ),
  example("late-answers/request", "svc.slow-response", "either", "request GET /carts timed out after 30s"),
  example(
    "late-answers/code",
    "svc.slow-response",
    "either",
    "{ [Error: ETIMEDOUT] code: 'ETIMEDOUT', connect: false }",
  ),
];
