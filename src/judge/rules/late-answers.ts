// Connected, and the answer, or the whole of it, did not come in time.
import { anyOf, COMPARES_ERRORS, thrown } from "./grammar.ts";
import type { Rule } from "./rule.ts";

/** What other waits than the one for an answer say: an element, an event, a condition, a rollout, a silent log. */
const ANOTHER_WAIT = anyOf(
  "imu",
  /\bwaiting for (?:the )?(?:condition|rollout|locator|selector|element|visibility|presence|function|event|messages?|records?|deployment|pods?)\b|\bno output\b|\bFailed to negotiate protocol|\bunfulfilled expectations|\bdeployment\b[^\n]{0,60}\bprogress deadline|\bTimed out retrying/u,
  COMPARES_ERRORS,
);

export const LATE_ANSWERS: readonly Rule[] = [
  {
    id: "late-answers/code",
    class: "svc.slow-response",
    confidence: "certain",
    pattern:
      /\bUND_ERR_(?:HEADERS|BODY)_TIMEOUT\b|\bESOCKETTIMEDOUT\b|\bERR_SOCKET_TIMEOUT\b|\bERR_HTTP_REQUEST_TIMEOUT\b|\b(?:read|write|recv|send) ETIMEDOUT\b|\bETIMEDOUT\b(?=[^\n]{0,80}\bconnect: false\b)|\bECONNABORTED\b(?=[\s\S]{0,400}timeout of \d)/u,
    unless: COMPARES_ERRORS,
  },
  {
    // Reading, in the words of sockets and HTTP clients.
    id: "late-answers/read",
    class: "svc.slow-response",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      // Python, Java, Ruby and what quotes them
      /\bread(?:ing)?(?: operation| data| from \S{1,255})? (?:has |was )?(?:timed out|timeout)\b(?! ?[=:] ?\d)|\btimed? ?out (?:while |when |on )?reading\b|\btimed out reading data|\btimeout on reading data|\bread timeout=\d[^\n]{0,20}\)|\bread timeout reached|\btimeout awaiting '(?:request|response|read|socket|send)' for|\bnetwork timeout at: |\b(?:socket|inactivity) time(?:d )?out\b(?! ?[=:] ?\d)/u,
      /\b(?:receive|receiving data|recv(?:_response)?|response)[ _]?time(?:d )?out\b(?! ?[=:] ?\d)/u,
      /\b(?:recv|SSL_read|read)\b[^\n]{0,60}\bconnection timed out|\bread error \(connection timed out\)|\b(?:recv|send) failure: (?:operation|connection) timed out/u,
      // curl: with how much of the answer had come
      /\boperation timed out after \d{1,12} (?:milliseconds|ms|seconds)? ?with -?\d{1,15} (?:out of -?\d{1,15} )?bytes received|\boperation too slow\b|\bless than \d{1,9} bytes\/sec transferred/u,
      // Go
      /\bexceeded while (?:awaiting headers|reading body)|\btimeout awaiting response headers|\bread (?:tcp|udp)\b[^\n]{0,120}i\/o timeout|\brequest canceled \(Client\.Timeout|\bClient\.Timeout or context cancellation/u,
      // Reactor
      /\btimeout on blocking read|\bdid not observe any item or terminal signal within/u,
    ),
    unless: ANOTHER_WAIT,
  },
  {
    id: "late-answers/exception",
    class: "svc.slow-response",
    confidence: "certain",
    pattern: anyOf(
      "mu",
      thrown(
        /Read(?:ing)?Timeout(?:Error|Exception)?|WriteTimeout(?:Error|Exception)?|ReceiveTimeout(?:Error|Exception)?|HeadersTimeoutError|BodyTimeoutError|ResponseTimeout(?:Error|Exception)?|HttpTimeoutException|SocketTimeout(?:Error|Exception)?|ServerTimeoutError|RequestTimeout(?:Error|Exception)?|AskTimeoutException|WebSocketTimeoutException/u,
      ),
      /\bNet::(?:Read|Write)Timeout\b|\bAsk timed out on\b|\[(?:receive|send) timeout\]/u,
      /\bHttpClient\.Timeout\b|\bInterruptedIOException: timeout\b/u,
    ),
    unless: ANOTHER_WAIT,
  },
  {
    id: "late-answers/request",
    class: "svc.slow-response",
    confidence: "probable",
    pattern: anyOf(
      "iu",
      /\b(?:request|(?:api|http|rpc|fetch|service|upstream) call|query|rpc)(?: (?:to|for) [^\n]{1,300}?|(?: [A-Z]{3,7})? \S{1,80})? (?:has |have )?(?:timed[ -]?out|timeout(?! ?[=:] ?\d|s\b))|\b\w{1,60}#\w{1,60}(?:\([^)\n]{0,80}\))? timed-out\b|\b(?:request|call|query|fetch)\b[^\n]{0,60} (?:failed|aborted|cancell?ed|ended) (?:due to|because of) (?:a )?time ?out|\brequest[_-]timeout\b|\bupstream request timeout\b|\brequest channel timed out/u,
      /\b(?:timed[ -]?out|timeout)(?: after \d{1,9} ?\w{1,12})?(?: while| when)?,?(?: waiting| awaiting)(?: \S{1,20})? for (?:an? |the |any )?(?:\S{1,40} )?(?:response|reply|answer)\b/u,
      /\bno (?:response|answer|reply)\b(?: was| has been)?(?: ever)?(?: received| came| arrived| occurred)?(?: from [^\n]{1,80})? (?:within|in time)\b|\bdid(?: not|n't) (?:respond|answer|reply) (?:within|in time|after \d)|\btook too long to (?:respond|answer|reply)\b|\bno response ever occurred|\bno response was received within/u,
      // axios, and the like of it
      /\bAxiosError: timeout of \d{1,9} ?ms exceeded|\bTask timed out after \d{1,5}\.\d\d seconds/u,
    ),
    unless: ANOTHER_WAIT,
  },
  {
    // A deadline that the caller set for what was called.
    id: "late-answers/deadline",
    class: "svc.slow-response",
    confidence: "probable",
    pattern: anyOf(
      "iu",
      /\bcontext deadline exceeded|\bdeadline[ _]?exceeded\b|\bdeadline has elapsed\b/u,
      /\bThe operation was aborted due to timeout|\bThe operation has timed out\b|\bA task was canceled\b|: operation timed out$/mu,
      /\berror sending request for url[^\n]{0,300}operation timed out|\b(?:request|http|fetch|url)\b[^\n]{0,120}\boperation timed out\b/u,
    ),
    unless: ANOTHER_WAIT,
  },
  {
    id: "late-answers/page",
    class: "svc.slow-response",
    confidence: "probable",
    pattern: anyOf(
      "iu",
      // Puppeteer, Playwright, Selenium, Cypress
      /\bnavigation timeout\b[^\n]{0,40}exceeded|\bnavigation timed out\b/u,
      /\b(?:page|frame)\.(?:goto|reload|goBack|goForward|go_back|go_forward|waitForNavigation|waitForLoadState|wait_for_load_state|waitForResponse|expect_navigation|expect_response|setContent)\S{0,3}: (?:Timeout|Timed out)|\bTimeout \d{1,9} ?ms exceeded(?: while waiting for event "response")|\bTimeout \d{1,9} ?ms exceeded\.?'?(?=[\s\S]{0,160}\bnavigating to ")/u,
      /\btimed out receiving message from renderer|\b(?:page load|loading the page|loading of the page) (?:timed out|timeout)\b(?! ?[=:])|\btimed out (?:after [^\n]{0,30})?waiting for (?:the )?page (?:to )?load|\bfor your remote page to load\b|\bdid not fire its .?load.? event/u,
      /\bfailed to reach server[^\n]{0,60}\s[^\n]{0,40}?Timed out with\b/u,
      /\bcy\.request\(\).? timed out waiting|\bapiRequestContext\.\w{1,20}: (?:Timeout|Request timed out)/u,
    ),
    unless: COMPARES_ERRORS,
  },
];

