// What the public registries say of a code: HTTP status (RFC 9110), WebSocket close code (RFC 6455 and the IANA
// registry), Node's and OpenSSL's error codes.
import type { ClassId } from "../../model/failure-class.ts";

/** Class of an HTTP status that was not the expected one; null for a success, which decides nothing. */
export function classOfStatus(status: number): ClassId | null {
  const own = UNREGISTERED.get(status);
  if (own !== undefined) return own;
  if (status === 401) return "access.unauthenticated";
  if (status === 403 || status === 451) return "access.forbidden";
  if (status === 404 || status === 410) return "svc.not-found";
  if (status === 408 || status === 504) return "svc.slow-response";
  if (status === 429) return "access.rate-limited";
  if (status === 407 || status === 511) return "access.blocked";
  if (status === 502 || status === 503) return "svc.unavailable";
  if (status >= 500 && status <= 599) return "svc.server-error";
  if (status >= 400 && status <= 499) return "svc.rejected";
  return null;
}

/** Statuses that no registry knows, by the servers that send them: Laravel, IIS, nginx, Esri, AWS, Cloudflare. */
const UNREGISTERED: ReadonlyMap<number, ClassId> = new Map<number, ClassId>([
  [419, "access.forbidden"],
  [440, "access.unauthenticated"],
  [495, "net.tls"],
  [496, "net.tls"],
  [498, "access.unauthenticated"],
  [499, "svc.slow-response"],
  [520, "svc.unavailable"],
  [521, "svc.unavailable"],
  [522, "svc.unavailable"],
  [523, "svc.unavailable"],
  [524, "svc.slow-response"],
  [525, "net.tls"],
  [526, "net.tls"],
  [529, "dep.third-party"],
  [530, "svc.unavailable"],
  [561, "access.blocked"],
]);

/** Names of the statuses by RFC 9110, its older editions and the servers that name them otherwise. */
const STATUS_NAMES: Readonly<Record<number, readonly string[]>> = {
  101: ["Switching Protocols"],
  200: ["OK"],
  201: ["Created"],
  202: ["Accepted"],
  203: ["Non Authoritative Information"],
  204: ["No Content"],
  205: ["Reset Content"],
  206: ["Partial Content"],
  207: ["Multi Status"],
  301: ["Moved Permanently"],
  302: ["Found", "Moved Temporarily"],
  303: ["See Other"],
  304: ["Not Modified"],
  307: ["Temporary Redirect"],
  308: ["Permanent Redirect"],
  400: ["Bad Request"],
  401: ["Unauthorized", "Authorization Required"],
  402: ["Payment Required"],
  403: ["Forbidden"],
  404: ["Not Found"],
  405: ["Method Not Allowed"],
  406: ["Not Acceptable"],
  407: ["Proxy Authentication Required"],
  408: ["Request Timeout", "Request Time out"],
  409: ["Conflict"],
  410: ["Gone"],
  411: ["Length Required"],
  412: ["Precondition Failed"],
  413: ["Payload Too Large", "Request Entity Too Large", "Content Too Large", "Request Too Long"],
  414: ["URI Too Long", "Request URI Too Long", "Request URI Too Large"],
  415: ["Unsupported Media Type"],
  416: ["Range Not Satisfiable", "Requested Range Not Satisfiable"],
  417: ["Expectation Failed"],
  418: ["I'm a teapot", "I am a teapot"],
  419: ["Page Expired", "Authentication Timeout"],
  421: ["Misdirected Request"],
  422: ["Unprocessable Entity", "Unprocessable Content"],
  423: ["Locked"],
  424: ["Failed Dependency"],
  425: ["Too Early"],
  426: ["Upgrade Required"],
  428: ["Precondition Required"],
  429: ["Too Many Requests"],
  431: ["Request Header Fields Too Large"],
  451: ["Unavailable For Legal Reasons"],
  500: ["Internal Server Error"],
  501: ["Not Implemented"],
  502: ["Bad Gateway"],
  503: ["Service Unavailable", "Service Temporarily Unavailable"],
  504: ["Gateway Timeout", "Gateway Time out"],
  505: ["HTTP Version Not Supported"],
  506: ["Variant Also Negotiates"],
  507: ["Insufficient Storage"],
  508: ["Loop Detected"],
  510: ["Not Extended"],
  511: ["Network Authentication Required"],
};

/** A name in any spelling: "Not Found", "NOT_FOUND", "NotFound", "not-found". */
function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z]+/gu, "");
}

const BY_NAME: ReadonlyMap<string, number> = new Map(
  Object.entries(STATUS_NAMES).flatMap(([status, names]) => names.map((name) => [bare(name), Number(status)] as const)),
);

