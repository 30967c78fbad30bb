// One cause is one error, however it is told; two causes are two, however alike they look.
import { describe, expect, it } from "vitest";
import { classifyText } from "../../../src/judge/classify/classify-text.ts";
import { maskVolatile } from "../../../src/judge/fingerprint/mask.ts";
import { untrusted } from "../../../src/text/untrusted.ts";

function fingerprint(text: string): string {
  return classifyText(untrusted(text)).fingerprint;
}

const SAME: Readonly<Record<string, readonly string[]>> = {
  "times, ids and durations of one request": [
    "2026-03-01T10:00:00.123Z [error] received 1011 (internal error) job 8f14e45f-ceea-467f-a9b1-0c2d3e4f5a6b failed after 120 ms",
    "2026-03-02T23:59:59Z [error] received 1011 (internal error) job 0b9c2d3e-1f4a-4c6b-8d7e-9f0a1b2c3d4e failed after 3.4 s",
  ],
  "addresses behind one port": [
    "dial tcp 10.1.2.3:8080: connect: connection refused",
    "dial tcp 10.9.8.7:8080: connect: connection refused",
  ],
  "ports that a system chose": ['Get "http://127.0.0.1:51234/api": EOF', 'Get "http://127.0.0.1:40021/api": EOF'],
  "one of many behind an endpoint": [
    "AssertionError: GET /api/orders/4711: expected status 200, got 404",
    "AssertionError: GET /api/orders/12: expected status 200, got 404",
  ],
  "the test that met it, and its line": [
    "  1) [chromium] › cart.spec.ts:12:3 › adds ─────\n\n    Error: page.goto: net::ERR_CONNECTION_REFUSED at http://localhost:3000/cart?_=1700000000001",
    "  9) [webkit] › pay.spec.ts:90:1 › pays ─────\n\n    Error: page.goto: net::ERR_CONNECTION_REFUSED at http://localhost:3000/cart?_=1811111111111",
  ],
  "homes and checkouts of machines": [
    "Error: ENOSPC: no space left on device, write '/home/runner/work/shop/shop/report.json'",
    "Error: ENOSPC: no space left on device, write '/Users/kim/src/shop/report.json'",
  ],
  "pods and replica sets": [
    'Error creating: pods "shop-6f7989d755-mrnq5" is forbidden: exceeded quota: team, requested: cpu=3',
    'Error creating: pods "shop-5c86db9f74-x2x9z" is forbidden: exceeded quota: team, requested: cpu=3',
  ],
  "the seconds of a limit": [
    "requests.exceptions.ReadTimeout: HTTPSConnectionPool(host='staging', port=443): Read timed out. (read timeout=10)",
    "requests.exceptions.ReadTimeout: HTTPSConnectionPool(host='staging', port=443): Read timed out. (read timeout=30)",
  ],
  "what was measured": [
    "AssertionError: response time should be below 500 ms: expected 6938 to be below 500",
    "AssertionError: response time should be below 500 ms: expected 712 to be below 500",
  ],
};

const DIFFERENT: Readonly<Record<string, readonly [string, string]>> = {
  statuses: ["Unexpected server response: 502", "Unexpected server response: 403"],
  "close codes": ["received 1012 (service restart)", "received 1013 (try again later)"],
  "who closed": [
    "received 1011 (internal error) keepalive failed",
    "sent 1011 (internal error) keepalive ping timeout; no close frame received",
  ],
  "ports that people chose": ["connect ECONNREFUSED 127.0.0.1:5432", "connect ECONNREFUSED 127.0.0.1:6379"],
  "expected and actual": [
    "java.lang.AssertionError: Status expected:<401> but was:<403>",
    "java.lang.AssertionError: Status expected:<403> but was:<401>",
  ],
  "nothing and something": [
    "0/5 critical events found\nMissing Events: {'a_started', 'a_done', 'b_started', 'b_done', 'c_done'}",
    "4/5 critical events found\nMissing Events: {'c_done'}",
  ],
  tables: ['relation "orders" does not exist', 'relation "invoices" does not exist'],
  selectors: [
    "Timed out retrying after 4000ms: Expected to find element: `.pay`, but never found it.",
    "Timed out retrying after 4000ms: Expected to find element: `.cart`, but never found it.",
  ],
  variables: ["KeyError: 'STAGING_URL'", "KeyError: 'STAGING_KEY'"],
  "exit codes": ["Process completed with exit code 137.", "Process completed with exit code 143."],
  "who waited": ["Error: Test timed out in 5000ms.", "Error: Hook timed out in 5000ms."],
  "messages of one bare assertion": [
    "AssertionError: the basket should hold something\nassert 0 > 0",
    "AssertionError: the search should find something\nassert 0 > 0",
  ],
};

describe("one error", () => {
  it.each(Object.entries(SAME))("whatever %s are", (_, texts) => {
    expect(new Set(texts.map(fingerprint)).size).toBe(1);
  });
});

describe("two errors", () => {
  it.each(Object.entries(DIFFERENT))("by their %s", (_, [one, other]) => {
    expect(fingerprint(one)).not.toBe(fingerprint(other));
  });
});

it("tells its version, and is the same every time", () => {
  const found = fingerprint("received 1011 (internal error) x");
  expect(found).toMatch(/^v2:[0-9a-f]{16}$/u);
  expect(fingerprint("received 1011 (internal error) x")).toBe(found);
});

it.each([
  ["took 12.5s at 10:11:12", "took <n> at <time>"],
  ["C:\\work\\shop\\tests\\pay.cs:line 12", "<path>/pay.cs:line <n>"],
  ["“quoted” and 'quoted'", "'quoted' and 'quoted'"],
  ["object at 0x7f3a2b", "object at <hex>"],
  ["exit code 137, 137 files", "exit code 137, <n> files"],
])("%s is masked as %s", (text, masked) => {
  expect(maskVolatile(text)).toBe(masked);
});
