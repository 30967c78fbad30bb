// Says why TLS failed: what is wrong with the certificate, or that the other side speaks something else.
import type { PeerCertificate } from "node:tls";
import type { Target } from "./address.ts";
import { plain } from "../excerpt.ts";

/** Codes of Node's verification (X509_V_ERR_*), of its TLS module and of OpenSSL. */
export function isTlsCode(errno: string): boolean {
  return /^ERR_SSL_|^ERR_TLS_|^EPROTO$|CERT|SELF_SIGNED|UNABLE_TO_/u.test(errno);
}

export function explainTls(errno: string, text: string, certificate: PeerCertificate | null, target: Target): string {
  const detail = `${errno} ${text}`;
  if (errno === "CERT_HAS_EXPIRED") return expired(certificate);
  if (errno === "CERT_NOT_YET_VALID") {
    return `certificate is not valid yet${onDay(", only from ", certificate?.valid_from)}`;
  }
  if (errno === "ERR_TLS_CERT_ALTNAME_INVALID") {
    const names = (certificate?.subjectaltname ?? "").split(", ").filter((each) => each !== "");
    const shown = names.slice(0, 5).map((each) => plain(each.replace(/^DNS:/u, "")));
    const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : "";
    const others = shown.length === 0 ? "" : `, only for ${shown.join(", ")}${more}`;
    return `the certificate is not for ${target.host}${others}`;
  }
  if (errno === "SELF_SIGNED_CERT_IN_CHAIN") return "the certificate comes from an authority that is not known";
  if (errno.includes("SELF_SIGNED")) return "the certificate is signed by itself, not by a known authority";
  if (errno.includes("UNABLE_TO")) {
    return "the certificate's issuer is not known; an intermediate certificate may be missing";
  }
  if (errno === "CERT_REVOKED") return "the certificate was revoked";
  if (/WRONG_VERSION_NUMBER|wrong version number|PACKET_LENGTH|packet length|HTTP_REQUEST/u.test(detail)) {
    return `${target.name} does not speak TLS; is it plain http?`;
  }
  if (/CERTIFICATE_REQUIRED|certificate required/u.test(detail)) return `${target.name} demands a client certificate`;
  // One alert for many reasons; servers of TLS 1.2 also send it for a missing client certificate.
  if (/HANDSHAKE_FAILURE|handshake failure/u.test(detail)) {
    return `${target.name} refused the TLS handshake: no cipher in common, or it demands a client certificate`;
  }
  if (/PROTOCOL|protocol|CIPHER|cipher/u.test(detail)) {
    return `no TLS version or cipher in common with ${target.name}`;
  }
  return `the TLS handshake with ${target.name} failed (${plain(errno)})`;
}

// The certificate itself may be fine, and the one that vouches for it is not.
function expired(certificate: PeerCertificate | null): string {
  const others = Date.parse(certificate?.valid_to ?? "") > Date.now();
  return others
    ? "a certificate in the chain behind the server's own expired"
    : `certificate expired${onDay(" on ", certificate?.valid_to)}`;
}

function onDay(words: string, date: string | undefined): string {
  const time = Date.parse(date ?? "");
  return Number.isNaN(time) ? "" : words + new Date(time).toISOString().slice(0, 10);
}
