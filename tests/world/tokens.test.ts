// Tokens that a service accepts, tokens that it has to refuse, and orders that would make something else (rows E1–E9,
// A13, D18).
import {
  constants,
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  verify,
  type KeyObject,
} from "node:crypto";
import { inspect } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { UserError } from "../../src/model/errors.ts";
import { BAD_TOKENS, JWT_ALGORITHMS, type JwtAlgorithm } from "../../src/model/plan.ts";
import type { TokenOrder } from "../../src/model/world.ts";
import { createTokens, keyProblem } from "../../src/world/tokens/tokens.ts";

const KEY = "0123456789abcdef".repeat(4);
const NOW = Date.UTC(2026, 0, 1);

/** The text of one key of each kind, made for this run. */
const keys: Record<string, string> = {};

beforeAll(() => {
  const pem = (key: KeyObject, type: "pkcs8" | "spki" = "pkcs8"): string =>
    key.export({ type, format: "pem" }).toString();
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pss = { modulusLength: 2048, hashAlgorithm: "sha256", mgf1HashAlgorithm: "sha256" };
  const curve = (namedCurve: string): string => pem(generateKeyPairSync("ec", { namedCurve }).privateKey);
  Object.assign(keys, {
    "a text": randomBytes(48).toString("base64url"),
    RSA: pem(rsa.privateKey),
    "RSA as PKCS #1": rsa.privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
    "RSA of 1024 bits": pem(generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey),
    "RSA of 2040 bits": pem(generateKeyPairSync("rsa", { modulusLength: 2040 }).privateKey),
    "RSA-PSS for SHA-256": pem(generateKeyPairSync("rsa-pss", pss).privateKey),
    "P-256": curve("prime256v1"),
    "P-384": curve("secp384r1"),
    "P-521": curve("secp521r1"),
    secp256k1: curve("secp256k1"),
    Ed25519: pem(generateKeyPairSync("ed25519").privateKey),
    "a public RSA key": pem(rsa.publicKey, "spki"),
    "a locked RSA key": rsa.privateKey
      .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" })
      .toString(),
  });
});

function keyOf(kind: string): string {
  return keys[kind] ?? expect.fail(`no key ${kind}`);
}

/** The kind of key that signs with an algorithm. */
function kindFor(algorithm: JwtAlgorithm): string {
  const curves: Record<string, string> = { ES256: "P-256", ES384: "P-384", ES512: "P-521" };
  return curves[algorithm] ?? (algorithm.startsWith("HS") ? "a text" : "RSA");
}

function mint(order: Partial<TokenOrder> = {}): string {
  const usual: TokenOrder = {
    algorithm: "HS256",
    secret: KEY,
    encoding: "utf8",
    keyId: null,
    weakKey: false,
    bad: null,
    claims: {},
    expiresInMs: 300_000,
    now: NOW,
  };
  return createTokens().mint({ ...usual, ...order });
}

function refusal(order: Partial<TokenOrder>): string {
  try {
    mint(order);
  } catch (error) {
    if (error instanceof UserError) return error.faults.map(({ message }) => message).join(" ");
    throw error;
  }
  throw new Error("it was not refused");
}

/** What keyProblem says of a key; what mint refuses it with is the same. */
function problem(secret: string, order: Partial<Pick<TokenOrder, "algorithm" | "encoding" | "weakKey">> = {}): string {
  const given = { algorithm: "HS256", encoding: "utf8", weakKey: false, ...order } as const;
  const found = keyProblem({ ...given, text: secret });
  expect(found === null ? mint({ ...given, secret }) : refusal({ ...given, secret })).toContain(found ?? ".");
  return found ?? "none";
}

function decoded(part: string | undefined): unknown {
  return JSON.parse(Buffer.from(part ?? "", "base64url").toString("utf8"));
}

function payloadOf(token: string): unknown {
  return decoded(token.split(".")[1]);
}

/** Checked with Node's own functions, not with the library that signed. */
function isSignedBy(token: string, algorithm: JwtAlgorithm, secret: string): boolean {
  const [header, payload, signature = ""] = token.split(".");
  const data = Buffer.from(`${header}.${payload}`);
  const hash = `sha${algorithm.slice(2)}`;
  if (algorithm.startsWith("HS")) return createHmac(hash, secret).update(data).digest("base64url") === signature;
  const key = createPublicKey(secret);
  const options = {
    HS: {},
    RS: { padding: constants.RSA_PKCS1_PADDING },
    PS: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: Number(algorithm.slice(2)) / 8 },
    ES: { dsaEncoding: "ieee-p1363" } as const,
  };
  const family = algorithm.startsWith("RS") ? "RS" : algorithm.startsWith("PS") ? "PS" : "ES";
  return verify(hash, data, { key, ...options[family] }, Buffer.from(signature, "base64url"));
}

