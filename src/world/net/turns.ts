// Lets other things have their turn while a connection brings a lot.
import type { Socket } from "node:net";

/** What libuv takes in one read, and it reads up to 32 times before anything else may run. */
const SHARE_BYTES = 64 * 1024;

/** Stops after each share for a turn of the event loop: a flood of small things takes long to look at. */
export function readInTurns(connection: Socket, stop: () => void, goOn: () => void): void {
  let bytes = 0;
  connection.on("data", (read) => {
    bytes += read.length;
    if (bytes < SHARE_BYTES) return;
    bytes = 0;
    stop();
    setImmediate(goOn);
  });
}
