// Builds what a socket asks for in its handshake: own headers over defaults, and subprotocols that may carry the token.
import { untrusted, type Untrusted } from "../text/untrusted.ts";
import type { ChosenAuth } from "./auths.ts";
import { placeOf, type Desk } from "./desk.ts";
import type { Path } from "./faults.ts";
import { TOKEN } from "./headers.ts";
import type { WebSocketWords } from "./probe-words.ts";
import { buildHeaders } from "./requests.ts";
import type { Fillable } from "./texts.ts";

/** The headers of a probe. An anonymous probe leaves out the defaults that need a token or a user. */
export function probeHeaders(
  desk: Desk,
  own: Readonly<Record<string, string>> | undefined,
  path: Path,
  fillable: Fillable,
): Readonly<Record<string, string>> {
  const all = Object.entries(desk.config?.defaults.headers ?? {});
  const defaults = Object.fromEntries(all.filter(([, text]) => isFillable(text, fillable)));
  return {
    ...buildHeaders(desk, defaults, ["defaults", "headers"], fillable),
    ...buildHeaders(desk, own ?? {}, path, fillable),
  };
}

/** RFC 6455 section 4.1: each subprotocol is a token of HTTP, and none stands twice. */
export function buildSubprotocols(
  desk: Desk,
  words: WebSocketWords,
  path: Path,
  tokenIn: "header" | "subprotocol",
  { index, fillable }: ChosenAuth,
): readonly Untrusted[] {
  const defaults = desk.config?.defaults.websocket?.subprotocols ?? [];
  const isOwn = words.subprotocols !== undefined;
  const at: Path = isOwn ? [...path, "subprotocols"] : ["defaults", "websocket", "subprotocols"];
  const settled = (words.subprotocols ?? defaults).flatMap((text, position) => {
    if (!isOwn && !isFillable(text, fillable)) return [];
    const place = placeOf(desk, [...at, position]);
    const subprotocol = desk.texts.settle(text, place, fillable);
    const whole = desk.texts.reveal(subprotocol) ?? subprotocol.replace(/\$\{[^{}]*\}/gu, "x");
    if (!TOKEN.test(whole))
      desk.faults.add(place, "expected a subprotocol of letters, digits and - . _ without spaces");
    return [subprotocol];
  });
  if (new Set(settled).size < settled.length) desk.faults.add(placeOf(desk, at), "a subprotocol stands here twice");
  if (index !== null && tokenIn === "subprotocol" && !settled.some((text) => text.includes("${token}"))) {
    desk.faults.add(placeOf(desk, path), "token-in: subprotocol needs a subprotocol that holds ${token}");
  }
  return settled.map(untrusted);
}

function isFillable(text: string, { scopes }: Fillable): boolean {
  return scopes.includes("token") || !/\$\{(?:token|user\.)/u.test(text);
}
