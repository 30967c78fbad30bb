// Good files become plans: every word that is supported, its default, and what it turns into.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { OPERATORS, type Plan } from "../../src/model/plan.ts";
import { opened, plan, told } from "./told.ts";

const FULL = readFileSync(new URL("../fixtures/plan/full.yml", import.meta.url), "utf8");
const GOLDEN: unknown = JSON.parse(readFileSync(new URL("../fixtures/plan/full.json", import.meta.url), "utf8"));
const KEY = "0123456789abcdef0123456789abcdef";
const TOP = "version: 1\nurl: https://x.example\n";

const made = (file: string, environment: Readonly<Record<string, string>> = { KEY }): Plan =>
  plan({ file, environment }).plan;
const probe = (lines: string, top = TOP): unknown =>
  opened(made(`${top}probes:\n  - { name: a, ${lines} }\n`).probes[0]);

describe("the complete file", () => {
  it("becomes the plan that was recorded", () => {
    expect(opened(plan({ file: FULL, environment: { STAGING_JWT_SECRET: KEY } }).plan)).toEqual(GOLDEN);
  });

  it("reads the same with line ends of Windows and a byte order mark", () => {
    const file = `\uFEFF${FULL.replaceAll("\n", "\r\n")}`;
    expect(opened(plan({ file, environment: { STAGING_JWT_SECRET: KEY } }).plan)).toEqual(GOLDEN);
  });
});

describe("deploy", () => {
  it("has a short form that is named after the environment", () => {
    expect(opened(made("version: 1\nname: qa\ndeploy: ./deploy.sh --all\n").deploys)).toEqual([
      { name: "qa", run: "./deploy.sh --all", timeoutMs: 900_000, ready: null },
    ]);
  });

  it("leaves the shell's own variables and quotes in a command alone", () => {
    const run = "./deploy.sh ${HOME} $(git rev-parse HEAD) ${TAG:-latest} '${x}'";
    expect(opened(made(`version: 1\ndeploy: ${JSON.stringify(run)}\n`).deploys[0]?.run)).toBe(run);
  });

  it("may have a command of several lines", () => {
    expect(opened(made("version: 1\ndeploy:\n  - name: a\n    run: |\n      one\n      two\n").deploys[0]?.run)).toBe(
      "one\ntwo\n",
    );
  });

  it.each([
    ["/version", { request: { url: "https://x.example/version" }, header: null }],
    ["https://y.example/v", { request: { url: "https://y.example/v" }, header: null }],
    ["X-Revision", { request: { url: "https://x.example/h" }, header: "x-revision" }],
    ["{ path: /v, header: X-Rev }", { request: { url: "https://x.example/v" }, header: "x-rev" }],
    ["{ url: https://y.example/v }", { request: { url: "https://y.example/v" }, header: null }],
    ["{ header: X-Rev }", { request: { url: "https://x.example/h" }, header: "x-rev" }],
  ])("finds the revision by %s", (revision, expected) => {
    const file = `${TOP}deploy:\n  - { name: a, ready: { health: /h, revision: ${revision} } }\n`;
    expect(opened(made(file).deploys[0]?.ready?.revision)).toMatchObject(expected);
  });

  it("may wait for the revision alone", () => {
    const { ready } = made(`${TOP}deploy: [{ name: a, ready: { revision: /version } }]\n`).deploys[0] ?? {
      ready: null,
    };
    expect(opened(ready)).toMatchObject({ health: null, healthExpect: null, revision: { header: null } });
  });
});

