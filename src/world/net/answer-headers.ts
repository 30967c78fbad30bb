// The headers of an answer as text, by their names in lower case.
import type { IncomingMessage } from "node:http";
import { reveal, untrusted, type Untrusted } from "../../text/untrusted.ts";

/** Values of one name are joined as RFC 9110 section 5.3 has it; Node drops some of them otherwise. */
export function readHeaders({ rawHeaders }: IncomingMessage): Readonly<Record<string, Untrusted>> {
  // Without a prototype, so that asking for the header "constructor" finds a header or nothing.
  const headers: Record<string, Untrusted> = Object.create(null);
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? "";
    const value = readBytes(rawHeaders[at + 1] ?? "");
    const before = headers[name];
    headers[name] = untrusted(before === undefined ? value : `${reveal(before)}, ${value}`);
  }
  return headers;
}

/** The one place a redirect names; several places are none. */
export function readLocation({ headersDistinct }: IncomingMessage): string | null {
  const [place, ...others] = headersDistinct["location"] ?? [];
  return place === undefined || others.length > 0 ? null : readBytes(place);
}

// Node hands out header bytes as Latin-1; most servers that send more than ASCII mean UTF-8.
function readBytes(value: string): string {
  if (/^[\0-\x7f]*$/u.test(value)) return value;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(value, "latin1"));
  } catch {
    return value;
  }
}
