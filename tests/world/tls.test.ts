// TLS that is fine, and TLS that is not, with certificates made on the spot.
import { X509Certificate } from "node:crypto";
import { getCACertificates, setDefaultCACertificates, TLSSocket } from "node:tls";
import { describe, expect, it } from "vitest";
import type { Net } from "../../src/model/world.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { explainTls } from "../../src/world/net/tls-failure.ts";
import { createAuthority, selfSigned } from "../../demo/staging/x509.ts";
import { answering, httpAnswer, startRaw, startTls } from "../servers/raw.ts";
import { failureOf, get, netWith, openSocket, request, upgrade } from "./tools.ts";

const authority = createAuthority();
const local = authority.issue({ names: ["127.0.0.1"] });
const ok = answering(httpAnswer("200 OK", [], "ok"));

function trusting(options: Parameters<typeof netWith>[0] = {}): Net {
  const net = netWith(options);
  net.trust([untrusted(authority.cert)]);
  return net;
}

describe("HTTPS", () => {
  it("is answered when the certificate is right, and tells when that ends", async () => {
    const until = new Date("2049-05-06T07:08:09Z");
    const server = await startTls(authority.issue({ names: ["127.0.0.1"], until }), ok);
    expect(await request(trusting(), get(`https://${server.name}/`))).toMatchObject({
      status: 200,
      body: "ok",
      certificateExpiresAt: until.getTime(),
    });
  });

  it("checks the name that was asked, not the Host header", async () => {
    const server = await startTls(authority.issue({ names: ["other.example"] }), ok);
    const order = get(`https://${server.name}/`, { headers: { Host: "other.example" } });
    expect(await request(trusting(), order)).toMatchObject({ errno: "ERR_TLS_CERT_ALTNAME_INVALID" });
  });

  it("shakes hands anew for each request, so that each certificate is looked at", async () => {
    const reused: boolean[] = [];
    const server = await startTls(local, (socket) => {
      if (socket instanceof TLSSocket) reused.push(socket.isSessionReused());
      ok(socket);
    });
    const net = trusting();
    for (let times = 0; times < 3; times++) await request(net, get(`https://${server.name}/`));
    expect(reused).toEqual([false, false, false]);
  });

  it("is refused with the usual authorities alone", async () => {
    const server = await startTls(local, ok);
    expect(await request(netWith(), get(`https://${server.name}/`))).toMatchObject({ stage: "tls" });
  });
});

describe("trusted certificates", () => {
  const other = createAuthority("Other authority");
  const signedByOther = other.issue({ names: ["127.0.0.1"] });

  it("count from the moment on which they are trusted", async () => {
    const server = await startTls(local, ok);
    const net = netWith();
    expect(await request(net, get(`https://${server.name}/`))).toMatchObject({ stage: "tls" });
    net.trust([untrusted(authority.cert)]);
    expect(await request(net, get(`https://${server.name}/`))).toMatchObject({ body: "ok" });
    expect(await request(netWith(), get(`https://${server.name}/`))).toMatchObject({ stage: "tls" });
  });

  it.each([
    ["one after the other", [[authority.cert], [other.cert]]],
    ["in one call", [[authority.cert, other.cert]]],
    ["in one text", [[`# ours\n${authority.cert}\n# theirs\r\n${other.cert}`]]],
  ])("may be several, %s", async (_, calls) => {
    const net = netWith();
    for (const texts of calls) net.trust(texts.map(untrusted));
    for (const certificate of [local, signedByOther]) {
      const server = await startTls(certificate, ok);
      expect(await request(net, get(`https://${server.name}/`))).toMatchObject({ body: "ok" });
    }
  });

  it("count beside the usual ones", async () => {
    const before = getCACertificates("default");
    setDefaultCACertificates([...before, other.cert]);
    try {
      const net = trusting();
      for (const certificate of [local, signedByOther]) {
        const server = await startTls(certificate, ok);
        expect(await request(net, get(`https://${server.name}/`))).toMatchObject({ body: "ok" });
      }
    } finally {
      setDefaultCACertificates(before);
    }
  });

  it("make a server's own certificate good", async () => {
    const own = selfSigned({ names: ["127.0.0.1"] });
    const server = await startTls(own, ok);
    const net = netWith();
    net.trust([untrusted(own.cert)]);
    expect(await request(net, get(`https://${server.name}/`))).toMatchObject({ body: "ok" });
  });

  it("count for WebSockets too", async () => {
    const server = await startTls(local, answering(httpAnswer("401 Unauthorized", [], "who?")));
    expect(await openSocket(trusting(), upgrade(`wss://${server.name}/`))).toMatchObject({ kind: "refused" });
  });

  it.each([
    ["no PEM at all", "hello"],
    ["nothing", ""],
    ["a key", local.key],
    ["a certificate cut short", authority.cert.slice(0, -200)],
    ["a broken one behind a good one", `${authority.cert}${authority.cert.replace("MII", "AAA")}`],
  ])("that are %s are told rather than passed over", async (_, text) => {
    const server = await startTls(local, ok);
    const net = netWith();
    net.trust([untrusted(text)]);
    expect(await request(net, get(`https://${server.name}/`))).toMatchObject({
      errno: "CA_CERTIFICATE_UNREADABLE",
      message: "a certificate that is to be trusted cannot be read; it has to be in PEM",
    });
    expect(failureOf(await openSocket(net, upgrade(`wss://${server.name}/`)))).toMatchObject({
      errno: "CA_CERTIFICATE_UNREADABLE",
    });
    expect(server.sockets).toHaveLength(0);
    const plain = await startRaw(ok);
    expect(await request(net, get(`http://${plain.name}/`))).toMatchObject({ body: "ok" });
  });
});

