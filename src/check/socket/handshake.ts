// What a handshake that did not end in an open socket says, and what is known of a token that was refused.
import type { Facts, SocketPhase, TokenShape } from "../../model/check.ts";
import type { NetworkStage } from "../../model/world.ts";
import { reveal, untrusted, type Untrusted } from "../../text/untrusted.ts";
import { tokenWords } from "../refusal.ts";
import { isAuthClose, type Closed } from "./ending.ts";
import { stepFacts } from "./evidence.ts";
import type { NotOpen } from "./line.ts";
import type { Miss, Talk } from "./talk.ts";

/** `step`: index of the step that connects. */
export function handshakeMiss(opening: NotOpen, talk: Talk, step: number): Miss {
  return opening.kind === "refused" ? refusedMiss(opening, talk, step) : silentMiss(opening, talk, step);
}

/** Whether the handshake was refused because of who we are: unknown, or known and not allowed. */
function isAuthStatus(status: number | null): boolean {
  return status === 401 || status === 403;
}

/** Whether the token was not accepted. Who is forbidden something may be known all the same. */
export function isTokenRefusal(status: number | null, closed: Closed | null): boolean {
  return status === 401 || (closed !== null && isAuthClose(closed) && !FORBIDDEN.includes(closed.code));
}

const FORBIDDEN: readonly number[] = [3003, 4003, 4403];

export interface TokenEvidence {
  /** "; the token is HS256, for staging, valid for 300 s"; empty for a token that had to be refused or is not ours. */
  readonly words: string;
  readonly facts: Pick<Facts, "token">;
}

/** What we know of a good token that was refused. `date`: the service's clock, where it tells it. */
export function tokenEvidence({ probe, line, world }: Talk, date: Untrusted | undefined): TokenEvidence {
  const { shape } = line.actor();
  if (shape === null || probe.badToken !== null) return { words: "", facts: {} };
  const served = date === undefined ? Number.NaN : Date.parse(reveal(date));
  // The header counts whole seconds.
  const skew = Math.round((served - world.clock.now()) / 1_000) * 1_000;
  const token: TokenShape = { ...shape, clockSkewMs: Number.isNaN(skew) ? null : skew };
  return { words: `; ${tokenWords(token)}`, facts: { token } };
}

function refusedMiss(opening: Extract<NotOpen, { kind: "refused" }>, talk: Talk, step: number): Miss {
  const { status, body, headers, timings } = opening;
  const isAuth = isAuthStatus(status);
  const { refusedWith } = talk.probe;
  const wanted = refusedWith.length > 0 ? `refusal with ${refusedWith.join(" or ")}` : "101";
  const text = talk.excerpt(reveal(body), LONGEST_BODY).trim();
  const token = isAuth ? tokenEvidence(talk, headers["date"]) : null;
  return {
    outcome: "failed",
    words: `the handshake was answered ${status}, expected ${wanted}${token?.words ?? ""}`,
    ...(text === "" ? {} : { detail: untrusted(text) }),
    facts: {
      stage: isAuth ? "auth" : "handshake",
      phase: "upgrade",
      ...stepFacts(talk, step),
      upgradeStatus: status,
      expected: untrusted(wanted),
      seen: untrusted(String(status)),
      timings,
      ...token?.facts,
    },
  };
}

function silentMiss(opening: Exclude<NotOpen, { kind: "refused" }>, talk: Talk, step: number): Miss {
  const { stage, errno, message, timings, certificateExpiresAt } = opening;
  const asked = /\bsubprotocols?\b/iu.test(reveal(message)) ? talk.probe.connection.subprotocols.map(reveal) : null;
  // As the plan writes them, because one of them may carry the token.
  const names = asked === null || asked.length === 0 ? "none" : asked.join(", ");
  return {
    outcome: "errored",
    words: asked === null ? reveal(message) : `${reveal(message)}; asked for ${names}`,
    facts: {
      stage,
      phase: PHASES[stage],
      ...stepFacts(talk, step),
      errno,
      timings,
      ...(errno === "TIMEOUT" ? { timedOut: PHASES[stage] === "upgrade" ? "handshake" : "connect" } : {}),
      ...(certificateExpiresAt === null ? {} : { certificateExpiresAt }),
      ...(asked === null ? {} : { expected: untrusted(`one of the subprotocols ${names}`), seen: message }),
    },
  };
}

const LONGEST_BODY = 2_000;

const PHASES = {
  resolve: "dns",
  connect: "tcp",
  tls: "tls",
  handshake: "upgrade",
  server: "upgrade",
  data: "upgrade",
} as const satisfies Readonly<Record<NetworkStage, SocketPhase>>;
