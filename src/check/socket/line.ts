// The connection of a probe: one socket at a time, opened and closed where a step says so and never anywhere else.
import type { Timings } from "../../model/check.ts";
import type { WebSocketProbe } from "../../model/plan.ts";
import type { Socket, SocketEvent, WebSocketOpening, World } from "../../model/world.ts";
import { reveal, untrusted, type Untrusted } from "../../text/untrusted.ts";
import type { Actor } from "../attempt.ts";
import type { Closed } from "./ending.ts";
import { fill, fillAll, fillJson, fillSocketUrl, type Scope } from "../fill.ts";

type Open = Extract<WebSocketOpening, { readonly kind: "open" }>;
export type NotOpen = Exclude<WebSocketOpening, Open>;

export interface Line {
  /** Opens a socket and brings a token that is fresh enough; a socket that is still open is closed first. */
  open(captures: Scope["captures"], timeoutMs: number): Promise<WebSocketOpening>;
  /** What happens next until then, in milliseconds since the socket opened. Once it is closed, that again. */
  next(untilMs: number): Promise<SocketEvent>;
  /** Who speaks, with the token that was brought last. */
  actor(): Actor;
  /** How the service ended the socket, as far as we looked. */
  closed(): Closed | null;
  /** We did not close it. */
  isOpen(): boolean;
  send(text: Untrusted): void;
  ping(withinMs: number): Promise<number | null>;
  close(code: number | "abrupt"): Promise<void>;
  /** Milliseconds since the socket opened. */
  nowMs(): number;
  /** Milliseconds from the first open socket to this one. */
  offsetMs(): number;
  /** Of each handshake that ended in an open socket. */
  readonly handshakes: readonly number[];
  /** Of the last handshake. */
  timings(): Timings | null;
  /** HTTP status of the last answer to a handshake. */
  status(): number | null;
}

const SWITCHING_PROTOCOLS = 101;

export function createLine({ connection }: WebSocketProbe, first: Actor, { clock, net }: World): Line {
  const handshakes: number[] = [];
  let actor = first;
  let socket: Socket | null = null;
  let firstOpenedAt: number | null = null;
  let openedAt = 0;
  let closed: Closed | null = null;
  let last: WebSocketOpening | null = null;

  async function close(code: number | "abrupt"): Promise<void> {
    const open = socket;
    socket = null;
    if (code === "abrupt") open?.abort();
    else await open?.close(code);
  }

  return {
    async open(captures, timeoutMs) {
      await close(NORMAL);
      actor = actor.renew?.() ?? actor;
      const scope: Scope = captures === undefined ? actor.scope : { ...actor.scope, captures };
      last = await net.openWebSocket({
        url: withToken(fillSocketUrl(connection.url, scope), connection.token, scope.token),
        headers: { ...actor.headers, ...fillAll(connection.headers, scope) },
        subprotocols: connection.subprotocols.map((each) => fill(each, scope)),
        handshakeTimeoutMs: timeoutMs,
      });
      if (last.kind !== "open") return last;
      ({ socket } = last);
      closed = null;
      openedAt = clock.monotonic();
      firstOpenedAt ??= openedAt;
      handshakes.push(last.durationMs);
      const { token } = connection;
      if (token.in === "message" && scope.token !== undefined) socket.send(fillJson(token.message, scope));
      return last;
    },
    async next(untilMs) {
      const event = await theOpen(socket).next(Math.max(0, untilMs - (clock.monotonic() - openedAt)));
      if (event.kind === "closed") closed = event;
      return event;
    },
    actor: () => actor,
    closed: () => closed,
    isOpen: () => socket !== null,
    send: (text) => theOpen(socket).send(text),
    ping: (withinMs) => theOpen(socket).ping(withinMs),
    close,
    nowMs: () => clock.monotonic() - openedAt,
    offsetMs: () => openedAt - (firstOpenedAt ?? openedAt),
    handshakes,
    timings: () => last?.timings ?? null,
    status: () => (last?.kind === "refused" ? last.status : last?.kind === "open" ? SWITCHING_PROTOCOLS : null),
  };
}

const NORMAL = 1000;

/** Planning has refused steps that speak without an open socket. */
function theOpen(socket: Socket | null): Socket {
  if (socket === null) throw new Error("a step that planning accepted needs an open socket");
  return socket;
}

/** A token in the query stands behind what is already there, before a fragment. */
function withToken(url: Untrusted, place: WebSocketProbe["connection"]["token"], token: string | undefined): Untrusted {
  if (place.in !== "query" || token === undefined) return url;
  const [, address = "", fragment = ""] = /^([^#]*)(.*)$/su.exec(reveal(url)) ?? [];
  const joint = !address.includes("?") ? "?" : /[?&]$/u.test(address) ? "" : "&";
  // A token of a login may hold half a surrogate pair, at which encodeURIComponent throws.
  return untrusted(
    `${address}${joint}${encodeURIComponent(place.parameter)}=${encodeURIComponent(token.toWellFormed())}${fragment}`,
  );
}
