// The WebSocket handshake: who gets in, who is refused with what. What is said afterwards is conversation.ts.

import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

import type { WebSocket } from "ws";
import { WebSocketServer } from "ws";

import { json, refuseUpgrade } from "./answer.ts";
import type { Conversations } from "./conversation.ts";
import { faultsOf, firstOpinion } from "./faults.ts";
import type { Staging } from "./staging.ts";
import { DEPLOYING, pathOf } from "./staging.ts";
import { identify, SUBPROTOCOL } from "./tokens.ts";

export type AnswerUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export function createHandshake(staging: Staging, conversations: Conversations): AnswerUpgrade {
  const server = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => offered.has(SUBPROTOCOL) && SUBPROTOCOL,
  });
  return (request, socket, head) => {
    const release = staging.deployments.serving();
    if (release === "rolling-out") return refuseUpgrade(socket, DEPLOYING);
    if (pathOf(request) !== "/ws") return refuseUpgrade(socket, json(404, { detail: "Not Found" }));
    const faults = faultsOf(release.faults);
    const refusal = firstOpinion(faults, (fault) => fault.handshake);
    if (refusal === "silent") return undefined;
    if (refusal !== undefined) return refuseUpgrade(socket, refusal);
    const caller = identify(request, staging.secret, faults);
    if (caller.kind === "refused") return refuseUpgrade(socket, caller.answer);
    server.handleUpgrade(request, socket, head, (client: WebSocket) => {
      conversations.open(client, caller.userId, faults);
    });
    return undefined;
  };
}