/** Asked behind all others of its kind: where the program was tells that it waited for an answer. */
export const LATE_BY_FRAMES: readonly Rule[] = [
  {
    id: "late-answers/frames",
    class: "svc.slow-response",
    confidence: "probable",
    frames: true,
    pattern:
      /\b(?:in|await \w{1,40}\.|self\.)(?: ?)(?:recv|_recv|recv_messages|receive_json|receive_text|readexactly|getresponse|_read_status)\b|\bclient_reqrep\.py\b|\bSocketInputStream\.(?:socketR|r)ead|\bNioSocketImpl\.(?:timedR|implR|r)ead|\bnet\/(?:http|protocol)(?:\/\w{1,20})?\.rb\b/u,
    finding: ({ input }) => (GAVE_UP.test(input) ? {} : null),
  },
  {
    // Mocha begins it with a capital, and its frames tell it from axios where an old one did not.
    id: "late-answers/axios",
    class: "svc.slow-response",
    confidence: "probable",
    frames: true,
    pattern: /\b[Tt]imeout of \d{1,9} ?ms exceeded/u,
    finding: ({ input }) => (/axios|superagent|ECONNABORTED|XMLHttpRequest/iu.test(input) ? {} : null),
  },
  {
    id: "late-answers/bare",
    class: "svc.slow-response",
    confidence: "possible",
    pattern:
      /\b(?:\w{1,40}\.){0,4}Time(?:d)?[oO]ut(?:Error|Exception)\b|\bno answer within\b|\bsocket\.timeout\b|\bAbortError\b|\bFutures timed out after\b|\{:?error, ?:?timeout\}|\btimeout of \d{1,9} ?ms exceeded|\boperation timed out\b|\bTimedOut\b|\breason: :timeout\b|\(EXIT\) time out/mu,
    unless: ANOTHER_WAIT,
  },
];

/** A wait that ended, with no word of what was awaited. */
const GAVE_UP =
  /^(?:E +)?(?:\w{1,40}\.){0,4}(?:TimeoutError|CancelledError|timeout|SocketTimeoutException|TimeoutException)(?::? ?(?:timed out)?$)|\bexecution expired\b/mu;
