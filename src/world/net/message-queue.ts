// Messages that came and were not asked for yet. A server that sends faster than we look is slowed down.
import type { WebSocket } from "ws";

/** A message before anybody asked for it: most of a flood is never read, so it is kept as small as can be. */
export interface Received {
  readonly text: string;
  readonly binary: boolean;
  readonly atMs: number;
}

export interface MessageQueue {
  push(message: Received): void;
  take(): Received | null;
  clear(): void;
  /** Reads on, unless there is enough to do. */
  resume(): void;
}

/** From here on we stop reading from the network until the queue is half empty. What one read brought is still taken. */
const MAX_QUEUED = 1_000;
const MAX_QUEUED_CHARACTERS = 1024 * 1024;

export function createMessageQueue(websocket: WebSocket): MessageQueue {
  let messages: Received[] = [];
  // Taken messages are skipped rather than shifted out, which would move all others each time.
  let first = 0;
  let characters = 0;
  let full = false;

  function isOver(share: number): boolean {
    return messages.length - first >= MAX_QUEUED * share || characters >= MAX_QUEUED_CHARACTERS * share;
  }

  function empty(): void {
    messages = [];
    first = 0;
  }

  function resume(): void {
    if (!full && websocket.isPaused) websocket.resume();
  }

  return {
    push(message) {
      messages.push(message);
      characters += message.text.length;
      if (full || !isOver(1)) return;
      full = true;
      websocket.pause();
    },
    take() {
      const message = messages[first];
      if (message === undefined) return null;
      first++;
      characters -= message.text.length;
      if (first === messages.length) empty();
      if (full && !isOver(0.5)) {
        full = false;
        resume();
      }
      return message;
    },
    clear() {
      empty();
      characters = 0;
      full = false;
      resume();
    },
    resume,
  };
}
