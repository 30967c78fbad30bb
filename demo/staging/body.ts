// Reads the JSON object that a request carries.

import type { IncomingMessage } from "node:http";

const LIMIT_BYTES = 64 * 1024;

export type Fields = Readonly<Record<string, unknown>>;

/** The fields of the body, {} for an empty one, undefined where it is no JSON object or too large. */
export async function readFields(request: IncomingMessage): Promise<Fields | undefined> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) return undefined;
    sizeBytes += chunk.length;
    if (sizeBytes > LIMIT_BYTES) return undefined;
    chunks.push(chunk);
  }
  return parseFields(Buffer.concat(chunks).toString("utf8"));
}

function parseFields(text: string): Fields | undefined {
  if (text.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    return { ...value };
  } catch {
    // The caller answers 400; what exactly is wrong with the text is the client's business.
    return undefined;
  }
}
