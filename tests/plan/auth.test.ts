// How callers prove who they are: every word of `auth`, its default, and the rules about keys, claims and tokens.
import { describe, expect, it } from "vitest";
import { JWT_ALGORITHMS } from "../../src/model/plan.ts";
import { AUTHS, KEY, made, TOP } from "./made.ts";
import { opened, told } from "./told.ts";

const PROBES = "probes: [{ name: a, http: / }]\n";
const withAuth = (auth: string, environment?: Readonly<Record<string, string>>): unknown =>
  opened(made(`${TOP}auth: { e2e: { ${auth} } }\n${PROBES}`, environment).auths[0]);
const jwt = (words: string): string =>
  `${TOP}auth: { e2e: { jwt: { secret: "\${secrets.KEY}", ${words} } } }\n${PROBES}`;

describe("a token that we sign", () => {
  it("has one user and a claim for it by default", () => {
    expect(withAuth('jwt: { secret: "${secrets.KEY}" }')).toEqual({
      kind: "jwt",
      name: "e2e",
      algorithm: "HS256",
      secret: "${secrets.KEY}",
      encoding: "utf8",
      keyId: null,
      claims: '{"sub":"${user.id}"}',
      expiresInMs: 300_000,
      weakKey: false,
      users: [{ id: "e2e" }],
    });
  });

  it("has no claims by default when its users have no id", () => {
    expect(withAuth('jwt: { secret: "${secrets.KEY}" }, users: [{ id: a }, { mail: b }]')).toMatchObject({
      claims: "{}",
    });
  });

  it("takes fields of users as text, with values of the environment", () => {
    const words = 'jwt: { secret: "${secrets.KEY}", claims: {} }, users: [{ number: 7, mail: "${env.MAIL}" }]';
    expect(withAuth(words, { KEY, MAIL: "a@x.example" })).toMatchObject({
      claims: "{}",
      users: [{ number: "7", mail: "a@x.example" }],
    });
  });

  it("takes its audience as a word of its own", () => {
    expect(
      withAuth('jwt: { secret: "${secrets.KEY}", audience: "${env.AUD}" }', { KEY, AUD: "staging" }),
    ).toMatchObject({
      claims: '{"sub":"${user.id}","aud":"staging"}',
    });
    expect(withAuth('jwt: { secret: "${secrets.KEY}", audience: none }')).toMatchObject({
      claims: '{"sub":"${user.id}"}',
    });
  });

  it("takes the words for a weak key and a long life", () => {
    const words =
      'secret: "${secrets.KEY}", allow-weak-test-key: true, expires-in: 60m, allow-long-life: true, kid: k.1';
    expect(withAuth(`jwt: { ${words} }`, { KEY: "shortkey" })).toMatchObject({
      weakKey: true,
      expiresInMs: 3_600_000,
      keyId: "k.1",
    });
  });
});

describe("E1: the algorithm", () => {
  it.each(["none", "None", "NONE", "nOnE", "EdDSA", "HS1", "hs256", "HS256 ", "RS1", "A128KW", "", " "])(
    "%j is not one",
    (algorithm) => {
      expect(told({ file: jwt(`algorithm: ${JSON.stringify(algorithm)}`) })).toEqual([
        expect.stringMatching(/algorithm: expected HS256, HS384, .* or ES512, got /u),
      ]);
    },
  );

  it.each(JWT_ALGORITHMS)("%s is one", (algorithm) => {
    const lines = told({ file: jwt(`algorithm: ${algorithm}`), environment: { KEY: "k".repeat(64) } });
    expect(lines.filter((line) => line.includes(".algorithm"))).toEqual([]);
  });
});

