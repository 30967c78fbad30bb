// A connection was made, and ended before the answer did.
import { anyOf, COMPARES_ERRORS, thrown } from "./grammar.ts";
import type { Rule } from "./rule.ts";

export const DROPS: readonly Rule[] = [
  {
    id: "drops/reset",
    class: "net.dropped",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /\b(?:WSA)?E(?:CONNRESET|PIPE|CONNABORTED|NETRESET)\b|\bUND_ERR_SOCKET\b/u,
      /\bconnection (?:was |has been |is |got )?reset(?! (?:the )?(?:counter|password))|\breset by (?:peer|server|remote)|\bConnection ?Reset(?:Error|Exception)?\b|\bConnectionAborted(?:Error|Exception)?\b|\bbroken ?pipe(?:error|exception)?\b/u,
      /\bconnection (?:was |has been )?abort(?:ed)?\b|\bforcibly closed by\b|\bestablished connection was aborted|\bI\/O operation has been aborted because of either a thread exit/u,
      /\[Errno (?:104|54|32|103|53)\] |\(os error (?:104|54|32|103|53|10054|10053)\)|\berrno ?= ?(?:104|54|32|103|10054|10053)\b|\b(?:WinError|WSA\w{0,10}(?: error)?:?) 1005[34]\b|\(1005[34]\)/u,
    ),
    // axios has this code for its own time limit.
    unless: anyOf("imu", /\btimeout of \d{1,9} ?ms exceeded/u, COMPARES_ERRORS),
  },
  {
    id: "drops/closed",
    class: "net.dropped",
    confidence: "certain",
    pattern: anyOf(
      "imu",
      // Node, undici, ws, browsers
      /\bsocket hang up\b|\bother side closed\b|\bnetwork socket disconnected\b|\bsocket has been ended by the other\b|\bpremature close\b|\bERR_STREAM_PREMATURE_CLOSE\b|\bTypeError: terminated\b/u,
      /\bclosed before the connection (?:is|was) established|\bconnection closed before\b|\bnetwork connection was lost\b|\bERR_CONNECTION_(?:RESET|CLOSED|ABORTED)\b|\bERR_SOCKET_(?:CLOSED|NOT_CONNECTED)\b/u,
      // Who closed it: the other side, the server, the proxy
      /\b(?:remote(?: end| host| party| server)?|peer|server|upstream|other (?:side|end)|host)\b(?: \w{1,20}){0,3}? (?:(?:unexpectedly|prematurely|has|forcibly|already|abruptly) ){0,3}(?:closed|dropped|disconnected|terminated|hung up|ended|lost|shut down)(?: (?:the|its|idle|this|our|your)){0,2}(?: (?:idle )?(?:connection|socket|stream|handshake|transport stream)| without| unexpectedly| (?:during|before|while))/u,
      // What became of it
      /\b(?:TCP |network |HTTP\/?2? |client |underlying |web)?(?:connection|socket|stream|channel|transport(?: connection| stream)?)(?: to \S{1,255})? (?:(?:was|is|has|been|got|unexpectedly|prematurely|already|abruptly|forcibly|being) ){0,4}(?:closed|dropped|lost|terminated|interrupted|broken|disconnected|shut ?down|closing|ended unexpectedly)\b(?<!\bIOException: Stream closed)(?! (?:successfully|normally|cleanly|gracefully|by (?:the )?(?:client|user|test)))/u,
      /\bconnection broken\b|\bprematurely closed\b|\b(?:ended|closed|terminated) prematurely\b|\bremote end hung up\b|\bfailed to respond$|\blost connection to\b|\bserver disconnected\b|\bconnection died\b|ClosedChannelException\b|\bclosed network connection\b|\bResetWithoutClosingHandshake\b|\bServerBrokeConnection\b|\breason: :closed\b|\b(?:HTTPoison|Mint|Tesla|Finch|Req|Hackney|Gun|WebSockex)\.\w{0,20}Error[^\n]{0,40}(?<=[ ,(:])"?:(?:closed|socket_closed_remotely)\b|\{:remote, :closed\}|\{:?error, ?:?(?:closed|socket_closed_remotely|connection_closed)\}/u,
      /\bunable to (?:read|write) data (?:from|to) the transport connection|\bunderlying connection was closed: (?!could not establish trust)|\bnot write to closing transport|\bSSL peer shut down incorrectly|\bclosing inbound before receiving peer's close_notify|\bclosed without (?:a )?(?:response|headers|answer|close)/u,
    ),
    unless: anyOf(
      "imu",
      // Browsers, drivers and sessions of the tests themselves.
      /\bwhile reading from the driver\b|\bMost likely the (?:page|browser) has been closed|\bTarget(?: page, context or browser)?(?: has been)? closed|\bbrowser (?:has been|was) closed|\b(?:chrome|gecko)driver\b[^\n]{0,80}\bconnection (?:was )?closed/u,
      COMPARES_ERRORS,
    ),
  },
  {
    id: "drops/cut-short",
    class: "net.dropped",
    confidence: "certain",
    pattern: anyOf(
      "imu",
      // Languages and tools have the same words for a text that they parse.
      /\bunexpected EOF\b(?!,? (?:while (?:parsing|looking)|expecting|in |at |after|token))|\bUnexpectedEof\b|\bunexpected end of file from server|\b(?:reached|received an unexpected) EOF\b|\bEOF (?:occurred in violation|reached while reading)|\bend of file (?:reached|before message)|\bunexpected end of stream\b|\bearly EOF\b|\bpremature (?:EOF|end of (?!input|script))/u,
      /\bEOFError: (?!EOF when|Ran out|Compressed)|\bEOFException\b(?!: (?:No content|End of input))|(?:"|https?:\/\/\S{1,300}|error from \S{1,80}|server|response|body|header): EOF$/u,
      /\bempty reply from server|\bERR_EMPTY_RESPONSE\b|\bERR_INCOMPLETE_CHUNKED_ENCODING\b|\bERR_CONTENT_LENGTH_MISMATCH\b|\bNS_ERROR_NET_(?:RESET|INTERRUPT|PARTIAL_TRANSFER|EMPTY_RESPONSE)\b|\bneterror\?e=net(?:Reset|Interrupt)/u,
      /\bIncompleteMessage\b|\bincomplete (?:chunked|message|response|body) (?:read|body)|\bInvalidChunkLength\(got|\bresponse payload is not completed|\btransfer closed with\b|\bCRLF expected at end of chunk|\btruncated chunk\b|\bBadStatusLine(?:: ?|\()["']{2,4}|\bheader parser received no bytes|\bResponseEnded\b|\bresponse ended prematurely/u,
      /\b(?:recv|send) failure: (?!operation timed out|connection timed out)|\bcurl: ?\((?:18|52|55)\)|\bcurl error:? (?:18|52|55)\b|\bcurl: ?\(56\) (?!Received HTTP|Proxy CONNECT|[^\n]{0,80}timed out)|\bcurl error:? 56\b/u,
      // Less than was announced
      /\bcontent[- ]?length[^\n]{0,20} mismatch\b|\bNot enough data for satisfy content length|\bHPE_INVALID_EOF_STATE\b|\bError Fetching http headers\b|\btoo few bytes (?:written|read|received)\b/u,
      // In the middle of a TLS session
      /\bSSL_ERROR_(?:SYSCALL|ZERO_RETURN)\b|\bSYSCALL returned=\d|\bUNEXPECTED_EOF_WHILE_READING\b|\bunexpected eof while reading\b|\bSSL(?:Zero|EOF)\w{0,12}Error\b|\bnon-properly terminated|\bTLS packet with unexpected length/u,
    ),
    unless: anyOf(
      "imu",
      /\bSyntaxError\b|\bJSONDecodeError\b|\bsyntax error\b|\bMismatchedInputException\b/u,
      COMPARES_ERRORS,
    ),
  },
  {
    // Streams that share one connection, and connections that are watched.
    id: "drops/streams",
    class: "net.dropped",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /\bGOAWAY\b|\bERR_HTTP2_(?!INVALID_(?:HEADER|PSEUDO|INFO|ARG)|HEADER)\w{1,60}|\bNGHTTP2_(?!HTTP_1_1_REQUIRED)\w{1,40}|\bERR_(?:SPDY|QUIC)_\w{1,40}|\bERR_NETWORK_(?:CHANGED|IO_SUSPENDED)\b/u,
      /\bHTTP\/?2 stream \d{1,9} was (?:not closed cleanly|reset)|\bstream (?:\d{1,9} )?was reset\b|\bStreamResetException\b|\bstream error: stream ID|\bHTTP\/?2 framing layer|\bcurl: ?\((?:16|92|95)\)|\bhttp2: client connection (?:lost|force closed)|\bRST_STREAM\b/u,
      /\bendpoint read failed\b|\bkeepalive (?:watchdog|ping) timeout|\bkeepalive (?:ping )?failed\b|\bping timeout\b|\btransport close\b|\bserver timeout elapsed without receiving/u,
    ),
    unless: COMPARES_ERRORS,
  },
  {
    id: "drops/exception",
    class: "net.dropped",
    confidence: "certain",
    pattern: thrown(
      /IncompleteRead(?:Error)?|ChunkedEncodingError|RemoteDisconnected|ServerDisconnectedError|RemoteProtocolError|(?:httpx|httpcore)\.(?:Read|Write|Close)Error|ClientPayloadError|ConnectionClosed(?:Error|Exception)?|ConnectionLost|ConnectionShutdownException|NoHttpResponseException|PrematureCloseException|PrematureChannelClosureException|AsynchronousCloseException/u,
    ),
    unless: COMPARES_ERRORS,
  },
  {
    // Who gave up is not said: "aborted" by the caller's own limit, too.
    id: "drops/aborted",
    class: "net.dropped",
    confidence: "probable",
    pattern:
      /\bError: aborted\b|\brequest aborted\b(?! (?:due to|because of) (?:a )?time)|\bstream (?:has been |was )?aborted\b|\berror while copying content to a stream\b|\bunexpected error occurred on a (?:send|receive)\b/iu,
  },
  {
    // A page that is left, or a download, ends a navigation in the same words.
    id: "drops/navigation",
    class: "net.dropped",
    confidence: "possible",
    pattern: /\bERR_(?:ABORTED|FAILED)\b|\bNS_BINDING_ABORTED\b/u,
  },
];
