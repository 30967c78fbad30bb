// Reads the body of an answer: decoded once, capped after decoding, whatever the server claims about its length.
import type { IncomingMessage } from "node:http";
import { pipeline, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

/** The most that is kept of a body, after decoding. */
export const MAX_BODY_BYTES = 1024 * 1024;

export interface Body {
  readonly text: string;
  readonly bytes: number;
  readonly truncated: boolean;
}

/** Rejects with an error that carries a `code` when the body breaks off or cannot be decoded. */
export async function readBody(response: IncomingMessage, maxBytes: number): Promise<Body> {
  const encoding = (response.headers["content-encoding"] ?? "").trim().toLowerCase();
  if (encoding === "" || encoding === "identity") return await collect(response, maxBytes);
  const decoder = createDecoder(encoding);
  if (decoder === null) throw Object.assign(new Error(encoding), { code: "Z_UNKNOWN_ENCODING" });
  const state = { empty: true };
  // The reader gets every error from the decoder, which the pipeline destroys with it.
  pipeline(response, decoder, () => undefined);
  response.once("data", () => {
    state.empty = false;
  });
  try {
    return await collect(decoder, maxBytes);
  } catch (error) {
    // The answer to HEAD, a 304 and the like name the encoding of a body that they do not have.
    if (response.complete && state.empty) return { text: "", bytes: 0, truncated: false };
    throw error;
  }
}

async function collect(stream: AsyncIterable<unknown>, maxBytes: number): Promise<Body> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const piece of stream) {
    if (!(piece instanceof Uint8Array)) continue;
    const kept = piece.subarray(0, maxBytes - bytes);
    bytes += kept.length;
    text += decoder.decode(kept, { stream: true });
    // Leaving the loop destroys the streams and the socket under them.
    if (kept.length < piece.length) return { text, bytes, truncated: true };
  }
  return { text: text + decoder.decode(), bytes, truncated: false };
}

// We ask for "identity"; this is for servers that encode all the same. Encoded twice is nobody's need but a bomb's.
function createDecoder(encoding: string): Transform | null {
  if (encoding === "gzip" || encoding === "x-gzip") return createGunzip();
  if (encoding === "deflate") return createInflate();
  if (encoding === "br") return createBrotliDecompress();
  return null;
}