describe("E2: a weak key", () => {
  it.each([
    ["HS256", 32],
    ["HS384", 48],
    ["HS512", 64],
  ])("%s takes a key of %i bytes and none that is shorter", (algorithm, least) => {
    const file = jwt(`algorithm: ${algorithm}`);
    expect(told({ file, environment: { KEY: "k".repeat(least) } })).toEqual([]);
    expect(told({ file, environment: { KEY: "k".repeat(least - 1) } })).toEqual([
      `f.yml:3:31  auth.e2e.jwt.secret: the secret has ${least - 1} bytes, expected at least ${least} for ${algorithm} (RFC 7518).`,
    ]);
  });

  it.each([
    ["base64", "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="],
    ["hex", "6b".repeat(32)],
  ])("counts the bytes behind %s", (encoding, text) => {
    const file = jwt(`secret-encoding: ${encoding}`);
    expect(told({ file, environment: { KEY: text } })).toEqual([]);
    expect(told({ file, environment: { KEY: text.slice(4) } })).toEqual([
      expect.stringMatching(/secret: the secret has \d\d bytes after .* expected at least 32/u),
    ]);
  });
});

describe("E3: a key of another kind", () => {
  const PEM = `-----BEGIN PUBLIC KEY-----\n${"A".repeat(64)}\n-----END PUBLIC KEY-----`;

  it.each(JWT_ALGORITHMS)("%s refuses a public key", (algorithm) => {
    const [line = "", ...more] = told({ file: jwt(`algorithm: ${algorithm}`), environment: { KEY: PEM } });
    expect(more).toEqual([]);
    expect(line).toMatch(
      /^f\.yml:3:31 {2}auth\.e2e\.jwt\.secret: the secret is (?:a PEM key|PEM without a private key)/u,
    );
  });

  it.each(JWT_ALGORITHMS.filter((each) => !each.startsWith("HS")))("%s refuses a text", (algorithm) => {
    expect(told({ file: jwt(`algorithm: ${algorithm}`) })).toEqual([
      expect.stringMatching(/secret: .* signs with a private key in PEM form, which the secret is not\.$/u),
    ]);
  });
});

describe("E4: the header of a token", () => {
  it.each(["header", "alg", "typ", "crit", "b64", "jwk", "jku", "x5u", "x5c", "cty"])("has no word %s", (word) => {
    expect(told({ file: jwt(`${word}: none`) })).toEqual([expect.stringMatching(/: unknown key\. /u)]);
  });

  it.each(["k", "a.b_c-D", "x".repeat(64)])("takes the key id %s", (kid) => {
    expect(told({ file: jwt(`kid: ${kid}`) })).toEqual([]);
  });

  it.each(["", " ", "x".repeat(65), "a b", "a/b", "../x", "ключ", "a\nb", "${env.HOST}", "' OR 1=1 --"])(
    "refuses the key id %j",
    (kid) => {
      expect(told({ file: jwt(`kid: ${JSON.stringify(kid)}`) })).toEqual([
        expect.stringMatching(/kid: expected a key id of 1 to 64 letters, digits, \. _ and -/u),
      ]);
    },
  );
});

describe("E5: the end of a token", () => {
  it.each(["1s", "15m"])("may be in %s", (life) => {
    expect(told({ file: jwt(`expires-in: ${life}`) })).toEqual([]);
  });

  it.each(["16m", "60m"])("is in %s only on purpose", (life) => {
    expect(told({ file: jwt(`expires-in: ${life}, allow-long-life: true`) })).toEqual([]);
    expect(told({ file: jwt(`expires-in: ${life}, allow-long-life: false`) })).toEqual([
      expect.stringMatching(/from 1s to 15m .*Up to 60m with “allow-long-life: true”\.$/u),
    ]);
  });

  it.each(["0s", "999ms", "61m", "-1s", "5", "never", "~"])("is never %s", (life) => {
    expect(told({ file: jwt(`expires-in: ${life}, allow-long-life: true`) })).toHaveLength(1);
  });
});

