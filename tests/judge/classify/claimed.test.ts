// What a text only names is no fault of its own.
import { describe, expect, it } from "vitest";
import { classifyText } from "../../../src/judge/classify/classify-text.ts";
import { withoutAside, withoutAwaited } from "../../../src/judge/classify/claimed.ts";
import { untrusted } from "../../../src/text/untrusted.ts";

const classOf = (text: string): string => classifyText(untrusted(text)).class;

describe("what an assertion awaited", () => {
  it.each([
    ['Expected: "token expired"\nReceived: "welcome"', 'Expected: "·············"\nReceived: "welcome"'],
    ["expected 'a' to equal 'socket hang up'", "expected 'a' to equal '··············'"],
    ["assert 'rate limited' in 'welcome'", "assert '············' in 'welcome'"],
    ["expected:<Forbidden> but was:<OK>", "expected:<·········> but was:<OK>"],
    ["Failed: DID NOT RAISE <class 'httpx.ConnectTimeout'>", "Failed: DID NOT RAISE <class '····················'>"],
    ["a line that awaits nothing", "a line that awaits nothing"],
  ])("%s", (text, rest) => {
    // What is blanked with its quotes or without them is all the same.
    expect(withoutAwaited(text).replace(/["'·<>]{1,80}/gu, "·")).toBe(rest.replace(/["'·<>]{1,80}/gu, "·"));
    expect(withoutAwaited(text)).toHaveLength(text.length);
  });

  it.each([
    'Expected: "jwt expired"\nReceived: "welcome"',
    "AssertionError: assert 'rate limited' in 'welcome'",
    "Failed: DID NOT RAISE <class 'httpx.ConnectTimeout'>",
    "Expected java.net.SocketTimeoutException to be thrown, but nothing was thrown.",
    "AssertionError: expected [Function] to throw 'connect ECONNREFUSED'",
  ])("%s is a wrong value", (text) => {
    expect(classOf(text)).toBe("assert.value");
  });

  it("what came is heard", () => {
    expect(classOf('Expected: "welcome"\nReceived: "jwt expired"')).toBe("access.unauthenticated");
    expect(classOf("expected <welcome> but was <connection refused>")).toBe("net.refused");
  });
});

describe("what stands aside", () => {
  it("the name of a test tells less than its assertion", () => {
    expect(
      classOf("  1) Baskets\n       reject an expired token:\n\n      AssertionError: expected 'a' to equal 'b'"),
    ).toBe("assert.value");
    expect(classOf("FAILED tests/test_carts.py::test_rate_limited - AssertionError: assert 'a' == 'b'")).toBe(
      "assert.value",
    );
  });

  it("traces that cannot be sent fail no test", () => {
    const noise = "Transient error StatusCode.UNAVAILABLE encountered while exporting traces to localhost:4317";
    expect(classOf(`${noise}\nE   AssertionError: assert 'EUR' == 'USD'`)).toBe("assert.value");
    expect(classOf(noise)).toBe("svc.unavailable");
  });

  it("an error in a name is heard", () => {
    expect(withoutAside("  1) pays: Error: Request failed with status code 401")).toContain("401");
  });
});

it("quotes of a report that was escaped twice are read", () => {
  expect(classOf("expected 200 &quot;OK&quot;, got 404 &quot;Not Found&quot;")).toBe("svc.not-found");
});

it.each(["a", '"', "expected ", 'expected "a', 'to equal "a', "assert 'a", "aException", "1) a\n", "● a › ", "otlp "])(
  "%j, repeated, costs little",
  (seed) => {
    const text = seed.repeat(65_536 / seed.length);
    const started = process.threadCpuUsage();
    withoutAside(withoutAwaited(text));
    expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(100);
  },
);
