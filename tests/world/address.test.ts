// Where a request may go: names, addresses in every spelling, and the services that hand out the machine's credentials.
import type { LookupAddress } from "node:dns";
import { describe, expect, it } from "vitest";
import { createAddressGuard } from "../../src/world/address.ts";
import { createClock } from "../../src/world/clock.ts";
import { createHttp } from "../../src/world/http.ts";
import { createLookup } from "../../src/world/resolve.ts";
import { answering, httpAnswer, startRaw } from "../servers/raw.ts";
import { get, netWith, opened } from "./tools.ts";

const METADATA = [
  "169.254.169.254",
  "169.254.170.2",
  "169.254.0.1",
  "168.63.129.16",
  "100.100.100.200",
  "fe80::1",
  "febf::1",
  "fe80::1%eth0",
  "fd00:ec2::254",
  "fd00:0ec2:0:0:0:0:0:254",
  "fd20:ce::254",
  "::ffff:169.254.169.254",
  "::ffff:a9fe:a9fe",
  "0:0:0:0:0:ffff:a9fe:a9fe",
  "::169.254.169.254",
  "64:ff9b::a9fe:a9fe",
  "2002:a9fe:a9fe::1",
  "::ffff:168.63.129.16",
  "::ffff:100.100.100.200",
];

describe("the guard", () => {
  it.each(METADATA)("refuses %s", (address) => {
    expect(createAddressGuard()(address)).toBe(true);
  });

  it.each([
    "127.0.0.1",
    "::1",
    "::",
    "10.0.0.1",
    "169.253.1.1",
    "169.255.1.1",
    "168.63.129.17",
    "100.100.100.201",
    "fec0::1",
    "fd00:ec2::253",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::1",
    "2001:db8::a9fe:a9fe",
    "staging.example",
  ])("lets %s pass", (address) => {
    expect(createAddressGuard()(address)).toBe(false);
  });
});

describe("a URL", () => {
  it.each([
    "http://169.254.169.254/latest/meta-data",
    "http://169.254.169.254./",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://0xa9.0xfe.0xa9.0xfe/",
    "http://0251.0376.0251.0376/",
    "http://169.254.43518/",
    "http://１６９.254.169.254/",
    "http://169。254。169。254/",
    "http://[::ffff:169.254.169.254]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[fe80::1]/",
    "http://[fd00:ec2::254]:80/",
    "https://168.63.129.16/",
    "http://100.100.100.200/",
  ])("%s is never asked", async (url) => {
    expect(opened(await netWith().request(get(url)))).toMatchObject({
      errno: "ADDRESS_REFUSED",
      message: expect.stringContaining("link-local or metadata address"),
    });
  });
});

