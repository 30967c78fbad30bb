// The ways into the demo's staging: logins, tokens by every place, roles, TLS; and what its API keeps and answers.

import { createHmac, generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { get as getSecurely } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";

import jsonwebtoken from "jsonwebtoken";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";

import { setFaults, startStaging, type StagingProcess } from "../../demo/staging/start.ts";

const KEYS = generateKeyPairSync("ec", { namedCurve: "P-256" });

let dir: string;
let staging: StagingProcess;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "demo-doors-"));
  const publicKey = KEYS.publicKey.export({ type: "spki", format: "pem" }).toString();
  staging = await startStaging({ publicKey, authorityFile: join(dir, "ca.pem") });
});

afterAll(async () => {
  await staging.close();
  await rm(dir, { recursive: true });
});

describe("a login", () => {
  const right = () => ({ email: "e2e2@example.com", password: staging.password });

  test("as JSON or as a form gives a token that opens the API", async () => {
    const form = new URLSearchParams(right()).toString();
    for (const [body, type] of [
      [JSON.stringify(right()), "application/json"],
      [form, "application/x-www-form-urlencoded"],
    ] as const) {
      const answer = await call("/auth/login", { method: "POST", body, headers: { "content-type": type } });
      expect(answer).toMatchObject({ status: 200, json: { token_type: "Bearer", expires_in: 300 } });
      const me = await call("/api/me", { headers: bearer(answer.json.access_token) });
      expect(me.json).toMatchObject({ user_id: "staging-e2e-user-002", role: "member" });
    }
  });

  test.each([
    ["a wrong password", () => ({ ...right(), password: "guess" })],
    ["nobody's address", () => ({ ...right(), email: "nobody@example.com" })],
    ["nothing", () => ({})],
  ])("with %s is refused", async (_, fields) => {
    const answer = await call("/auth/login", { method: "POST", body: JSON.stringify(fields()) });
    expect(answer).toMatchObject({ status: 401, json: { reason: "wrong e-mail address or password" } });
  });

  test("has to be a POST", async () => {
    expect(await call("/auth/login")).toMatchObject({ status: 405 });
  });
});

describe("the API lets in", () => {
  test.each([
    ["a machine by its token", () => bearer(staging.apiToken), "staging-machine"],
    ["a machine by name and password", () => basic("ops", staging.apiToken), "staging-machine"],
    ["a token of a longer hash", () => bearer(sign("user-1", { algorithm: "HS512" })), "user-1"],
    ["a token that is signed with the private key", () => bearer(sign("user-1", { algorithm: "ES256" })), "user-1"],
  ])("%s", async (_, headers, userId) => {
    expect((await call("/api/me", { headers: headers() })).json).toMatchObject({ user_id: userId });
  });

  test.each([
    ["a wrong password of a machine", () => basic("ops", "guess")],
    ["a token that is signed with the public key as if it were a secret", () => bearer(confused())],
  ])("but not %s", async (_, headers) => {
    expect(await call("/api/me", { headers: headers() })).toMatchObject({ status: 401 });
  });

  test("and tells roles apart", async () => {
    const asked = (id: string) => call("/api/admin/usage", { headers: bearer(sign(id)) });
    expect(await asked("staging-e2e-user-001")).toMatchObject({ status: 403, json: { error: "forbidden" } });
    expect(await asked("staging-e2e-admin-001")).toMatchObject({ status: 200, json: { messages: 12 } });
  });
});

describe("the API", () => {
  test("answers 304 to who knows its agents", async () => {
    const first = await call("/api/agents", { headers: bearer(sign("user-1")) });
    expect(first).toMatchObject({ status: 200, headers: { etag: '"agents-3"' } });
    const known = { ...bearer(sign("user-1")), "if-none-match": '"agents-3"' };
    expect(await call("/api/agents", { headers: known })).toMatchObject({ status: 304, text: "" });
  });

  test("keeps a thread until its user deletes it", async () => {
    const mine = bearer(sign("user-1"));
    const made = await call("/api/threads", { method: "POST", headers: mine, body: '{"title":"costs"}' });
    const path = `/api/threads/${made.json.id}`;
    expect(await call(path, { headers: mine })).toMatchObject({ status: 200, json: { text: "costs" } });
    expect(await call(path, { headers: bearer(sign("user-2")) })).toMatchObject({ status: 404 });
    expect(await call(path, { method: "DELETE", headers: mine })).toMatchObject({ status: 204 });
    expect(await call(path, { method: "DELETE", headers: mine })).toMatchObject({ status: 404 });
  });

  test("counts the rows of a file in another format", async () => {
    const headers = { ...bearer(sign("user-1")), "content-type": "text/csv" };
    const answer = await call("/api/imports", { method: "POST", headers, body: "a,b\n1,2\n" });
    expect(answer).toMatchObject({ status: 202, json: { rows: 2 } });
  });

  test("refuses a body that is no JSON object", async () => {
    const answer = await call("/api/threads", { method: "POST", headers: bearer(sign("user-1")), body: "[1]" });
    expect(answer).toMatchObject({ status: 400 });
  });

  test("moves an old address to the new one", async () => {
    expect(await call("/me", { redirect: "manual" })).toMatchObject({ status: 307, headers: { location: "/api/me" } });
  });
});

