// TLS that is fine, and TLS that is not (rows TL1–TL7), with certificates made on the spot.
import { describe, expect, it } from "vitest";
import { createAuthority, selfSigned } from "../servers/certificate.ts";
import { answering, httpAnswer, startRaw, startTls } from "../servers/raw.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { boxed, failure, get, netWith, opened } from "./tools.ts";

const authority = createAuthority();
const local = authority.issue({ names: ["127.0.0.1"] });
const ok = answering(httpAnswer("200 OK", [], "ok"));
const trusting = netWith({ authorities: [authority.cert] });

describe("HTTPS", () => {
  it("is answered when the certificate is right", async () => {
    const server = await startTls(local, ok);
    expect(opened(await trusting.request(get(`https://${server.name}/`)))).toMatchObject({ status: 200, body: "ok" });
  });

  it("checks the name that was asked, not the Host header", async () => {
    const server = await startTls(authority.issue({ names: ["other.example"] }), ok);
    const answer = await trusting.request(get(`https://${server.name}/`, { headers: { Host: "other.example" } }));
    expect(opened(answer)).toMatchObject({ errno: "ERR_TLS_CERT_ALTNAME_INVALID" });
  });

  it.each([
    [
      "an authority that nobody knows",
      createAuthority("Other").issue({ names: ["127.0.0.1"] }),
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      "the certificate's issuer is not known; an intermediate certificate may be missing",
    ],
    [
      "itself",
      selfSigned({ names: ["127.0.0.1"] }),
      "DEPTH_ZERO_SELF_SIGNED_CERT",
      "the certificate is signed by itself, not by a known authority",
    ],
    [
      "the right one, but long ago",
      authority.issue({ names: ["127.0.0.1"], from: new Date("2019-12-01"), until: new Date("2020-01-01T12:00:00Z") }),
      "CERT_HAS_EXPIRED",
      "certificate expired on 2020-01-01",
    ],
    [
      "the right one, but for later",
      authority.issue({ names: ["127.0.0.1"], from: new Date("2048-02-03"), until: new Date("2051-01-01") }),
      "CERT_NOT_YET_VALID",
      "certificate is not valid yet, only from 2048-02-03",
    ],
    [
      "the right one, for others",
      authority.issue({ names: ["a.example", "b.example"] }),
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "the certificate is not for 127.0.0.1, only for a.example, b.example",
    ],
    [
      "the right one, for many others",
      authority.issue({ names: Array.from({ length: 8 }, (_, at) => `h${at}.example`) }),
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "the certificate is not for 127.0.0.1, only for h0.example, h1.example, h2.example, h3.example, h4.example and 3 more",
    ],
  ])("is refused when the certificate is signed by %s", async (_, certificate, errno, message) => {
    const server = await startTls(certificate, ok);
    expect(opened(await trusting.request(get(`https://${server.name}/`)))).toEqual({ stage: "tls", errno, message });
  });

  it("is refused with the usual authorities alone", async () => {
    const server = await startTls(local, ok);
    expect(opened(await netWith().request(get(`https://${server.name}/`)))).toMatchObject({ stage: "tls" });
  });

  it("on a port without TLS is told", async () => {
    const server = await startRaw((socket) =>
      socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")),
    );
    expect(opened(await trusting.request(get(`https://${server.name}/`)))).toMatchObject({
      stage: "tls",
      message: `${server.name} does not speak TLS; is it plain http?`,
    });
  });

  it("with only an old version is told", async () => {
    const old = { ...local, minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
    const server = await startTls(old, ok);
    expect(opened(await trusting.request(get(`https://${server.name}/`)))).toMatchObject({
      stage: "tls",
      message: `no TLS version or cipher in common with ${server.name}`,
    });
  });

  it.each([
    ["TLSv1.2", "refused the TLS handshake: no cipher in common, or it demands a client certificate"],
    ["TLSv1.3", "demands a client certificate"],
  ] as const)("that demands a client certificate is told (%s)", async (maxVersion, words) => {
    const server = await startTls({ ...local, requestCert: true, ca: [authority.cert], maxVersion }, ok);
    expect(opened(await trusting.request(get(`https://${server.name}/`)))).toMatchObject({
      stage: "tls",
      message: `${server.name} ${words}`,
    });
  });

  it.each([
    ["ends", (socket: { end(): void }) => socket.end()],
    ["is reset", (socket: { resetAndDestroy(): void }) => socket.resetAndDestroy()],
  ])("whose handshake %s is told", async (_, act) => {
    const server = await startRaw((socket) => socket.once("data", () => act(socket)));
    expect(opened(await trusting.request(get(`https://${server.name}/`)))).toEqual({
      stage: "tls",
      errno: "ECONNRESET",
      message: `${server.name} closed the connection during the TLS handshake`,
    });
  });

  it("whose handshake never ends is bounded", async () => {
    const server = await startRaw(() => undefined);
    expect(opened(await trusting.request(get(`https://${server.name}/`, { timeoutMs: 100 })))).toEqual({
      stage: "tls",
      errno: "TIMEOUT",
      message: `the TLS handshake with ${server.name} did not finish within 100 ms`,
    });
  });

  it("is not tried while the check of certificates is off", async () => {
    const server = await startTls(local, ok);
    const net = netWith({ environment: (name) => (name === "NODE_TLS_REJECT_UNAUTHORIZED" ? "0" : undefined) });
    expect(opened(await net.request(get(`https://${server.name}/`)))).toMatchObject({ errno: "TLS_VERIFICATION_OFF" });
    const plain = await startRaw(ok);
    expect(opened(await net.request(get(`http://${plain.name}/`)))).toMatchObject({ body: "ok" });
    expect(server.sockets).toHaveLength(0);
  });
});

describe("a WebSocket over TLS", () => {
  it("is refused for the same reasons", async () => {
    const server = await startTls(selfSigned({ names: ["127.0.0.1"] }), ok);
    const opening = await trusting.openWebSocket({
      url: untrusted(`wss://${server.name}/`),
      headers: boxed({}),
      subprotocols: [],
      handshakeTimeoutMs: 2_000,
    });
    if (opening.kind !== "no-answer") throw new Error(opening.kind);
    expect(failure(opening)).toMatchObject({ stage: "tls", errno: "DEPTH_ZERO_SELF_SIGNED_CERT" });
  });

  it("that is refused after a good handshake tells the status", async () => {
    const server = await startTls(local, answering(httpAnswer("401 Unauthorized", [], "who?")));
    const opening = await trusting.openWebSocket({
      url: untrusted(`wss://${server.name}/`),
      headers: boxed({}),
      subprotocols: [],
      handshakeTimeoutMs: 2_000,
    });
    expect(opening).toMatchObject({ kind: "refused", status: 401 });
  });
});
