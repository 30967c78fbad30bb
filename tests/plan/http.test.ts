// HTTP probes: what every word becomes, its default, and the short forms.
import { describe, expect, it } from "vitest";
import { OPERATORS } from "../../src/model/plan.ts";
import { AUTHS, made, probe, TOP } from "./made.ts";
import { opened, told } from "./told.ts";

const COMMON = {
  key: expect.stringMatching(/^[0-9a-f]{16}$/u),
  name: "a",
  needs: [],
  preflight: false,
  auth: null,
  badToken: null,
  users: 1,
  tags: [],
  priority: null,
  severity: "fail",
  retry: { count: 0, intervalMs: 1_000, on: [] },
  samples: null,
};

describe("an HTTP probe", () => {
  it.each(["http: { url: /me }", "http: /me", "http: https://x.example/me"])(
    "has defaults for everything else: %s",
    (words) => {
      expect(probe(words)).toEqual({
        ...COMMON,
        kind: "http",
        request: {
          method: "GET",
          url: "https://x.example/me",
          headers: {},
          body: null,
          timeoutMs: 10_000,
          redirects: 0,
        },
        expect: { status: [], headers: [], json: [], body: [], durationMs: null, schema: null, certificate: [] },
        capture: [],
      });
    },
  );

  it("sends JSON as JSON, unless it says otherwise", () => {
    expect(probe("http: { url: /, method: POST, json: [1, { a: ~ }] }")).toMatchObject({
      request: { body: '[1,{"a":null}]', headers: { "content-type": "application/json" } },
    });
    expect(
      probe("http: { url: /, method: POST, headers: { Content-Type: application/x+json }, json: {} }"),
    ).toMatchObject({
      request: { body: "{}", headers: { "content-type": "application/x+json" } },
    });
    expect(probe("http: { url: /, method: PUT, body: a=b }")).toMatchObject({ request: { body: "a=b", headers: {} } });
  });

  it("sends a form as a form", () => {
    expect(probe('http: { url: /, method: POST, form: { a: 1, b: "x y", c: "${commit}", d: true } }')).toMatchObject({
      request: {
        body: "a=1&b=x%20y&c=${commit}&d=true",
        headers: { "content-type": "application/x-www-form-urlencoded" },
      },
    });
    const type = "application/x-www-form-urlencoded; charset=utf-8";
    expect(probe(`http: { url: /, method: POST, headers: { Content-Type: "${type}" }, form: { a: b } }`)).toMatchObject(
      {
        request: { headers: { "content-type": type } },
      },
    );
  });

  it("takes default headers and its own over them, whatever their case", () => {
    const top = `${TOP}defaults: { headers: { X-A: "1", X-B: 2 }, timeout: 3s }\n`;
    expect(probe("http: { url: /, headers: { x-b: own } }", top)).toMatchObject({
      request: { headers: { "x-a": "1", "x-b": "own" }, timeoutMs: 3_000 },
    });
  });

  it("leaves out default headers that need what its caller has not", () => {
    const headers = 'x-t: "${token}", x-u: "${user.id}", x-c: c';
    const top = `${TOP}${AUTHS}defaults: { auth: e2e, headers: { ${headers} } }\n`;
    const names = (words: string): unknown => {
      const built: unknown = probe(`${words}, http: /`, top);
      return built;
    };
    expect(names("auth: none")).toMatchObject({ request: { headers: { "x-c": "c" } } });
    expect(names("auth: ops")).toMatchObject({ request: { headers: { "x-u": "${user.id}", "x-c": "c" } } });
    expect(names("auth: bot")).toMatchObject({
      request: { headers: { "x-t": "${token}", "x-u": "${user.id}", "x-c": "c" } },
    });
  });

  it.each([
    ["200", { status: [200] }],
    ["[200, 204]", { status: [200, 204] }],
    ["{ status: 200 }", { status: [200] }],
    ["{ duration: 1s }", { status: [], durationMs: 1_000 }],
    ["{ body: pong }", { body: [{ at: "", operator: "eq", value: '"pong"' }] }],
    ["{ body: { contains: 5 } }", { body: [{ at: "", operator: "contains", value: '"5"' }] }],
    ["{ headers: { X-Count: [1, 2] } }", { headers: [{ at: "X-Count", operator: "in", value: '["1","2"]' }] }],
    ["{ json: { $.a: ok } }", { json: [{ at: "$.a", operator: "eq", value: '"ok"' }] }],
    ["{ json: { $.a: null } }", { json: [{ at: "$.a", operator: "eq", value: "null" }] }],
    ["{ json: { $.a: [1, two] } }", { json: [{ at: "$.a", operator: "in", value: '[1,"two"]' }] }],
    ["{ json: { $.a: { eq: { b: [1] } } } }", { json: [{ at: "$.a", operator: "eq", value: '{"b":[1]}' }] }],
    [
      "{ json: { '$..a[?@.b == 1]': { exists: false } } }",
      { json: [{ at: "$..a[?@.b == 1]", operator: "exists", value: "false" }] },
    ],
    [
      '{ json: { $.id: "${secrets.KEY}" }, headers: { x-c: "${commit}" }, body: { ne: "${commit}" } }',
      {
        json: [{ at: "$.id", operator: "eq", value: '"${secrets.KEY}"' }],
        headers: [{ at: "x-c", operator: "eq", value: '"${commit}"' }],
        body: [{ at: "", operator: "ne", value: '"${commit}"' }],
      },
    ],
    [
      "{ tls: { expires-in: 14d } }",
      { certificate: [{ at: "certificate", operator: "gte", value: String(14 * 86_400_000) }] },
    ],
    [
      "{ tls: { expires-in: { lt: 3650d, gt: 12h } } }",
      {
        certificate: [
          { at: "certificate", operator: "gt", value: "43200000" },
          { at: "certificate", operator: "lt", value: "315360000000" },
        ],
      },
    ],
    [
      "{ schema: { type: object } }",
      { schema: '{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object"}' },
    ],
  ])("expects %s", (words, expected) => {
    expect(probe(`http: { url: /, expect: ${words} }`)).toMatchObject({ expect: expected });
  });

  it("has every operator, in one order", () => {
    const words = "{ exists: true, matches: '^a', contains: b, in: [c], lte: 5, lt: 4, gte: 1, gt: 2, ne: d, eq: e }";
    const json = OPERATORS.map((operator) => expect.objectContaining({ operator }));
    expect(probe(`http: { url: /, expect: { json: { $.a: ${words} } } }`)).toMatchObject({ expect: { json } });
  });

  it("captures from the body and from headers", () => {
    expect(probe('http: { url: /, capture: { id: "$..id", e-tag: { header: ETag } } }')).toMatchObject({
      capture: [
        { name: "id", source: "json", at: "$..id" },
        { name: "e-tag", source: "header", at: "etag" },
      ],
    });
  });

  it("follows as many redirects as it says", () => {
    expect(probe("http: { url: /, redirects: 5 }")).toMatchObject({ request: { redirects: 5 } });
  });
});