describe("a token", () => {
  it.each(JWT_ALGORITHMS)("is signed with %s (E1, E4)", (algorithm) => {
    const secret = keyOf(kindFor(algorithm));
    const token = mint({ algorithm, secret, claims: { sub: "u", roles: ["a"] } });
    const [header, payload] = token.split(".");
    expect(decoded(header)).toEqual({ alg: algorithm, typ: "JWT" });
    expect(decoded(payload)).toMatchObject({ sub: "u", roles: ["a"] });
    expect(isSignedBy(token, algorithm, secret)).toBe(true);
  });

  it("has no other algorithm to be signed with than those of RFC 7518 that sign (E1)", () => {
    expect(JWT_ALGORITHMS.map((each) => each.slice(0, 2))).toEqual(
      ["HS", "RS", "PS", "ES"].flatMap((each) => [each, each, each]),
    );
  });

  it("lives from a little before now, for as long as asked, and is like no other (E5)", () => {
    const now = NOW / 1_000;
    const payload = payloadOf(mint({ claims: { sub: "u" } }));
    expect(payload).toEqual({ sub: "u", iat: now - 30, nbf: now - 30, exp: now + 300, jti: expect.any(String) });
    expect(mint()).not.toBe(mint());
  });

  it.each([-120_000, 120_000])("has the times of the clock it is given, also %d ms off (E5)", (skew) => {
    const now = (NOW + skew) / 1_000;
    expect(payloadOf(mint({ now: NOW + skew }))).toMatchObject({ iat: now - 30, nbf: now - 30, exp: now + 300 });
  });

  it("rounds its end up, never down to nothing (E5)", () => {
    expect(payloadOf(mint({ now: 1_500, expiresInMs: 1 }))).toMatchObject({ exp: 2 });
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 60 * 60_000 + 1])(
    "does not live for %d ms (E5)",
    (expiresInMs) => {
      expect(refusal({ expiresInMs })).toContain("60 minutes");
    },
  );

  it("names its key when asked, and nothing else in its header is the user's (E4)", () => {
    const [header] = mint({ keyId: "staging-2026.01_a", claims: { alg: "none", jku: "https://evil.example" } }).split(
      ".",
    );
    expect(decoded(header)).toEqual({ alg: "HS256", typ: "JWT", kid: "staging-2026.01_a" });
  });

  it.each(["", "a b", "ä", "a/b", 'a"', "a\n", "k".repeat(65)])("does not name its key %j (E4)", (keyId) => {
    expect(refusal({ keyId })).toContain("key id");
    expect(mint({ keyId: "k".repeat(64) })).toContain(".");
  });
});

describe("a bad token", () => {
  const cases = BAD_TOKENS.flatMap((bad) => JWT_ALGORITHMS.map((algorithm) => [bad, algorithm] as const));

  it.each(cases)("that is %s is one and nothing else is wrong with it: %s (E9)", (bad, algorithm) => {
    const secret = keyOf(kindFor(algorithm));
    const order = { algorithm, secret, bad, keyId: "k1", claims: { sub: "u", aud: "staging" } };
    const token = mint(order);
    const [header, payload, signature] = token.split(".");
    const now = NOW / 1_000;
    expect(decoded(header)).toEqual({ alg: bad === "unsigned" ? "none" : algorithm, typ: "JWT", kid: "k1" });
    expect(decoded(payload)).toMatchObject({ sub: "u", aud: "staging" });
    expect(decoded(payload)).toMatchObject(
      bad === "expired" ? { exp: now - 3_600, iat: now - 3_930, nbf: now - 3_930 } : { exp: now + 300, iat: now - 30 },
    );
    expect(bad === "unsigned" ? signature === "" : isSignedBy(token, algorithm, secret)).toBe(bad !== "wrong-key");
    const good = mint({ ...order, bad: null }).split(".")[2];
    if (bad !== "unsigned") expect(signature).toHaveLength(good?.length ?? 0);
  });

  it("of a wrong key has another one each time (E9)", () => {
    for (const algorithm of ["HS256", "RS256", "ES512"] as const) {
      const order = { algorithm, secret: keyOf(kindFor(algorithm)), bad: "wrong-key" } as const;
      const signatures = [mint(order), mint(order), mint(order)].map((token) => token.split(".")[2]);
      expect(new Set(signatures).size).toBe(3);
    }
  });

  it("of a wrong RSA key is a number below every modulus of its size (E9)", () => {
    for (const [secret, bytes] of [
      [keyOf("RSA"), 256],
      [keyOf("RSA of 2040 bits"), 255],
    ] as const) {
      const token = mint({ algorithm: "PS256", secret, bad: "wrong-key", weakKey: true });
      const signature = Buffer.from(token.split(".")[2] ?? "", "base64url");
      expect([signature.length, signature[0]]).toEqual([bytes, 0]);
    }
  });

  it("needs a key that could make a good one (E9)", () => {
    for (const bad of BAD_TOKENS) expect(refusal({ bad, secret: "short" })).toContain("5 bytes");
  });
});

