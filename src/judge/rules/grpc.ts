// Status codes of gRPC, as its libraries print them: by name in every spelling, by number where the text says so.
import type { ClassId } from "../../model/failure-class.ts";
import { maskVolatile } from "../fingerprint/mask.ts";
import { said, type Found } from "../classify/findings.ts";
import type { Rule } from "./rule.ts";

/** In the order of their numbers; null where the code alone tells no fault. */
const CODES: readonly (readonly [name: string, kind: ClassId | null])[] = [
  ["OK", null],
  ["CANCELLED", "net.dropped"],
  ["UNKNOWN", "svc.server-error"],
  ["INVALID_ARGUMENT", "svc.rejected"],
  ["DEADLINE_EXCEEDED", "svc.slow-response"],
  ["NOT_FOUND", "svc.not-found"],
  ["ALREADY_EXISTS", "svc.rejected"],
  ["PERMISSION_DENIED", "access.forbidden"],
  ["RESOURCE_EXHAUSTED", "access.rate-limited"],
  ["FAILED_PRECONDITION", "svc.rejected"],
  ["ABORTED", "svc.server-error"],
  ["OUT_OF_RANGE", "svc.rejected"],
  ["UNIMPLEMENTED", "svc.not-found"],
  ["INTERNAL", "svc.server-error"],
  ["UNAVAILABLE", "svc.unavailable"],
  ["DATA_LOSS", "svc.server-error"],
  ["UNAUTHENTICATED", "access.unauthenticated"],
];
const NAME = CODES.map(([name]) => name.replaceAll("_", "_?")).join("|");
const SURE =
  "DEADLINE_EXCEEDED|PERMISSION_DENIED|RESOURCE_EXHAUSTED|FAILED_PRECONDITION|INVALID_ARGUMENT|UNAUTHENTICATED|UNIMPLEMENTED|ALREADY_EXISTS|OUT_OF_RANGE";

/** The connection ended under the call: the library says UNAVAILABLE, INTERNAL or CANCELLED, its words say how. */
const BROKE =
  /endpoint read failed|connection reset|socket closed|broken pipe|RST_STREAM|transport is closing|(?:connection|channel) (?:closed|dropped|was (?:forcibly )?closed|aborted)|unexpected EOF|error reading (?:from )?server preface|stream (?:removed|terminated|closed)|network closed|\b(?:read|write) E(?:CONNRESET|PIPE)|error reading from server: EOF|GOAWAY|keepalive (?:watchdog|ping) timeout|connection error: desc = "error reading/iu;
const REFUSED =
  /connection ?refused|actively refused|ECONNREFUSED|no route to host|network is unreachable|failed to connect to all addresses(?![^\n]{0,200}(?:timeout|timed out|DNS|handshak|certificate))/iu;
const NAMELESS =
  /no such host|name resolution|name resolver error|zero addresses|Domain name not found|DNS resolution failed|not known|ENOTFOUND|EAI_AGAIN|Unable to resolve host/iu;
const UNTIMELY =
  /i\/o timeout|timed out (?:connecting|waiting to connect)|connect(?:ion)? timed? ?out|FD Shutdown|ETIMEDOUT/iu;
const CERTIFICATE = /certificate|x509|SSL_ERROR|TLS handshake|Handshake ?(?:failed|exception)|PKIX/iu;
const TOO_LARGE = /larger than max|exceeds maximum|message (?:size )?too large/iu;

function callFinding(code: number, words: string): Found | null {
  const [name, id] = CODES[code] ?? ["", null];
  if (id === null) return null;
  const kind = innerClass(name, words) ?? id;
  return {
    class: kind,
    confidence: "certain",
    ...(kind === "svc.server-error" &&
    /\b\w{1,60}(?:Error|Exception)\b|must be|cannot read prop|undefined|nil pointer/iu.test(words)
      ? { transient: "no" }
      : {}),
    ...(name === "ABORTED" ? { transient: "either" } : {}),
    signature: `grpc ${name} ${maskVolatile(words)}`,
    headline: words === "" ? said`the call ends with ${name}` : said`the call ends with ${name}: ${words}`,
  };
}

