// Builds how a socket is opened: its address, headers, subprotocols, and where it carries the token.
import type { SocketConnection, TokenPlace } from "../../model/plan.ts";
import { untrusted, type Untrusted } from "../../text/untrusted.ts";
import { isForActor, NOTHING_CAPTURED, ofDefaults, type Acting } from "./acting.ts";
import { placeOf, settleAddress, type Desk } from "../desk.ts";
import type { Path } from "../file/faults.ts";
import { TOKEN } from "../words/headers.ts";
import { probeHeaders } from "./probe-headers.ts";
import { boxAll } from "./requests.ts";
import type { WebSocketWords } from "../words/socket.ts";
import { buildTokenPlace } from "./token-places.ts";

/** Node's own limit is two minutes, and nobody waits so long for a connection. */
const HANDSHAKE_TIMEOUT_MS = 10_000;

export function buildConnection(desk: Desk, words: WebSocketWords, path: Path, acting: Acting): SocketConnection {
  const defaults = desk.config?.defaults.websocket ?? {};
  const url = buildUrl(desk, words, path, acting);
  const token = buildTokenPlace(desk, words, path, acting, url);
  return {
    url: untrusted(url),
    headers: boxAll(probeHeaders(desk, words.headers, path, acting)),
    subprotocols: buildSubprotocols(desk, words, path, acting, token),
    token,
    authEvent: buildAuthEvent(desk, words, path, acting),
    handshakeTimeoutMs: words["handshake-timeout"] ?? defaults["handshake-timeout"] ?? HANDSHAKE_TIMEOUT_MS,
  };
}

function buildUrl(desk: Desk, words: WebSocketWords, path: Path, { fillable }: Acting): string {
  const mine = fillable(NOTHING_CAPTURED);
  if (words.url !== undefined) return settleAddress(desk, words.url, placeOf(desk, [...path, "url"]), "ws", mine);
  const url = desk.config?.defaults.websocket?.url;
  if (url !== undefined) {
    return settleAddress(desk, url, placeOf(desk, ["defaults", "websocket", "url"]), "ws", ofDefaults(mine));
  }
  if (desk.config?.areDefaultsUnread !== true) {
    desk.faults.add(placeOf(desk, path), "expected url here or in defaults.websocket");
  }
  return "";
}

/** They travel in one header. */
const MOST_SUBPROTOCOLS = 20;

/** RFC 6455 section 4.1: each subprotocol is a token of HTTP, and none stands twice. */
function buildSubprotocols(
  desk: Desk,
  words: WebSocketWords,
  path: Path,
  { auth, fillable }: Acting,
  token: TokenPlace,
): readonly Untrusted[] {
  const own = words.subprotocols;
  const mine = fillable(NOTHING_CAPTURED);
  const at: Path = [...(own === undefined ? ["defaults", "websocket"] : path), "subprotocols"];
  const all = own ?? desk.config?.defaults.websocket?.subprotocols ?? [];
  if (all.length > MOST_SUBPROTOCOLS) {
    desk.faults.add(placeOf(desk, [...at, MOST_SUBPROTOCOLS]), `expected at most ${MOST_SUBPROTOCOLS} subprotocols`);
  }
  const settled = all.slice(0, MOST_SUBPROTOCOLS).flatMap((text, position) => {
    if (own === undefined && !(isForActor(text, mine) && isForPlace(text, token))) return [];
    const place = placeOf(desk, [...at, position]);
    const subprotocol = desk.texts.settle(text, place, own === undefined ? ofDefaults(mine) : mine);
    if (!desk.texts.examples(subprotocol, mine.users).every((each) => TOKEN.test(each))) {
      desk.faults.add(place, "expected a subprotocol of letters, digits and - . _ without spaces");
    }
    return [subprotocol];
  });
  if (new Set(settled).size < settled.length) desk.faults.add(placeOf(desk, at), "a subprotocol stands here twice");
  if (auth.kind !== "nobody" && token.in === "subprotocol" && !settled.some((text) => text.includes("${token}"))) {
    desk.faults.add(placeOf(desk, path), "token-in: subprotocol needs a subprotocol that holds ${token}");
  }
  return settled.map(untrusted);
}

// The token goes one way only.
function isForPlace(text: string, token: TokenPlace): boolean {
  return token.in === "subprotocol" || !text.includes("${token}");
}

/** A default belongs to the default way of the token: a probe that sends it another way says its own. */
function buildAuthEvent(desk: Desk, words: WebSocketWords, path: Path, { auth }: Acting): Untrusted | null {
  const own = words["auth-event"];
  const defaults = desk.config?.defaults.websocket ?? {};
  if (own !== undefined && auth.kind === "nobody") {
    desk.faults.add(placeOf(desk, [...path, "auth-event"]), "an anonymous probe has no token that could be accepted");
  }
  const isOwnWay = words["token-in"] !== undefined && words["token-in"] !== (defaults["token-in"] ?? "header");
  // For an anonymous probe it is what shows that nobody was let in.
  const name = own ?? (isOwnWay ? undefined : defaults["auth-event"]);
  return name === undefined ? null : untrusted(name);
}
