// Redirects: followed only where asked, only to the origin that was asked, only so often.
import { describe, expect, it } from "vitest";
import { untrusted } from "../../src/text/untrusted.ts";
import { createAuthority } from "../../demo/staging/x509.ts";
import { httpAnswer, readHead, startRaw, startTls, type OnConnection, type RawServer } from "../servers/raw.ts";
import { get, netWith, request, type Asked } from "./tools.ts";

/** Answers each path as told, and keeps what was asked. */
interface Routes {
  readonly asked: string[];
  readonly serve: OnConnection;
}

function routes(answers: (path: string) => readonly [status: string, ...headers: string[]]): Routes {
  const asked: string[] = [];
  return {
    asked,
    serve: (socket) => {
      void readHead(socket).then((text) => {
        asked.push(text);
        const [status, ...headers] = answers(text.split(" ")[1] ?? "");
        socket.end(httpAnswer(status, headers, `at ${text.split(" ")[1]}`));
        return undefined;
      });
    },
  };
}

async function follow(
  answers: (path: string, server: RawServer) => readonly [string, ...string[]],
  more: Asked = {},
): Promise<{ readonly answer: Readonly<Record<string, unknown>>; readonly asked: readonly string[] }> {
  const { asked, serve } = routes((path) => answers(path, server));
  const server = await startRaw(serve);
  const answer = await request(netWith(), get(`http://${server.name}/start`, { redirects: 5, ...more }));
  return { answer, asked };
}

const lineOf = (text: string): string => text.split(" HTTP/")[0] ?? "";

describe("a redirect", () => {
  it.each([301, 302, 303, 307, 308])("%d to the same origin is followed where asked", async (status) => {
    const { answer, asked } = await follow((path) =>
      path === "/start" ? [`${status} Moved`, "Location: /next?a=b#part"] : ["200 OK", "X-End: yes"],
    );
    expect(answer).toMatchObject({ status: 200, body: "at /next?a=b", redirects: 1, headers: { "x-end": "yes" } });
    expect(asked.map(lineOf)).toEqual(["GET /start", "GET /next?a=b"]);
  });

  it.each([300, 304, 305, 306])("%d is none", async (status) => {
    const { answer, asked } = await follow(() => [`${status} X`, "Location: /next"]);
    expect(answer).toMatchObject({ status, redirects: 0 });
    expect(asked).toHaveLength(1);
  });

  it("F2: is not followed unless asked", async () => {
    const { answer, asked } = await follow(() => ["302 Found", "Location: /next"], { redirects: 0 });
    expect(answer).toMatchObject({ status: 302, redirects: 0, headers: { location: "/next" } });
    expect(asked).toHaveLength(1);
  });

  it("takes its time from the deadline of the whole", async () => {
    const { serve } = routes(() => ["302 Found", "Location: /next"]);
    let asked = 0;
    const server = await startRaw((socket) => {
      if (asked++ === 0) serve(socket);
    });
    const started = performance.now();
    expect(await request(netWith(), get(`http://${server.name}/`, { redirects: 5, timeoutMs: 150 }))).toEqual({
      stage: "server",
      errno: "TIMEOUT",
      message: `no answer from ${server.name} within 150 ms`,
    });
    expect(performance.now() - started).toBeLessThan(500);
  });

  it("counts the phases of all connections", async () => {
    let at = 0;
    const server = await startRaw((socket) => {
      const first = at++ === 0;
      socket.once("data", () =>
        setTimeout(() => socket.end(httpAnswer(first ? "302 F" : "200 OK", ["Location: /next"], "")), 30),
      );
    });
    const answer = await netWith().request(get(`http://${server.name}/`, { redirects: 1 }));
    expect(answer.timings.firstByteMs).toBeGreaterThanOrEqual(58);
    expect(answer.timings.totalMs).toBeGreaterThanOrEqual(58);
    expect(answer.timings.dnsMs).toBeNull();
  });
});

