// The same work with nothing but node:http, ws and jsonwebtoken: what the machine can do when nobody checks anything.
import { once } from "node:events";
import { Agent, get } from "node:http";
import jsonwebtoken from "jsonwebtoken";
import { WebSocket } from "ws";
import { AUDIENCE, EVENTS, inParallel, MESSAGE, PATH, SECRET, USER, type Kind } from "./work.ts";

export async function runBare(kind: Kind, url: string, keepAlive: boolean): Promise<void> {
  if (kind === "websocket") return inParallel(kind, () => flow(url));
  const agent = new Agent({ keepAlive });
  await inParallel(kind, () => request(url, agent));
  agent.destroy();
}

function request(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    get(`${url}${PATH}`, { agent, headers: signed() }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const isAnswer = response.statusCode === 200 && Buffer.concat(chunks).length > 0;
        return isAnswer ? resolve() : reject(new Error(`answered ${response.statusCode}`));
      });
    }).on("error", reject);
  });
}

async function flow(url: string): Promise<void> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/ws`, { headers: signed() });
  const done = new Promise<void>((resolve, reject) => {
    let left = EVENTS.length;
    socket.on("error", reject);
    socket.on("message", (data: Buffer) => {
      if (JSON.parse(data.toString("utf8")).type !== EVENTS[EVENTS.length - left]) reject(new Error("wrong event"));
      left--;
      if (left === 0) resolve();
    });
  });
  await once(socket, "open");
  socket.send(JSON.stringify(MESSAGE));
  await done;
  socket.close();
  await once(socket, "close");
}

function signed(): Record<string, string> {
  const token = jsonwebtoken.sign({ sub: USER, aud: AUDIENCE }, SECRET, { algorithm: "HS256", expiresIn: 300 });
  return { authorization: `Bearer ${token}` };
}
