// What must not get out on the way to staging: tokens in addresses, requests by way of a proxy, an old library.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { runClient } from "../servers/cost.ts";
import { selfSigned } from "../../demo/staging/x509.ts";
import { answering, closedPort, httpAnswer, startRaw, startTls } from "../servers/raw.ts";
import { closeFrame, startWebSocketServer } from "../servers/websocket.ts";
import { get, netWith, openSocket, request, SECRET, upgrade } from "./tools.ts";

const silent = async (): Promise<string> => (await startRaw(() => undefined)).name;
const saying = async (bytes: string): Promise<string> => (await startRaw(answering(bytes))).name;
const closed = async (): Promise<string> => `127.0.0.1:${await closedPort()}`;
const secure = async (): Promise<string> =>
  (await startTls(selfSigned({ names: ["127.0.0.1"] }), () => undefined)).name;

describe("a token in an address is not in the words of a failure", () => {
  it.each([
    ["F11: nobody listens", "http", closed],
    ["F11: silence", "http", silent],
    ["F11: an end", "http", () => saying("")],
    ["F11: another protocol", "http", () => saying("hello\r\n")],
    ["F11: broken HTTP", "http", () => saying("HTTP/1.1 200 OK\r\nX\r\n\r\n")],
    ["F11: half a body", "http", () => saying("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx")],
    ["F11: a certificate of its own", "https", secure],
    ["F11: no TLS", "https", () => saying("HTTP/1.1 400 No\r\n\r\n")],
    ["F11: a TLS handshake without end", "https", silent],
    ["F11: a name that does not exist", "http", () => Promise.resolve("no.example")],
    ["F11: a metadata service", "http", () => Promise.resolve("169.254.169.254")],
    ["F11: a user and a password", "http", () => Promise.resolve(`user:${SECRET}@127.0.0.1`)],
    ["F11: an address that is none", "http", () => Promise.resolve("[")],
  ])("%s", async (_, scheme, place) => {
    const name = await place();
    const lost = Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND", syscall: "getaddrinfo" });
    // The mask may not be what saves us: it only knows what was registered.
    const net = netWith({ resolve: () => Promise.reject(lost), secrets: { mask: (text) => text } });
    const url = `${scheme}://${name}/path/${SECRET}?token=${SECRET}#${SECRET}`;
    const answer = await request(net, get(url, { timeoutMs: 80 }));
    expect(answer).toHaveProperty("errno");
    expect(JSON.stringify(answer)).not.toContain(SECRET);
    const opening = await openSocket(net, upgrade(url.replace("http", "ws"), { handshakeTimeoutMs: 80 }));
    expect(JSON.stringify(opening)).not.toContain(SECRET);
  });

  it("F11: nor in those of a subprotocol or header that cannot be sent", async () => {
    const bad = `${SECRET}\r\n`;
    const answers = [
      await netWith().request(get("http://127.0.0.1:1/", { headers: { "x-token": bad } })),
      await netWith().openWebSocket(upgrade("ws://127.0.0.1:1/", { subprotocols: [bad] })),
      await netWith().openWebSocket(upgrade("ws://127.0.0.1:1/", { headers: { "x-token": bad } })),
    ];
    expect(answers.map((each) => each.kind === "no-answer" && reveal(each.message)).join()).not.toContain(SECRET);
  });
});

describe("a proxy of the environment", () => {
  it.each([
    ["F4: by the names that Node reads", { HTTP_PROXY: "P", HTTPS_PROXY: "P", NODE_USE_ENV_PROXY: "1" }],
    ["F4: by the names in lower case", { http_proxy: "P", https_proxy: "P", NODE_USE_ENV_PROXY: "1" }],
    ["F4: by the name for everything", { ALL_PROXY: "P", all_proxy: "P", NODE_USE_ENV_PROXY: "1" }],
    ["F4: by the options of Node", { HTTP_PROXY: "P", NODE_OPTIONS: "--use-env-proxy" }],
  ])("%s is not asked", async (_, variables) => {
    const proxy = await startRaw((socket) => socket.end());
    const http = await startRaw(answering(httpAnswer("200 OK", [], "ok")));
    const socket = await startWebSocketServer((peer) => peer.socket.write(closeFrame(1000)));
    const environment = Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, value.replace("P", `http://${proxy.name}`)]),
    );
    const [url, wsUrl] = [`http://${http.name}/`, `ws://${socket.name}/`];
    const ends = await Promise.all([
      runClient({ kind: "http", url, warmUp: url, timeoutMs: 1_000 }, environment),
      runClient({ kind: "websocket", url: wsUrl, warmUp: wsUrl, timeoutMs: 1_000 }, environment),
    ]);
    expect(ends.map(({ end }) => end)).toEqual(["200", "1000"]);
    expect(proxy.sockets).toHaveLength(0);
  });

  it("F4: is not asked for loopback, nor for what the configuration names", async () => {
    const proxy = await startRaw((socket) => socket.end());
    const server = await startRaw(answering(httpAnswer("200 OK", [], "ok")));
    const net = netWith({
      environment: (name) => (/proxy/iu.test(name) ? `http://${proxy.name}` : undefined),
      resolve: () => Promise.resolve([{ address: "127.0.0.1", family: 4 }]),
    });
    expect(await request(net, get(`http://${server.name}/`))).toMatchObject({ body: "ok" });
    expect(await request(net, get(`http://staging.example:${server.port}/`))).toMatchObject({ body: "ok" });
    expect(proxy.sockets).toHaveLength(0);
  });
});

describe("what we are made of", () => {
  const sources = readdirSync(new URL("../../src/", import.meta.url), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(new URL(`../../src/${name}`, import.meta.url), "utf8"));

  it("F5: nowhere turns off the check of certificates", () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.filter((text) => /rejectUnauthorized:(?!\s*true)|insecureHTTPParser/u.test(text))).toEqual([]);
  });

  it("F8: ws is one that is not known to be vulnerable", () => {
    const manifest = readFileSync(new URL("../../node_modules/ws/package.json", import.meta.url), "utf8");
    const { version }: { readonly version: string } = JSON.parse(manifest);
    const [major = 0, minor = 0] = version.split(".").map(Number);
    expect(major * 1_000 + minor).toBeGreaterThanOrEqual(8_021);
  });

  it("F8: a closing socket tells nothing but its code", async () => {
    const frames: Buffer[] = [];
    const server = await startWebSocketServer((peer) => {
      peer.onFrame = ({ payload }) => frames.push(payload);
    });
    const opening = await openSocket(netWith({ closeTimeoutMs: 20 }), upgrade(`ws://${server.name}/`));
    if (opening.kind !== "open") throw new Error(opening.kind);
    opening.socket.send(untrusted("x"));
    await opening.socket.close();
    expect(frames.map((each) => each.length)).toEqual([1, 2]);
  });
});
