// Builds where a socket carries the token: in a header, a subprotocol, the address, or the first message.
import type { TokenPlace } from "../../model/plan.ts";
import { untrusted } from "../../text/untrusted.ts";
import { NOTHING_CAPTURED, ofDefaults, type Acting } from "./acting.ts";
import { placeOf, type Desk } from "../desk.ts";
import type { Path } from "../file/faults.ts";
import { settledJson } from "./requests.ts";
import type { WebSocketWords } from "../words/socket.ts";

const PARAMETER = "token";
/** Room for a token and what stands around it. */
const LONGEST_MESSAGE = 4_096;

export function buildTokenPlace(
  desk: Desk,
  words: WebSocketWords,
  path: Path,
  acting: Acting,
  url: string,
): TokenPlace {
  const { auth } = acting;
  const defaults = desk.config?.defaults.websocket ?? {};
  const chosen = words["token-in"] ?? defaults["token-in"] ?? "header";
  const fail = (key: string, message: string): void => desk.faults.add(placeOf(desk, [...path, key]), message);
  if (words["auth-message"] !== undefined && chosen !== "message") {
    fail("auth-message", "expected token-in: message beside it");
  }
  if (words["token-parameter"] !== undefined && chosen !== "query") {
    fail("token-parameter", "expected token-in: query beside it");
  }
  if (auth.kind === "nobody") {
    if (words["token-in"] !== undefined) fail("token-in", "an anonymous probe has no token");
    return { in: "header" };
  }
  if (auth.kind === "basic" && chosen !== "header") {
    fail("token-in", "basic sends a user name and a password in a header: expected token-in: header");
    return { in: "header" };
  }
  switch (chosen) {
    case "query":
      return inQuery(desk, words["token-parameter"] ?? defaults["token-parameter"] ?? PARAMETER, path, url);
    case "message":
      return inMessage(desk, words, path, acting);
    case "header":
    case "subprotocol":
      return { in: chosen };
  }
}

function inQuery(desk: Desk, parameter: string, path: Path, url: string): TokenPlace {
  const address = url.replace(/^\$\{deploy\.[^{}]*\}/u, "ws://x").replace(/\$\{[^{}]*\}/gu, "x");
  if (URL.canParse(address) && new URL(address).searchParams.has(parameter)) {
    desk.faults.add(
      placeOf(desk, [...path, "url"]),
      `the address has the parameter ${parameter} already, in which token-in: query sends the token`,
    );
  }
  return { in: "query", parameter };
}

function inMessage(desk: Desk, words: WebSocketWords, path: Path, { fillable }: Acting): TokenPlace {
  const own = words["auth-message"];
  const message = own ?? desk.config?.defaults.websocket?.["auth-message"];
  const isOwn = own !== undefined;
  const at: Path = [...(isOwn ? path : ["defaults", "websocket"]), "auth-message"];
  if (message === undefined) {
    if (desk.config?.areDefaultsUnread === true) return { in: "header" };
    desk.faults.add(placeOf(desk, path), "token-in: message needs auth-message, a message that holds ${token}");
    return { in: "message", message: untrusted("null") };
  }
  if (JSON.stringify(message).length > LONGEST_MESSAGE) {
    desk.faults.add(placeOf(desk, at), `expected at most ${LONGEST_MESSAGE} characters of JSON`);
    return { in: "header" };
  }
  const mine = fillable(NOTHING_CAPTURED);
  const json = settledJson(desk, message, at, isOwn ? mine : ofDefaults(mine));
  if (!json.includes("${token}")) desk.faults.add(placeOf(desk, at), "expected a message that holds ${token}");
  return { in: "message", message: untrusted(json) };
}