describe("every probe", () => {
  it("takes tags, priority and severity", () => {
    expect(probe("tags: [b, a, b], priority: 7, severity: warn, http: /")).toMatchObject({
      tags: ["b", "a"],
      priority: 7,
      severity: "warn",
    });
  });

  it("is tried again as often as it says, or as the defaults say", () => {
    const top = `${TOP}defaults: { retry: { count: 2, interval: 50ms, on: [network, svc.unavailable, network] } }\n`;
    const retry = { count: 2, intervalMs: 50, on: ["net", "svc.unavailable"] };
    expect(probe("http: /", top)).toMatchObject({ retry });
    expect(probe("retry: 0, http: /", top)).toMatchObject({ retry: { count: 0, intervalMs: 1_000, on: [] } });
    expect(probe("retry: 3, http: /", top)).toMatchObject({ retry: { count: 3, intervalMs: 1_000, on: [] } });
    expect(probe("retry: { count: 1, on: [] }, http: /", top)).toMatchObject({ retry: { count: 1, on: [] } });
  });

  it("is measured as often as it says", () => {
    expect(probe("samples: 1000, warmup: 100, http: /")).toMatchObject({ samples: { count: 1_000, warmup: 100 } });
    expect(probe("samples: 1, http: /")).toMatchObject({ samples: { count: 1, warmup: 0 } });
  });

  it("acts for as many users as its auth has", () => {
    expect(probe("auth: e2e, users: 2, http: /", TOP + AUTHS)).toMatchObject({ auth: 0, users: 2 });
  });

  it("expects a bad token to be refused", () => {
    expect(probe("auth: e2e, token: valid, http: /", TOP + AUTHS)).toMatchObject({ badToken: null });
    expect(probe("auth: e2e, token: expired, http: /", TOP + AUTHS)).toMatchObject({
      badToken: "expired",
      expect: { status: [401, 403] },
    });
    expect(
      probe("auth: e2e, token: unsigned, http: { url: /, expect: { status: 404, body: gone } }", TOP + AUTHS),
    ).toMatchObject({ badToken: "unsigned", expect: { status: [404], body: [{ operator: "eq" }] } });
    expect(
      probe('auth: e2e, token: wrong-key, http: { url: /, headers: { Authorization: "Token ${token}" } }', TOP + AUTHS),
    ).toMatchObject({ badToken: "wrong-key", request: { headers: { authorization: "Token ${token}" } } });
  });
});

it("a request may have a timeout of its own", () => {
  expect(probe("http: { url: /slow, timeout: 90s }")).toMatchObject({ request: { timeoutMs: 90_000 } });
});

it("what decides cannot need what only warns", () => {
  const file = (severity: string): string =>
    `${TOP}probes: [{ name: a, severity: warn, http: / }, { name: b, needs: [a]${severity}, http: / }]\n`;
  expect(told({ file: file("") })).toEqual([
    expect.stringMatching(/probes\[1\]\.needs\[0\]: this probe only warns, and what needs it decides, got "a"/u),
  ]);
  expect(told({ file: file(", severity: warn") })).toEqual([]);
});

it("an anonymous probe leaves out default headers that are a credential", () => {
  const head = `${TOP}defaults: { headers: { Authorization: "Bearer \${secrets.KEY}", X-Trace: "1" } }\n`;
  const headersOf = (words: string): unknown =>
    opened(made(`${head}probes: [{ name: a, ${words} http: / }]\n`).probes[0]);
  expect(headersOf("auth: none,")).toMatchObject({ request: { headers: { "x-trace": "1" } } });
  expect(headersOf("auth: none,")).not.toMatchObject({ request: { headers: { authorization: expect.anything() } } });
  expect(headersOf("")).toMatchObject({ request: { headers: { authorization: expect.anything() } } });
});
