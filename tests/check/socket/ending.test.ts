// What the end of a connection means, code by code.
import { describe, expect, it } from "vitest";
import { isAuthClose, isClosedWith, readEnding, type Closed } from "../../../src/check/socket/ending.ts";
import { untrusted } from "../../../src/text/untrusted.ts";

function closed(code: number, reason = "", errno: string | null = null): Closed {
  return { kind: "closed", code, reason: untrusted(reason), errno, atMs: 5 };
}

const plain = (text: string, max: number): string => text.slice(0, max);

describe("an end", () => {
  it.each([
    [closed(1000), "failed", "events", "closed with 1000"],
    [closed(1001, "going away"), "failed", "server", "closed with 1001 going away"],
    [closed(1005), "errored", "server", "closed without a close code"],
    [closed(1006), "errored", "server", "the connection was dropped without a close code"],
    [
      closed(1006, "", "ECONNRESET"),
      "errored",
      "server",
      "the connection was dropped without a close code (ECONNRESET)",
    ],
    [closed(1006, "", "FLOOD"), "errored", "server", "more came than any probe reads (FLOOD)"],
    [closed(1006, "", "HALF_OPEN"), "errored", "server", "the connection went dead without a word (HALF_OPEN)"],
    [
      closed(1006, "", "WS_ERR_NOT_READING"),
      "errored",
      "server",
      "the service does not read what we send (WS_ERR_NOT_READING)",
    ],
    [
      closed(1006, "", "WS_ERR_INVALID_UTF8"),
      "errored",
      "server",
      "the service broke the WebSocket protocol (WS_ERR_INVALID_UTF8)",
    ],
    [closed(1008), "failed", "auth", "closed with 1008"],
    [closed(1008, "rate limit"), "failed", "server", "closed with 1008 rate limit"],
    [closed(1011, " agent\n crashed "), "failed", "server", "closed with 1011 agent crashed"],
    [closed(1012), "failed", "server", "closed with 1012"],
    [closed(4401, "expired"), "failed", "auth", "closed with 4401 expired"],
    [closed(4999), "failed", "server", "closed with 4999"],
  ])("is read: %j", (end, outcome, stage, words) => {
    expect(readEnding(end, true, plain)).toMatchObject({ outcome, stage, words, facts: { closeCode: end.code } });
  });

  it("before anything came is as good as no handshake, but only without a word", () => {
    expect(readEnding(closed(1006), false, plain).stage).toBe("handshake");
    expect(readEnding(closed(1011), false, plain).stage).toBe("server");
  });

  it("tells an error only where there was one", () => {
    expect(readEnding(closed(1006), true, plain).facts).not.toHaveProperty("errno");
    expect(readEnding(closed(1006, "", "EPIPE"), true, plain).facts.errno).toBe("EPIPE");
  });
});

it.each([
  [closed(1008, ""), true],
  [closed(1008, "Invalid JWT"), true],
  [closed(1008, "too many messages"), false],
  [closed(3000), true],
  [closed(3003), true],
  [closed(4001), true],
  [closed(4003), true],
  [closed(4401), true],
  [closed(4403), true],
  [closed(4010, "Session expired"), true],
  [closed(4010, "room is full"), false],
  [closed(4010), false],
  [closed(1011, "auth service down"), false],
  [closed(1000), false],
])("%j is a close because of who we are: %s", (end, isAuth) => {
  expect(isAuthClose(end)).toBe(isAuth);
});

it.each([
  [closed(1000), [], true],
  [closed(1005), [], true],
  [closed(1011), [1000, 1011], true],
  [closed(1011), [1000], false],
  [closed(1005), [1000], false],
  [closed(1006), [], false],
  [closed(1006), [1000], false],
  [closed(1006), [1006], true],
  [closed(1006, "", "ECONNRESET"), [1006], true],
  [closed(1006, "", "FLOOD"), [1006], false],
  [closed(1006, "", "HALF_OPEN"), [1006], false],
  [closed(1006, "", "WS_ERR_INVALID_UTF8"), [1006], false],
])("%j is the close that is awaited with %j: %s", (end, codes, isIt) => {
  expect(isClosedWith(end, codes)).toBe(isIt);
});
