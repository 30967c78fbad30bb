// HTTP servers that break, stall, lie and flood: each end is told in our own words, in time, at no great cost.
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { untrusted } from "../../src/text/untrusted.ts";
import { MAX_BODY_BYTES } from "../../src/world/net/body.ts";
import { startBlackhole } from "../servers/blackhole.ts";
import { answering, closedPort, dripping, flooding, httpAnswer, startRaw, type OnConnection } from "../servers/raw.ts";
import { get, netWith, request, SECRET, type Asked } from "./tools.ts";

async function ask(behave: OnConnection, more: Asked = {}): Promise<Readonly<Record<string, unknown>>> {
  const server = await startRaw(behave);
  const answer = await request(netWith(), get(`http://${server.name}/path?token=${SECRET}`, more));
  return Object.fromEntries(
    Object.entries(answer).map(([key, value]) => [
      key,
      key === "message" ? String(value).replaceAll(server.name, "HOST") : value,
    ]),
  );
}

describe("no connection", () => {
  it("ST1: nobody listens", async () => {
    const port = await closedPort();
    expect(await request(netWith(), get(`http://127.0.0.1:${port}/secret?q=${SECRET}`))).toEqual({
      stage: "connect",
      errno: "ECONNREFUSED",
      message: `connection refused by 127.0.0.1:${port}`,
    });
  });

  it.each([
    ["ST2: packets vanish, and connecting has a bound of its own", { connectTimeoutMs: 50 }, 5_000],
    ["ST2: packets vanish until the request's deadline", {}, 50],
  ])("%s", async (_, options, timeoutMs) => {
    const name = await startBlackhole();
    const started = performance.now();
    expect(await request(netWith(options), get(`http://${name}/`, { timeoutMs }))).toEqual({
      stage: "connect",
      errno: "TIMEOUT",
      message: `no connection to ${name} within 50 ms`,
    });
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

const HEAD = "HTTP/1.1 200 OK\r\n";

/** What takes too long: how, at which stage, and how that is told. */
const SLOW: readonly (readonly [string, OnConnection, string, string])[] = [
  ["ST3: silence", () => undefined, "server", "no answer from HOST within 100 ms"],
  ["ST5: headers byte by byte", dripping(`${HEAD}X: `, "x"), "server", "no answer from HOST within 100 ms"],
  ["ST6: a body byte by byte", dripping(`${HEAD}\r\n`, "x"), "data", "the answer of HOST did not end within 100 ms"],
  [
    "ST6: an endless chunked body",
    dripping(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`, "1\r\nx\r\n"),
    "data",
    "the answer of HOST did not end within 100 ms",
  ],
  [
    "ST8: a gigabyte announced, three bytes sent",
    (socket) => socket.once("data", () => socket.write(`${HEAD}Content-Length: 1000000000\r\n\r\nabc`)),
    "data",
    "the answer of HOST did not end within 100 ms",
  ],
];

describe("an answer that takes too long", () => {
  it.each(SLOW)("%s", async (_, behave, stage, message) => {
    expect(await ask(behave, { timeoutMs: 100 })).toEqual({ stage, errno: "TIMEOUT", message });
  });
});

const COMPRESSED = (encoding: string, bytes: string | Uint8Array): OnConnection =>
  answering(httpAnswer("200 OK", [`Content-Encoding: ${encoding}`], bytes));

/** What is no answer at all: bytes, stage, code and words. */
const BROKEN: readonly (readonly [string, OnConnection, string, string, string])[] = [
  [
    "ST4: an end instead of an answer",
    (socket) => socket.once("data", () => socket.end()),
    "server",
    "ECONNRESET",
    "HOST closed the connection without an answer",
  ],
  [
    "ST4: a reset instead of an answer",
    (socket) => socket.once("data", () => socket.resetAndDestroy()),
    "server",
    "ECONNRESET",
    "HOST reset the connection without an answer",
  ],
  ["ST4: half a status line", answering("HTTP/1.1 20"), "server", "ECONNRESET", "closed the connection without"],
  [
    "ST9: a body shorter than declared",
    answering(`${HEAD}Content-Length: 10\r\n\r\nok`),
    "data",
    "ECONNRESET",
    "HOST broke off in the middle of its answer",
  ],
  [
    "ST9: a reset inside the body",
    (socket) =>
      socket.once("data", () => {
        socket.write(`${HEAD}Content-Length: 10\r\n\r\nok`, () => socket.resetAndDestroy());
      }),
    "data",
    "ECONNRESET",
    "HOST broke off in the middle of its answer",
  ],
  [
    "ST10: a chunk size that is none",
    answering(`${HEAD}Transfer-Encoding: chunked\r\n\r\nZZ\r\n`),
    "data",
    "HPE_INVALID_CHUNK_SIZE",
    "the answer of HOST is not valid HTTP: Invalid character in chunk size",
  ],
  [
    "ST10: a chunk size of a hundred digits",
    answering(`${HEAD}Transfer-Encoding: chunked\r\n\r\n${"F".repeat(100)}\r\n`),
    "data",
    "HPE_INVALID_CHUNK_SIZE",
    "not valid HTTP: Chunk size overflow",
  ],
  [
    "ST10: a chunked body without its end",
    answering(`${HEAD}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n`),
    "data",
    "ECONNRESET",
    "in the middle of its answer",
  ],
  [
    "ST10: two lengths",
    answering(`${HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\nok`),
    "server",
    "HPE_UNEXPECTED_CONTENT_LENGTH",
    "not valid HTTP",
  ],
  [
    "ST10: a length and chunks",
    answering(`${HEAD}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`),
    "server",
    "HPE_INVALID_TRANSFER_ENCODING",
    "not valid HTTP",
  ],
  [
    "ST10: lines that end in LF alone",
    answering("HTTP/1.1 200 OK\nContent-Length: 2\n\nok"),
    "server",
    "HPE_CR_EXPECTED",
    "not valid HTTP",
  ],
  ["ST10: NUL in a header", answering(`${HEAD}X: a\0b\r\n\r\n`), "server", "HPE_INVALID_HEADER_TOKEN", "not valid"],
  ["ST10: a folded header", answering(`${HEAD}X: a\r\n b\r\n\r\n`), "server", "HPE_INVALID_HEADER_TOKEN", "not valid"],
  [
    "ST10: a status of four digits",
    answering("HTTP/1.1 1000 Odd\r\n\r\n"),
    "server",
    "HPE_INVALID_STATUS",
    "not valid",
  ],
  [
    "ST11: an SSH banner",
    answering("SSH-2.0-OpenSSH_9.2\r\n"),
    "server",
    "NOT_HTTP",
    'HOST did not answer in HTTP but with "SSH-2.0-OpenSSH_9.2"',
  ],
  ["ST11: HTTP/0.9", answering("<html>hello</html>"), "server", "NOT_HTTP", 'but with "<html>hello</html>"'],
  [
    "ST11: random bytes",
    answering(Buffer.from([0x80, 1, 2, 0x1b, 0x5b, 0x33, 0x31, 0x6d, 3])),
    "server",
    "NOT_HTTP",
    "HOST did not answer in HTTP but with",
  ],
  [
    "ST11: a long text, told by its first 32 characters",
    answering("x".repeat(100_000)),
    "server",
    "NOT_HTTP",
    `HOST did not answer in HTTP but with "${"x".repeat(32)}"`,
  ],
  [
    "ST12: one huge header",
    answering(`${HEAD}X: ${"a".repeat(20_000)}\r\n\r\n`),
    "server",
    "HPE_HEADER_OVERFLOW",
    "the answer of HOST has more than 16 KB of headers",
  ],
  [
    "ST12: a thousand cookies",
    answering(`${HEAD}${"Set-Cookie: a=bcdef\r\n".repeat(1_000)}\r\n`),
    "server",
    "HPE_HEADER_OVERFLOW",
    "more than 16 KB of headers",
  ],
  [
    "ST12: headers without end",
    flooding(HEAD, Buffer.from("X: aaaaaaaaaaaaaaaaaaaa\r\n".repeat(1_000))),
    "server",
    "HPE_HEADER_OVERFLOW",
    "more than 16 KB of headers",
  ],
  [
    "ST13: eleven interim answers",
    answering("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(11)),
    "server",
    "HPE_TOO_MANY_INTERIM",
    "HOST sent more than 10 interim answers (1xx)",
  ],
  [
    "ST13: interim answers without end",
    flooding("", Buffer.from("HTTP/1.1 100 Continue\r\n\r\n".repeat(1_000))),
    "server",
    "HPE_TOO_MANY_INTERIM",
    "HOST sent more than 10 interim answers (1xx)",
  ],
  [
    "ST14: an unasked 101",
    answering("HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
    "server",
    "HPE_UNASKED_UPGRADE",
    "HOST changed the protocol (101) although nobody asked",
  ],
  ["ST14: a bare 101", answering("HTTP/1.1 101 Switching\r\n\r\n"), "server", "HPE_UNASKED_UPGRADE", "(101)"],
  [
    "ST17: a gzip body cut short",
    COMPRESSED("gzip", gzipSync("hello world").subarray(0, 15)),
    "data",
    "Z_BUF_ERROR",
    "the compressed body is broken",
  ],
  ["ST17: a gzip body that is none", COMPRESSED("gzip", "hello"), "data", "Z_DATA_ERROR", "compressed body is broken"],
  [
    "ST17: a br body that is none",
    COMPRESSED("br", "hello world"),
    "data",
    "ERR__ERROR_FORMAT_CL_SPACE",
    "compressed body is broken",
  ],
  [
    "ST17: two encodings",
    COMPRESSED("gzip, gzip", gzipSync(gzipSync("x"))),
    "data",
    "Z_UNKNOWN_ENCODING",
    "the body is encoded as gzip, gzip, which was not asked for",
  ],
  ["ST17: an encoding of no name", COMPRESSED("rot13", "x"), "data", "Z_UNKNOWN_ENCODING", "encoded as rot13"],
  [
    "F6: a thousand encodings",
    COMPRESSED(Array.from({ length: 1_000 }, () => "gzip").join(","), gzipSync("x")),
    "data",
    "Z_UNKNOWN_ENCODING",
    "encoded as gzip,gzip,",
  ],
  [
    "TL5: TLS on the plain port",
    answering(Buffer.from([0x15, 3, 1, 0, 2, 2, 70])),
    "server",
    "NOT_HTTP",
    "HOST answered in TLS; use https",
  ],
];

describe("what is no answer", () => {
  it.each(BROKEN)("%s", async (_, behave, stage, errno, words) => {
    const answer = await ask(behave, { timeoutMs: 2_000 });
    expect(answer).toMatchObject({ stage, errno, message: expect.stringContaining(words) });
    expect(answer["message"]).not.toMatch(/[\p{Cc}]/u);
    expect(String(answer["message"]).length).toBeLessThan(300);
    expect(JSON.stringify(answer)).not.toContain(SECRET);
  });

  it("ST11: hides a secret that came instead of HTTP before it is cut", async () => {
    expect(await ask(answering(`0123456789 ${SECRET} 0123456789`))).toMatchObject({
      message: expect.stringContaining('"0123456789 *** 0123456789"'),
    });
  });
});

describe("an odd answer is shown as it is", () => {
  it.each([
    ["ST15: status 999", "999 Odd", 999],
    ["ST15: status 000", "000 Nothing", 0],
    ["ST15: 304 although nobody asked for a change", "304 Not Modified", 304],
    ["ST15: 503 without a reason", "503", 503],
  ])("%s", async (_, line, status) => {
    const answer = await ask(answering(`HTTP/1.1 ${line}\r\nContent-Length: 0\r\n\r\n`));
    expect(answer).toMatchObject({ kind: "answer", status, body: "", bodyBytes: 0 });
  });

  it.each([
    ["ST15: 204 with a body", "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok", 204, ""],
    ["ST10: bytes behind the end of the body", `${HEAD}Content-Length: 2\r\n\r\nokEXTRA`, 200, "ok"],
    [
      "ST13: ten interim answers",
      `${"HTTP/1.1 103 E\r\n\r\n".repeat(10)}${HEAD}Content-Length: 2\r\n\r\nok`,
      200,
      "ok",
    ],
  ])("%s", async (_, bytes, status, body) => {
    expect(await ask(answering(bytes))).toMatchObject({ kind: "answer", status, body });
  });

  it.each([
    ["ST18: invalid UTF-8", Buffer.from([0x61, 0xff, 0x62]), "a\ufffdb"],
    ["ST18: UTF-16", Buffer.from("\ufeff{}", "utf16le"), "\ufffd\ufffd{\0}\0"],
    ["ST18: a byte order mark", Buffer.from("\ufeff{}"), "{}"],
    ["ST18: NUL in JSON", Buffer.from('{"a":"\0"}'), '{"a":"\0"}'],
    ["ST18: a cut character at the end", Buffer.from([0x61, 0xe2, 0x82]), "a\ufffd"],
    ["ST18: half a surrogate pair in CESU-8", Buffer.from([0xed, 0xa0, 0xbd]), "\ufffd\ufffd\ufffd"],
  ])("%s", async (_, bytes, body) => {
    const answer = await ask(answering(httpAnswer("200 OK", [], bytes)));
    expect(answer).toMatchObject({ kind: "answer", body, bodyBytes: bytes.length });
    expect(String(answer["body"]).isWellFormed()).toBe(true);
  });

  it.each([
    ["F9: commands in the status text", "HTTP/1.1 500 ::error::pwned\r\nContent-Length: 0\r\n\r\n"],
    ["F9: commands in a header", `${HEAD}X-A: ::add-mask::a ##[error]b\r\nContent-Length: 0\r\n\r\n`],
    ["F9: escape sequences in a header", `${HEAD}X-A: \x1b[31mred\x1b]8;;x\x07\r\nContent-Length: 0\r\n\r\n`],
  ])("%s stay foreign text or go", async (_, bytes) => {
    const server = await startRaw(answering(Buffer.from(bytes, "latin1")));
    const answer = await netWith().request(get(`http://${server.name}/`));
    // In a box a text is never part of a line of ours, whatever it holds.
    for (const text of answer.kind === "answer" ? Object.values(answer.headers) : [answer.message]) {
      expect(`${Object(text)}`).toBe("[object Object]");
    }
    expect(Object.keys(answer)).not.toContain("statusText");
  });
});

describe("a body that is too large", () => {
  it.each([
    ["ST7: without end", flooding(`${HEAD}\r\n`, Buffer.alloc(64 * 1024, "x"))],
    ["F7: without end, in chunks", flooding(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`, chunk(64 * 1024))],
    ["F7: without end, in small chunks", flooding(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`, smallChunks())],
  ])("%s is cut at 1 MiB and the connection ended", async (_, behave) => {
    const server = await startRaw(behave);
    const answer = await request(netWith(), get(`http://${server.name}/`));
    expect(answer).toMatchObject({ kind: "answer", truncated: true, bodyBytes: MAX_BODY_BYTES });
    expect(String(answer["body"]).length).toBeLessThanOrEqual(MAX_BODY_BYTES);
    // What the kernels buffer on both sides beside the mebibyte.
    expect(server.sockets[0]?.bytesWritten).toBeLessThan(16 * MAX_BODY_BYTES);
  });

  it.each([
    ["ST17: a gzip bomb", "gzip", gzipSync(Buffer.alloc(50 * MAX_BODY_BYTES))],
    ["ST17: a br bomb", "br", quickBrotli(Buffer.alloc(50 * MAX_BODY_BYTES))],
    ["F6: a gzip bomb of many members", "gzip", Buffer.concat(Array(50).fill(gzipSync(Buffer.alloc(MAX_BODY_BYTES))))],
  ])("%s is cut after decoding", async (_, encoding, bytes) => {
    expect(await ask(COMPRESSED(encoding, bytes))).toMatchObject({
      kind: "answer",
      truncated: true,
      bodyBytes: MAX_BODY_BYTES,
    });
  });

  it("never ends in half a secret", async () => {
    for (const place of [3, 10, 20]) {
      const body = "x".repeat(MAX_BODY_BYTES - place) + SECRET + "x".repeat(100);
      const answer = await ask(answering(httpAnswer("200 OK", [], body)));
      expect(answer).toMatchObject({ truncated: true });
      expect(answer["body"]).not.toContain(SECRET.slice(0, 3));
    }
  });

  it("is not cut inside a secret, wherever the cut would lie", async () => {
    for (const place of [8_180, 8_192, 8_200, 10_240, 12_280]) {
      const body = "x".repeat(MAX_BODY_BYTES - place) + SECRET + "x".repeat(20_000);
      const answer = await ask(answering(httpAnswer("200 OK", [], body)));
      expect(String(answer["body"]).replaceAll(SECRET, "")).not.toContain(SECRET.slice(0, 3));
    }
  });

  it("of nothing but secrets is masked whole", async () => {
    const body = SECRET.repeat(Math.ceil((2 * MAX_BODY_BYTES) / SECRET.length));
    const answer = await ask(answering(httpAnswer("200 OK", [], body)));
    expect(String(answer["body"]).replaceAll(SECRET, "").replaceAll("***", "")).toBe("");
  });
});

describe("state that one request leaves for another", () => {
  it("F10: a cookie is not sent to whoever set it", async () => {
    const heads: string[] = [];
    const server = await startRaw((socket) => {
      socket.once("data", (bytes) => {
        heads.push(String(bytes));
        socket.end(httpAnswer("200 OK", ["Set-Cookie: session=abc; Path=/", "WWW-Authenticate: Basic"], ""));
      });
    });
    const net = netWith();
    await request(net, get(`http://${server.name}/`, { headers: { authorization: "Bearer one" } }));
    await request(net, get(`http://${server.name}/`));
    expect(heads).toHaveLength(2);
    expect(heads[1]).not.toMatch(/cookie|authorization/iu);
  });

  it("ST26: a connection that the server offers to keep is not used again", async () => {
    const server = await startRaw((socket) => {
      // One answer to a connection, and then its end, as after the time for which it was kept.
      socket.once("data", () => socket.write(httpAnswer("200 OK", ["Connection: keep-alive"], "ok")));
      socket.on("end", () => socket.resetAndDestroy());
    });
    const net = netWith();
    for (let times = 0; times < 3; times++) {
      expect(await request(net, get(`http://${server.name}/`))).toMatchObject({ status: 200, body: "ok" });
    }
    expect(server.sockets).toHaveLength(3);
  });

  it("a connection whose request nobody read is ended all the same", async () => {
    const server = await startRaw((socket) => {
      socket.pause();
      socket.write(httpAnswer("413 Content Too Large", [], "no"));
    });
    const body = "x".repeat(16 * 1024 * 1024);
    const order = get(`http://${server.name}/`, { method: "POST", body: untrusted(body) });
    expect(await request(netWith(), order)).toMatchObject({
      status: 413,
      body: "no",
    });
    const [socket] = server.sockets;
    const gone = new Promise((resolve) => socket?.once("end", resolve).once("close", resolve));
    socket?.resume();
    await gone;
    // A connection that waits for its request to be read would have brought all of it now.
    expect(socket?.bytesRead).toBeLessThan(body.length);
  });
});

function chunk(bytes: number): Buffer {
  return Buffer.from(`${bytes.toString(16)}\r\n${"x".repeat(bytes)}\r\n`);
}

function smallChunks(): Buffer {
  return Buffer.concat(Array.from({ length: 1_000 }, () => chunk(32)));
}

function quickBrotli(bytes: Buffer): Buffer {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
}
