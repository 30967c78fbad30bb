// Builds the probes: requests and sockets, who they act for, and what they have to see.
import { digest } from "../model/digest.ts";
import type { HttpProbe, Probe, WebSocketProbe } from "../model/plan.ts";
import { untrusted } from "../text/untrusted.ts";
import { chooseAuth, type ChosenAuth } from "./auths.ts";
import { placeOf, settleAddress, type Desk } from "./desk.ts";
import type { Path } from "./faults.ts";
import type { Part } from "./file-parts.ts";
import { checkCircles, checkNames, checkUnique } from "./needs.ts";
import type { HttpWords, ProbeWords, WebSocketWords } from "./probe-words.ts";
import { boxAll, buildExpect, REQUEST_TIMEOUT_MS, settledJson } from "./requests.ts";
import { buildSubprotocols, probeHeaders } from "./handshake.ts";

type Common = Pick<Probe, "key" | "name" | "needs" | "preflight" | "auth">;

export function buildProbes(desk: Desk): readonly Probe[] {
  const { probes = [], preflight = [] } = desk.config ?? {};
  checkUnique(desk, probes);
  checkNames(desk, preflight, ["preflight"]);
  for (const { path, words } of probes) checkNames(desk, words.needs ?? [], [...path, "needs"]);
  checkCircles(
    desk,
    probes.map(({ path, words }) => ({ path, name: words.name, needs: words.needs ?? [] })),
  );
  const keys = new Map(probes.map(({ words }) => [words.name, keyOf(words)]));
  return probes.flatMap((part) => {
    const { path, words } = part;
    const ownAuth = words.auth !== undefined;
    const auth = chooseAuth(
      desk,
      words.auth ?? desk.config?.defaults.auth,
      ownAuth ? [...path, "auth"] : ["defaults", "auth"],
    );
    const common: Common = {
      key: keyOf(words),
      name: untrusted(words.name),
      needs: keysOf(words.needs ?? [], keys),
      preflight: preflight.includes(words.name),
      auth: auth.index,
    };
    return buildKind(desk, part, common, auth);
  });
}

/** Keys of the probes with these names; names that are not a probe's were noted. */
export function keysOf(names: readonly string[], keys: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set(names)].flatMap((name) => keys.get(name) ?? []);
}

export function keyOf({ name, http }: ProbeWords): string {
  return digest("probe", http === undefined ? "websocket" : "http", name);
}

function buildKind(desk: Desk, { path, words }: Part<ProbeWords>, common: Common, auth: ChosenAuth): readonly Probe[] {
  const { http, websocket } = words;
  if (http !== undefined && websocket === undefined) return [buildHttp(desk, http, [...path, "http"], common, auth)];
  if (http === undefined && websocket !== undefined) {
    return [buildWebSocket(desk, websocket, [...path, "websocket"], common, auth)];
  }
  const got = http === undefined ? "got none" : "got both";
  desk.faults.add(placeOf(desk, path), `expected exactly one of http and websocket, ${got}`);
  return [];
}

function buildHttp(desk: Desk, words: HttpWords, path: Path, common: Common, { fillable }: ChosenAuth): HttpProbe {
  const { method = "GET", url, body, json } = words;
  if (body !== undefined && json !== undefined) {
    desk.faults.add(placeOf(desk, [...path, "json"]), "expected either body or json, got both");
  }
  if ((body !== undefined || json !== undefined) && (method === "GET" || method === "HEAD")) {
    const key = body === undefined ? "json" : "body";
    desk.faults.add(placeOf(desk, [...path, key]), `a ${method} request has no body`, { hint: "Add “method: POST”." });
  }
  const headers = probeHeaders(desk, words.headers, [...path, "headers"], fillable);
  const isJson = json !== undefined && headers["content-type"] === undefined;
  const text =
    json === undefined
      ? (body ?? null) && desk.texts.settle(body ?? "", placeOf(desk, [...path, "body"]), fillable)
      : settledJson(desk, json, [...path, "json"], fillable);
  return {
    ...common,
    kind: "http",
    request: {
      method,
      url: untrusted(settleAddress(desk, url, placeOf(desk, [...path, "url"]), "http", fillable)),
      headers: boxAll(isJson ? { ...headers, "content-type": "application/json" } : headers),
      body: text === null ? null : untrusted(text),
      timeoutMs: desk.config?.defaults.timeout ?? REQUEST_TIMEOUT_MS,
    },
    expect: buildExpect(desk, words.expect, [...path, "expect"]),
  };
}

function buildWebSocket(
  desk: Desk,
  words: WebSocketWords,
  path: Path,
  common: Common,
  auth: ChosenAuth,
): WebSocketProbe {
  const { expect, never = [], send } = words;
  const defaults = desk.config?.defaults.websocket ?? {};
  const tokenIn = words["token-in"] ?? defaults["token-in"] ?? "header";
  const urlPath = words.url === undefined ? ["defaults", "websocket", "url"] : [...path, "url"];
  const url = words.url ?? defaults.url;
  if (url === undefined) desk.faults.add(placeOf(desk, path), "expected url here or in defaults.websocket");
  const isRefused = (expect?.refusedWith.length ?? 0) > 0;
  if (isRefused && send !== undefined)
    desk.faults.add(placeOf(desk, [...path, "send"]), "nothing is sent where refused-with is expected");
  if (never.length > 0 && (expect?.events.length ?? 0) === 0) {
    desk.faults.add(
      placeOf(desk, [...path, "never"]),
      "never is watched until the last expected event: expect has to list events",
    );
  }
  return {
    ...common,
    kind: "websocket",
    url: untrusted(url === undefined ? "" : settleAddress(desk, url, placeOf(desk, urlPath), "ws", auth.fillable)),
    headers: boxAll(probeHeaders(desk, words.headers, [...path, "headers"], auth.fillable)),
    subprotocols: buildSubprotocols(desk, words, path, tokenIn, auth),
    tokenIn,
    handshakeTimeoutMs: words["handshake-timeout"] ?? WAIT_MS,
    send: send === undefined ? null : untrusted(settledJson(desk, send, [...path, "send"], auth.fillable)),
    events: (expect?.events ?? []).map(untrusted),
    never: never.map(untrusted),
    refusedWith: expect?.refusedWith ?? [],
    withinMs: words.within ?? WAIT_MS,
  };
}

const WAIT_MS = 10_000;
