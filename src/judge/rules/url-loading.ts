// Numbers of Apple's networking: NSURLError and the streams below it, whose words are often cut or in another language.
import type { ClassId } from "../../model/failure-class.ts";
import { said } from "../classify/findings.ts";
import type { Rule } from "./rule.ts";

/** Of NSURLErrorDomain and kCFErrorDomainCFNetwork, which share them. */
const LOADING: ReadonlyMap<number, ClassId> = new Map<number, ClassId>([
  [-1001, "svc.slow-response"],
  [-1003, "net.dns"],
  [-1004, "net.refused"],
  [-1005, "net.dropped"],
  [-1006, "net.dns"],
  [-1007, "svc.bad-response"],
  [-1009, "net.refused"],
  [-1010, "svc.bad-response"],
  [-1011, "svc.bad-response"],
  [-1012, "access.unauthenticated"],
  [-1013, "access.unauthenticated"],
  [-1014, "svc.bad-response"],
  [-1015, "svc.bad-response"],
  [-1016, "svc.bad-response"],
  [-1017, "svc.bad-response"],
  [-1022, "net.tls"],
  [-1102, "access.forbidden"],
  [-1200, "net.tls"],
  [-1201, "net.tls"],
  [-1202, "net.tls"],
  [-1203, "net.tls"],
  [-1204, "net.tls"],
  [-1205, "net.tls"],
  [-1206, "net.tls"],
]);

/** Of the system, as macOS numbers them. */
const SYSTEM: ReadonlyMap<number, ClassId> = new Map<number, ClassId>([
  [32, "net.dropped"],
  [49, "net.refused"],
  [50, "net.refused"],
  [51, "net.refused"],
  [53, "net.dropped"],
  [54, "net.dropped"],
  [57, "net.dropped"],
  [60, "net.connect-timeout"],
  [61, "net.refused"],
  [64, "net.refused"],
  [65, "net.refused"],
]);

export const URL_LOADING: readonly Rule[] = [
  {
    id: "url-loading/code",
    class: "net.refused",
    confidence: "certain",
    pattern:
      /\b(?:NSURLErrorDomain|kCFErrorDomainCFNetwork|NSURLError|URLError)\b[^\n]{0,20}?(?<loading>-1\d{3})\b|\bNSPOSIXErrorDomain\b[^\n]{0,20}?\b(?<system>\d{2})\b|\bkCFStreamErrorDomainSSL\b[^\n]{0,10}?(?<tls>-98\d\d)\b/u,
    finding: (match) => {
      const { loading, system, tls } = match.groups ?? {};
      const kind = tls === undefined ? (LOADING.get(Number(loading)) ?? SYSTEM.get(Number(system))) : "net.tls";
      if (kind === undefined) return null;
      const code = loading ?? system ?? tls ?? "";
      return { class: kind, signature: `url loading ${code}`, headline: said`a request fails with ${match[0]}` };
    },
  },
];