function innerClass(name: string, words: string): ClassId | null {
  if (["UNAVAILABLE", "INTERNAL", "UNKNOWN", "CANCELLED"].includes(name)) {
    if (CERTIFICATE.test(words)) return "net.tls";
    if (NAMELESS.test(words)) return "net.dns";
    if (REFUSED.test(words)) return "net.refused";
    if (UNTIMELY.test(words)) return "net.connect-timeout";
    if (BROKE.test(words)) return "net.dropped";
    if (
      /Received (?:HTTP|http2? header with) status(?: code)?:? ?40[13]\b|unexpected HTTP status code received from server: 40[13]/iu.test(
        words,
      )
    ) {
      return /401/u.test(words) ? "access.unauthenticated" : "access.forbidden";
    }
    if (/\b(?:HTTP status|status code|status)[^\n]{0,30} 404\b/iu.test(words)) return "svc.not-found";
    if (/\b(?:HTTP status|status code|status)[^\n]{0,30} 50[23]\b/iu.test(words)) return "svc.unavailable";
    if (/content-type/iu.test(words)) return "svc.bad-response";
  }
  if (name === "RESOURCE_EXHAUSTED" && TOO_LARGE.test(words)) return "svc.rejected";
  return null;
}

function nameOf(name: string): string {
  return CODES[numberOf(name)]?.[0] ?? "";
}

function numberOf(name: string): number {
  const wanted = name
    .toUpperCase()
    .replace(/[^A-Z]/gu, "")
    .replace(/^CANCELED$/u, "CANCELLED");
  return CODES.findIndex(([each]) => each.replaceAll("_", "") === wanted);
}

/** Group 1 holds the code, by number or name; group 2 what was said. */
const callAt = (match: RegExpExecArray): Found | null => innermost(match) ?? ownCall(match);

const INNER_CALL = new RegExp(
  `(?:\\bcode = |\\bstatus = StatusCode\\.)(${NAME}|Canceled)(?: desc = |,?\\s{1,12}details = ")([^\\n"]{0,300})`,
  "giu",
);

/** A service that called another tells what that one said in its own words: the last of them is the cause. */
function innermost(match: RegExpExecArray): Found | null {
  const from = match.index + match[0].length - (match[2] ?? "").length;
  const rest = match.input.slice(from, from + 900);
  if (!/^[^\n]{0,200}(?:rpc error: code = |RpcError of RPC that)/u.test(rest)) return null;
  const inner = [...rest.matchAll(INNER_CALL)].at(-1);
  return inner === undefined ? null : callFinding(numberOf(inner[1] ?? ""), (inner[2] ?? "").trim());
}

