// Opens a WebSocket: the handshake with its deadline, and what came instead of one. The open socket is socket.ts.
import type { ClientRequest, IncomingMessage } from "node:http";
import type { Socket as Connection } from "node:net";
import { WebSocket } from "ws";
import type { Net, WebSocketOpening, WebSocketRequest } from "../../model/world.ts";
import { reveal, untrusted } from "../../text/untrusted.ts";
import { readHeaders } from "./answer-headers.ts";
import { readBody } from "./body.ts";
import { LONGEST_TIMER_MS } from "../clock.ts";
import { connectOptions, type NetTools } from "./connection.ts";
import { MARGIN, maskedHead } from "../excerpt.ts";
import { noAnswer } from "./http.ts";
import { cancelled, explain, timedOut, type Broken } from "./no-answer.ts";
import { readOrder, type Order } from "./order.ts";
import { expiryOf, startProgress, timingsOf, type Progress } from "./progress.ts";
import { createSlots } from "./slots.ts";
import { createSocket, MAX_CONTROL_FRAMES, MAX_MESSAGE_BYTES } from "./socket.ts";

/** How much is kept of the body of a refusal: enough for a reason, too little for a page. */
const MAX_REFUSAL = 4 * 1024;

const MAX_INTERIM = 10;

/** A configuration's mistake must not become an attack; whoever opens more waits until another is closed. */
const MAX_OPEN = 16;

export function createWebSocket(tools: NetTools): Net["openWebSocket"] {
  const takeSlot = createSlots(MAX_OPEN, tools.clock.onCancel);
  return async (request) => {
    const order = readHandshake(request, tools);
    if ("errno" in order) return noAnswer(order);
    const release = await takeSlot();
    return await handshake(request, order, tools, release);
  };
}

function readHandshake(request: WebSocketRequest, tools: NetTools): Order | Broken {
  const order = readOrder(request.url, request.headers, "ws", tools);
  if ("errno" in order) return { stage: "resolve", ...order };
  // ws throws for a subprotocol that is not a token; it may be a secret, so it is not named.
  if (request.subprotocols.map(reveal).every((each) => /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u.test(each))) return order;
  const message = "a subprotocol has a character that is not allowed";
  return { stage: "resolve", errno: "INVALID_SUBPROTOCOL", message };
}

/** Calls `release` when nothing of the connection is left. */
function handshake(
  request: WebSocketRequest,
  order: Order,
  tools: NetTools,
  release: () => void,
): Promise<WebSocketOpening> {
  const { clock } = tools;
  const { target } = order;
  const progress = startProgress(target, clock.monotonic());
  return new Promise((resolve) => {
    const timer = setTimeout(late, Math.min(request.handshakeTimeoutMs, LONGEST_TIMER_MS));
    const forget = clock.onCancel(() => fail(cancelled(progress.stage)));
    let websocket: WebSocket | null = null;
    let refusal: IncomingMessage | null = null;
    let ended = false;

    function end(opening: WebSocketOpening): void {
      ended = true;
      clearTimeout(timer);
      forget();
      resolve(opening);
    }

    function endClosed(opening: WebSocketOpening): void {
      // Ending the connection makes ws report an error of its own.
      if (ended) return;
      end(opening);
      websocket?.terminate();
      release();
    }

    function fail(broken: Broken): void {
      endClosed(noAnswer(broken, timingsOf(progress, clock.monotonic()), expiryOf(progress)));
    }

    function failWith(error: unknown): void {
      if (!ended) fail(explain(error, progress, target, tools.mask));
    }

    function refuse(response: IncomingMessage, body: string): void {
      const status = response.statusCode ?? 0;
      const timings = timingsOf(progress, clock.monotonic());
      const headers = readHeaders(response);
      endClosed({ kind: "refused", status, headers, body: untrusted(body), durationMs: timings.totalMs, timings });
    }

    function late(): void {
      // The status is what counts; a refusal whose body never ends is still one.
      if (refusal === null) fail(timedOut(progress.stage, target, request.handshakeTimeoutMs));
      else refuse(refusal, "");
    }

    if (clock.cancelled()) return fail(cancelled("resolve"));
    try {
      websocket = connect(request, order, tools, progress, failWith);
    } catch (error) {
      return failWith(error);
    }
    const opening = websocket;
    let connection: Connection | null = null;
    opening.on("unexpected-response", (_request: ClientRequest, response: IncomingMessage) => {
      // Node takes a 101 without the headers of an upgrade for an answer.
      if (response.statusCode === 101) return failWith({ code: "WS_ERR_HANDSHAKE", message: "no Upgrade header" });
      refusal = response;
      void readBody(response, MAX_REFUSAL + MARGIN).then(
        ({ text, truncated }) => refuse(response, maskedHead(text, MAX_REFUSAL, truncated, tools.mask)),
        () => refuse(response, ""),
      );
    });
    opening.on("upgrade", ({ socket }) => {
      connection = socket;
    });
    // At once, because messages that came with the handshake are told before any promise goes on.
    opening.on("open", () => {
      if (connection === null) return;
      const timings = timingsOf(progress, clock.monotonic());
      end({
        kind: "open",
        socket: createSocket(opening, connection, tools, release),
        subprotocol: untrusted(opening.protocol),
        durationMs: timings.totalMs,
        timings,
      });
    });
    // ws has no codes for what is wrong with a handshake, only words.
    opening.on("error", (error) =>
      failWith("code" in error ? error : { code: "WS_ERR_HANDSHAKE", message: error.message }),
    );
  });
}

function connect(
  request: WebSocketRequest,
  { target, headers }: Order,
  tools: NetTools,
  progress: Progress,
  fail: (error: unknown) => void,
): WebSocket {
  const options = {
    ...connectOptions(target, tools, progress, "handshake"),
    headers,
    // Not negotiable, so that no frame can blow up.
    perMessageDeflate: false,
    followRedirects: false,
    maxPayload: MAX_MESSAGE_BYTES,
    maxFragments: 1_024,
    maxBufferedChunks: 64 * 1024,
    // Ours is lower and tells a flood from a drop.
    maxPendingAutoPongs: MAX_CONTROL_FRAMES,
    closeTimeout: tools.closeTimeoutMs,
    finishRequest(sent: ClientRequest) {
      let interim = 0;
      sent.on("information", () => {
        if (++interim === MAX_INTERIM + 1) fail({ code: "HPE_TOO_MANY_INTERIM" });
      });
      sent.end();
    },
  };
  return new WebSocket(target.url, [...new Set(request.subprotocols.map(reveal))], options);
}
