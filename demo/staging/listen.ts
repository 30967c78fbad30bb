// Opens the ports on loopback and closes them again, with every socket that is still held.

import type { IncomingMessage, RequestListener } from "node:http";
import { createServer } from "node:http";
import type { Server as TlsServer } from "node:https";
import { createServer as createTlsServer } from "node:https";
import type { Server, Socket } from "node:net";

import type { Answer } from "./answer.ts";
import { json, writeAnswer } from "./answer.ts";
import { answerRequest } from "./api.ts";
import { answerControl } from "./control.ts";
import type { Certificates } from "./certificates.ts";
import { createConversations } from "./conversation.ts";
import { faultsOf } from "./faults.ts";
import { createHandshake } from "./handshake.ts";
import type { Staging } from "./staging.ts";

export interface Ports {
  readonly port: number;
  readonly controlPort: number;
}

export interface Listening {
  readonly url: string;
  readonly controlUrl: string;
  /** The same service behind TLS; null without certificates. */
  readonly tlsUrl: string | null;
  readonly close: () => void;
}

/** Port 0 asks the system for a free one; the TLS port always is one. */
export async function listen(staging: Staging, ports: Ports, certificates: Certificates | null): Promise<Listening> {
  const conversations = createConversations();
  const upgrade = createHandshake(staging, conversations);
  const service = createServer(answerWith((request) => answerRequest(request, staging))).on("upgrade", upgrade);
  const control = createServer(answerWith((request) => answerControl(request, staging, conversations.closeAll)));
  const secure = certificates === null ? null : createSecure(staging, certificates).on("upgrade", upgrade);
  const closers = [service, control, ...(secure === null ? [] : [secure])].map(holdSockets);
  const port = await open(service, ports.port);
  const controlPort = await open(control, ports.controlPort);
  const tlsPort = secure === null ? null : await open(secure, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    controlUrl: `http://127.0.0.1:${controlPort}`,
    tlsUrl: tlsPort === null ? null : `https://127.0.0.1:${tlsPort}`,
    close: () => {
      for (const close of closers) close();
    },
  };
}

function answerWith(answer: (request: IncomingMessage) => Promise<Answer>): RequestListener {
  return (request, response) => {
    answer(request).then(
      (value) => writeAnswer(response, value),
      (error: unknown) => {
        // A fault of ours must not look like an injected one.
        console.error(error);
        writeAnswer(response, json(500, { error: "the staging service itself is broken" }));
      },
    );
  };
}

/** Each connection gets the certificate that the faults of that moment ask for. */
function createSecure(staging: Staging, certificates: Certificates): TlsServer {
  const server = createTlsServer(
    certificates.of([]),
    answerWith((request) => answerRequest(request, staging)),
  );
  server.prependListener("connection", () => {
    const release = staging.deployments.serving();
    server.setSecureContext(certificates.of(release === "rolling-out" ? [] : faultsOf(release.faults)));
  });
  return server;
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