const ownCall = (match: RegExpExecArray): Found | null => {
  const [, code = "", words = ""] = match;
  return callFinding(/^\d/u.test(code) ? Number(code) : numberOf(code), words.trim().replace(/["'}\])]+$/u, ""));
};

export const GRPC: readonly Rule[] = [
  {
    id: "grpc/go",
    class: "svc.server-error",
    confidence: "certain",
    pattern: new RegExp(`\\bcode = (${NAME}|Canceled|Code\\(\\d{1,2}\\)) desc = ([^\\n]{0,300})`, "iu"),
    unless: /Error response from daemon|failed to pull|image "|containerd|cri-o|container runtime/iu,
    finding: callAt,
  },
  {
    // Python: <_InactiveRpcError of RPC that terminated with: status = StatusCode.UNAVAILABLE details = "..">.
    id: "grpc/python",
    class: "svc.server-error",
    confidence: "certain",
    pattern: new RegExp(
      `\\bStatusCode\\.(${NAME})\\b(?:[, ]\\s{0,12}(?:details ?= ?)?["']([^"'\\n]{0,300})|\\s{1,12}details = "([^"\\n]{0,300}))?`,
      "u",
    ),
    finding: (match) => {
      const [, code = "", words = "", more = ""] = match;
      return callFinding(numberOf(code), words === "" ? more : words);
    },
  },
  {
    // C#: Status(StatusCode="Unavailable", Detail="..").
    id: "grpc/dotnet",
    class: "svc.server-error",
    confidence: "certain",
    pattern: new RegExp(`Status\\(StatusCode="?(${NAME}|Cancelled)"?, Detail="([^\\n]{0,300}?)(?:"[,)]|\\n|$)`, "iu"),
    finding: callAt,
  },
  {
    // Java: StatusRuntimeException: UNAVAILABLE: io exception; the cause below it tells more.
    id: "grpc/java",
    class: "svc.server-error",
    confidence: "certain",
    pattern: new RegExp(
      `\\bStatus(?:Runtime)?Exception: (${NAME})\\b(?:: ([^\\n]{0,300}))?|\\bStatus\\{code=(${NAME}), description=([^\\n]{0,300}?)(?:, cause=|\\}|\\n|$)`,
      "u",
    ),
    finding: (match) => {
      const [, code = match[3] ?? "", words = match[4] ?? ""] = match;
      const cause = [...match.input.matchAll(/Caused by:\s{1,4}([^\n]{1,200})/gu)].at(-1)?.[1] ?? "";
      const isWire = innerClass(code, cause) !== null && innerClass(code, words) === null;
      const isVague = words === "" || /^io exception$/iu.test(words);
      return callFinding(numberOf(code), isWire || (isVague && cause !== "") ? cause : words);
    },
  },
  {
    // Node, PHP, Dart, Rust, grpcurl: number and name, or both in fields.
    id: "grpc/number-and-name",
    class: "svc.server-error",
    confidence: "certain",
    pattern: new RegExp(`\\b(?:1[0-6]|[1-9]) (${NAME}): ([^\\n]{0,300})`, "u"),
    finding: callAt,
  },
  {
    id: "grpc/fields",
    class: "svc.server-error",
    confidence: "certain",
    pattern: new RegExp(
      `\\b(?:grpc|Grpc|GRPC|gRPC|rpc|RPC)\\w{0,20}[^\\n]{0,60}?\\b(?:code|status|Code)(?:Name)?["']?[:=( ]{1,3}["']?(${NAME}|1[0-6]|[1-9])\\b["']?(?:[:,)] ?(?:codeName: \\w{1,30}, )?(?:message|details|desc|Message)?["']?[:= ]{0,3}["']?([^"\\n]{0,300}))?|\\bstatus: (${NAME}|Unavailable|Unknown|Internal|Unauthenticated|Unimplemented|NotFound|PermissionDenied|DeadlineExceeded), message: "([^"\\n]{0,300})|^ {2}Code: (\\w{2,20})\\n {2}Message: ([^\\n]{0,300})`,
      "mu",
    ),
    unless: /Error response from daemon|failed to pull|\bexit(?:ed|s)?\b/u,
    finding: (match) => {
      const [, first, words = "", second, more = "", third, rest = ""] = match;
      const code = first ?? second ?? third ?? "";
      return callFinding(/^\d/u.test(code) ? Number(code) : numberOf(code), words || more || rest);
    },
  },
  {
    // Rust's tonic, whose source tells what happened underneath.
    id: "grpc/tonic",
    class: "svc.server-error",
    confidence: "certain",
    pattern: new RegExp(
      `\\bStatus \\{ code: (${NAME})\\b(?:, message: "((?:[^"\\\\\\n]|\\\\.){0,300})")?([^\\n]{0,600})`,
      "iu",
    ),
    finding: (match) => {
      const [, code = "", words = "", rest = ""] = match;
      const source = /source: Some\(([^\n]{0,400})/u.exec(rest)?.[1] ?? "";
      const isWire = innerClass(nameOf(code), source) !== null && innerClass(nameOf(code), words) === null;
      return callFinding(numberOf(code), isWire ? source : words);
    },
  },
  {
    // PHP's var_dump of a call's status.
    id: "grpc/php",
    class: "svc.server-error",
    confidence: "probable",
    pattern:
      /\["code"\]=>\s{1,12}int\((1[0-6]|[1-9])\)\s{1,12}\["details"\]=>\s{1,12}string\(\d{1,6}\) "([^"\n]{0,300})/u,
    finding: callAt,
  },
  {
    // Names that nobody else uses, alone in front of what was said: Firebase, Google's error bodies, grpc-status.
    id: "grpc/name",
    class: "svc.server-error",
    confidence: "probable",
    pattern: new RegExp(
      `\\b(?:grpc-status["']?: ?["']?)(1[0-6]|[1-9])\\b(?:[^\\n]{0,20}grpc-message["']?: ?["']?([^"'\\n]{0,200}))?|\\b(${SURE})\\b(?:: ([^\\n]{0,200}))?`,
      "u",
    ),
    unless: /\b(?:gcloud|terraform|kubectl|helm|firebase deploy)\b/iu,
    finding: (match) => {
      const [, number, words = "", name = "", more = ""] = match;
      return callFinding(number === undefined ? numberOf(name) : Number(number), words || more);
    },
  },
  {
    id: "grpc/name-sentence",
    class: "svc.unavailable",
    confidence: "probable",
    pattern:
      /(?:^|Error: |error: |Exception: |rpc error: )(UNAVAILABLE|INTERNAL|UNKNOWN|ABORTED|DATA_LOSS|NOT_FOUND|CANCELLED): ([^\n]{1,300})/mu,
    finding: callAt,
  },
];
