// Reads what a request carries: a JSON object, a form, or a text of another kind.

import type { IncomingMessage } from "node:http";

const LIMIT_BYTES = 64 * 1024;

export type Fields = Readonly<Record<string, unknown>>;

export interface Body {
  readonly text: string;
  /** Of the JSON object or the form; {} for an empty body and for other kinds of text. */
  readonly fields: Fields;
}

/** Undefined where it is too large, or said to be JSON (or nothing) and no JSON object. */
export async function readBody(request: IncomingMessage): Promise<Body | undefined> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) return undefined;
    sizeBytes += chunk.length;
    if (sizeBytes > LIMIT_BYTES) return undefined;
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  const fields = readFields(text, request.headers["content-type"] ?? "");
  return fields === undefined ? undefined : { text, fields };
}

function readFields(text: string, type: string): Fields | undefined {
  if (type.startsWith("application/x-www-form-urlencoded")) return Object.fromEntries(new URLSearchParams(text));
  if (type.startsWith("text/csv") || text.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    return { ...value };
  } catch {
    // The caller answers 400; what exactly is wrong with the text is the client's business.
    return undefined;
  }
}