describe("a redirect that leads away is itself the answer", () => {
  it.each([
    ["ST16: to another port", () => "http://127.0.0.1:1/"],
    ["ST16: to another host", (port: number) => `http://localhost:${port}/`],
    ["F2: to another host, without a scheme", (port: number) => `//localhost:${port}/`],
    ["F2: to another host, in the spelling of Windows", (port: number) => `\\\\localhost:${port}\\`],
    ["F2: to another scheme", (port: number) => `https://127.0.0.1:${port}/`],
    ["ST16: to a file", () => "file:///etc/passwd"],
    ["F2: to a script", () => "javascript:alert(1)"],
    ["ST16: to the metadata service", () => "http://169.254.169.254/latest/meta-data"],
    ["F1: to the metadata service, in numbers", () => "http://2852039166/"],
    ["F11: to the same origin with a password", (port: number) => `http://user:pass@127.0.0.1:${port}/`],
    ["ST16: to nowhere that can be read", () => "http://[::1"],
    ["ST16: to an empty place", () => ""],
  ])("%s", async (_, place) => {
    const { answer, asked } = await follow((_path, { port }) => ["302 Found", `Location: ${place(port)}`]);
    expect(answer).toMatchObject({ kind: "answer", status: 302, redirects: 0 });
    expect(asked).toHaveLength(1);
  });

  it.each([
    ["ST16: without Location", []],
    ["ST16: with two of them", ["Location: /one", "Location: /two"]],
  ])("%s", async (_, headers) => {
    const { answer, asked } = await follow((path) => (path === "/start" ? ["302 Found", ...headers] : ["200 OK"]));
    expect(answer).toMatchObject({ status: 302, redirects: 0 });
    expect(asked).toHaveLength(1);
  });

  it("F2: from TLS to plain text", async () => {
    const authority = createAuthority();
    const { asked, serve } = routes(() => ["302 Found", `Location: http://127.0.0.1:${server.port}/`]);
    const server = await startTls(authority.issue({ names: ["127.0.0.1"] }), serve);
    const net = netWith();
    net.trust([untrusted(authority.cert)]);
    expect(await request(net, get(`https://${server.name}/`, { redirects: 5 }))).toMatchObject({ status: 302 });
    expect(asked).toHaveLength(1);
  });

  it("F3: and no header of ours meets the stranger", async () => {
    const stranger = routes(() => ["200 OK"]);
    const other = await startRaw(stranger.serve);
    const headers = { authorization: "Bearer abc", cookie: "a=b", "x-probe-token": "abc" };
    for (const status of [301, 302, 303, 307, 308]) {
      const { answer } = await follow(() => [`${status} X`, `Location: http://${other.name}/`], { headers });
      expect(answer).toMatchObject({ status });
    }
    expect(stranger.asked).toEqual([]);
  });
});

describe("redirects without end", () => {
  it("ST16: a chain of thirty ends after five", async () => {
    let at = 0;
    const { answer, asked } = await follow(() => ["302 Found", `Location: /hop-${++at}`]);
    expect(answer).toMatchObject({ status: 302, redirects: 5, body: "at /hop-5", headers: { location: "/hop-6" } });
    expect(asked).toHaveLength(6);
  });

  it.each([
    ["ST16: to itself", ["/start"], 0],
    ["F2: in a circle", ["/a", "/b", "/start"], 2],
    ["F2: into a circle", ["/a", "/b", "/a"], 2],
  ])("%s end where they begin again", async (_, places, redirects) => {
    const steps = ["/start", ...places];
    const { answer, asked } = await follow((path) => ["302 Found", `Location: ${steps[steps.indexOf(path) + 1]}`]);
    expect(answer).toMatchObject({ status: 302, redirects });
    expect(asked).toHaveLength(redirects + 1);
  });
});

describe("what is sent after a redirect", () => {
  it.each([
    [301, "POST", "GET"],
    [302, "POST", "GET"],
    [303, "POST", "GET"],
    [307, "POST", "POST"],
    [308, "POST", "POST"],
    [301, "PUT", "PUT"],
    [302, "DELETE", "DELETE"],
    [303, "PUT", "GET"],
    [303, "HEAD", "HEAD"],
  ])("%d: %s becomes %s", async (status, method, then) => {
    const heads: string[] = [];
    const server = await startRaw((socket) => {
      socket.once("data", (bytes) => {
        heads.push(String(bytes));
        socket.end(httpAnswer(heads.length === 1 ? `${status} X` : "200 OK", ["Location: /next"], ""));
      });
    });
    const hasBody = method !== "HEAD";
    const headers = { "content-type": "application/json", "content-language": "de", "x-own": "1" };
    const body = hasBody ? untrusted('{"a":1}') : null;
    await request(netWith(), get(`http://${server.name}/`, { method, headers, body, redirects: 1 }));
    expect(heads.map(lineOf)).toEqual([`${method} /`, `${then} /next`]);
    expect(heads[1]).toContain("x-own: 1\r\n");
    const keeps = hasBody && then !== "GET";
    expect(heads[1]?.includes("content-type: application/json\r\n")).toBe(keeps || !hasBody);
    expect(heads[1]?.endsWith('\r\n\r\n{"a":1}')).toBe(keeps);
    expect(heads[1]?.includes("content-length: 7\r\n")).toBe(keeps);
  });
});
