// Opens the two ports on loopback and closes them again, with every socket that is still held.

import type { IncomingMessage, Server } from "node:http";
import { createServer } from "node:http";
import type { Socket } from "node:net";

import type { Answer } from "./answer.ts";
import { json, writeAnswer } from "./answer.ts";
import { answerRequest } from "./api.ts";
import { answerControl } from "./control.ts";
import { createConversations } from "./conversation.ts";
import { createHandshake } from "./handshake.ts";
import type { Staging } from "./staging.ts";

export interface Ports {
  readonly port: number;
  readonly controlPort: number;
}

export interface Listening {
  readonly url: string;
  readonly controlUrl: string;
  readonly close: () => void;
}

/** Port 0 asks the system for a free one. */
export async function listen(staging: Staging, ports: Ports): Promise<Listening> {
  const conversations = createConversations();
  const service = serve((request) => answerRequest(request, staging));
  service.on("upgrade", createHandshake(staging, conversations));
  const control = serve((request) => answerControl(request, staging, conversations.closeAll));
  const closeService = holdSockets(service);
  const closeControl = holdSockets(control);
  const port = await open(service, ports.port);
  const controlPort = await open(control, ports.controlPort);
  return {
    url: `http://127.0.0.1:${port}`,
    controlUrl: `http://127.0.0.1:${controlPort}`,
    close: () => {
      closeService();
      closeControl();
    },
  };
}

function serve(answer: (request: IncomingMessage) => Promise<Answer>): Server {
  return createServer((request, response) => {
    answer(request).then(
      (value) => writeAnswer(response, value),
      (error: unknown) => {
        // A fault of ours must not look like an injected one.
        console.error(error);
        writeAnswer(response, json(500, { error: "the staging service itself is broken" }));
      },
    );
  });
}

/** Also those that were upgraded, or whose handshake is never answered. */
function holdSockets(server: Server): () => void {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // A client that hangs up in the middle of an answer is its own business.
    socket.on("error", () => socket.destroy());
  });
  return () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
}

function open(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      if (typeof address === "object" && address !== null) return resolve(address.port);
      return reject(new Error(`no port to listen on: ${String(address)}`));
    });
  });
}
