// One message over a WebSocket: read from what came, written as JSON.

import type { RawData, WebSocket } from "ws";

import type { ChatEvent } from "./chat-events.ts";

/** A message of a client, or undefined where it is not JSON with a `type`. */
export function readMessage(text: string): ChatEvent | undefined {
  const value = parse(text);
  if (typeof value !== "object" || value === null || !("type" in value)) return undefined;
  return typeof value.type === "string" ? { ...value, type: value.type } : undefined;
}

export function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString("utf8");
  return Buffer.isBuffer(data) ? data.toString("utf8") : Buffer.from(data).toString("utf8");
}

export function send(client: WebSocket, event: ChatEvent): void {
  if (client.readyState === client.OPEN) client.send(JSON.stringify(event));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is an answer, not an accident: the caller tells the client.
    return undefined;
  }
}
