// Reads a file of the workspace that may be a record.
import type { Files } from "../model/world.ts";
import type { Untrusted } from "../text/untrusted.ts";
import { MAX_RECORD } from "./within.ts";

/** The whole text; null for one that is too large, whatever its size was said to be. */
export async function readRecordFile(path: Untrusted, files: Pick<Files, "read">): Promise<string | null> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of files.read(path)) {
    size += piece.length;
    if (size > MAX_RECORD) return null;
    pieces.push(piece);
  }
  return new TextDecoder().decode(Buffer.concat(pieces));
}
