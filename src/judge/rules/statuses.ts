// HTTP statuses, as clients print them. A status that a test only announces ("should return 404") did not come.
import { isKnownStatus, statusNames, statusOfName } from "../classify/codes.ts";
import { statusFinding, type Found } from "../classify/findings.ts";
import { lineOf, targetIn } from "./grammar.ts";
import type { Rule } from "./rule.ts";

/** What Perl's client says behind a 500 of its own, where nothing was answered. */
const OF_CLIENT =
  " (?:Can't (?:connect|verify|locate)|read timeout|connect timeout|Server closed connection|Status read failed|SSL |Bad hostname|EOF when|Unexpected EOF|Net::HTTP)";
/** Only what went wrong; 599 is what some clients say when nothing was answered. */
const FAULT = `([45](?!99)\\d\\d)(?![\\w%]|[.,]\\d|:\\d|${OF_CLIENT})`;
const ANNOUNCED =
  "(?<!\\b(?:should|returns?|responds?|replies|yields?|gives?|throws?|raises?|expects?|asserts|handles?|when|if|on|with an?|retry|not|except|allow(?:ed|s)?|ignor\\w{1,4})\\b[^\\n.;:=]{0,40})";
const NAMES = statusNames(400);
/** What a client puts before the number. */
const SAID = [
  'HTTP(?:S)?(?:/[\\d.]{1,3}(?!"))?(?: (?:error|status|code|response|request failed|server error|client error)){0,3}(?: (?:is|was))?[ :=#(\\[\'"-]{1,4}',
  "status(?:[ _-]?(?:code|line))?[\"'`]?\\)?(?: (?:was|is|of|returned|received|from \\S{1,120})){0,2}(?: unacceptable)?[ :=>(\\['\"`-]{1,4}(?:HTTP(?:/[\\d.]{1,3})? )?(?:HttpStatusCode\\.)?",
  "(?:response|return|returned|error|http|server|answer|reply)[ _]?(?:status[ _]?)?(?:code|status)[\"'`]?(?: (?:was|is|of|from \\S{1,120}))?[ :=(\\['\"`-]{1,4}",
  "returned error[ :]{1,2}",
  "(?:response|answer)(?: was| is)?[:=] ?",
  "ERR_ABORTED ",
  "server responded with (?:a |an )?(?:status (?:code )?(?:of )?)?",
  "Response \\[",
  "BadStatus ",
  "Response (?=\\d{3} (?:received|from|for)\\b)",
  "response was not ok[^\\n\\d]{1,20}",
  "\\bstatus\\(",
].join("|");
/** The number alone behind "got" or "returned", which also tells how much of something came. */
const GIVEN =
  "(?:(?:answered|responded|replied|return(?:ed|ing)|received|got|gave)(?: back)?(?: with| by| an?){0,2}(?: unexpected)?(?: error)?|(?:failed|fails|rejected)(?: with(?: an?)?(?: error)?| by the server with)|failed(?=[:(]| \\())[ :=('\"`\\[-]{1,3}";
/** What is counted stands behind its number. */
const NOT_COUNTED =
  "(?! (?:rows|records|items|bytes|times|tests?|events|messages|lines|files|results|errors|failures|users|elements|warnings|of|out|entries|values|points|ms|s|MB|KB)\\b| ?(?:ms|MB|KB)\\b)";

const statusOf = (match: RegExpExecArray): Found | null => {
  const status = Number(match.slice(1).find((group) => group !== undefined && /^\d{3}$/u.test(group)));
  return statusFinding(status, targetIn(lineOf(match)));
};

