// TCP and TLS servers on loopback that say exactly the bytes a test gives them. They end with the test that started them.
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import { onTestFinished } from "vitest";

export interface RawServer {
  readonly port: number;
  /** "127.0.0.1:port" */
  readonly name: string;
  readonly sockets: readonly Socket[];
}

export type OnConnection = (socket: Socket) => void;

/** Calls `onConnection` for each connection, at once. */
export async function startRaw(onConnection: OnConnection): Promise<RawServer> {
  return await listen(createServer({ allowHalfOpen: true }), "connection", onConnection);
}

/** Calls `onConnection` after each handshake. */
export async function startTls(options: TlsOptions, onConnection: OnConnection): Promise<RawServer> {
  const server = createTlsServer(options);
  // A client that refuses our certificate is what many tests are about.
  server.on("tlsClientError", () => undefined);
  return await listen(server, "secureConnection", onConnection);
}

async function listen(server: Server, event: string, onConnection: OnConnection): Promise<RawServer> {
  const sockets: Socket[] = [];
  server.on("connection", (socket: Socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined);
  });
  server.on(event, (socket: Socket) => {
    socket.on("error", () => undefined);
    onConnection(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return { port: address.port, name: `127.0.0.1:${address.port}`, sockets };
}

/** Answers the first bytes of each connection with these, and ends it. */
export function answering(...pieces: readonly (string | Uint8Array)[]): OnConnection {
  return (socket) => {
    socket.once("data", () => {
      for (const piece of pieces) socket.write(piece);
      socket.end();
    });
  };
}

/** Answers the first bytes with `start`, and then with a small piece every few milliseconds, for ever. */
export function dripping(start: string, piece: string): OnConnection {
  return (socket) => {
    socket.once("data", () => {
      socket.write(start);
      const drip = setInterval(() => socket.write(piece), 10);
      socket.once("close", () => clearInterval(drip));
    });
  };
}

/** Answers the first bytes with `start`, and then with this as fast as it is taken, for ever. */
export function flooding(start: string, piece: Uint8Array): OnConnection {
  return (socket) => {
    socket.once("data", () => {
      socket.write(start);
      flood(socket, piece);
    });
  };
}

/** Writes this as fast as it is taken, for as long as the connection lives. */
export function flood(socket: Socket, piece: Uint8Array): void {
  while (!socket.destroyed && socket.write(piece));
  if (!socket.destroyed) socket.once("drain", () => flood(socket, piece));
}

/** A complete HTTP answer. */
export function httpAnswer(status: string, headers: readonly string[], body: string | Uint8Array): Buffer {
  const bytes = Buffer.from(body);
  const head = [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${bytes.length}`, "", ""].join("\r\n");
  return Buffer.concat([Buffer.from(head, "latin1"), bytes]);
}

/** All bytes of a connection up to the first empty line, as text. */
export async function readHead(socket: Socket): Promise<string> {
  let text = "";
  for await (const piece of socket.iterator({ destroyOnReturn: false })) {
    text += String(piece);
    if (text.includes("\r\n\r\n")) break;
  }
  return text;
}

/** A port of loopback on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("the server had no port");
  return address.port;
}
