// Connections that end before the answer does.
import { example, type Example } from "../example.ts";

const dropped = (rule: string, text: string): Example => example(`drops/${rule}`, "net.dropped", "yes", text);

export const EXAMPLES: readonly Example[] = [
  ...[
    "Error: read ECONNRESET",
    "Error: write EPIPE",
    "java.net.SocketException: Connection reset",
    "java.io.IOException: Broken pipe",
    "java.net.SocketException: Software caused connection abort: recv failed",
    "read tcp 10.0.0.7:52->10.0.0.8:80: read: connection reset by peer",
    "wsarecv: An existing connection was forcibly closed by the remote host.",
    "requests.exceptions.ConnectionError: ('Connection aborted.', ConnectionResetError(104, 'Connection reset by peer'))",
    "BrokenPipeError: [Errno 32] Broken pipe",
    "An established connection was aborted by the software in your host machine.",
    "SocketError: closed\n  code: 'UND_ERR_SOCKET'",
    "ConnectionResetError: [WinError 10054] Eine vorhandene Verbindung wurde vom Remotehost geschlossen",
    "io error (os error 104)",
    "curl: (35) OpenSSL SSL_connect: Connection reset by peer in connection to depot.example.test:443",
    "Error: page.goto: net::ERR_CONNECTION_ABORTED; the connection was reset",
  ].map((text) => dropped("reset", text)),

  ...[
    "Error: socket hang up",
    "Stream ended unexpectedly",
    "TypeError: terminated\n  [cause]: SocketError: other side closed",
    "Error: Client network socket disconnected before secure TLS connection was established",
    "Error [ERR_STREAM_PREMATURE_CLOSE]: Premature close",
    "http.client.RemoteDisconnected: Remote end closed connection without response",
    "aiohttp.client_exceptions.ServerDisconnectedError: Server disconnected",
    "httpx.RemoteProtocolError: peer closed connection without sending complete message body",
    "org.apache.http.NoHttpResponseException: depot:8080 failed to respond",
    "reactor.netty.http.client.PrematureCloseException: Connection prematurely closed BEFORE response",
    "javax.net.ssl.SSLHandshakeException: Remote host terminated the handshake",
    "java.net.SocketException: Socket closed",
    "java.nio.channels.ClosedChannelException",
    "http: server closed idle connection",
    "write tcp 10.0.0.7:80: use of closed network connection",
    "The underlying connection was closed: The connection was closed unexpectedly.",
    "hyper::Error(connection closed before message completed)",
    "fatal: the remote end hung up unexpectedly",
    "Connection to depot.example.test closed by remote host.",
    "Error: page.goto: net::ERR_CONNECTION_CLOSED at https://depot/",
    "%Mint.TransportError{reason: :closed}",
    "System.Net.Http.HttpIOException: The response ended prematurely. (ResponseEnded)",
    "net/http: HTTP/1.x transport connection broken: unexpected EOF",
  ].map((text) => dropped("closed", text)),

  ...[
    'Get "http://depot:8080/parcels": EOF',
    "unexpected EOF",
    "EOFError: end of file reached",
    "java.io.EOFException",
    "java.net.SocketException: Unexpected end of file from server",
    "java.io.IOException: unexpected end of stream on http://depot:8080/...",
    "org.apache.http.ConnectionClosedException: Premature end of Content-Length delimited message body (expected: 96; received: 12)",
    "java.io.IOException: HTTP/1.1 header parser received no bytes",
    "curl: (52) Empty reply from server",
    "curl: (18) transfer closed with 12 bytes remaining to read",
    "curl: (56) Recv failure: Connexion ré-initialisée",
    "Error: page.goto: net::ERR_EMPTY_RESPONSE at http://localhost:3000/",
    "net::ERR_INCOMPLETE_CHUNKED_ENCODING",
    "aiohttp.client_exceptions.ClientPayloadError: Response payload is not completed: <ContentLengthError: 400>",
    "error: RPC failed; result=18, HTTP code = 200\nfatal: early EOF",
    "error:0A000126:SSL routines::unexpected eof while reading",
    "gnutls_record_recv: The TLS connection was non-properly terminated.",
    "http: TLS handshake error from 10.0.0.7:4412: EOF",
    "error reading a body from connection: end of file before message length reached",
    "error: InvalidChunkLength(got length b'', 0 bytes read)",
  ].map((text) => dropped("cut-short", text)),

  ...[
    "http2: server sent GOAWAY and closed the connection; LastStreamID=1, ErrCode=NO_ERROR",
    "curl: (92) HTTP/2 stream 1 was not closed cleanly: INTERNAL_ERROR (err 2)",
    "okhttp3.internal.http2.StreamResetException: stream was reset: CANCEL",
    "stream error: stream ID 7; INTERNAL_ERROR; received from peer",
    "Error [ERR_HTTP2_STREAM_ERROR]: Stream ended with code NGHTTP2_INTERNAL_ERROR",
    "Error: page.goto: net::ERR_HTTP2_PROTOCOL_ERROR at https://depot/",
    "Error: page.goto: net::ERR_NETWORK_CHANGED at https://depot/",
    "Get https://depot/: Stream 12 was reset with error code 2",
    "Endpoint read failed",
    "Error: Server timeout elapsed without receiving a message from the server.",
    "disconnected: ping timeout",
  ].map((text) => dropped(/closed the connection/u.test(text) ? "closed" : "streams", text)),

  ...[
    "http.client.IncompleteRead: IncompleteRead(0 bytes read, 12 more expected)",
    "httpx.ReadError",
    "httpx.RemoteProtocolError: gone",
    "requests.exceptions.ChunkedEncodingError: broken",
    "twisted.internet.error.ConnectionLost: gone",
  ].map((text) => dropped("exception", text)),

  ...["Error: aborted", "Error while copying content to a stream."].map((text) => dropped("aborted", text)),

  dropped("navigation", "Error: page.goto: net::ERR_ABORTED at http://localhost:3000/"),

  // The browser, not the service.
  example(
    "browsers/gone",
    "env.tooling",
    "no",
    "ProtocolError: Protocol error (Runtime.callFunctionOn): Connection closed. Most likely the page has been closed.",
  ),
  // Texts that somebody parses end unexpectedly too.
  example("loading/syntax", "test.import", "no", "SyntaxError: unexpected EOF while parsing"),
  // An assertion on the kind of an error.
  example(
    "values/expected-to",
    "assert.value",
    "no",
    "expected java.nio.channels.ClosedChannelException to be an instance of java.net.SocketTimeoutException",
  ),
  example("drops/closed", "net.dropped", "yes", "** (HTTPoison.Error) :closed"),
  example("drops/closed", "net.dropped", "yes", "{:remote, :closed}"),
  example(
    "drops/cut-short",
    "net.dropped",
    "yes",
    "Response Content-Length mismatch: too few bytes written (512 of 1204)",
  ),
  example(
    "drops/cut-short",
    "net.dropped",
    "yes",
    "Error: Parse Error\n    bytesParsed: 0, code: 'HPE_INVALID_EOF_STATE'",
  ),
  example(
    "drops/closed",
    "net.dropped",
    "yes",
    "UnexpectedConnectionClosureException: The http server closed the connection unexpectedly before delivering responses",
  ),
];
