// Where a request may go: names, addresses in every spelling, and the services that hand out the machine's credentials.
import type { LookupAddress } from "node:dns";
import { describe, expect, it } from "vitest";
import { createAddressGuard, readTarget } from "../../src/world/net/address.ts";
import { createAuthorities } from "../../src/world/net/authorities.ts";
import { createClock } from "../../src/world/clock.ts";
import { createHttp } from "../../src/world/net/http.ts";
import { explain } from "../../src/world/net/no-answer.ts";
import { startProgress } from "../../src/world/net/progress.ts";
import { createLookup } from "../../src/world/net/resolve.ts";
import { answering, httpAnswer, startRaw } from "../servers/raw.ts";
import { failureOf, get, netWith, opened, openSocket, request, upgrade } from "./tools.ts";

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
  it.each(METADATA)("F1: refuses %s", (address) => {
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
  ])("F1: %s is never asked", async (url) => {
    expect(opened(await netWith().request(get(url)))).toMatchObject({
      errno: "ADDRESS_REFUSED",
      message: expect.stringContaining("link-local or metadata address"),
    });
  });
});

describe("a name", () => {
  const local: LookupAddress = { address: "127.0.0.1", family: 4 };

  it.each(METADATA.filter((address) => !address.includes("%")))(
    "F1: that leads to %s is not asked",
    async (address) => {
      const server = await startRaw(answering(httpAnswer("200 OK", [], "")));
      const found = [local, { address, family: address.includes(":") ? 6 : 4 }];
      const net = netWith({ resolve: () => Promise.resolve(found) });
      expect(opened(await net.request(get(`http://metadata.example:${server.port}/`)))).toMatchObject({
        errno: "ADDRESS_REFUSED",
        stage: "resolve",
        message: "metadata.example leads to a link-local or metadata address, which is never asked",
      });
      expect(server.sockets).toHaveLength(0);
    },
  );

  it("DN3: is asked for at its second address when the first is dead", async () => {
    const server = await startRaw(answering(httpAnswer("200 OK", [], "ok")));
    const net = netWith({ resolve: () => Promise.resolve([{ address: "127.0.0.9", family: 4 }, local]) });
    expect(opened(await net.request(get(`http://two.example:${server.port}/`)))).toMatchObject({ body: "ok" });
  });

  it("DN3: is asked for at its IPv4 address when the one of IPv6 is dead", async () => {
    const server = await startRaw(answering(httpAnswer("200 OK", [], "ok")));
    const net = netWith({ resolve: () => Promise.resolve([{ address: "::1", family: 6 }, local]) });
    expect(await request(net, get(`http://two.example:${server.port}/`))).toMatchObject({ body: "ok" });
  });

  it.each([
    [
      "DN3: with only IPv6 addresses, where there is no way to them",
      ["2001:db8::1"],
      ", which has only IPv6 addresses",
    ],
    ["DN3: with addresses of both kinds, where there is no way", ["2001:db8::1", "192.0.2.1"], ""],
  ])("%s", (_, addresses, words) => {
    const target = readTarget("http://six.example/", "http");
    if ("errno" in target) throw new Error(target.message);
    const errors = addresses.map((address) =>
      Object.assign(new Error("connect"), { code: "ENETUNREACH", syscall: "connect", address }),
    );
    expect(explain(new AggregateError(errors), startProgress(target, 0), target, (text) => text)).toEqual({
      stage: "connect",
      errno: "ENETUNREACH",
      message: `no route to six.example:80${words}`,
    });
  });

  it("DN4: with an address that changes is checked each time", async () => {
    const server = await startRaw(answering(httpAnswer("200 OK", [], "ok")));
    const found = [local, { address: "169.254.169.254", family: 4 }, local];
    const net = netWith({ resolve: () => Promise.resolve(found.splice(0, 1)) });
    const order = get(`http://changing.example:${server.port}/`);
    expect(await request(net, order)).toMatchObject({ body: "ok" });
    expect(await request(net, order)).toMatchObject({ errno: "ADDRESS_REFUSED" });
    expect(await request(net, order)).toMatchObject({ body: "ok" });
    expect(server.sockets).toHaveLength(2);
  });

  it("DN4: with a private address is asked, as the configuration says", async () => {
    const server = await startRaw(answering(httpAnswer("200 OK", [], "ok")));
    const net = netWith({ resolve: () => Promise.resolve([{ address: "::ffff:127.0.0.1", family: 6 }, local]) });
    expect(await request(net, get(`http://private.example:${server.port}/`))).toMatchObject({ body: "ok" });
  });

  it("F1: that leads a WebSocket to the metadata service is not asked", async () => {
    const net = netWith({ resolve: () => Promise.resolve([{ address: "fd00:ec2::254", family: 6 }]) });
    expect(failureOf(await openSocket(net, upgrade("ws://metadata.example/")))).toEqual({
      stage: "resolve",
      errno: "ADDRESS_REFUSED",
      message: "metadata.example leads to a link-local or metadata address, which is never asked",
    });
  });

  it("F1: is resolved anew for each request", async () => {
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

  it("DN4: with a thousand addresses is tried at eight", async () => {
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
    ["DN1: that does not exist", "ENOTFOUND", "the name no.example does not resolve"],
    ["DN1: that is not found now", "EAI_AGAIN", "the name server gave no answer for no.example; that often passes"],
    ["DN1: that fails otherwise", "EAI_FAIL", "the connection to no.example:80 failed (EAI_FAIL)"],
  ])("%s is told", async (_, code, message) => {
    const error = Object.assign(new Error(`getaddrinfo ${code}`), { code, syscall: "getaddrinfo" });
    const net = netWith({ resolve: () => Promise.reject(error) });
    expect(opened(await net.request(get("http://no.example/")))).toEqual({ stage: "resolve", errno: code, message });
  });

  it("DN1: without addresses does not resolve", async () => {
    const net = netWith({ resolve: () => Promise.resolve([]) });
    expect(opened(await net.request(get("http://no.example/")))).toMatchObject({
      errno: "ENOTFOUND",
      stage: "resolve",
    });
  });

  it.each([
    [
      "DN2: whose resolver never answers ends by its own bound",
      { resolveTimeoutMs: 50 },
      5_000,
      "the name slow.example did not resolve in time",
    ],
    [
      "DN2: whose resolver never answers ends by the request's deadline",
      {},
      50,
      "the name slow.example did not resolve within 50 ms",
    ],
  ])("%s", async (_, options, timeoutMs, message) => {
    const net = netWith({ ...options, resolve: () => new Promise(() => undefined) });
    const answer = opened(await net.request(get("http://slow.example/", { timeoutMs })));
    expect(answer).toEqual({ stage: "resolve", errno: "TIMEOUT", message });
  });

  it("DN2: keeps at most four look-ups in flight", async () => {
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

  it("DN2: that hangs takes one place however many ask for it, and the next ask anew", async () => {
    const server = await startRaw(answering(httpAnswer("200 OK", [], "ok")));
    let asked = 0;
    const net = netWith({
      resolveTimeoutMs: 50,
      resolve: () => (asked++ === 0 ? new Promise(() => undefined) : Promise.resolve([local])),
    });
    const order = get(`http://hang.example:${server.port}/`);
    const answers = await Promise.all(Array.from({ length: 8 }, () => net.request(order)));
    expect(answers.map((answer) => answer.kind === "no-answer" && answer.errno)).toEqual(Array(8).fill("TIMEOUT"));
    expect(asked).toBe(1);
    expect(await request(net, order)).toMatchObject({ body: "ok" });
    expect(asked).toBe(2);
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
  it("F1: is looked at again, whatever the resolver said", async () => {
    let served = 0;
    const server = await startRaw((socket) => socket.once("data", () => served++));
    const local: LookupAddress = { address: "127.0.0.1", family: 4 };
    const ask = createHttp({
      clock: createClock(),
      mask: (text) => text,
      guard: (address) => address === "127.0.0.1",
      lookup: createLookup({ guard: () => false, timeoutMs: 1_000, resolve: () => Promise.resolve([local]) }),
      environment: () => undefined,
      authorities: createAuthorities(),
      connectTimeoutMs: 1_000,
      closeTimeoutMs: 100,
      silenceMs: 1_000,
      pongTimeoutMs: 1_000,
    });
    expect(opened(await ask(get(`http://rebound.example:${server.port}/`)))).toMatchObject({
      errno: "ADDRESS_REFUSED",
    });
    expect(served).toBe(0);
  });
});
