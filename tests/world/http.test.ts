// HTTP against servers that behave, misbehave and attack. Rows ST1–ST19, DN and F of the threats.
import { brotliCompressSync, constants, deflateSync, gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { MAX_BODY_BYTES } from "../../src/world/body.ts";
import { createClock } from "../../src/world/clock.ts";
import { answering, closedPort, httpAnswer, readHead, startRaw } from "../servers/raw.ts";
import { get, netWith, opened, SECRET } from "./tools.ts";

async function ask(...pieces: readonly (string | Uint8Array)[]): Promise<Readonly<Record<string, unknown>>> {
  const server = await startRaw(answering(...pieces));
  return opened(await netWith().request(get(`http://${server.name}/path?token=${SECRET}`)));
}

describe("an answer", () => {
  it("has status, headers in lower case, and body", async () => {
    const answer = await ask(httpAnswer("200 OK", ["Content-Type: text/plain", "X-Revision: abc"], "hello"));
    expect(answer).toMatchObject({ kind: "answer", status: 200, body: "hello", bodyBytes: 5, truncated: false });
    expect(answer["headers"]).toEqual({ "content-type": "text/plain", "x-revision": "abc", "content-length": "5" });
    expect(answer["durationMs"]).toBeGreaterThanOrEqual(0);
  });

  it("has no headers that nobody sent", async () => {
    const server = await startRaw(
      answering(httpAnswer("200 OK", ["__proto__: polluted", "Set-Cookie: a=1", "Set-Cookie: b=2"], "")),
    );
    const answer = await netWith().request(get(`http://${server.name}/`));
    if (answer.kind !== "answer") throw new Error("no answer");
    expect(answer.headers["constructor"]).toBeUndefined();
    expect(Object.keys(answer.headers)).toEqual(["__proto__", "set-cookie", "content-length"]);
    expect(reveal(answer.headers["set-cookie"] ?? fail())).toBe("a=1, b=2");
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it("shows header bytes as UTF-8 where they are", async () => {
    const answer = await ask(Buffer.from("HTTP/1.1 200 OK\r\nX: пароль\r\nContent-Length: 0\r\n\r\n", "utf8"));
    expect(answer["headers"]).toMatchObject({ x: "пароль" });
    const latin = await ask(Buffer.from("HTTP/1.1 200 OK\r\nX: caf\xe9\r\nContent-Length: 0\r\n\r\n", "latin1"));
    expect(latin["headers"]).toMatchObject({ x: "café" });
  });

  it.each([
    ["999 Odd", 999],
    ["000 Nothing", 0],
    ["302 Found", 302],
    ["304 Not Modified", 304],
    ["503 Service Unavailable", 503],
  ])("shows status %s as it is", async (line, status) => {
    expect(
      await ask(`HTTP/1.1 ${line}\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n`),
    ).toMatchObject({
      kind: "answer",
      status,
    });
  });

  it("is not a redirect's target", async () => {
    const server = await startRaw(answering("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"));
    const answer = await netWith().request(get(`http://${server.name}/`));
    expect(answer).toMatchObject({ kind: "answer", status: 302 });
    expect(server.sockets).toHaveLength(1);
  });

  it.each([
    ["invalid UTF-8", Buffer.from([0x61, 0xff, 0x62]), "a\ufffdb"],
    ["a cut character at the end", Buffer.from([0x61, 0xe2, 0x82]), "a\ufffd"],
    ["a byte order mark", Buffer.from("\ufeff{}"), "{}"],
    ["NUL", Buffer.from("a\0b"), "a\0b"],
  ])("decodes %s", async (_, bytes, text) => {
    expect(await ask(httpAnswer("200 OK", [], bytes))).toMatchObject({ body: text });
  });

  it.each([
    ["gzip", gzipSync("hello")],
    ["x-gzip", gzipSync("hello")],
    ["deflate", deflateSync("hello")],
    ["br", brotliCompressSync("hello")],
    ["identity", Buffer.from("hello")],
  ])("is decoded from %s although we asked for none", async (encoding, bytes) => {
    const answer = await ask(httpAnswer("200 OK", [`Content-Encoding: ${encoding}`], bytes));
    expect(answer).toMatchObject({ kind: "answer", body: "hello", bodyBytes: 5 });
  });

  it("may have an encoding and no body", async () => {
    expect(await ask(httpAnswer("200 OK", ["Content-Encoding: gzip"], ""))).toMatchObject({ kind: "answer", body: "" });
  });

  it("ignores bytes behind the end of the body", async () => {
    expect(await ask("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokEXTRA")).toMatchObject({ status: 200, body: "ok" });
    expect(await ask("HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok")).toMatchObject({
      status: 204,
      body: "",
    });
  });

  it("is told after up to ten interim ones", async () => {
    const interim = "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(10);
    expect(await ask(interim, httpAnswer("200 OK", [], "ok"))).toMatchObject({ status: 200, body: "ok" });
  });
});

describe("a body that is too large", () => {
  it("is cut at 1 MiB and the connection ended, however much would follow", async () => {
    let written = 0;
    const server = await startRaw((socket) => {
      socket.once("data", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        const piece = Buffer.alloc(64 * 1024, "x");
        (function more(): void {
          while (!socket.destroyed && socket.write(piece)) written += piece.length;
          socket.once("drain", more);
        })();
      });
    });
    const answer = opened(await netWith().request(get(`http://${server.name}/`)));
    expect(answer).toMatchObject({ kind: "answer", truncated: true, bodyBytes: MAX_BODY_BYTES });
    expect(String(answer["body"]).length).toBeLessThanOrEqual(MAX_BODY_BYTES);
    // What the kernels buffer on both sides beside the mebibyte.
    expect(written).toBeLessThan(16 * MAX_BODY_BYTES);
  });

  it.each([
    ["gzip", gzipSync],
    ["br", (bytes: Buffer) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
  ])("is cut after decoding %s", async (encoding, compress) => {
    const answer = await ask(
      httpAnswer("200 OK", [`Content-Encoding: ${encoding}`], compress(Buffer.alloc(50 * MAX_BODY_BYTES))),
    );
    expect(answer).toMatchObject({ kind: "answer", truncated: true, bodyBytes: MAX_BODY_BYTES });
  });

  it("never ends in half a secret", async () => {
    for (const place of [3, 10, 20]) {
      const body = "x".repeat(MAX_BODY_BYTES - place) + SECRET + "x".repeat(100);
      const answer = await ask(httpAnswer("200 OK", [], body));
      expect(answer).toMatchObject({ truncated: true });
      expect(answer["body"]).not.toContain(SECRET.slice(0, 3));
    }
  });
});

describe("a request", () => {
  it("asks for no encoding, keeps no connection and frames its body itself", async () => {
    let head = "";
    const server = await startRaw((socket) => {
      void readHead(socket).then((text) => {
        head = text;
        socket.end(httpAnswer("200 OK", [], ""));
        return undefined;
      });
    });
    const headers = { "X-Own": "1", "Content-Length": "999", "Transfer-Encoding": "chunked", Connection: "upgrade" };
    await netWith().request(get(`http://${server.name}/a?b=c#d`, { method: "DELETE", headers, body: untrusted("é") }));
    expect(head).toContain("DELETE /a?b=c HTTP/1.1\r\n");
    expect(head.toLowerCase().split("\r\n")).toEqual(
      expect.arrayContaining(["accept-encoding: identity", "x-own: 1", "content-length: 2", "connection: close"]),
    );
    expect(head).not.toMatch(/999|chunked|upgrade/u);
  });

  it("may ask for an encoding", async () => {
    let head = "";
    const server = await startRaw((socket) => {
      void readHead(socket).then((text) => {
        head = text;
        socket.end(httpAnswer("200 OK", [], ""));
        return undefined;
      });
    });
    await netWith().request(get(`http://${server.name}/`, { headers: { "Accept-Encoding": "gzip" } }));
    expect(head).toContain("accept-encoding: gzip");
    expect(head).not.toContain("identity");
  });

  it("uses a connection of its own", async () => {
    const server = await startRaw(answering(httpAnswer("200 OK", ["Connection: keep-alive"], "")));
    const net = netWith();
    await net.request(get(`http://${server.name}/`));
    await net.request(get(`http://${server.name}/`));
    expect(server.sockets).toHaveLength(2);
  });

  it.each([
    ["not a url", "INVALID_URL", "the address is not a valid URL"],
    ["file:///etc/passwd", "INVALID_URL", "the address has to begin with http:// or https://"],
    [`http://user:${SECRET}@127.0.0.1/`, "USERINFO_REFUSED", expect.stringContaining("put it into a header")],
    [`http://${SECRET}@127.0.0.1/`, "USERINFO_REFUSED", expect.stringContaining("put it into a header")],
  ])("to %s is not sent", async (url, errno, message) => {
    const answer = opened(await netWith().request(get(url)));
    expect(answer).toMatchObject({ errno, message, stage: "resolve" });
    expect(JSON.stringify(answer)).not.toContain(SECRET);
  });

  it.each(["a\r\nX: b", "a\nb", "a\0b", "пароль"])(
    "with header value %j is not sent, and the value not named",
    async (value) => {
      const server = await startRaw(answering(httpAnswer("200 OK", [], "")));
      const answer = opened(
        await netWith().request(get(`http://${server.name}/`, { headers: { "X-Token": `${SECRET}${value}` } })),
      );
      expect(answer).toMatchObject({ errno: "INVALID_HEADER", message: expect.stringContaining("X-Token") });
      expect(JSON.stringify(answer)).not.toContain(SECRET);
      expect(server.sockets).toHaveLength(0);
    },
  );

  it.each(["", "a b", "a\r\n", "a:b", "ä"])("with header name %j is not sent", async (name) => {
    const answer = opened(await netWith().request(get("http://127.0.0.1:1/", { headers: { [name]: "x" } })));
    expect(answer).toMatchObject({ errno: "INVALID_HEADER" });
  });

  it.each(["CONNECT", "GET /evil HTTP/1.1\r\nX:", "get", ""])("with method %j is not sent", async (method) => {
    expect(opened(await netWith().request(get("http://127.0.0.1:1/", { method })))).toMatchObject({
      errno: "INVALID_METHOD",
    });
  });

  it("never throws, whatever its texts", async () => {
    const server = await startRaw(answering(httpAnswer("200 OK", [], "")));
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "binary" }),
        fc.string({ unit: "binary" }),
        fc.string({ unit: "binary" }),
        async (name, value, path) => {
          const url = `http://${server.name}/${path}`;
          const answer = await netWith().request(get(url, { headers: { [name]: value } }));
          expect(answer.kind === "answer" ? "answer" : answer.errno).toMatch(/^(?:answer|INVALID_HEADER)$/u);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("no answer", () => {
  it("when nobody listens", async () => {
    const port = await closedPort();
    expect(opened(await netWith().request(get(`http://127.0.0.1:${port}/secret?q=${SECRET}`)))).toEqual({
      stage: "connect",
      errno: "ECONNREFUSED",
      message: `connection refused by 127.0.0.1:${port}`,
    });
  });

  it("when the server only listens", async () => {
    const server = await startRaw(() => undefined);
    expect(opened(await netWith().request(get(`http://${server.name}/`, { timeoutMs: 100 })))).toEqual({
      stage: "server",
      errno: "TIMEOUT",
      message: `no answer from ${server.name} within 100 ms`,
    });
  });

  it.each([
    ["closes", "closed", (socket: { end(): void }) => socket.end()],
    ["resets", "reset", (socket: { resetAndDestroy(): void }) => socket.resetAndDestroy()],
  ])("when the server %s the connection", async (_, word, act) => {
    const server = await startRaw((socket) => socket.once("data", () => act(socket)));
    expect(opened(await netWith().request(get(`http://${server.name}/`)))).toEqual({
      stage: "server",
      errno: "ECONNRESET",
      message: `${server.name} ${word} the connection without an answer`,
    });
  });

  it.each([
    ["slow headers", "HTTP/1.1 200 OK\r\nX: ", "server", "no answer from"],
    ["a slow body", "HTTP/1.1 200 OK\r\n\r\n", "data", "the answer of"],
    ["a body that never comes", "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\nabc", "data", "the answer of"],
  ])("in time, for %s: not silence but the whole is bounded", async (_, start, stage, words) => {
    const server = await startRaw((socket) => {
      socket.once("data", () => {
        socket.write(start);
        const drip = setInterval(() => socket.write("x"), 10);
        socket.once("close", () => clearInterval(drip));
      });
    });
    const answer = opened(await netWith().request(get(`http://${server.name}/`, { timeoutMs: 150 })));
    expect(answer).toMatchObject({ stage, errno: "TIMEOUT", message: expect.stringContaining(words) });
  });

  it.each([
    [
      "a shorter body than declared",
      "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nok",
      "data",
      "ECONNRESET",
      "in the middle of its answer",
    ],
    [
      "an unfinished chunked body",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
      "data",
      "ECONNRESET",
      "in the middle of its answer",
    ],
    [
      "a chunk size that is none",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
      "data",
      "HPE_INVALID_CHUNK_SIZE",
      "chunk size",
    ],
    [
      "two lengths",
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok",
      "server",
      "HPE_UNEXPECTED_CONTENT_LENGTH",
      "Duplicate",
    ],
    ["bare LF", "HTTP/1.1 200 OK\nContent-Length: 2\n\nok", "server", "HPE_CR_EXPECTED", "not valid HTTP"],
    ["NUL in a header", "HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n", "server", "HPE_INVALID_HEADER_TOKEN", "not valid HTTP"],
    [
      "a folded header",
      "HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n",
      "server",
      "HPE_INVALID_HEADER_TOKEN",
      "not valid HTTP",
    ],
    ["a status of four digits", "HTTP/1.1 1000 Odd\r\n\r\n", "server", "HPE_INVALID_STATUS", "not valid HTTP"],
    ["half a status line", "HTTP/1.1 20", "server", "ECONNRESET", "closed the connection without an answer"],
    [
      "one huge header",
      `HTTP/1.1 200 OK\r\nX: ${"a".repeat(20_000)}\r\n\r\n`,
      "server",
      "HPE_HEADER_OVERFLOW",
      "16 KB of headers",
    ],
    [
      "many headers",
      `HTTP/1.1 200 OK\r\n${"Set-Cookie: a=b\r\n".repeat(1_500)}\r\n`,
      "server",
      "HPE_HEADER_OVERFLOW",
      "16 KB of headers",
    ],
    [
      "eleven interim answers",
      "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(11),
      "server",
      "HPE_TOO_MANY_INTERIM",
      "interim",
    ],
    [
      "a flood of 100",
      `${"HTTP/1.1 100 Continue\r\n\r\n".repeat(5_000)}HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n`,
      "server",
      "HPE_TOO_MANY_INTERIM",
      "interim",
    ],
    [
      "an unasked 101",
      "HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
      "server",
      "HPE_UNASKED_UPGRADE",
      "101",
    ],
    ["a bare 101", "HTTP/1.1 101 Switching\r\n\r\n", "server", "HPE_UNASKED_UPGRADE", "101"],
    [
      "an SSH banner",
      "SSH-2.0-OpenSSH_9.2\r\n",
      "server",
      "NOT_HTTP",
      'not answer in HTTP but with "SSH-2.0-OpenSSH_9.2"',
    ],
    ["HTTP/0.9", "<html>hello</html>", "server", "NOT_HTTP", '"<html>hello</html>"'],
    [
      "random bytes",
      Buffer.from([0x80, 1, 2, 0x1b, 0x5b, 0x33, 0x31, 0x6d, 3]),
      "server",
      "NOT_HTTP",
      "not answer in HTTP",
    ],
    ["a TLS alert", Buffer.from([0x15, 3, 1, 0, 2, 2, 70]), "server", "NOT_HTTP", "answered in TLS; use https"],
    [
      "a gzip body cut short",
      httpAnswer("200 OK", ["Content-Encoding: gzip"], gzipSync("hello world").subarray(0, 15)),
      "data",
      "Z_BUF_ERROR",
      "compressed body is broken",
    ],
    [
      "a gzip body that is none",
      httpAnswer("200 OK", ["Content-Encoding: gzip"], "hello"),
      "data",
      "Z_DATA_ERROR",
      "compressed body is broken",
    ],
    [
      "a br body that is none",
      httpAnswer("200 OK", ["Content-Encoding: br"], "hello world"),
      "data",
      expect.any(String),
      "compressed body is broken",
    ],
    [
      "two encodings",
      httpAnswer("200 OK", ["Content-Encoding: gzip, gzip"], gzipSync(gzipSync("x"))),
      "data",
      "Z_UNKNOWN_ENCODING",
      "encoded as gzip, gzip",
    ],
    [
      "an unknown encoding",
      httpAnswer("200 OK", ["Content-Encoding: rot13"], "x"),
      "data",
      "Z_UNKNOWN_ENCODING",
      "encoded as rot13",
    ],
  ])("for %s", async (_, bytes, stage, errno, words) => {
    const answer = await ask(bytes);
    expect(answer).toMatchObject({ stage, errno, message: expect.stringContaining(words) });
    expect(answer["message"]).not.toMatch(/[\p{Cc}]/u);
    expect(answer["message"]).not.toContain(SECRET);
  });

  it("hides a secret that came instead of HTTP before it is cut", async () => {
    const answer = await ask(`0123456789 ${SECRET} 0123456789`);
    expect(answer).toMatchObject({ message: expect.stringContaining('"0123456789 *** 0123456789"') });
  });

  it("when the run is cancelled, at once", async () => {
    const clock = createClock();
    const server = await startRaw((socket) => socket.once("data", () => clock.cancel()));
    const net = netWith({ clock });
    expect(opened(await net.request(get(`http://${server.name}/`, { timeoutMs: 60_000 })))).toMatchObject({
      errno: "CANCELLED",
      stage: "server",
      message: "the run was cancelled",
    });
    expect(opened(await net.request(get(`http://${server.name}/`)))).toMatchObject({ errno: "CANCELLED" });
    expect(server.sockets).toHaveLength(1);
  });
});

function fail(): never {
  throw new Error("missing");
}
