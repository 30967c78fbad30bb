// Reads the body of an answer: decoded once, capped after decoding, whatever the server claims about its length.
import type { IncomingMessage } from "node:http";
import { pipeline, type Readable, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { readInTurns } from "./turns.ts";

/** The most that is kept of a body, after decoding. */
export const MAX_BODY_BYTES = 1024 * 1024;

export interface Body {
  readonly text: string;
  readonly bytes: number;
  readonly truncated: boolean;
}

const NO_BODY: Body = { text: "", bytes: 0, truncated: false };

/** Rejects with an error that carries a `code` when the body breaks off or cannot be decoded. */
export function readBody(response: IncomingMessage, maxBytes: number): Promise<Body> {
  const encoding = response.headers["content-encoding"]?.trim().toLowerCase() ?? "";
  if (encoding === "" || encoding === "identity") {
    const { socket } = response;
    // A decoder slows the connection down by itself, and may not be hurried.
    readInTurns(
      socket,
      () => socket.pause(),
      () => socket.resume(),
    );
    return collect(response, maxBytes);
  }
  const decoder = createDecoder(encoding);
  if (decoder === null) return Promise.reject(failure("Z_UNKNOWN_ENCODING", encoding));
  let empty = true;
  // The reader gets every error from the decoder, which the pipeline destroys with it.
  pipeline(response, decoder, () => undefined);
  response.once("data", () => {
    empty = false;
  });
  return collect(decoder, maxBytes).catch((error: unknown) => {
    // The answer to HEAD, a 304 and the like name the encoding of a body that they do not have.
    if (response.complete && empty) return NO_BODY;
    throw error;
  });
}

// With listeners: waiting for each piece in turn costs more than the piece.
function collect(stream: Readable, maxBytes: number): Promise<Body> {
  return new Promise((resolve, reject) => {
    const kept = createStore(maxBytes);
    stream.on("data", (piece: Uint8Array) => {
      if (kept.add(piece)) return;
      resolve({ text: kept.text(), bytes: maxBytes, truncated: true });
      stream.destroy();
    });
    stream.on("end", () => resolve({ text: kept.text(), bytes: kept.length(), truncated: false }));
    stream.on("error", reject);
    stream.on("close", () => {
      if (!stream.readableEnded) reject(failure("ECONNRESET", "aborted"));
    });
  });
}

/** Bytes in one place: a million pieces of one byte each would take a hundred times their size. */
function createStore(maxBytes: number) {
  let bytes: Uint8Array = new Uint8Array(0);
  let length = 0;
  return {
    /** False when there was more than fits. */
    add(piece: Uint8Array): boolean {
      if (length === 0 && piece.length <= maxBytes) {
        bytes = piece;
        length = piece.length;
        return true;
      }
      const fitting = piece.subarray(0, maxBytes - length);
      const wanted = length + fitting.length;
      if (wanted > bytes.length) {
        const larger = Buffer.allocUnsafe(Math.min(maxBytes, Math.max(2 * bytes.length, wanted, 16 * 1024)));
        larger.set(bytes.subarray(0, length));
        bytes = larger;
      }
      bytes.set(fitting, length);
      length = wanted;
      return fitting.length === piece.length;
    },
    length: () => length,
    text: () => withoutMark(Buffer.from(bytes.buffer, bytes.byteOffset, length).toString("utf8")),
  };
}

/** The byte order mark is no part of the text (WHATWG Encoding, "UTF-8 decode"). */
function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

// We ask for "identity"; this is for servers that encode all the same. Encoded twice is nobody's need but a bomb's.
function createDecoder(encoding: string): Transform | null {
  if (encoding === "gzip" || encoding === "x-gzip") return createGunzip();
  if (encoding === "deflate") return createInflate();
  if (encoding === "br") return createBrotliDecompress();
  return null;
}

function failure(code: string, text: string): Error {
  return Object.assign(new Error(text), { code });
}