describe("E6: a secret with an edge", () => {
  it.each([
    ["a newline at its end", `${KEY}\n`, "has 33 characters and ends with a newline"],
    ["a newline of Windows at its end", `${KEY}\r\n`, "has 34 characters and ends with a newline"],
    ["a space at its end", `${KEY} `, "has 33 characters and begins or ends with white space"],
    ["a tab before it", `\t${KEY}`, "has 33 characters and begins or ends with white space"],
  ])("is refused with its length: %s", (_, value, says) => {
    expect(told({ file: jwt(""), environment: { KEY: value } })).toEqual([
      `f.yml:3:31  auth.e2e.jwt.secret: secret KEY ${says}: store it without.`,
    ]);
  });

  it("may be one newline behind a PEM file, and no more", () => {
    const pem = `-----BEGIN PRIVATE KEY-----\n${"A".repeat(64)}\n-----END PRIVATE KEY-----`;
    const file = `${TOP}probes: [{ name: a, http: { url: /, method: POST, json: "\${secrets.KEY}" } }]\n`;
    for (const end of ["", "\n", "\r\n"]) expect(told({ file, environment: { KEY: pem + end } })).toEqual([]);
    for (const end of ["\n\n", " ", "\n "]) expect(told({ file, environment: { KEY: pem + end } })).toHaveLength(1);
  });

  it.each([
    ["base64", "not base64!"],
    ["base64", "abcdefghi"],
    ["hex", "0123456789abcdeg"],
    ["hex", "0123456789abcde"],
  ])("is refused where it is not %s: %s", (encoding, value) => {
    const lines = told({ file: jwt(`secret-encoding: ${encoding}`), environment: { KEY: value } });
    expect(lines).toEqual([expect.stringContaining(`the secret has length ${value.length} and is not ${encoding}.`)]);
    expect(lines.join("")).not.toContain(value);
  });
});

describe("E7: claims", () => {
  it.each(["exp", "iat", "nbf", "jti"])("cannot set %s in any form", (claim) => {
    for (const value of ["1", '"1"', "~", "[1]", "{}"]) {
      const lines = told({ file: jwt(`claims: { ${claim}: ${value} }`) });
      expect(lines).toContainEqual(expect.stringContaining(`claims.${claim}: expected a claim other than`));
    }
  });

  it.each([".nan", ".inf", "12345678901234567890", "0777", "0x1F"])("cannot hold %s", (value) => {
    expect(told({ file: jwt(`claims: { a: ${value} }`) })).toEqual([expect.stringContaining("claims.a: expected a ")]);
    expect(told({ file: jwt(`claims: { a: { b: [${value}] } }`) })).toHaveLength(1);
  });

  it("have at most 4 KiB of JSON for every user, in bytes", () => {
    const claims = (size: number): string => jwt(`claims: { a: ${"x".repeat(size)} }`);
    const around = '{"a":""}'.length;
    expect(told({ file: claims(4_096 - around) })).toEqual([]);
    expect(told({ file: claims(4_097 - around) })).toEqual([
      expect.stringMatching(/claims: expected claims of at most 4096 bytes of JSON\.$/u),
    ]);
    const users = `users: [{ id: a }, { id: ${"ä".repeat(2_048)} }]`;
    const file = `${TOP}auth: { e2e: { jwt: { secret: "\${secrets.KEY}", claims: { sub: "\${user.id}" } }, ${users} } }\n${PROBES}`;
    expect(told({ file })).toEqual([expect.stringMatching(/claims: expected claims of at most 4096 bytes/u)]);
    expect(told({ file: claims(60_000) })).toHaveLength(1);
    expect(told({ file: claims(1_000_000) })).toEqual(["f.yml:1:1: expected at most 256 KiB, got more."]);
  });
});

