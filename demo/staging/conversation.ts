// What is said over an accepted WebSocket: greeting, answers to messages, and the endings that faults bring.

import type { WebSocket } from "ws";

import type { ChatEvent } from "./chat-events.ts";
import { eventsOf } from "./chat-events.ts";
import type { Ending, Fault } from "./faults.ts";
import { firstOpinion } from "./faults.ts";
import { readMessage, send, textOf } from "./messages.ts";

/** Between two events of one answer: enough to be separate frames, too little to slow a test down. */
const EVENT_GAP_MS = 3;

export interface Conversations {
  readonly open: (client: WebSocket, userId: string, faults: readonly Fault[]) => void;
  /** Ends every conversation, as a service that restarts does. */
  readonly closeAll: () => void;
}

interface Member {
  readonly client: WebSocket;
  readonly userId: string;
  readonly faults: readonly Fault[];
  /** 1, 2, 3, …: calls of tools in this conversation. */
  readonly nextCall: () => number;
}

export function createConversations(): Conversations {
  const members = new Set<Member>();
  let count = 0;

  function answer(member: Member, message: ChatEvent): void {
    if (message.type === "ping") return send(member.client, { type: "pong" });
    if (message.type === "goodbye") return member.client.close(...farewellOf(member));
    if (message.type !== "user_message" && message.type !== "start_agent") {
      return send(member.client, { type: "error", message: `unknown type ${message.type}` });
    }
    count += 1;
    const script = eventsOf(message, member.userId, `run-${count}`, `call-${member.nextCall()}`);
    const events = member.faults.reduce((kept, fault) => fault.events?.(kept) ?? kept, script);
    return perform(events, () => audienceOf(member, members));
  }

  return {
    open: (client, userId, faults) => {
      count += 1;
      let calls = 0;
      const member: Member = { client, userId, faults, nextCall: () => ++calls };
      const early = endingAt("accepted", faults);
      if (early !== undefined) return end(client, early);
      const late = endingAt("first-message", faults);
      members.add(member);
      client.on("close", () => members.delete(member));
      client.on("error", () => client.terminate());
      client.on("message", (data) => {
        if (late !== undefined) return end(client, late);
        const message = readMessage(textOf(data));
        if (message !== undefined) return answer(member, message);
        return send(client, { type: "error", message: "a message is JSON with a type" });
      });
      send(client, {
        type: "connection_established",
        connection_id: `ws-${count}`,
        user_id: userId,
      });
      return send(client, { type: "system_message", text: "welcome", user_id: userId });
    },
    closeAll: () => {
      for (const { client } of members) client.close(1012, "service restart");
    },
  };
}

function farewellOf({ faults }: Member): readonly [code: number, reason: string] {
  const { code, reason } = firstOpinion(faults, ({ farewell }) => farewell) ?? { code: 1000, reason: "goodbye" };
  return [code, reason];
}

function endingAt(moment: Ending["moment"], faults: readonly Fault[]): Ending | undefined {
  return firstOpinion(faults, ({ ending }) => (ending?.moment === moment ? ending : undefined));
}

function end(client: WebSocket, { says, close }: Ending): void {
  client.on("error", () => client.terminate());
  if (says !== undefined) send(client, says);
  if (close === "drop") return client.terminate();
  return client.close(close.code, close.reason);
}

function audienceOf(member: Member, members: ReadonlySet<Member>): readonly WebSocket[] {
  const everyone = firstOpinion(member.faults, (fault) => fault.audience) === "everyone";
  return everyone ? [...members].map(({ client }) => client) : [member.client];
}

/** Sends the events one after another. A chain: timers set at once may fire out of order when the machine is busy. */
function perform(events: readonly ChatEvent[], audience: () => readonly WebSocket[]): void {
  const [event, ...rest] = events;
  if (event === undefined) return;
  for (const client of audience()) send(client, event);
  setTimeout(() => perform(rest, audience), EVENT_GAP_MS);
}