describe("a WebSocket", () => {
  test("takes its token from the query", async () => {
    expect(await talk(`/ws?token=${sign("user-1")}`, [])).toMatchObject({ types: ["connection_established"] });
  });

  test("takes its token from the first message", async () => {
    const says = [{ type: "authenticate", token: sign("user-1") }];
    const { types } = await talk("/ws/first-message", says, "connection_established");
    expect(types).toEqual(["auth_ok", "connection_established"]);
  });

  test.each([
    ["a forged token", { type: "authenticate", token: "forged" }],
    ["no token", { type: "user_message", text: "hello" }],
  ])("is closed with 4401 after %s as its first message", async (_, message) => {
    const seen = await talk("/ws/first-message", [message], "connection_established");
    expect(seen).toEqual({ types: ["auth_error"], close: "4401 unauthenticated" });
  });

  test("ends with 1000 after a goodbye", async () => {
    const seen = await talk(`/ws?token=${sign("user-1")}`, [{ type: "goodbye" }], "never");
    expect(seen).toMatchObject({ close: "1000 goodbye" });
  });

  test("is on the TLS port too", async () => {
    const seen = await talk(`/ws?token=${sign("user-1")}`, [], "connection_established", staging.tlsUrl ?? "");
    expect(seen).toMatchObject({ types: ["connection_established"] });
  });
});

test("a service that allows for other clocks takes a token of another day, and no other key", async () => {
  const patient = await startStaging({ clockToleranceS: "172800" });
  const ask = async (key: string, days: number): Promise<number> => {
    const from = Math.floor(Date.now() / 1000) + days * 86_400;
    const token = jsonwebtoken.sign({ sub: "user-1", aud: "staging", iat: from, nbf: from, exp: from + 60 }, key);
    return (await fetch(`${patient.url}/api/me`, { headers: { authorization: `Bearer ${token}` } })).status;
  };
  try {
    expect([await ask(patient.secret, 1), await ask(patient.secret, -1), await ask(patient.secret, 3)]).toEqual([
      200, 200, 401,
    ]);
    expect(await ask("another key", 1)).toBe(401);
  } finally {
    await patient.close();
  }
});

test("the TLS port is trusted through the authority file, until its certificate has expired", async () => {
  const ca = await readFile(join(dir, "ca.pem"), "utf8");
  await setFaults(staging, []);
  expect(await healthBehindTls(ca)).toBe(200);
  await setFaults(staging, ["certificate-expired"]);
  await expect(healthBehindTls(ca)).rejects.toMatchObject({ code: "CERT_HAS_EXPIRED" });
});

function sign(userId: string, { algorithm = "HS256" }: { algorithm?: "HS256" | "HS512" | "ES256" } = {}): string {
  const key = algorithm === "ES256" ? KEYS.privateKey : staging.secret;
  return jsonwebtoken.sign({ sub: userId, aud: "staging" }, key, { algorithm, expiresIn: 60 });
}

/** RFC 8725 section 2.1: a service that takes the algorithm from the token would verify this with its public key. */
function confused(): string {
  const [header, payload] = [
    { alg: "HS256", typ: "JWT" },
    { sub: "user-1", aud: "staging" },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
  const key = KEYS.publicKey.export({ type: "spki", format: "pem" });
  return `${header}.${payload}.${createHmac("sha256", key).update(`${header}.${payload}`).digest("base64url")}`;
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

function basic(name: string, password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}` };
}

async function call(path: string, init: RequestInit = {}) {
  const response = await fetch(staging.url + path, init);
  const text = await response.text();
  const json = text.startsWith("{") ? JSON.parse(text) : undefined;
  return { status: response.status, headers: Object.fromEntries(response.headers), text, json };
}

async function healthBehindTls(ca: string): Promise<number | undefined> {
  const request = getSecurely(`${staging.tlsUrl}/health`, { ca, agent: false });
  const [response] = await once(request, "response");
  response.resume();
  return response.statusCode;
}

/** Connects, says these messages and writes down what comes, until this event or the end. */
async function talk(path: string, says: readonly object[], until = "connection_established", base = staging.url) {
  const socket = new WebSocket(base.replace("http", "ws") + path, { rejectUnauthorized: false });
  const types: string[] = [];
  const ended = Promise.withResolvers<string>();
  socket.on("open", () => says.forEach((message) => socket.send(JSON.stringify(message))));
  socket.on("message", (data: Buffer) => {
    const { type } = JSON.parse(data.toString("utf8"));
    types.push(type);
    if (type !== until) return;
    socket.removeAllListeners("message");
    ended.resolve("");
  });
  socket.on("close", (code, reason) => ended.resolve(`${code} ${reason.toString("utf8")}`));
  socket.on("error", (error) => ended.reject(error));
  const close = await ended.promise;
  socket.terminate();
  return { types, close };
}
