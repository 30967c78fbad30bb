// What HTTP requests and answers look like when all goes well, and what is never sent.
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { createClock } from "../../src/world/clock.ts";
import { answering, httpAnswer, readHead, startRaw } from "../servers/raw.ts";
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
