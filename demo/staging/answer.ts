// An HTTP answer as plain data, and how it is written: to a response, or to a bare socket whose upgrade is refused.

import type { ServerResponse } from "node:http";
import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(value),
  };
}

/** No body at all, as 204, 304 and redirects have none. */
export function nothing(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers, body: "" };
}

export function html(status: number, body: string): Answer {
  return { status, headers: { "content-type": "text/html; charset=utf-8" }, body };
}

export function withHeaders(answer: Answer, headers: Readonly<Record<string, string>>): Answer {
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

export function writeAnswer(response: ServerResponse, answer: Answer): void {
  // RFC 9110 section 8.6: 204 and 304 tell no length.
  const hasLength = answer.status !== 204 && answer.status !== 304;
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(hasLength ? { "content-length": Buffer.byteLength(answer.body) } : {}),
  });
  response.end(answer.body);
}

/** Answers an upgrade request with an ordinary response and hangs up. */
export function refuseUpgrade(socket: Duplex, answer: Answer): void {
  const headers = {
    ...answer.headers,
    "content-length": String(Buffer.byteLength(answer.body)),
    connection: "close",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const status = `${answer.status} ${STATUS_CODES[answer.status] ?? "Unknown"}`;
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join("")}\r\n${answer.body}`);
}