/** All names as a piece of a pattern, the longer ones first; capitals are left to the pattern's flags. */
export function statusNames(from = 100): string {
  return Object.entries(STATUS_NAMES)
    .filter(([status]) => Number(status) >= from)
    .flatMap(([, names]) => names)
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/['’]/gu, ".?").replaceAll(" ", "[ _-]?"))
    .join("|");
}

export function statusOfName(name: string): number | null {
  return BY_NAME.get(bare(name)) ?? null;
}

/** IANA registers it, or a well-known server sends it. */
export function isKnownStatus(status: number): boolean {
  return (
    Object.hasOwn(STATUS_NAMES, status) || UNREGISTERED.has(status) || [100, 102, 103, 208, 226, 300].includes(status)
  );
}

/** A WebSocket upgrade that was answered with anything but 101. */
export function classOfUpgrade(status: number): ClassId {
  return classOfStatus(status) ?? "svc.bad-response";
}

const AUTH =
  /auth(?!or\b)|token|jwt|credential|log(?:ged)? ?(?:in|out|off)|session|sign(?:ed)?[ -]?(?:in|out)|api[ _-]?key|signature|password|unauthori[sz]ed|not authori[sz]ed|forbidden|permission|denied|not allowed|expired/iu;
/** A reason that tells of the form of what was sent, whoever sent it. */
const FORM =
  /invalid (?:message|frame|json|payload|data|format|request)|too (?:big|large|long|many|chatty)|malformed|\brate\b|limit|flood/iu;
const RATE = /rate.?limit|too many|throttl|slow down|flood/iu;

/** Class of a close code; the reason decides where the code alone does not (1008, 4000–4999). */
export function classOfClose(code: number, reason: string): ClassId {
  if (code === 1000) return "assert.missing-output";
  if (code === 1001 || code === 1005 || code === 1006) return "net.dropped";
  if (code === 1008) return ofPolicy(reason.trim());
  if (code === 1011) return "svc.server-error";
  if (code === 1012 || code === 1013 || code === 1014) return "svc.unavailable";
  if (code === 1015) return "net.tls";
  if ([3000, 4001, 4003, 4401].includes(code)) return "access.unauthenticated";
  if (code === 3003 || code === 4403) return "access.forbidden";
  if (code === 3008) return "svc.slow-response";
  if (code >= 4000 && RATE.test(reason)) return "access.rate-limited";
  if (code >= 4000 && AUTH.test(reason)) return "access.unauthenticated";
  return "svc.rejected";
}

function ofPolicy(reason: string): ClassId {
  if (reason === "" || /^(?:policy violation|none|null)$/iu.test(reason)) return "access.unauthenticated";
  return AUTH.test(reason) && !FORM.test(reason) ? "access.unauthenticated" : "svc.rejected";
}

/** Class of a system, TLS or own error code; null when the code says nothing. */
export function classOfErrno(errno: string): ClassId | null {
  const own = Object.hasOwn(OWN_CODES, errno) ? OWN_CODES[errno] : undefined;
  if (own !== undefined) return own;
  if (/^(?:ENOTFOUND|EAI_\w+)$/u.test(errno)) return "net.dns";
  if (/^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EHOSTDOWN)$/u.test(errno)) return "net.refused";
  if (/^(?:ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET)$/u.test(errno)) return "net.dropped";
  if (/^(?:ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/u.test(errno)) return "net.connect-timeout";
  if (/CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|ERR_TLS|ERR_SSL|^EPROTO$/u.test(errno)) return "net.tls";
  if (/^(?:ENOSPC|EMFILE|ENFILE|ENOMEM|EADDRINUSE)$/u.test(errno)) return "env.runner";
  if (/^(?:HPE_|WS_ERR_|NOT_HTTP|Z_|ERR__|ERR_PADDING|ERR_BROTLI)/u.test(errno)) return "svc.bad-response";
  if (/^(?:TOKEN|ADDRESS_REFUSED|USERINFO_REFUSED|TLS_VERIFICATION_OFF|INVALID_\w+)$/u.test(errno)) {
    return "env.missing-config";
  }
  return null;
}

/** Codes of our own for what no library has a code for. */
export const OWN_CODES: Readonly<Record<string, ClassId>> = {
  FLOOD: "svc.bad-response",
  HALF_OPEN: "net.dropped",
  WS_ERR_NOT_READING: "svc.slow-response",
  PATTERN_TOO_SLOW: "test.defect",
  SCHEMA_NOT_APPLICABLE: "test.defect",
  INTERNAL: "env.runner",
};

/** Close codes by the names that Go, .NET and Rust print for them. */
export function closeOfName(name: string): number | null {
  const wanted = name.toLowerCase().replace(/^status/u, "");
  return CLOSE_NAMES.find(([, names]) => names.includes(wanted))?.[0] ?? null;
}

const CLOSE_NAMES: readonly (readonly [number, readonly string[]])[] = [
  [1000, ["normalclosure", "normal"]],
  [1001, ["goingaway", "endpointunavailable", "away"]],
  [1002, ["protocolerror", "protocol"]],
  [1003, ["unsupporteddata", "invalidmessagetype", "unsupported"]],
  [1005, ["nostatusrcvd", "empty"]],
  [1006, ["abnormalclosure", "abnormal"]],
  [1007, ["invalidframepayloaddata", "invalidpayloaddata", "invalid"]],
  [1008, ["policyviolation", "policy"]],
  [1009, ["messagetoobig", "size"]],
  [1010, ["mandatoryextension", "extension"]],
  [1011, ["internalerror", "internalservererror", "error"]],
  [1012, ["servicerestart", "restart"]],
  [1013, ["tryagainlater", "again"]],
  [1014, ["badgateway"]],
  [1015, ["tlshandshake", "tls"]],
];