const past = { from: new Date("2019-12-01"), until: new Date("2020-01-01T12:00:00Z") };
const future = { from: new Date("2048-02-03"), until: new Date("2051-01-01") };
const names = ["127.0.0.1"];

describe("a certificate is refused", () => {
  it.each([
    [
      "TL1: that an authority signed whom nobody knows",
      createAuthority("Unknown").issue({ names }),
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      "the certificate's issuer is not known; an intermediate certificate may be missing",
    ],
    [
      "TL1: that came with an authority whom nobody knows",
      withIssuer(createAuthority("Unknown")),
      "SELF_SIGNED_CERT_IN_CHAIN",
      "the certificate comes from an authority that is not known",
    ],
    [
      "TL1: that signed itself",
      selfSigned({ names }),
      "DEPTH_ZERO_SELF_SIGNED_CERT",
      "the certificate is signed by itself, not by a known authority",
    ],
    ["TL2: that expired", authority.issue({ names, ...past }), "CERT_HAS_EXPIRED", "certificate expired on 2020-01-01"],
    [
      "TL2: that is for later",
      authority.issue({ names, ...future }),
      "CERT_NOT_YET_VALID",
      "certificate is not valid yet, only from 2048-02-03",
    ],
    [
      "TL3: that is for others",
      authority.issue({ names: ["a.example", "b.example"] }),
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "the certificate is not for 127.0.0.1, only for a.example, b.example",
    ],
    [
      "TL3: that is for many others",
      authority.issue({ names: Array.from({ length: 8 }, (_, at) => `h${at}.example`) }),
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "the certificate is not for 127.0.0.1, only for h0.example, h1.example, h2.example, h3.example, h4.example and 3 more",
    ],
    [
      "TL3: that is for a name with a command in it",
      authority.issue({ names: ["a.example\r\n::error::pwned\x1b[2J"] }),
      "ERR_TLS_CERT_ALTNAME_INVALID",
      expect.stringMatching(/^the certificate is not for 127\.0\.0\.1, only for [^\p{Cc}]+$/u),
    ],
  ])("%s", async (_, certificate, errno, message) => {
    const server = await startTls(certificate, ok);
    expect(await request(trusting(), get(`https://${server.name}/`))).toEqual({ stage: "tls", errno, message });
  });

  it("TL2: and tells when it expired", async () => {
    const server = await startTls(authority.issue({ names, ...past }), ok);
    const url = `${server.name}/`;
    const expired = { kind: "no-answer", errno: "CERT_HAS_EXPIRED", certificateExpiresAt: past.until.getTime() };
    expect(await trusting().request(get(`https://${url}`))).toMatchObject(expired);
    expect(await trusting().openWebSocket(upgrade(`wss://${url}`))).toMatchObject(expired);
  });

  it("TL2: without a date of its own when the one that vouches for it expired", () => {
    const target = {
      url: new URL("https://a.example"),
      host: "a.example",
      port: 443,
      secure: true,
      name: "a.example:443",
    };
    const certificate = new X509Certificate(local.cert).toLegacyObject();
    expect(explainTls("CERT_HAS_EXPIRED", "", certificate, target)).toBe(
      "a certificate in the chain behind the server's own expired",
    );
  });

  it("TL1: of a WebSocket for the same reasons", async () => {
    const server = await startTls(selfSigned({ names }), ok);
    expect(failureOf(await openSocket(trusting(), upgrade(`wss://${server.name}/`)))).toMatchObject({
      stage: "tls",
      errno: "DEPTH_ZERO_SELF_SIGNED_CERT",
    });
  });
});

