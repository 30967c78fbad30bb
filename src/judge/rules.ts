// THE TABLE of text rules: words that tests and servers use in public grammars (pytest, node:test, Python, JavaScript,
// curl, WebSocket libraries). First match wins, so the order is the precedence. Every pattern is linear: no nested
// or overlapping repetition.
import type { Confidence, Transient } from "../model/analysis.ts";
import type { ClassId } from "../model/failure-class.ts";
import { closeFinding, missingEventsFinding, said, statusFinding, upgradeFinding, type Found } from "./findings.ts";

interface TextRule {
  readonly id: string;
  readonly pattern: RegExp;
  readonly finding: (match: RegExpExecArray) => Found | null;
}

const plain =
  (id: ClassId, confidence: Confidence = "probable", transient?: Transient) =>
  (): Found => ({ class: id, confidence, ...(transient === undefined ? {} : { transient }) });

// The path or "METHOD /path" that the same line names, so that 404s of different endpoints stay apart.
function targetIn(line: string): string | null {
  const match =
    /(?:\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) (?:https?:\/\/[^\s/"'`]+)?|\bhttps?:\/\/[^\s/"'`]+|(?<![\w.~%:/-]))(\/[\w~.%-]+(?:\/[\w~.%{}:-]+)*)/u.exec(
      line,
    );
  const path = match?.[2]?.replace(/[.:]+$/u, "");
  if (path === undefined || /\.(?:[cm]?[jt]sx?|py|rb|go|java|cs|php)$/u.test(path)) return null;
  return match?.[1] === undefined ? path : `${match[1]} ${path}`;
}

function lineOf(match: RegExpExecArray): string {
  const from = match.input.lastIndexOf("\n", match.index) + 1;
  const to = match.input.indexOf("\n", match.index);
  return match.input.slice(from, to === -1 ? undefined : to);
}

const statusAt = (group: number) => (match: RegExpExecArray) =>
  statusFinding(Number(match[group]), targetIn(lineOf(match)));

export const TEXT_RULES: readonly TextRule[] = [
  {
    id: "text.missing-variable",
    pattern:
      /missing required (?:environment )?variable|environment variable "?'?\w+"?'? (?:is )?(?:not set|missing|required)|(?:api[_ ]?key|secret)\b.{0,40}(?:not set|is missing|must be set)/iu,
    finding: plain("env.missing-config"),
  },
  {
    id: "text.command-not-found",
    pattern: /: command not found|executable doesn't exist at|\bspawn \S+ ENOENT|\bexit code 127\b/iu,
    finding: plain("env.tooling"),
  },
  {
    id: "text.out-of-resources",
    pattern:
      /no space left on device|\bENOSPC\b|\bEMFILE\b|heap out of memory|OutOfMemoryError|too many open files|killed by SIGKILL/iu,
    finding: plain("env.runner"),
  },
  {
    id: "text.type-error-in-service",
    pattern: /\b\w+ must be an? [A-Z]\w+ instance/u,
    finding: (match) => ({
      class: "svc.server-error",
      confidence: "certain",
      transient: "no",
      signature: `type ${match[0].toLowerCase()}`,
      headline: said`the service fails with ${match[0]}`,
    }),
  },
  {
    id: "text.keepalive-sent",
    pattern: /sent 1011 \([^)\n]{0,40}\) keepalive ping timeout/iu,
    finding: plain("net.dropped", "certain"),
  },
  {
    // websockets (Python): "received 1011 (internal error) REASON; then sent 1011 …"
    id: "text.close-received",
    pattern: /\breceived (\d{4}) \([^)\n]{0,60}\)([^;\n]*)/iu,
    finding: (match) => closeFinding(Number(match[1]), match[2] ?? ""),
  },
  {
    id: "text.close-code",
    pattern:
      /\b(?:(?:web)?socket\b[^\n]{0,60}?|\bws\b[^\n]{0,60}?)?\bclosed?(?: with)?(?: code)?[ :=]+(100[0-9]|101[0-5]|300[038]|4\d{3})\b(?:[ ,:(]+(?:reason[ :=]+)?["']?([^"'\n)]{0,120}))?/iu,
    finding: (match) => closeFinding(Number(match[1]), match[2] ?? ""),
  },
  {
    id: "text.no-close-frame",
    pattern: /no close frame received|closed abnormally|connection (?:was )?dropped without a close/iu,
    finding: () => closeFinding(1006, ""),
  },
  {
    id: "text.upgrade-refused",
    pattern:
      /(?:rejected WebSocket connection:? HTTP|unexpected server response:?|handshake (?:status|was answered|failed with status|rejected with)) ?(\d{3})\b/iu,
    finding: (match) => upgradeFinding(Number(match[1])),
  },
  {
    id: "text.upgrade-http",
    pattern: /\bHTTP (\d{3})\b[^\n]{0,40}rejected WebSocket/iu,
    finding: (match) => upgradeFinding(Number(match[1])),
  },
  {
    id: "text.handshake-timeout",
    pattern:
      /timed out during (?:the )?opening handshake|opening handshake has timed out|handshake (?:was )?(?:never|not) answered/iu,
    finding: plain("net.connect-timeout", "certain"),
  },
  {
    id: "text.name",
    pattern:
      /\bENOTFOUND\b|\bEAI_\w+|getaddrinfo|name or service not known|nodename nor servname|could not resolve host|temporary failure in name resolution|no such host/iu,
    finding: plain("net.dns", "certain"),
  },
  {
    id: "text.refused",
    pattern: /\bECONNREFUSED\b|connection refused|no route to host|network is unreachable/iu,
    finding: plain("net.refused", "certain"),
  },
  {
    id: "text.tls",
    pattern:
      /CERTIFICATE_VERIFY_FAILED|CERT_HAS_EXPIRED|SELF_SIGNED_CERT|ERR_TLS_CERT|certificate has expired|x509:|WRONG_VERSION_NUMBER|PKIX path/u,
    finding: plain("net.tls", "certain"),
  },
  {
    id: "text.reset",
    pattern:
      /\bECONNRESET\b|\bEPIPE\b|socket hang up|connection reset by peer|remote end closed connection|unexpected EOF/iu,
    finding: plain("net.dropped", "certain"),
  },
  {
    id: "text.connect-timeout",
    pattern: /\bETIMEDOUT\b|connect(?:ion)? timed? ?out|ConnectTimeout/iu,
    finding: plain("net.connect-timeout"),
  },
  {
    id: "text.deploying",
    pattern: /deployment (?:is )?(?:still )?in progress|operation .{0,40}is in progress/iu,
    finding: plain("deploy.in-progress"),
  },
  {
    id: "text.assert-status",
    pattern: /\bassert ([1-5]\d{2}) (?:== [1-5]0\d\b|in [[({][1-5]0\d)/u,
    finding: statusAt(1),
  },
  {
    id: "text.expected-then-status",
    pattern:
      /\bexpected:? (?:status(?: code)? )?\(?[1-5]0\d\b,?[ )]{0,3}(?:but )?(?:got|received|was|actual|answered):? ([1-5]\d{2})\b/iu,
    finding: statusAt(1),
  },
  {
    id: "text.status-then-expected",
    pattern:
      /\b(?:(?:got|answered|returned) (?:an? )?(?:http )?(?:status(?: code)?|response)|status(?: code)?(?: was| is)?|answered|HTTP(?:\/[\d.]+)?)[ :=]+([1-5]\d{2})\b/iu,
    finding: statusAt(1),
  },
  { id: "text.unequal-status", pattern: /^[ \t]{0,20}([1-5]\d{2}) !== [1-5]\d{2}[ \t]*$/mu, finding: statusAt(1) },
  {
    id: "text.events-of",
    pattern: /\b(\d+)\s*(?:\/|of)\s*(\d+) (?:critical |expected )?events\b/iu,
    finding: (match) => {
      const of = Number(match[2]);
      if (Number(match[1]) >= of) return null;
      return missingEventsFinding({
        names: eventNames(match.input),
        missing: Math.max(0, of - Number(match[1])),
        of,
        ordered: false,
      });
    },
  },
  {
    id: "text.empty-output",
    pattern:
      /assert 0 > 0|0 = len\(\[\]\)|no (?:events?|messages?|content) (?:came|received|arrived)|should (?:provide|produce|return) some (?:content|output)|should use \w+ tools/iu,
    finding: plain("assert.missing-output"),
  },
  {
    id: "text.threshold",
    pattern:
      /SLA violation[^\n]*|\b(?:latency|duration|p\d\d|quality|score)\b[^\n]{0,40}?\d{1,9}(?:\.\d{1,9})? ?(?:ms|s|%)? ?(?:<|>|<=|>=|exceeds|above|below|over) ?\d[^\n]*/iu,
    finding: (match) => ({
      class: "assert.sla",
      confidence: "probable",
      ...(/\b0(?:\.0+)?\s*<\s/u.test(match[0]) ? { transient: "no" } : {}),
    }),
  },
  {
    id: "text.import",
    pattern:
      /ModuleNotFoundError|ImportError|ERR_MODULE_NOT_FOUND|Cannot find (?:module|package)|error collecting|errors? during collection|SyntaxError/u,
    finding: plain("test.import", "certain"),
  },
  {
    id: "text.not-json",
    pattern:
      /Unexpected token .{0,12} ?(?:in JSON|.{0,20}is not valid JSON)|JSONDecodeError|invalid character '<' looking/u,
    finding: plain("svc.bad-response"),
  },
  {
    id: "text.test-timeout",
    pattern: /test timed out|exceeded timeout of|Test timeout of \d+ ?ms|Failed: Timeout|stopped at its time limit/iu,
    finding: plain("test.timeout", "certain"),
  },
  {
    id: "text.answer-timeout",
    pattern: /TimeoutError|ReadTimeout|no answer within|deadline exceeded/u,
    finding: plain("svc.slow-response", "possible"),
  },
  {
    id: "text.test-defect",
    pattern:
      /\b(?:NameError|ReferenceError|AttributeError|TypeError|KeyError|NoMethodError|NullPointerException)\b|fixture '\w+' not found/u,
    finding: plain("test.defect"),
  },
  {
    id: "text.assertion",
    pattern: /AssertionError|\bassert\b|ERR_ASSERTION|Expected\b[^\n]{0,80}\b(?:but|received|got|to (?:be|equal))\b/iu,
    finding: plain("assert.value", "possible"),
  },
];

// "Missing Events: {'a', 'b'}" and similar lists of names.
function eventNames(text: string): readonly string[] {
  const list = /missing(?: critical)?(?: events)?[ :=]+[[({]?([^\n\])}]{1,300})/iu.exec(text)?.[1] ?? "";
  return list.match(/\b[a-z][a-z0-9]*(?:[_.:-][a-z0-9]+)+\b/gu) ?? [];
}