describe("a key", () => {
  it.each([
    ["HS256", 32],
    ["HS384", 48],
    ["HS512", 64],
  ] as const)("for %s has at least %d bytes (E2)", (algorithm, needed) => {
    expect(problem("k".repeat(needed), { algorithm })).toBe("none");
    expect(problem("k".repeat(needed - 1), { algorithm })).toBe(
      `the secret has ${needed - 1} bytes, expected at least ${needed} for ${algorithm} (RFC 7518)`,
    );
    expect(problem("k".repeat(needed - 1), { algorithm, weakKey: true })).toBe("none");
  });

  it("is measured in bytes (E2)", () => {
    expect(problem("ä".repeat(16))).toBe("none");
  });

  it("is never nothing, however weak it may be (E2)", () => {
    expect(problem("", { weakKey: true })).toBe("the secret is empty");
    expect(problem("a", { weakKey: true })).toBe("none");
  });

  it("for RSA has at least 2048 bits (E2)", () => {
    for (const [kind, bits] of [
      ["RSA of 1024 bits", 1024],
      ["RSA of 2040 bits", 2040],
    ] as const) {
      const words = `the RSA key has ${bits} bits, expected at least 2048 for RS256 (RFC 7518)`;
      expect(problem(keyOf(kind), { algorithm: "RS256" })).toBe(words);
      expect(problem(keyOf(kind), { algorithm: "RS256", weakKey: true })).toBe("none");
    }
  });

  it("that is weak has to be long enough for a signature (E2)", () => {
    expect(problem(keyOf("RSA of 1024 bits"), { algorithm: "PS512", weakKey: true })).toBe(
      "the RSA key of 1024 bits cannot sign with PS512: it is too short, or made for another hash",
    );
  });

  it.each<readonly [kind: string, signs: readonly JwtAlgorithm[], words: string]>([
    ["a text", ["HS256", "HS384", "HS512"], "PEM form, which the secret is not"],
    ["RSA", ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"], "RSA key, but ES256 signs with an EC key"],
    ["RSA as PKCS #1", ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"], "must not sign with"],
    ["RSA-PSS for SHA-256", ["PS256"], "an RSA-PSS key, but RS256 signs with an RSA key"],
    ["P-256", ["ES256"], "on the curve prime256v1, expected P-384 (secp384r1) for ES384"],
    ["P-384", ["ES384"], "on the curve secp384r1, expected P-256 (prime256v1) for ES256"],
    ["P-521", ["ES512"], "an EC key, but RS256 signs with an RSA key"],
    ["secp256k1", [], "on the curve secp256k1, expected P-256"],
    ["Ed25519", [], "a key of the kind ed25519, but RS256 signs with an RSA key"],
    ["a public RSA key", [], "PEM without a private key, and RS256 signs with the private one"],
    ["a locked RSA key", [], "locked with a passphrase"],
  ])("that is %s signs with %j and with nothing else (E3)", (kind, signs, words) => {
    const secret = keyOf(kind);
    const found = JWT_ALGORITHMS.map((algorithm) => problem(secret, { algorithm }));
    expect(JWT_ALGORITHMS.filter((_, at) => found[at] === "none")).toEqual(signs);
    expect(found.join("\n")).toContain(words);
    expectNothingOf(secret, found.join("\n"));
  });

  it("is not the PEM text of another kind of key, in any encoding (E3)", () => {
    for (const kind of ["RSA", "a public RSA key", "P-256"]) {
      const secret = keyOf(kind);
      const words = "the secret is a PEM key, which HS256 must not sign with";
      expect(problem(secret)).toBe(words);
      expect(problem(`\n${secret}`, { weakKey: true })).toBe(words);
      expect(problem(Buffer.from(secret).toString("base64"), { encoding: "base64" })).toBe(words);
      expect(problem(Buffer.from(secret).toString("hex"), { encoding: "hex" })).toBe(words);
    }
  });

  it.each([
    [`${KEY}\n`, "length 65, ends with a newline"],
    [`${KEY}\r\n`, "length 66, ends with a newline"],
    [`${KEY} `, "length 65, ends with white space"],
    [`${KEY}\t`, "length 65, ends with white space"],
    [` ${KEY}`, "length 65, begins with white space"],
    [`\n${KEY}`, "length 65, begins with white space"],
  ])("is not %j, in any encoding or weak (E6)", (secret, words) => {
    for (const encoding of ["utf8", "base64", "hex"] as const) {
      const message = problem(secret, { encoding, weakKey: true });
      expect(message).toContain(words);
      expectNothingOf(KEY, message);
    }
  });

  it("in PEM may end with one newline, and with no other white space (E6)", () => {
    const pem = keyOf("RSA").trimEnd();
    const ending = (edge: string): string => problem(`${pem}${edge}`, { algorithm: "RS256" });
    expect([ending(""), ending("\n"), ending("\r\n")]).toEqual(["none", "none", "none"]);
    expect(ending("\n\n")).toContain(`length ${pem.length + 2}, ends with a newline`);
    expect(ending(" ")).toContain("ends with white space");
    expect(problem(` ${pem}`, { algorithm: "RS256" })).toContain("begins with white space");
    expect(problem(pem.replaceAll("\n", "\r\n"), { algorithm: "RS256" })).toBe("none");
  });

  it.each([
    ["lost its line ends", (pem: string) => pem.replaceAll("\n", "")],
    ["has its line ends written out", (pem: string) => pem.replaceAll("\n", String.raw`\n`)],
    ["was cut", (pem: string) => `${pem.slice(0, 400)}\n-----END PRIVATE KEY-----`],
    ["has a letter changed", (pem: string) => pem.replace("MII", "MIJ")],
  ])("in PEM that %s is told as such (E6)", (_, broken) => {
    const secret = broken(keyOf("RSA").trimEnd());
    const message = problem(secret, { algorithm: "RS256" });
    expect(message).toContain("cannot be read as one; often its line ends were lost");
    expectNothingOf(secret, message);
  });

  it("in PEM may have the parameters of its curve before it, as openssl writes them (E3)", () => {
    // RFC 5480: the object identifier of P-256.
    const parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
    expect(problem(`${parameters}${keyOf("P-256")}`, { algorithm: "ES256" })).toBe("none");
  });

  it("in OpenSSH form is told as such (E6)", () => {
    const secret = `-----BEGIN OPENSSH PRIVATE KEY-----\n${KEY}\n-----END OPENSSH PRIVATE KEY-----`;
    expect(problem(secret, { algorithm: "RS256" })).toBe("the private key is in OpenSSH form, expected PEM form");
  });

  it("in base64 or hex signs with the bytes it stands for (E6)", () => {
    const bytes = Buffer.concat([Buffer.from([0xfb, 0xff, 0xfe]), randomBytes(45)]);
    const expected = (secret: string, encoding: TokenOrder["encoding"]): boolean => {
      const [header, payload, signature] = mint({ algorithm: "HS384", secret, encoding }).split(".");
      return createHmac("sha384", bytes).update(`${header}.${payload}`).digest("base64url") === signature;
    };
    const wrapped = bytes.toString("base64").replace(/.{20}/gu, "$&\n");
    const texts = [bytes.toString("base64"), bytes.toString("base64url"), wrapped, wrapped.replaceAll("\n", "\r\n")];
    expect(texts.map((text) => expected(text, "base64"))).toEqual([true, true, true, true]);
    const hex = bytes.toString("hex");
    expect([hex, hex.toUpperCase()].map((text) => expected(text, "hex"))).toEqual([true, true]);
  });

  it("in base64 may have its padding or not (E6)", () => {
    for (const size of [32, 33, 34]) {
      const text = randomBytes(size).toString("base64");
      expect(problem(text, { encoding: "base64" })).toBe("none");
      expect(problem(text.replaceAll("=", ""), { encoding: "base64" })).toBe("none");
    }
  });

  it("is measured after it is decoded (E2, E6)", () => {
    const bytes = randomBytes(31);
    const words = (encoding: string): string =>
      `the secret has 31 bytes after ${encoding} is decoded, expected at least 32 for HS256 (RFC 7518)`;
    expect(problem(bytes.toString("base64"), { encoding: "base64" })).toBe(words("base64"));
    expect(problem(bytes.toString("hex"), { encoding: "hex" })).toBe(words("hex"));
  });

  it.each([
    ["base64", "A".repeat(45)],
    ["base64", `${"A".repeat(43)}==`],
    ["base64", `${"A".repeat(44)}=`],
    ["base64", `${"A".repeat(20)}=${"A".repeat(23)}`],
    ["base64", `${"A".repeat(42)}+_`],
    ["base64", `${"A".repeat(43)}!`],
    ["base64", `${"A".repeat(21)} ${"A".repeat(22)}`],
    ["base64", "===="],
    ["hex", "a".repeat(65)],
    ["hex", `${"a".repeat(63)}g`],
    ["hex", `0x${"a".repeat(64)}`],
    ["hex", "a:b".repeat(22)],
  ] as const)("in %s is not %s (E6)", (encoding, secret) => {
    expect(problem(secret, { encoding, weakKey: true })).toBe(
      `the secret has length ${secret.length} and is not ${encoding}`,
    );
  });
});

describe("claims", () => {
  it.each(["exp", "iat", "nbf", "jti"])("may not set %s (E5, E7)", (name) => {
    for (const value of [1, "4102444800", null]) {
      expect(refusal({ claims: { [name]: value } })).toBe(`the claims may not set ${name}, set for each token`);
    }
  });

  it("may have 4 KiB (E7)", () => {
    const claims = { x: "y".repeat(4_096 - 8) };
    expect(JSON.stringify(claims)).toHaveLength(4_096);
    expect(mint({ claims })).toContain(".");
    expect(refusal({ claims: { x: "y".repeat(4_096 - 7) } })).toContain("4097 bytes");
    expect(refusal({ claims: { x: "y".repeat(1_000_000) } })).toContain("1000008 bytes");
  });

  it.each([
    ["NaN", { a: Number.NaN }],
    ["infinity", { a: [1, { b: Number.POSITIVE_INFINITY }] }],
    ["a function", { a: () => 1 }],
    ["undefined", { a: undefined }],
    ["a date", { a: new Date() }],
    ["a big number", { a: 1n }],
    ["a prototype", JSON.parse('{"__proto__": {"admin": true}}')],
    ["a prototype deep inside", JSON.parse('{"a": [{"__proto__": {"admin": true}}]}')],
    ["great depth", JSON.parse(`${'{"a":'.repeat(40)}1${"}".repeat(40)}`)],
  ])("may not hold %s (E7)", (_, claims) => {
    expect(refusal({ claims })).toMatch(/claim/u);
  });

  it("have to be an object (E7)", () => {
    expect(refusal({ claims: JSON.parse("[]") })).toBe("the claims have to be a JSON object");
    expect(refusal({ claims: JSON.parse('"text"') })).toBe("the claims have to be a JSON object");
    expect(refusal({ claims: JSON.parse("null") })).toBe("the claims have to be a JSON object");
  });

  it("are not changed by what is made of them (E7)", () => {
    const claims = Object.freeze({ sub: "u" });
    for (const bad of [null, ...BAD_TOKENS]) mint({ claims, bad });
    expect(claims).toEqual({ sub: "u" });
  });
});

it("holds no key after it signed, and shows none where it refused (D18, E6)", () => {
  const tokens = createTokens();
  const order = { encoding: "utf8", keyId: null, bad: null, claims: {}, expiresInMs: 1_000, now: NOW } as const;
  tokens.mint({ ...order, algorithm: "HS256", secret: KEY, weakKey: false });
  expectNothingOf(KEY, inspect(tokens, { depth: null, showHidden: true }));
  for (const secret of [`${KEY} `, `-----BEGIN PRIVATE KEY-----\n${KEY}`, KEY]) {
    let thrown: unknown = null;
    try {
      tokens.mint({ ...order, algorithm: "RS256", secret, weakKey: false });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(UserError);
    expectNothingOf(KEY, inspect(thrown, { depth: null, showHidden: true }));
  }
});

/** Nothing longer than five characters of a line of the key. */
function expectNothingOf(secret: string, text: string): void {
  for (const line of secret.split(/[\r\n]+/u).filter((each) => !each.startsWith("-----"))) {
    for (let at = 0; at + 6 <= line.length; at++) expect(text.includes(line.slice(at, at + 6))).toBe(false);
  }
}
