// The WebSocket handshake: who gets in, who is refused with what. What is said afterwards is conversation.ts.

import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

import { WebSocketServer } from "ws";

import { json, refuseUpgrade } from "./answer.ts";
import type { Conversations } from "./conversation.ts";
import { faultsOf, firstOpinion } from "./faults.ts";
import { awaitToken } from "./first-message.ts";
import type { Staging } from "./staging.ts";
import { DEPLOYING, pathOf } from "./staging.ts";
import { identify, SUBPROTOCOL, unauthenticated } from "./tokens.ts";

export type AnswerUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** The token travels with the handshake on `/ws`, and in the first message on `/ws/first-message`. */
export function createHandshake(staging: Staging, conversations: Conversations): AnswerUpgrade {
  const answering = createServer(true);
  const mute = createServer(false);
  return (request, socket, head) => {
    const release = staging.deployments.serving();
    if (release === "rolling-out") return refuseUpgrade(socket, DEPLOYING);
    const path = pathOf(request);
    if (path !== "/ws" && path !== "/ws/first-message")
      return refuseUpgrade(socket, json(404, { detail: "Not Found" }));
    const faults = faultsOf(release.faults);
    const refusal = firstOpinion(faults, (fault) => fault.handshake);
    if (refusal === "silent") return undefined;
    if (refusal !== undefined) return refuseUpgrade(socket, refusal);
    const server = firstOpinion(faults, (fault) => fault.pongs) === "none" ? mute : answering;
    if (path === "/ws/first-message") {
      server.handleUpgrade(request, socket, head, (client) => {
        awaitToken(client, staging.keys, faults, (userId) => conversations.open(client, userId, faults));
      });
      return undefined;
    }
    const caller = identify(request, staging.keys, faults);
    if (caller.kind === "refused") return refuseUpgrade(socket, unauthenticated(caller.reason));
    server.handleUpgrade(request, socket, head, (client) => conversations.open(client, caller.userId, faults));
    return undefined;
  };
}

function createServer(autoPong: boolean): WebSocketServer {
  return new WebSocketServer({
    noServer: true,
    autoPong,
    handleProtocols: (offered) => offered.has(SUBPROTOCOL) && SUBPROTOCOL,
  });
}
