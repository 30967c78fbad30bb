// Tokens that a service accepts, and orders that would make something else (rows E1–E7, A13).
import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/model/errors.ts";
import { JWT_ALGORITHMS } from "../../src/model/plan.ts";
import type { TokenOrder } from "../../src/model/world.ts";
import { createTokens } from "../../src/world/tokens.ts";

const KEY = "0123456789abcdef".repeat(4);

function mint(order: Partial<TokenOrder> = {}): string {
  const now = Date.UTC(2026, 0, 1);
  return createTokens().mint({ algorithm: "HS256", secret: KEY, claims: {}, expiresInMs: 300_000, now, ...order });
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

function decoded(part: string | undefined): unknown {
  return JSON.parse(Buffer.from(part ?? "", "base64url").toString("utf8"));
}

describe("a token", () => {
  it.each(JWT_ALGORITHMS)("is signed with %s", (algorithm) => {
    const [header, payload, signature] = mint({ algorithm, claims: { sub: "u", roles: ["a"] } }).split(".");
    expect(decoded(header)).toEqual({ alg: algorithm, typ: "JWT" });
    const hash = createHmac(`sha${algorithm.slice(2)}`, KEY)
      .update(`${header}.${payload}`)
      .digest("base64url");
    expect(signature).toBe(hash);
  });

  it("lives from a little before now, for as long as asked, and is like no other", () => {
    const now = Date.UTC(2026, 0, 1) / 1_000;
    const payload = decoded(mint({ claims: { sub: "u" } }).split(".")[1]);
    expect(payload).toEqual({ sub: "u", iat: now - 30, nbf: now - 30, exp: now + 300, jti: expect.any(String) });
    expect(mint()).not.toBe(mint());
  });

  it("rounds its end up, never down to nothing", () => {
    expect(decoded(mint({ now: 1_500, expiresInMs: 1 }).split(".")[1])).toMatchObject({ exp: 2 });
  });
});

describe("a key", () => {
  it.each([
    ["HS256", 32],
    ["HS384", 48],
    ["HS512", 64],
  ] as const)("for %s has at least %d bytes", (algorithm, needed) => {
    expect(mint({ algorithm, secret: "k".repeat(needed) })).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/u);
    expect(refusal({ algorithm, secret: "k".repeat(needed - 1) })).toBe(
      `The secret has ${needed - 1} bytes, but ${algorithm} needs at least ${needed}.`,
    );
    expect(refusal({ algorithm, secret: "" })).toContain("0 bytes");
  });

  it("is measured in bytes", () => {
    expect(mint({ secret: "ä".repeat(16) })).toContain(".");
  });

  it.each([
    [`${KEY}\n`, "length 65, ends with a newline"],
    [`${KEY}\r\n`, "length 66, ends with a newline"],
    [`${KEY} `, "length 65, ends with white space"],
    [`${KEY}\t`, "length 65, ends with white space"],
    [` ${KEY}`, "length 65, begins with white space"],
    [`-----BEGIN PUBLIC KEY-----\n${KEY}`, "PEM"],
    [`\n-----BEGIN RSA PRIVATE KEY-----\n${KEY}`, "PEM"],
  ])("is not %j", (secret, words) => {
    const message = refusal({ secret });
    expect(message).toContain(words);
    expect(message).not.toContain(KEY.slice(0, 4));
  });
});

describe("claims", () => {
  it.each(["exp", "iat", "nbf", "jti"])("may not set %s", (name) => {
    expect(refusal({ claims: { [name]: 1 } })).toBe(`The claims may not set ${name}: these are set for each token.`);
  });

  it("may have 4 KiB", () => {
    const claims = { x: "y".repeat(4_096 - 8) };
    expect(JSON.stringify(claims)).toHaveLength(4_096);
    expect(mint({ claims })).toContain(".");
    expect(refusal({ claims: { x: "y".repeat(4_096 - 7) } })).toContain("4097 bytes");
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
  ])("may not hold %s", (_, claims) => {
    expect(refusal({ claims })).toMatch(/claim/u);
  });

  it("have to be an object", () => {
    expect(refusal({ claims: JSON.parse("[]") })).toBe("The claims have to be a JSON object.");
    expect(refusal({ claims: JSON.parse('"text"') })).toBe("The claims have to be a JSON object.");
    expect(refusal({ claims: JSON.parse("null") })).toBe("The claims have to be a JSON object.");
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 25 * 60 * 60_000])("do not live for %d ms", (expiresInMs) => {
    expect(refusal({ expiresInMs })).toContain("24 hours");
  });
});
