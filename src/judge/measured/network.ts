// What happened to a connection: certificates, codes of the system and of our own, and time that ran out.
import type { Headline } from "../../model/analysis.ts";
import type { Facts } from "../../model/check.ts";
import type { ClassId } from "../../model/failure-class.ts";
import { reveal } from "../../text/untrusted.ts";
import { classOfErrno, OWN_CODES } from "../classify/codes.ts";
import { missingEventsFinding, said, type Found } from "../classify/findings.ts";
import { place, textOf, type Measured } from "./words.ts";

/** A certificate that was seen, and is over or ends too soon. */
export function certificate(facts: Facts): Measured | null {
  const { certificateExpiresAt: at, errno: code } = facts;
  const tooSoon = textOf(facts.at) === "certificate";
  if (at === undefined || !(tooSoon || code === "CERT_HAS_EXPIRED")) return null;
  const isOver = code !== undefined || /^-[\d.]{1,20} days?$/u.test(textOf(facts.seen));
  const day = new Date(at).toISOString().slice(0, 10);
  return {
    span: code ?? textOf(facts.seen),
    found: {
      class: "net.tls",
      confidence: "certain",
      title: isOver ? "certificate is over" : "certificate ends soon",
      next: "Renew the certificate, and look why that did not happen by itself.",
      signature: isOver ? "certificate is over" : `certificate ${textOf(facts.expected)}`,
      headline: isOver
        ? [`the certificate ended on ${day}`]
        : [`the certificate ends on ${day}, in `, ...said`${textOf(facts.seen)}, expected ${textOf(facts.expected)}`],
    },
  };
}

/** A reason of our own to end it tells more than the close code or the time that it leads to. */
export function ownCode(facts: Facts): Measured | null {
  return facts.errno !== undefined && Object.hasOwn(OWN_CODES, facts.errno) ? errno(facts) : null;
}

export function errno(facts: Facts): Measured | null {
  const { errno: code } = facts;
  if (code === undefined) return null;
  const id = classOfErrno(code);
  if (id === null) return null;
  const onTarget = id === "svc.bad-response" && facts.target !== undefined ? ` ${place(facts.target, facts)}` : "";
  const headline = headlineOfErrno(code, id);
  return {
    span: code,
    found: {
      class: id,
      confidence: "certain",
      ...USERS_FAULT[code],
      signature: `errno ${code}${onTarget}`,
      ...(headline === null ? {} : { headline }),
    },
  };
}

const USERS_FAULT: Partial<Readonly<Record<string, Pick<Found, "title" | "next">>>> = {
  INTERNAL: {
    title: "a fault of Test-Deploy Loop itself",
    next: "Please report it with this message; it says nothing about staging.",
  },
  PATTERN_TOO_SLOW: {
    title: "a pattern, schema or path that takes too long",
    next: "Make the probe's pattern, schema or path simpler: on this answer it does not come to an end.",
  },
  SCHEMA_NOT_APPLICABLE: {
    title: "a schema that cannot be applied",
    next: "Mend the probe's schema.",
  },
};

/** In words where a code alone means little to people; null where the message says more than we could. */
function headlineOfErrno(code: string, id: ClassId): Headline | null {
  if (code === "HALF_OPEN") return ["the WebSocket is open and dead: no ping is answered"];
  if (code === "FLOOD") return ["the WebSocket floods its caller"];
  if (code === "WS_ERR_NOT_READING") return ["the service does not read what the WebSocket sends"];
  if (code === "PATTERN_TOO_SLOW") return ["a pattern, schema or path of the probe takes too long on the answer"];
  if (code === "SCHEMA_NOT_APPLICABLE") return ["a schema of the probe cannot be applied"];
  const words = NETWORK[id];
  return words === undefined ? null : [`${words}: `, ...said`${code}`];
}

const NETWORK: Partial<Readonly<Record<ClassId, string>>> = {
  "net.dns": "the name is not resolved",
  "net.refused": "the connection is refused",
  "net.dropped": "the connection is dropped",
  "net.connect-timeout": "the connection is not made in time",
  "net.tls": "TLS fails",
};

export function timeout(facts: Facts): Measured | null {
  const { timedOut } = facts;
  return timedOut === undefined ? null : { span: timedOut, found: timeoutFinding(timedOut, facts) };
}

function timeoutFinding(timedOut: NonNullable<Facts["timedOut"]>, facts: Facts): Found {
  switch (timedOut) {
    case "events":
      return facts.stage === "auth" ? unconfirmedToken(facts) : missingEvents(facts);
    case "answer":
      return {
        class: "svc.slow-response",
        confidence: "certain",
        signature: `slow ${facts.target === undefined ? "the service" : place(facts.target, facts)}`,
        headline: said`${facts.target === undefined ? "the service" : reveal(facts.target)} does not answer in time`,
      };
    case "handshake":
      return {
        class: "net.connect-timeout",
        confidence: "certain",
        signature: "handshake timeout",
        headline: said`the WebSocket handshake is never answered`,
      };
    case "connect":
      return {
        class: "net.connect-timeout",
        confidence: "certain",
        signature: facts.stage === "resolve" || facts.stage === "tls" ? `${facts.stage} timeout` : "connect timeout",
        headline: [
          facts.stage === "resolve"
            ? "the name is not resolved in time"
            : facts.stage === "tls"
              ? "the TLS handshake does not end in time"
              : "staging cannot be connected in time",
        ],
      };
  }
}

function missingEvents(facts: Facts): Found {
  return missingEventsFinding({
    names: (facts.missingEvents ?? []).map(reveal),
    missing: facts.missingEvents?.length ?? 0,
    of: facts.expectedEvents?.length ?? 0,
    ordered: true,
  });
}

/** Connected, and the service never says that it knows who is calling. */
function unconfirmedToken({ missingEvents: [name] = [] }: Facts): Found {
  return {
    class: "assert.missing-output",
    confidence: "certain",
    title: "token not confirmed",
    next: "Compare signing key, audience and clock of the test user's token with the service.",
    signature: "missing confirmation of the token",
    headline:
      name === undefined
        ? ["the service never confirms the token"]
        : ["the service never confirms the token: ", name, " does not come"],
  };
}