export const STATUSES: readonly Rule[] = [
  {
    // Cloud SDKs: "(Service: AmazonS3; Status Code: 404; Error Code: NoSuchKey", "googleapi: Error 403: ...".
    id: "statuses/cloud",
    class: "svc.rejected",
    confidence: "certain",
    pattern: new RegExp(
      `googleapi: (?:got HTTP response code |Error )${FAULT}|<HttpError ${FAULT} when requesting|status code: ${FAULT}, (?:request id|reason phrase)|; Status Code: ${FAULT};|\\bError ${FAULT} \\(`,
      "iu",
    ),
    finding: statusOf,
  },
  {
    // "404 Not Found", "429: Too Many Requests", "403 (Forbidden)", "[503 Service Unavailable]", "500 | Server Error".
    id: "statuses/phrase",
    class: "svc.rejected",
    confidence: "certain",
    pattern: new RegExp(
      `(?<![\\w.$-])(?=[<("'\`\\[]{0,3}[45]\\d\\d)${ANNOUNCED}(?<![:/]\\d{0,4})(?<!HTTP/[\\d.]{1,3}" )(?<!\\bexpected(?: \\w{1,12}){0,3}: {0,3}["'\`/]?)[<("'\`\\[]{0,3}${FAULT}["')>\\]]{0,2}(?:[ ,:|\\t–—-]{1,4}["'(<>\`]{0,2}|\\s{1,3}["'(]{0,2})(?:(?:Client|Server) Error\\b|(?:Resource )?(?:${NAMES})\\b)`,
      "iu",
    ),
    finding: statusOf,
  },
  {
    id: "statuses/number",
    class: "svc.rejected",
    confidence: "certain",
    // What a test expected is no answer: Node shows its regular expression, "expected: /HTTP (401|403)/".
    pattern: new RegExp(
      `(?<!\\bexpected: {0,3}["'\`/])\\b(?=${SAID})${ANNOUNCED}(?:${SAID})${FAULT}${NOT_COUNTED}`,
      "iu",
    ),
    unless: /\b(?:exit(?:ed)?|process) (?:with )?(?:status|code)/iu,
    finding: statusOf,
  },
  {
    id: "statuses/given",
    class: "svc.rejected",
    confidence: "certain",
    pattern: new RegExp(
      `\\b(?=answered|responded|replied|return|received|got|gave|fail|reject)${ANNOUNCED}${GIVEN}${FAULT}${NOT_COUNTED}`,
      "iu",
    ),
    finding: (match) => {
      // Two numbers are compared: whether they are statuses is what the rules of assertions know.
      const before = match.input.slice(Math.max(0, match.index - 120), match.index);
      if (/\b(?:expect|want|assert|should)\w{0,5}\b[^]{0,60}?\d[^]{0,60}$/iu.test(before)) return null;
      // A summary counts what failed.
      if (/\b(?:passed|passes|tests?|total|skipped|pending)\b/iu.test(lineOf(match))) return null;
      return isKnownStatus(Number(match[1])) ? statusOf(match) : null;
    },
  },
  {
    id: "statuses/field",
    class: "svc.rejected",
    confidence: "probable",
    pattern: new RegExp(`(?:^|[{,(\\s])["']?code["']? ?[:=] ?["']?${FAULT}(?=["',})\\s]|$)`, "imu"),
    unless: /\bexit|errno|sqlstate|signal|terminated/iu,
    finding: (match) => (isKnownStatus(Number(match[1])) ? statusOf(match) : null),
  },
  {
    // The lines in which servers and clients log a request: GET /api/carts 404, "GET /api/carts HTTP/1.1" 404 12.
    id: "statuses/request-line",
    class: "svc.rejected",
    confidence: "possible",
    pattern: new RegExp(
      `\\b(?:GET|POST|PUT|PATCH|DELETE|HEAD) [^\\s"]{1,300}(?: HTTP/[\\d.]{1,3}"?)? ?(?:->|→|=>|-|:|\\.{3})? ?${FAULT}(?= |$|\\n)`,
      "mu",
    ),
    finding: (match) => (isKnownStatus(Number(match[1])) ? statusOf(match) : null),
  },
  {
    // Java, C#, PHP, Go: the number in brackets or before the words, Meteor's behind them.
    id: "statuses/exception",
    class: "svc.rejected",
    confidence: "certain",
    pattern: new RegExp(
      `\\b(?:Http|HTTP|Api|API|Request|Response|Client|Fetch)\\w{0,40}(?:Error|Exception): [^\\n]{1,160}\\((?:HTTP |status:? ?|code:? ?)?${FAULT}\\)$|\\bError\\b\\]?: [^\\n]{1,160} \\[(40[0134]|409|413|422|429|50[0-4])\\]$|\\b(?:\\w{0,60}(?:Http|HTTP|Client|Server|Response|Request|Api|API|Status|Feign|Rest|Fetch|Web)\\w{0,60}(?:Exception|Error)|remote server returned an error|ServerError|StatusCodeError|HTTPError)\\b(?:\\$\\w{1,40})?["']?(?:\\(|: | )?[ :('"[{]{0,4}(?:message['"]?: ?['"])?(?:Client error |Server error |Error )?[('"\`[]{0,2}${FAULT}`,
      "mu",
    ),
    finding: statusOf,
  },
  {
    // A class of error that is named after the status alone: RestClient::NotFound, werkzeug's, Feign's, Octokit's.
    id: "statuses/class",
    class: "svc.rejected",
    confidence: "probable",
    pattern: new RegExp(
      `\\b(?:RestClient::(?:Exceptions?::)?|Octokit::|Faraday::|HttpClientErrorException[.$]|HttpServerErrorException[.$]|WebClientResponseException[.$]|FeignException[.$]|werkzeug\\.exceptions\\.|nest\\w{0,10}: |javax\\.ws\\.rs\\.|jakarta\\.ws\\.rs\\.|aiohttp\\.web_exceptions\\.HTTP|Symfony\\\\Component\\\\HttpKernel\\\\Exception\\\\)(?:Resource)?(${NAMES}|InternalServerError|UnprocessableEntity|ServerError|ClientError|TooManyRequestsError|UnauthorizedError|ForbiddenError|ConflictError|TimeoutError)(?:Http|HttpException|Exception|Error)?\\b`,
      "iu",
    ),
    finding: (match) => {
      const status = statusOfName(match[1] ?? "") ?? statusOfName((match[1] ?? "").replace(/Error$/iu, ""));
      return status === null ? null : statusFinding(status, null);
    },
  },
  {
    // The name alone, where a client puts it: "Error: Unauthorized", "ReasonPhrase: Bad Gateway", <title>Not Found</title>.
    id: "statuses/name",
    class: "svc.rejected",
    confidence: "probable",
    pattern: new RegExp(
      `(?:\\b(?:Error|message["']?|error["']?|reason(?: ?phrase)?["']?|title["']?|statusText["']?|detail["']?|msg["']?|HTTP|status(?: code)?["']?|type|response)[:=] ?["'(]?|<(?:title|h1|h2|center)>(?:<h1>)?|^)((?:Resource )?(?:${NAMES}))["')]?[.!]?(?=\\s*(?:$|\\n|[<,;}\\])(|]| at | -))`,
      "imu",
    ),
    unless: /\b(?:kubectl|helm|terraform|gcloud|docker|git)\b/iu,
    finding: (match) => {
      const status = statusOfName((match[1] ?? "").replace(/^Resource /iu, ""));
      // One ordinary word is not enough.
      if (status === null || /^(?:gone|locked|conflict|ok)$/iu.test(match[1] ?? "")) return null;
      return statusFinding(status, targetIn(lineOf(match)));
    },
  },
];