describe("other ways to be let in", () => {
  it("are a login with JSON or a form, asked like any request", () => {
    const words = 'login: { post: /login, json: { name: "${user.id}", code: "${commit}" }, token: "$.data[0].token" }';
    expect(withAuth(words)).toEqual({
      kind: "login",
      name: "e2e",
      users: [{ id: "e2e" }],
      request: {
        method: "POST",
        url: "https://x.example/login",
        headers: { "content-type": "application/json" },
        body: '{"name":"${user.id}","code":"${commit}"}',
        timeoutMs: 10_000,
        redirects: 0,
      },
      token: "$.data[0].token",
    });
    expect(withAuth("login: { post: /login, token: $.t }")).toMatchObject({ request: { body: null, headers: {} } });
  });

  it("encode what is written in a form, and leave what is filled in to the moment when it is", () => {
    const words = 'login: { post: /login, form: { "a b": "c&d=e+f ${secrets.KEY} ü", n: 5 }, token: $.t }';
    expect(withAuth(words)).toMatchObject({
      request: {
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: "a%20b=c%26d%3De%2Bf%20${secrets.KEY}%20%C3%BC&n=5",
      },
    });
  });

  it("are a token, or a user name and a password", () => {
    expect(withAuth('bearer: "${secrets.KEY}"')).toMatchObject({ kind: "bearer", token: "${secrets.KEY}" });
    expect(withAuth('basic: { username: "${user.id}", password: "${secrets.KEY}" }')).toMatchObject({
      kind: "basic",
      username: "${user.id}",
      password: "${secrets.KEY}",
    });
  });

  it("take the tokens of several users from variables, which are then masked like secrets", () => {
    const file = `${TOP}auth: { bots: { bearer: "\${user.token}", users: [{ token: "\${env.ONE}" }, { token: "\${env.TWO}" }] } }\n${PROBES}`;
    const { secrets } = made(file, { ONE: "first-token", TWO: "second-token" });
    expect(opened(secrets)).toEqual(["ONE", "TWO"]);
    expect(told({ file, environment: { ONE: "first-token", TWO: "short" } })).toEqual([
      expect.stringMatching(
        /users\[1\]\.token: secret TWO has 5 characters, too few to be masked: expected at least 8\.$/u,
      ),
    ]);
  });
});

describe("E8: the auth of defaults", () => {
  const head = `${TOP}${AUTHS}defaults: { auth: e2e, websocket: { url: "wss://ws.x.example/ws" } }\n`;
  const faults = (words: string): readonly string[] =>
    told({ file: `${head}probes: [{ name: a, ${words} }]\n`, environment: { KEY } });

  it.each([
    "http: /me",
    'http: "https://x.example:8443/me"',
    "websocket: {}",
    'websocket: { url: "ws://ws.x.example:81/ws" }',
    'http: "https://y.x.example/me"',
    'auth: none, http: "https://other.example/health"',
    'auth: e2e, http: "https://other.example/me"',
  ])("goes where it is meant to: %s", (words) => {
    expect(faults(words)).toEqual([]);
  });

  it.each([
    'http: "https://other.example/me"',
    'http: "https://10.0.0.2/me"',
    'websocket: { url: "wss://other.example/ws" }',
  ])("goes to no other host unless the probe says so: %s", (words) => {
    expect(faults(words)).toEqual([
      expect.stringMatching(
        /the auth of defaults is for the hosts of url.*got "(?:other\.example|10\.0\.0\.2)".*Say auth here/u,
      ),
    ]);
  });
});

it("E8: this machine is one host, by whatever name", () => {
  const file = (url: string): string =>
    `version: 1\nurl: http://127.0.0.1:8080\n${AUTHS}defaults: { auth: e2e }\nprobes: [{ name: a, websocket: { url: "${url}" } }]\n`;
  for (const url of ["ws://localhost:9/ws", "ws://[::1]:9/ws"])
    expect(told({ file: file(url), environment: { KEY } })).toEqual([]);
  expect(told({ file: file("ws://127.evil.example/ws"), environment: { KEY } })).toHaveLength(1);
});

it("a test user may have a secret of its own", () => {
  const file = `${TOP}auth:
  web:
    login: { post: /login, json: { name: "\${user.name}", password: "\${user.pw}" }, token: $.token }
    users: [{ name: ann, pw: "\${secrets.KEY}" }]
probes: [{ name: a, auth: web, http: / }]
`;
  expect(opened(made(file))).toMatchObject({
    auths: [{ users: [{ name: "ann", pw: "${secrets.KEY}" }] }],
    secrets: ["KEY"],
  });
});
