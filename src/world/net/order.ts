// What HTTP and WebSocket requests share before anything is sent: everything that can be found wrong with them.
import { clean } from "../../text/clean.ts";
import { cut } from "../../text/cut.ts";
import { reveal, type Untrusted } from "../../text/untrusted.ts";
import { readTarget, type AddressGuard, type Target, type Unusable } from "./address.ts";
import type { Authorities } from "./authorities.ts";

export interface Order {
  readonly target: Target;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

interface OrderTools {
  readonly guard: AddressGuard;
  readonly authorities: Authorities;
  readonly environment: (name: string) => string | undefined;
}

/** RFC 9110 section 5.6.2: what a header name may be made of. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u;

/** Set by whoever frames the message; two opinions about its length would be two messages. */
const FRAMING = new Set(["content-length", "transfer-encoding", "connection", "upgrade", "keep-alive"]);

export function readOrder(
  url: Untrusted,
  headers: Readonly<Record<string, Untrusted>>,
  scheme: "http" | "ws",
  tools: OrderTools,
): Order | Unusable {
  const target = readTarget(reveal(url), scheme);
  if ("errno" in target) return target;
  const untrustworthy = target.secure ? tlsProblem(tools) : null;
  if (untrustworthy !== null) return untrustworthy;
  if (tools.guard(target.host)) return refusedAddress(target);
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const text = reveal(value);
    const problem = problemOf(name, text);
    if (problem !== null) return { errno: "INVALID_HEADER", message: problem };
    const lower = name.toLowerCase();
    if (!FRAMING.has(lower)) checked[lower] = text;
  }
  return { target, headers: checked };
}

function tlsProblem({ authorities, environment }: OrderTools): Unusable | null {
  if (environment("NODE_TLS_REJECT_UNAUTHORIZED") !== "0") return authorities.problem();
  const message = "NODE_TLS_REJECT_UNAUTHORIZED=0 turns off the check of certificates; remove it from the environment";
  return { errno: "TLS_VERIFICATION_OFF", message };
}

// The value may be a secret, and so may a misplaced name: neither is shown whole.
function problemOf(name: string, value: string): string | null {
  if (!TOKEN.test(name)) return `"${shown(name)}" is not a header name`;
  if (!/[^\t\u0020-\u007e\u0080-\u00ff]/u.test(value)) return null;
  return `the value of header ${shown(name)} has a character that HTTP does not allow, such as a line end`;
}

function shown(name: string): string {
  return cut(clean(name), 40);
}

export function refusedAddress(target: Target): Unusable {
  const message = `${target.host} leads to a link-local or metadata address, which is never asked`;
  return { errno: "ADDRESS_REFUSED", message };
}
