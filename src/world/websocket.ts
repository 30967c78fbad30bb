// Opens a WebSocket: the handshake with its deadline, and what came instead of one. The open socket is socket.ts.
import type { ClientRequest, IncomingMessage } from "node:http";
import { WebSocket } from "ws";
import type { Net, Socket, WebSocketRequest } from "../model/world.ts";
import { reveal, untrusted } from "../text/untrusted.ts";
import { readBody } from "./body.ts";
import { LONGEST_TIMER_MS } from "./clock.ts";
import {
  connectOptions,
  prepare,
  startProgress,
  watch,
  type NetTools,
  type Prepared,
  type Progress,
} from "./connection.ts";
import { MARGIN, maskedHead } from "./excerpt.ts";
import { noAnswer } from "./http.ts";
import { cancelled, explain, timedOut, type Broken } from "./no-answer.ts";
import { createSocket, MAX_CONTROL_FRAMES, MAX_MESSAGE_BYTES, type Link } from "./socket.ts";

/** How much is kept of the body of a refusal: enough for a reason, too little for a page. */
const MAX_REFUSAL = 4 * 1024;

type Opened =
  | { readonly kind: "open"; readonly socket: Socket; readonly subprotocol: string }
  | { readonly kind: "refused"; readonly status: number; readonly body: string };

export function createWebSocket(tools: NetTools): Net["openWebSocket"] {
  return async (request) => {
    const started = tools.clock.monotonic();
    const opened = await attempt(request, tools);
    const durationMs = Math.round(tools.clock.monotonic() - started);
    if ("stage" in opened) return noAnswer(opened, durationMs);
    if (opened.kind === "refused") return { ...opened, body: untrusted(opened.body), durationMs };
    return { ...opened, subprotocol: untrusted(opened.subprotocol), durationMs };
  };
}

async function attempt(request: WebSocketRequest, tools: NetTools): Promise<Opened | Broken> {
  const prepared = prepare(request.url, request.headers, "ws", tools);
  if ("errno" in prepared) return { stage: "resolve", ...prepared };
  if (tools.clock.cancelled()) return cancelled("resolve");
  const progress = startProgress(prepared.target);
  // ws throws for a subprotocol that is not a token; it may be a secret, so it is not named.
  if (request.subprotocols.map(reveal).some((each) => !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u.test(each))) {
    return {
      stage: "resolve",
      errno: "INVALID_SUBPROTOCOL",
      message: "a subprotocol has a character that is not allowed",
    };
  }
  try {
    return await handshake(request, prepared, tools, progress);
  } catch (error) {
    return explain(error, progress, prepared.target, tools.mask);
  }
}

function handshake(
  request: WebSocketRequest,
  prepared: Prepared,
  tools: NetTools,
  progress: Progress,
): Promise<Opened | Broken> {
  const { target } = prepared;
  return new Promise((resolve) => {
    const websocket = connect(request, prepared, tools, progress, (sent) => {
      let interim = 0;
      sent.on("information", () => {
        if (++interim > 10) fail({ code: "HPE_TOO_MANY_INTERIM" });
      });
    });
    const timer = setTimeout(late, Math.min(request.handshakeTimeoutMs, LONGEST_TIMER_MS));
    const forget = tools.clock.onCancel(() => end(cancelled(progress.stage)));
    const link: Link = { errno: null };
    let refusal: { readonly status: number } | null = null;

    function end(result: Opened | Broken): void {
      clearTimeout(timer);
      forget();
      resolve(result);
      if (!("kind" in result) || result.kind !== "open") websocket.terminate();
    }

    function fail(error: unknown): void {
      end(explain(error, progress, target, tools.mask));
    }

    function late(): void {
      // The status is what counts; a refusal whose body never ends is still one.
      if (refusal !== null) end({ kind: "refused", ...refusal, body: "" });
      else end(timedOut(progress.stage, target, request.handshakeTimeoutMs));
    }

    websocket.on("unexpected-response", (_request: ClientRequest, response: IncomingMessage) => {
      const status = response.statusCode ?? 0;
      refusal = { status };
      void readBody(response, MAX_REFUSAL + MARGIN).then(
        ({ text, truncated }) =>
          end({ kind: "refused", status, body: maskedHead(text, MAX_REFUSAL, truncated, tools.mask) }),
        () => end({ kind: "refused", status, body: "" }),
      );
    });
    websocket.on("upgrade", (response) => {
      response.socket.on("error", (error: NodeJS.ErrnoException) => {
        link.errno = error.code ?? null;
      });
    });
    // At once, because messages that came with the handshake are told before any promise goes on.
    websocket.on("open", () => {
      end({ kind: "open", socket: createSocket(websocket, link, tools), subprotocol: websocket.protocol });
    });
    // ws has no codes for what is wrong with a handshake, only words.
    websocket.on("error", (error) =>
      fail("code" in error ? error : { code: "WS_ERR_HANDSHAKE", message: error.message }),
    );
  });
}

function connect(
  request: WebSocketRequest,
  { target, headers }: Prepared,
  tools: NetTools,
  progress: Progress,
  onRequest: (sent: ClientRequest) => void,
): WebSocket {
  const options = {
    ...connectOptions(target, tools, progress),
    headers,
    // Not negotiable, so that no frame can blow up (F6 of the threats).
    perMessageDeflate: false,
    followRedirects: false,
    maxPayload: MAX_MESSAGE_BYTES,
    maxFragments: 1_024,
    maxBufferedChunks: 64 * 1024,
    // Ours is lower and tells a flood from a drop.
    maxPendingAutoPongs: MAX_CONTROL_FRAMES,
    closeTimeout: tools.closeTimeoutMs,
    finishRequest(sent: ClientRequest) {
      watch(sent, target, tools, progress, "handshake");
      onRequest(sent);
      sent.end();
    },
  };
  return new WebSocket(target.url, [...new Set(request.subprotocols.map(reveal))], options);
}
