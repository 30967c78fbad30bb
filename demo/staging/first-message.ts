// A connection whose token comes in its first message: `auth_ok`, or an error event and close 4401.

import type { WebSocket } from "ws";

import { readMessage, send, textOf } from "./messages.ts";
import type { Fault } from "./faults.ts";
import type { Keys } from "./keys.ts";
import { judgeToken } from "./tokens.ts";

const PATIENCE_MS = 5_000;

export function awaitToken(
  client: WebSocket,
  keys: Keys,
  faults: readonly Fault[],
  accept: (userId: string) => void,
): void {
  const refuse = (reason: string): void => {
    send(client, { type: "auth_error", message: reason });
    client.close(4401, "unauthenticated");
  };
  const timer = setTimeout(() => refuse("no token in time"), PATIENCE_MS);
  client.on("error", () => client.terminate());
  client.once("close", () => clearTimeout(timer));
  client.once("message", (data) => {
    clearTimeout(timer);
    const message = readMessage(textOf(data));
    const token = message?.type === "authenticate" ? message["token"] : undefined;
    const caller = judgeToken(typeof token === "string" ? token : undefined, keys, faults);
    if (caller.kind === "refused") return refuse(caller.reason);
    send(client, { type: "auth_ok", user_id: caller.userId });
    return accept(caller.userId);
  });
}
