// What else a text may say that counts for more than the words of a rule: with one of these beside them, the rule
// leaves the text to others.
import { anyOf } from "./grammar.ts";

/** An error of its own: a named exception, a system error, a refused or late answer, a failed comparison. */
export const OWN_ERROR = anyOf(
  "u",
  /\b(?!\w{0,60}(?:Skip|Aborted|Assumption|Inconclusive))[A-Z]\w{0,80}(?:Error|Exception)\b(?=\s?[:([{]|\s*$)/u,
  /\b(?:Error|error): (?!(?:No|no) |.{0,80}\b(?:[Ss]kip|not run|no tests?)\b)\S/u,
  /\bE(?:CONN\w{3,12}|ADDR\w{3,12}|HOST\w{3,12}|NET\w{3,12}|PIPE|TIMEDOUT|ACCES|NOENT|PERM|NOTFOUND|AI_\w{3,12})\b/u,
  /\b[Tt]imed[ -]?out\b|\b[Tt]imeout (?:of|after|exceeded|waiting)\b|\b(?:connection|Connection) (?:refused|reset|closed)\b/u,
  /\b(?:status(?: code)?|HTTP\/?[\d.]{0,3})[ :=]{1,3}[45]\d\d\b|\bexpected\b.{1,200}\b(?:but|got|to|received)\b/u,
  /\bCaused by\b|\bTraceback \(most recent call last\)|\bpanic: /u,
);

/** A test that failed, or a count of them. */
export const FAILED_TESTS =
  /^[^\S\n]{0,20}(?:--- )?FAIL\b|\bFAILED\b|<<< (?:FAILURE|ERROR)!|\b[1-9]\d* (?:tests? )?(?:failed|failures?|failing|errors?|broken|passed|passing|examples?|scenarios?|succeeded|success|passes)\b|\b(?:[Ff]ailures?|[Ee]rrors?|[Ff]ailed|[Pp]assed)\s*[:=]\s*[1-9]/mu;

/** Test code that did not load. */
export const NOT_LOADED = anyOf(
  "mu",
  /\b[Ee]rrors? (?:while loading|during collection|collecting|while importing)|\b\d{1,6} errors?\b.{0,40}\bcollection/u,
  /\bERROR collecting\b|\bcollected 0 items \/ [1-9]\d{0,5} errors?\b/u,
  /ModuleNotFoundError|ImportError|SyntaxError|IndentationError|LoadError|NoClassDefFoundError|ClassNotFoundException/u,
  /\bCannot find (?:module|package)|\b[Cc]ompilation (?:failed|error|failure)|\bCOMPILATION ERROR|\berror (?:TS|CS)\d{3,5}\b/u,
  /\boccurred (?:while loading|outside of examples)/u,
);

/** Jest says so around every error at load time, and of an empty file as well. */
export const SUITE_FAILED = /\bTest suite failed to run\b/u;

/** No way to a server: for tools that fetch, this is the fault and not the thing that they could not get. */
export const NO_WAY =
  /\b(?:ENOTFOUND|EAI_\w{3,12}|ECONN\w{3,12}|ETIMEDOUT|ESOCKETTIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_\w{3,20}|UND_ERR_\w{3,30}|EPROTO|CERT_\w{3,40}|SELF_SIGNED\w{3,40}|UNABLE_TO_\w{3,60}|DEPTH_ZERO\w{3,40})\b|timed?[ -]?out\b|connection (?:refused|reset|aborted|closed|broken)|refused|unknown ?host|UnknownHost|name (?:or service not known|resolution)|(?:could not|couldn't|cannot|unable to|failed to) resolve (?:host|proxy|address)|no such host|nodename nor servname|getaddrinfo|network is unreachable|no route to host|NewConnectionError|MaxRetryError|max retries exceeded|ProxyError|socket hang up|unexpected EOF|PKIX|handshake|\bSSL|certificate|\btls\b|\b(?:status(?: code)?|HTTP(?:\/[\d.]{1,3})?|code|response code|returned error|answered)[ :=]{1,3}(?:401|403|407|408|429|5\d\d)\b|\b(?:401 Unauthori[sz]ed|403 Forbidden|429 Too Many|50\d (?:Bad|Service|Gateway|Internal)\w*)|\bE(?:401|403|429|50\d)\b|Too Many Requests|Service Unavailable|Bad Gateway/iu;

/** Containers of the service that are rolled out: what ends them is a matter of the deploy. */
export const ROLLED_OUT =
  /CrashLoopBackOff|Back-off restarting|failed to start and listen|ImagePull|ErrImage|nodes are available|RunContainerError|CreateContainerError|\bkubelet\b|containerd task|standard_init_linux|exec user process|OCI runtime create failed|\bheroku[[/]|\bError R1\d \(/u;

/** The build of an image: what is missing in it is missing in the thing to deploy. */
export const IMAGE_BUILD =
  /failed to solve|did not complete successfully|returned a non-zero code|\bStep \d{1,3}\/\d{1,3} : |\b(?:cloud )?build step \d|\bbuildpack|Build failed; check build logs|^#\d{1,3} \[|^ {0,3}> \[[\w ./-]{1,60}\] RUN /mu;
