// What the public registries say of a code: HTTP status (RFC 9110), WebSocket close code (RFC 6455 and the IANA
// registry), Node's and OpenSSL's error codes.
import type { ClassId } from "../../model/failure-class.ts";

/** Class of an HTTP status that was not the expected one; null for a success, which decides nothing. */
export function classOfStatus(status: number): ClassId | null {
  if (status === 401) return "access.unauthenticated";
  if (status === 403) return "access.forbidden";
  if (status === 404 || status === 410) return "svc.not-found";
  if (status === 408 || status === 504 || status === 524) return "svc.slow-response";
  if (status === 429) return "access.rate-limited";
  if (status === 511) return "access.blocked";
  if (status === 529) return "dep.third-party";
  if ([502, 503, 520, 521, 522, 523, 530].includes(status)) return "svc.unavailable";
  if (status >= 500 && status <= 599) return "svc.server-error";
  if (status >= 400 && status <= 499) return "svc.rejected";
  return null;
}

/** A WebSocket upgrade that was answered with anything but 101. */
export function classOfUpgrade(status: number): ClassId {
  return classOfStatus(status) ?? "svc.bad-response";
}

const AUTH = /auth|token|jwt|credential|login|session|unauthori[sz]ed|forbidden|permission|expired/iu;

/** Class of a close code; the reason decides where the code alone does not (1008, 4000–4999). */
export function classOfClose(code: number, reason: string): ClassId {
  if (code === 1000) return "assert.missing-output";
  if (code === 1001 || code === 1005 || code === 1006) return "net.dropped";
  if (code === 1008) return reason.trim() === "" || AUTH.test(reason) ? "access.unauthenticated" : "svc.rejected";
  if (code === 1011) return "svc.server-error";
  if (code === 1012 || code === 1013 || code === 1014) return "svc.unavailable";
  if (code === 1015) return "net.tls";
  if ([3000, 4001, 4003, 4401].includes(code)) return "access.unauthenticated";
  if (code === 3003 || code === 4403) return "access.forbidden";
  if (code === 3008) return "svc.slow-response";
  if (code >= 4000 && AUTH.test(reason)) return "access.unauthenticated";
  return "svc.rejected";
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

/** IANA's short name of a close code, as libraries print it. */
export function closeName(code: number): string {
  return (
    {
      1000: "normal closure",
      1001: "going away",
      1002: "protocol error",
      1003: "unsupported data",
      1006: "connection dropped",
      1007: "invalid data",
      1008: "policy violation",
      1009: "message too big",
      1011: "internal error",
      1012: "service restart",
      1013: "try again later",
      1014: "bad gateway",
    }[code] ?? ""
  );
}