describe("an address", () => {
  it.each([
    ["https://x.example", "/me", "https://x.example/me"],
    ["https://x.example/", "/me?a=1&b=2", "https://x.example/me?a=1&b=2"],
    ["https://x.example/staging/", "/me", "https://x.example/staging/me"],
    ["https://x.example:8443", "/", "https://x.example:8443/"],
    ["http://[::1]:3000", "/me", "http://[::1]:3000/me"],
    ["https://x.example", "https://y.example/me", "https://y.example/me"],
    ["https://X.Example", "/Me", "https://x.example/Me"],
    ["https://x.example", "/äö", "https://x.example/%C3%A4%C3%B6"],
  ])("%s and %s make %s", (base, url, joined) => {
    expect(probe(`http: { url: ${url} }`, `version: 1\nurl: ${base}\n`)).toMatchObject({ request: { url: joined } });
  });

  it.each([
    ["https://x.example", "wss://x.example/ws"],
    ["http://localhost:3000/api", "ws://localhost:3000/api/ws"],
  ])("of a socket below %s is %s", (base, joined) => {
    expect(probe("websocket: { url: /ws }", `version: 1\nurl: ${base}\n`)).toMatchObject({ url: joined });
  });

  it("of a socket may be absolute", () => {
    expect(probe("websocket: { url: wss://y.example/ws }", "version: 1\n")).toMatchObject({
      url: "wss://y.example/ws",
    });
  });

  it("keeps references that are filled in later", () => {
    expect(probe('http: { url: "/me?c=${commit}&k=${secrets.KEY}" }')).toMatchObject({
      request: { url: "https://x.example/me?c=${commit}&k=${secrets.KEY}" },
    });
  });
});