describe("a name", () => {
  const local: LookupAddress = { address: "127.0.0.1", family: 4 };

  it.each(METADATA.filter((address) => !address.includes("%")))("that leads to %s is not asked", async (address) => {
    const server = await startRaw(answering(httpAnswer("200 OK", [], "")));
    const found = [local, { address, family: address.includes(":") ? 6 : 4 }];
    const net = netWith({ resolve: () => Promise.resolve(found) });
    expect(opened(await net.request(get(`http://metadata.example:${server.port}/`)))).toMatchObject({
      errno: "ADDRESS_REFUSED",
      stage: "resolve",
      message: "metadata.example leads to a link-local or metadata address, which is never asked",
    });
    expect(server.sockets).toHaveLength(0);
  });

  it("is asked for at its second address when the first is dead", async () => {
    const server = await startRaw(answering(httpAnswer("200 OK", [], "ok")));
    const net = netWith({ resolve: () => Promise.resolve([{ address: "127.0.0.9", family: 4 }, local]) });
    expect(opened(await net.request(get(`http://two.example:${server.port}/`)))).toMatchObject({ body: "ok" });
  });

  it("is resolved anew for each request", async () => {
    const server = await startRaw(answering(httpAnswer("200 OK", ["Connection: keep-alive"], "")));
    const asked: string[] = [];
    const net = netWith({
      resolve: (host) => {
        asked.push(host);
        return Promise.resolve([local]);
      },
    });
    await net.request(get(`http://a.example:${server.port}/`));
    await net.request(get(`http://a.example:${server.port}/`));
    expect(asked).toEqual(["a.example", "a.example"]);
  });

  it("with a thousand addresses is tried at eight", async () => {
    const server = await startRaw(answering(httpAnswer("200 OK", [], "ok")));
    const dead = (count: number): LookupAddress[] =>
      Array.from({ length: count }, (_, at) => ({ address: `127.0.1.${at + 1}`, family: 4 }));
    const eighth = netWith({ resolve: () => Promise.resolve([...dead(7), local, ...dead(200)]) });
    expect(opened(await eighth.request(get(`http://many.example:${server.port}/`)))).toMatchObject({ body: "ok" });
    const ninth = netWith({ resolve: () => Promise.resolve([...dead(8), local, ...dead(200)]) });
    expect(opened(await ninth.request(get(`http://many.example:${server.port}/`)))).toMatchObject({
      errno: "ECONNREFUSED",
      stage: "connect",
      message: `connection refused by many.example:${server.port}`,
    });
  });

  it.each([
    ["ENOTFOUND", "the name no.example does not resolve"],
    ["EAI_AGAIN", "the name server gave no answer for no.example; that often passes"],
    ["EAI_FAIL", "the connection to no.example:80 failed (EAI_FAIL)"],
  ])("that fails with %s is told", async (code, message) => {
    const error = Object.assign(new Error(`getaddrinfo ${code}`), { code, syscall: "getaddrinfo" });
    const net = netWith({ resolve: () => Promise.reject(error) });
    expect(opened(await net.request(get("http://no.example/")))).toEqual({ stage: "resolve", errno: code, message });
  });

  it("without addresses does not resolve", async () => {
    const net = netWith({ resolve: () => Promise.resolve([]) });
    expect(opened(await net.request(get("http://no.example/")))).toMatchObject({
      errno: "ENOTFOUND",
      stage: "resolve",
    });
  });

  it.each([
    ["the resolver's own bound", { resolveTimeoutMs: 50 }, 5_000, "the name slow.example did not resolve in time"],
    ["the request's deadline", {}, 50, "the name slow.example did not resolve within 50 ms"],
  ])("whose resolver never answers ends by %s", async (_, options, timeoutMs, message) => {
    const net = netWith({ ...options, resolve: () => new Promise(() => undefined) });
    const answer = opened(await net.request(get("http://slow.example/", { timeoutMs })));
    expect(answer).toEqual({ stage: "resolve", errno: "TIMEOUT", message });
  });

  it("keeps at most four look-ups in flight", async () => {
    let flying = 0;
    const net = netWith({
      resolveTimeoutMs: 50,
      resolve: () => {
        flying++;
        return new Promise(() => undefined);
      },
    });
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) => net.request(get(`http://hang-${at}.example/`))),
    );
    expect(answers.map((answer) => answer.kind === "no-answer" && answer.errno)).toEqual(Array(10).fill("TIMEOUT"));
    expect(flying).toBe(4);
  });

  it("goes on after look-ups that ended", async () => {
    const server = await startRaw(answering(httpAnswer("200 OK", [], "ok")));
    const net = netWith({ resolve: () => Promise.resolve([local]) });
    const urls = Array.from({ length: 12 }, (_, at) => `http://n${at}.example:${server.port}/`);
    const answers = await Promise.all(urls.map((url) => net.request(get(url))));
    expect(answers.map((answer) => answer.kind)).toEqual(Array(12).fill("answer"));
  });
});

describe("the address that was connected to", () => {
  it("is looked at again, whatever the resolver said", async () => {
    let served = 0;
    const server = await startRaw((socket) => socket.once("data", () => served++));
    const local: LookupAddress = { address: "127.0.0.1", family: 4 };
    const request = createHttp({
      clock: createClock(),
      mask: (text) => text,
      guard: (address) => address === "127.0.0.1",
      lookup: createLookup({ guard: () => false, timeoutMs: 1_000, resolve: () => Promise.resolve([local]) }),
      environment: () => undefined,
      authorities: [],
      closeTimeoutMs: 100,
    });
    expect(opened(await request(get(`http://rebound.example:${server.port}/`)))).toMatchObject({
      errno: "ADDRESS_REFUSED",
    });
    expect(served).toBe(0);
  });
});
