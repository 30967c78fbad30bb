// What the benchmark asks: a service that answers at once, so that what is measured is the client. A process of its own.
import { createServer } from "node:http";
import { WebSocketServer } from "ws";
import { EVENTS } from "./work.ts";

const ANSWER = JSON.stringify({ user_id: "user-1", organization: "demo", role: "member", text: "x".repeat(200) });

const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(ANSWER) });
  response.end(ANSWER);
});
const sockets = new WebSocketServer({ server, path: "/ws" });
sockets.on("connection", (socket) => {
  socket.on("error", () => socket.terminate());
  socket.on("message", () => {
    for (const type of EVENTS) socket.send(JSON.stringify({ type, user_id: "user-1" }));
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port to listen on");
  process.send?.({ port: address.port });
});
process.on("disconnect", () => process.exit(0));