describe("an HTTP probe", () => {
  it("has defaults for everything but the address", () => {
    expect(probe("http: { url: /me }")).toEqual({
      key: expect.stringMatching(/^[0-9a-f]{16}$/u),
      name: "a",
      needs: [],
      preflight: false,
      auth: null,
      kind: "http",
      request: { method: "GET", url: "https://x.example/me", headers: {}, body: null, timeoutMs: 10_000 },
      expect: { status: [], headers: [], json: [], body: [], durationMs: null },
    });
  });

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

  it("takes default headers and its own over them, whatever their case", () => {
    const top = `${TOP}defaults: { headers: { X-A: "1", X-B: 2 }, timeout: 3s }\n`;
    expect(probe("http: { url: /, headers: { x-b: own } }", top)).toMatchObject({
      request: { headers: { "x-a": "1", "x-b": "own" }, timeoutMs: 3_000 },
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
  ])("expects %s", (words, expected) => {
    expect(probe(`http: { url: /, expect: ${words} }`)).toMatchObject({ expect: expected });
  });

  it("has every operator, in one order", () => {
    const words = "{ exists: true, matches: '^a', contains: b, in: [c], lte: 1, lt: 2, gte: 3, gt: 4, ne: d, eq: e }";
    const json = OPERATORS.map((operator) => expect.objectContaining({ operator }));
    expect(probe(`http: { url: /, expect: { json: { $.a: ${words} } } }`)).toMatchObject({ expect: { json } });
  });
});

describe("a WebSocket probe", () => {
  const AUTH = `auth: { e2e: { jwt: { secret: "\${secrets.KEY}" } } }\n`;

  it("has defaults for everything but the address", () => {
    expect(probe("websocket: { url: /ws }")).toMatchObject({
      kind: "websocket",
      headers: {},
      subprotocols: [],
      tokenIn: "header",
      handshakeTimeoutMs: 10_000,
      send: null,
      events: [],
      never: [],
      refusedWith: [],
      withinMs: 10_000,
    });
  });

  it("takes its address, token and subprotocols from the defaults", () => {
    const top = `${TOP}${AUTH}defaults: { auth: e2e, websocket: { url: /ws, token-in: subprotocol, subprotocols: [v1, "jwt.\${token}"] } }\n`;
    expect(probe("websocket: { expect: [open] }", top)).toMatchObject({
      auth: 0,
      url: "wss://x.example/ws",
      tokenIn: "subprotocol",
      subprotocols: ["v1", "jwt.${token}"],
      events: ["open"],
    });
  });

  it("leaves out default subprotocols and headers that need a token when it is anonymous", () => {
    const top = `${TOP}${AUTH}defaults: { auth: e2e, headers: { x-t: "\${token}", x-u: "\${user.id}", x-c: c }, websocket: { url: /ws, token-in: subprotocol, subprotocols: [v1, "jwt.\${token}"] } }\n`;
    expect(probe("auth: none, websocket: { expect: { refused-with: 401 } }", top)).toMatchObject({
      auth: null,
      subprotocols: ["v1"],
      headers: { "x-c": "c" },
      refusedWith: [401],
    });
  });

  it.each([
    ["{ type: ping, n: 1 }", '{"type":"ping","n":1}'],
    ["ping", '"ping"'],
    ["[1, 2]", "[1,2]"],
    ["0", "0"],
    ["false", "false"],
  ])("sends %s as JSON", (send, json) => {
    expect(probe(`websocket: { url: /ws, send: ${send} }`)).toMatchObject({ send: json });
  });
});

describe("auth", () => {
  it("has one user and a claim for it by default", () => {
    expect(
      opened(
        made(`${TOP}auth: { e2e: { jwt: { secret: "\${secrets.KEY}" } } }\nprobes: [{ name: a, http: { url: / } }]\n`)
          .auths,
      ),
    ).toEqual([
      {
        name: "e2e",
        algorithm: "HS256",
        secret: "${secrets.KEY}",
        claims: '{"sub":"${user.id}"}',
        expiresInMs: 300_000,
        users: [{ id: "e2e" }],
      },
    ]);
  });

  it("takes fields of users as text, with values of the environment", () => {
    const file = `${TOP}auth: { e2e: { jwt: { secret: "\${secrets.KEY}", claims: {} }, users: [{ number: 7, mail: "\${env.MAIL}" }] } }\nprobes: [{ name: a, http: { url: / } }]\n`;
    const { auths } = made(file, { KEY, MAIL: "a@x.example" });
    expect(opened(auths[0])).toMatchObject({ claims: "{}", users: [{ number: "7", mail: "a@x.example" }] });
  });

  it.each([
    ["HS256", 32],
    ["HS384", 48],
    ["HS512", 64],
  ])("%s takes a key of %i bytes and none that is shorter", (algorithm, least) => {
    const file = `${TOP}auth: { e2e: { jwt: { secret: "\${secrets.KEY}", algorithm: ${algorithm} } } }\nprobes: [{ name: a, http: { url: / } }]\n`;
    expect(told({ file, environment: { KEY: "k".repeat(least) } })).toEqual([]);
    expect(told({ file, environment: { KEY: "k".repeat(least - 1) } })).toEqual([
      `f.yml:3:31  auth.e2e.jwt.secret: the secret has ${least - 1} bytes, expected at least ${least} for ${algorithm} (RFC 7518).`,
    ]);
  });

  it.each(["none", "RS256", "EdDSA", "HS1", "hs256", "HS256 "])("refuses the algorithm %s", (algorithm) => {
    const file = `${TOP}auth: { e2e: { jwt: { secret: "\${secrets.KEY}", algorithm: "${algorithm}" } } }\n`;
    expect(told({ file })[0]).toMatch(/algorithm: expected HS256, HS384 or HS512, got /u);
  });

  it("refuses a PEM key as a secret", () => {
    const file = `${TOP}auth: { e2e: { jwt: { secret: "\${secrets.KEY}" } } }\n`;
    const pem = `-----BEGIN PUBLIC KEY-----\n${"A".repeat(64)}\n-----END PUBLIC KEY-----`;
    expect(told({ file, environment: { KEY: pem } })).toEqual([
      "f.yml:3:31  auth.e2e.jwt.secret: the secret is a PEM key, which HS256 must not sign with.",
    ]);
  });

  it("refuses claims above 4 KiB", () => {
    const file = `${TOP}auth: { e2e: { jwt: { secret: "\${secrets.KEY}", claims: { a: ${"x".repeat(5_000)} } } } }\n`;
    expect(told({ file })).toEqual([
      expect.stringMatching(/claims: expected claims of at most 4096 characters of JSON\.$/u),
    ]);
  });
});

describe("names and keys", () => {
  const file = `${TOP}preflight: [b]
probes:
  - { name: a, needs: [b, b], http: { url: / } }
  - { name: b, websocket: { url: /ws } }
suites: [{ name: s, run: r, reports: [x.xml, y.xml], needs: [a] }]
`;

  it("resolve needs to keys, once each, wherever the probe stands", () => {
    const { probes, suites } = made(file);
    expect(probes[0]?.needs).toEqual([probes[1]?.key]);
    expect(suites[0]?.needs).toEqual([probes[0]?.key]);
    expect(probes.map(({ preflight }) => preflight)).toEqual([false, true]);
  });

  it("are stable when other parts of the file change", () => {
    const other = file.replace("/ws", "/socket").replace("version: 1", "# changed\nversion: 1");
    expect(made(other).probes.map(({ key }) => key)).toEqual(made(file).probes.map(({ key }) => key));
  });

  it("make a digest that changes with probes and suites only", () => {
    const { digest } = made(file);
    expect(digest).toMatch(/^[0-9a-f]{16}$/u);
    expect(made(`${file}name: other\ndeploy: ./d.sh\n`).digest).toBe(digest);
    expect(made(file.replace("/ws", "/socket")).digest).not.toBe(digest);
    expect(made(file.replace("run: r,", "run: r2,")).digest).not.toBe(digest);
  });
});

describe("references", () => {
  it("to the environment are replaced while planning, everywhere", () => {
    const file = `version: 1
url: https://\${env.HOST}/\${env.BASE}
name: \${env.NAME}
probes:
  - name: a
    http: { url: "/\${env.BASE}", method: POST, headers: { x: "\${env.NAME}" }, json: { deep: ["\${env.NAME}!"] }, expect: { json: { $.a: "\${env.NAME}" } } }
suites: [{ name: s, run: r, reports: "\${env.NAME}/*.xml" }]
`;
    const result = made(file, { HOST: "h.example", BASE: "b", NAME: 'qa "1"' });
    expect(opened(result)).toMatchObject({
      environment: 'qa "1"',
      url: "https://h.example/b",
      probes: [
        {
          request: { url: "https://h.example/b/b", headers: { x: 'qa "1"' }, body: '{"deep":["qa \\"1\\"!"]}' },
          expect: { json: [{ value: '"qa \\"1\\""' }] },
        },
      ],
      suites: [{ reports: ['qa "1"/*.xml'] }],
      secrets: [],
    });
  });

  it("to secrets stay in the text, and their names are listed once", () => {
    const file = `${TOP}probes:
  - { name: a, http: { url: /, headers: { a: "\${secrets.B_KEY}", b: "\${secrets.KEY} \${secrets.B_KEY}" } } }
`;
    const { secrets, probes } = made(file, { KEY, B_KEY: "bbbbbbbb" });
    expect(opened(secrets)).toEqual(["B_KEY", "KEY"]);
    expect(opened(probes[0])).toMatchObject({ request: { headers: { b: "${secrets.KEY} ${secrets.B_KEY}" } } });
  });

  it("cannot lead a report out of the workspace", () => {
    const file = 'version: 1\nsuites: [{ name: s, run: r, reports: "${env.DIR}/a.xml" }]\n';
    expect(told({ file, environment: { DIR: "../.." } })).toEqual([
      'f.yml:2:38  suites[0].reports[0]: expected a file or pattern below the workspace, such as reports/*.xml, got "${env.DIR}/a.xml".',
    ]);
  });

  it("in a value of the environment are refused, not followed", () => {
    const file = `${TOP}probes: [{ name: a, http: { url: /, headers: { a: "\${env.EVIL}" } } }]\n`;
    expect(told({ file, environment: { EVIL: "x ${secrets.KEY}", KEY } })).toEqual([
      "f.yml:3:51  probes[0].http.headers.a: the value of EVIL holds a reference, and values are not read a second time.",
    ]);
  });

  it.each(["constructor", "toString", "__proto__"])(
    "to %s find nothing in an environment that is a plain object",
    (name) => {
      const file = `${TOP}name: \${env.${name}}\nprobes: [{ name: a, http: { url: / } }]\n`;
      expect(told({ file })).toEqual([`f.yml:3:7  name: environment variable ${name} is not set.`]);
    },
  );
});
