// How the tests talk to staging: tokens, API calls and WebSocket connections. Every wait is bounded.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { request } from "node:http";

export const USERS = ["staging-e2e-user-001", "staging-e2e-user-002", "staging-e2e-user-003"];
export const CRITICAL_EVENTS = [
  "agent_started",
  "agent_thinking",
  "tool_executing",
  "tool_completed",
  "agent_completed",
];

const { STAGING_URL, STAGING_JWT_SECRET } = process.env;
const API_WAIT_MS = 3000;
const HANDSHAKE_WAIT_MS = 3000;
const EVENTS_WAIT_MS = 1000;
const CLOSE_NAMES = {
  1001: "going away",
  1008: "policy violation",
  1011: "internal error",
  1012: "service restart",
};

export function tokenFor(userId, secret = STAGING_JWT_SECRET) {
  const exp = Math.floor(Date.now() / 1000) + 300;
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part({ sub: userId, aud: "staging", exp })}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

export async function call(method, path, { body, token = tokenFor(USERS[0]) } = {}) {
  const startedAt = performance.now();
  const response = await fetch(`${STAGING_URL}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(API_WAIT_MS),
  });
  const text = await response.text();
  const tookMs = performance.now() - startedAt;
  return { status: response.status, tookMs, json: () => JSON.parse(text) };
}

/** Calls, asserts the status and returns the JSON. */
export async function expectStatus(status, method, path, options) {
  const answer = await call(method, path, options);
  assert.equal(
    answer.status,
    status,
    `${method} ${path}: expected ${status}, got ${answer.status}`,
  );
  return answer.json();
}

/** An open connection of this user; closed when the test `t` ends. */
export async function connect(t, userId, token = tokenFor(userId)) {
  const subprotocols = token ? ["jwt-auth", `jwt.${token}`] : ["jwt-auth"];
  const socket = new WebSocket(`${STAGING_URL.replace(/^http/, "ws")}/ws`, subprotocols);
  t.after(() => socket.close());
  const received = [];
  let closed;
  socket.addEventListener("message", ({ data }) => received.push(JSON.parse(data)));
  socket.addEventListener("close", (event) => (closed = event));

  /** Waits until `enough()`, the end of the connection or the end of our patience. */
  async function wait(waitMs, enough) {
    const { promise, resolve } = Promise.withResolvers();
    const look = () => (enough() || closed) && resolve();
    const kinds = ["open", "message", "close"];
    for (const kind of kinds) socket.addEventListener(kind, look);
    const timer = setTimeout(() => resolve(), waitMs);
    look();
    await promise;
    clearTimeout(timer);
    for (const kind of kinds) socket.removeEventListener(kind, look);
  }

  await wait(HANDSHAKE_WAIT_MS, () => socket.readyState === WebSocket.OPEN || received.length > 0);
  if (socket.readyState === WebSocket.CONNECTING) {
    throw new Error("timed out during opening handshake");
  }
  if (socket.protocol === "" && closed) {
    throw new Error(`WebSocket connection failed: ${await whyRefused(subprotocols)}`);
  }

  return {
    received,
    protocol: socket.protocol,
    isOpen: () => socket.readyState === WebSocket.OPEN,
    send: (message) => socket.send(JSON.stringify(message)),
    /** Everything received so far, once all these types are among it, or our patience is over. */
    receive: async (...types) => {
      const missing = () => types.filter((type) => !received.some((event) => event.type === type));
      await wait(EVENTS_WAIT_MS, () => missing().length === 0);
      const error = received.find((event) => event.type === "error");
      if (error) throw new Error(error.message);
      if (missing().length > 0 && closed) throw new Error(howClosed(closed));
      return received;
    },
  };
}

/** Sends one message and asserts that all critical events come back. */
export async function converse(connection, text) {
  connection.send({ type: "user_message", text });
  const events = await connection.receive(...CRITICAL_EVENTS);
  const missing = CRITICAL_EVENTS.filter((type) => !events.some((event) => event.type === type));
  const found = CRITICAL_EVENTS.length - missing.length;
  const names = missing.map((type) => `'${type}'`).join(", ");
  assert.ok(missing.length === 0, `${found}/5 critical events found. Missing Events: {${names}}`);
  return events;
}

function howClosed({ code, reason }) {
  if (code === 1006) return "no close frame received or sent";
  const frame = `${code} (${CLOSE_NAMES[code] ?? "unknown"}) ${reason}`;
  return `received ${frame}; then sent ${frame}`;
}

/** A browser-like WebSocket hides the status of a refused handshake: ask once more and look. */
function whyRefused(subprotocols) {
  const { promise, resolve } = Promise.withResolvers();
  const again = request(`${STAGING_URL}/ws`, {
    headers: {
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": Buffer.alloc(16).toString("base64"),
      "sec-websocket-protocol": subprotocols.join(", "),
    },
    signal: AbortSignal.timeout(HANDSHAKE_WAIT_MS),
  });
  again.on("response", (response) => {
    response.resume();
    resolve(`server rejected WebSocket connection: HTTP ${response.statusCode}`);
  });
  again.on("upgrade", (_response, socket) => {
    socket.destroy();
    resolve("no close frame received or sent");
  });
  again.on("error", (error) => resolve(error.message));
  again.end();
  return promise;
}