describe("a handshake fails", () => {
  it.each([
    ["TL4: with only an old version", { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" }],
    ["TL4: without a cipher in common", { maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-NULL-SHA:@SECLEVEL=0" }],
  ] as const)("%s", async (title, options) => {
    const server = await startTls({ ...local, ...options }, ok);
    const told = await request(trusting(), get(`https://${server.name}/`));
    const words = title.includes("version")
      ? `no TLS version or cipher in common with ${server.name}`
      : `${server.name} refused the TLS handshake: no cipher in common, or it demands a client certificate`;
    expect(told).toMatchObject({ stage: "tls", message: words });
  });

  it("TL5: on a port without TLS", async () => {
    const server = await startRaw((socket) =>
      socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")),
    );
    expect(await request(trusting(), get(`https://${server.name}/`))).toMatchObject({
      stage: "tls",
      message: `${server.name} does not speak TLS; is it plain http?`,
    });
  });

  it("TL5: with plain HTTP on a port with TLS", async () => {
    const server = await startTls(local, ok);
    expect(await request(trusting(), get(`http://${server.name}/`))).toMatchObject({ stage: "server" });
  });

  it.each([
    ["TL6: that ends", (socket: { end(): void }) => socket.end()],
    ["TL6: that is reset", (socket: { resetAndDestroy(): void }) => socket.resetAndDestroy()],
  ])("%s", async (_, act) => {
    const server = await startRaw((socket) => socket.once("data", () => act(socket)));
    expect(await request(trusting(), get(`https://${server.name}/`))).toEqual({
      stage: "tls",
      errno: "ECONNRESET",
      message: `${server.name} closed the connection during the TLS handshake`,
    });
  });

  it.each([
    ["TL6: that never ends, with the request's deadline", {}, 60],
    ["TL6: that never ends, with the bound for connecting", { connectTimeoutMs: 60 }, 5_000],
  ])("%s", async (_, options, timeoutMs) => {
    const server = await startRaw(() => undefined);
    const started = performance.now();
    expect(await request(trusting(options), get(`https://${server.name}/`, { timeoutMs }))).toEqual({
      stage: "tls",
      errno: "TIMEOUT",
      message: `the TLS handshake with ${server.name} did not finish within 60 ms`,
    });
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it("TL6: that never ends, of a WebSocket", async () => {
    const server = await startRaw(() => undefined);
    const opening = await openSocket(trusting(), upgrade(`wss://${server.name}/`, { handshakeTimeoutMs: 60 }));
    expect(failureOf(opening)).toMatchObject({ stage: "tls", errno: "TIMEOUT" });
  });

  it.each([
    [
      "TL7: when a client certificate is demanded (TLS 1.2)",
      "TLSv1.2",
      "refused the TLS handshake: no cipher in common, or it demands a client certificate",
    ],
    ["TL7: when a client certificate is demanded (TLS 1.3)", "TLSv1.3", "demands a client certificate"],
  ] as const)("%s", async (_, maxVersion, words) => {
    const server = await startTls({ ...local, requestCert: true, ca: [authority.cert], maxVersion }, ok);
    expect(await request(trusting(), get(`https://${server.name}/`))).toMatchObject({
      stage: "tls",
      message: `${server.name} ${words}`,
    });
  });
});

describe("the check of certificates", () => {
  it("F5: is on, or nothing is asked", async () => {
    const server = await startTls(local, ok);
    const net = trusting({ environment: (name) => (name === "NODE_TLS_REJECT_UNAUTHORIZED" ? "0" : undefined) });
    expect(await request(net, get(`https://${server.name}/`))).toMatchObject({ errno: "TLS_VERIFICATION_OFF" });
    expect(failureOf(await openSocket(net, upgrade(`wss://${server.name}/`)))).toMatchObject({
      errno: "TLS_VERIFICATION_OFF",
    });
    expect(server.sockets).toHaveLength(0);
    const plain = await startRaw(ok);
    expect(await request(net, get(`http://${plain.name}/`))).toMatchObject({ body: "ok" });
  });

  it("F5: holds although the variable is set where only Node reads it", async () => {
    const server = await startTls(selfSigned({ names }), ok);
    const before = process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    try {
      expect(await request(trusting(), get(`https://${server.name}/`))).toMatchObject({
        errno: "DEPTH_ZERO_SELF_SIGNED_CERT",
      });
    } finally {
      if (before === undefined) delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
      else process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = before;
    }
  });
});

/** A chain whose last link is the authority's own certificate. */
function withIssuer(unknown: ReturnType<typeof createAuthority>): { readonly cert: string; readonly key: string } {
  const { cert, key } = unknown.issue({ names });
  return { cert: cert + unknown.cert, key };
}
