// Reads the text of a secret as the key of an algorithm, or tells why it cannot be one, without any part of it.
import { createPrivateKey, createSecretKey, type KeyObject } from "node:crypto";
import jsonwebtoken from "jsonwebtoken";
import type { JwtAlgorithm, KeyEncoding } from "../../model/plan.ts";

export interface KeyText {
  readonly algorithm: JwtAlgorithm;
  readonly text: string;
  readonly encoding: KeyEncoding;
  /** A key below the length of RFC 7518 will do, as long as it can sign at all. */
  readonly weakKey: boolean;
}

export type ReadKey = { readonly key: KeyObject } | { readonly problem: string };

type Rule =
  | { readonly kind: "hmac"; readonly bytes: number }
  | { readonly kind: "rsa"; readonly types: readonly string[] }
  | { readonly kind: "ec"; readonly curve: string; readonly curveName: string };

/** RFC 7518, sections 3.2 to 3.5: the size of the hash, the kind of key, the curve. */
export const KEY_RULES = {
  HS256: { kind: "hmac", bytes: 32 },
  HS384: { kind: "hmac", bytes: 48 },
  HS512: { kind: "hmac", bytes: 64 },
  RS256: { kind: "rsa", types: ["rsa"] },
  RS384: { kind: "rsa", types: ["rsa"] },
  RS512: { kind: "rsa", types: ["rsa"] },
  PS256: { kind: "rsa", types: ["rsa", "rsa-pss"] },
  PS384: { kind: "rsa", types: ["rsa", "rsa-pss"] },
  PS512: { kind: "rsa", types: ["rsa", "rsa-pss"] },
  ES256: { kind: "ec", curve: "prime256v1", curveName: "P-256" },
  ES384: { kind: "ec", curve: "secp384r1", curveName: "P-384" },
  ES512: { kind: "ec", curve: "secp521r1", curveName: "P-521" },
} as const satisfies Readonly<Record<JwtAlgorithm, Rule>>;

/** RFC 7518, sections 3.3 and 3.5. */
const LEAST_RSA_BITS = 2048;

export function readKey(given: KeyText): ReadKey {
  const { algorithm, text } = given;
  const rule: Rule = KEY_RULES[algorithm];
  if (text === "") return { problem: "the secret is empty" };
  const isPem = blocksOf(text).length > 0;
  if (isPem && rule.kind === "hmac") return { problem: notForHmac(algorithm) };
  // A PEM file ends with a newline, which is no part of its key.
  const edge = edgeOf(isPem ? text.replace(/\r?\n$/u, "") : text);
  if (edge !== null) {
    return {
      problem: `the secret has length ${text.length}, ${edge}; stored so, it signs other tokens than the service expects`,
    };
  }
  const bytes = decode(text, given.encoding);
  if (bytes === null) {
    return { problem: `the secret has length ${text.length} and is not ${given.encoding}` };
  }
  return rule.kind === "hmac" ? hmacKey(bytes, rule.bytes, given) : pemKey(bytes.toString("utf8"), rule, given);
}

function notForHmac(algorithm: JwtAlgorithm): string {
  return `the secret is a PEM key, which ${algorithm} must not sign with`;
}

function edgeOf(text: string): string | null {
  if (/[\r\n]$/u.test(text)) return "ends with a newline";
  if (/\s$/u.test(text)) return "ends with white space";
  if (/^\s/u.test(text)) return "begins with white space";
  return null;
}

// Strict, because Node drops what it does not know and signs with the rest.
function decode(text: string, encoding: KeyEncoding): Buffer | null {
  switch (encoding) {
    case "utf8":
      return Buffer.from(text, "utf8");
    case "base64": {
      // RFC 4648, sections 4 and 5; tools that write it break its lines.
      const [, digits, padding = ""] = /^([\w+/-]+)(={0,2})$/u.exec(text.replaceAll(/\r?\n/gu, "")) ?? [];
      if (digits === undefined || (/[+/]/u.test(digits) && /[_-]/u.test(digits)) || digits.length % 4 === 1)
        return null;
      return padding === "" || (digits.length + padding.length) % 4 === 0 ? Buffer.from(digits, "base64") : null;
    }
    case "hex":
      return /^(?:[0-9a-f]{2})+$/iu.test(text) ? Buffer.from(text, "hex") : null;
  }
}

function hmacKey(bytes: Buffer, least: number, { algorithm, encoding, weakKey }: KeyText): ReadKey {
  if (blocksOf(bytes.toString("latin1")).length > 0) return { problem: notForHmac(algorithm) };
  if (bytes.length >= least || weakKey) return { key: createSecretKey(bytes) };
  const decoded = encoding === "utf8" ? "" : ` after ${encoding} is decoded`;
  return {
    problem: `the secret has ${bytes.length} bytes${decoded}, expected at least ${least} for ${algorithm} (RFC 7518)`,
  };
}

function pemKey(text: string, rule: Exclude<Rule, { readonly kind: "hmac" }>, given: KeyText): ReadKey {
  const { algorithm } = given;
  const unread = unreadable(text, algorithm);
  if (unread !== null) return { problem: unread };
  const key = privateKey(text);
  if (key === null) {
    const why = "often its line ends were lost when it was stored";
    return { problem: `the secret begins like a PEM key and cannot be read as one; ${why}` };
  }
  const problem =
    rule.kind === "ec" ? ecProblem(key, rule, algorithm) : (rsaProblem(key, rule, given) ?? trial(key, given));
  return problem === null ? { key } : { problem };
}

function unreadable(text: string, algorithm: JwtAlgorithm): string | null {
  const blocks = blocksOf(text);
  if (blocks.length === 0) return `${algorithm} signs with a private key in PEM form, which the secret is not`;
  if (!blocks.some((name) => name.endsWith("PRIVATE KEY"))) {
    return `the secret is PEM without a private key, and ${algorithm} signs with the private one`;
  }
  if (blocks.includes("OPENSSH PRIVATE KEY")) return "the private key is in OpenSSH form, expected PEM form";
  if (/ENCRYPTED/u.test(text)) return "the private key is locked with a passphrase, expected one without";
  return null;
}

/** Names of the PEM blocks, RFC 7468: "PRIVATE KEY". */
function blocksOf(text: string): readonly string[] {
  return [...text.matchAll(/-----BEGIN ([A-Z0-9 ]{1,40})-----/gu)].map(([, name = ""]) => name);
}

function privateKey(text: string): KeyObject | null {
  try {
    return createPrivateKey({ key: text, format: "pem" });
  } catch {
    // OpenSSL's words are about its decoders, and are foreign text about a secret.
    return null;
  }
}

function ecProblem(
  key: KeyObject,
  { curve, curveName }: Extract<Rule, { readonly kind: "ec" }>,
  algorithm: JwtAlgorithm,
): string | null {
  if (key.asymmetricKeyType !== "ec") return wrongKind(key, algorithm, "an EC key");
  const found = key.asymmetricKeyDetails?.namedCurve ?? "unknown";
  return found === curve ? null : `the key is on the curve ${found}, expected ${curveName} (${curve}) for ${algorithm}`;
}

function rsaProblem(
  key: KeyObject,
  { types }: Extract<Rule, { readonly kind: "rsa" }>,
  { algorithm, weakKey }: KeyText,
): string | null {
  if (!types.includes(key.asymmetricKeyType ?? "")) return wrongKind(key, algorithm, "an RSA key");
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  return bits >= LEAST_RSA_BITS || weakKey
    ? null
    : `the RSA key has ${bits} bits, expected at least ${LEAST_RSA_BITS} for ${algorithm} (RFC 7518)`;
}

function wrongKind(key: KeyObject, algorithm: JwtAlgorithm, needed: string): string {
  const names: Readonly<Record<string, string>> = { rsa: "an RSA key", "rsa-pss": "an RSA-PSS key", ec: "an EC key" };
  const found = names[key.asymmetricKeyType ?? ""] ?? `a key of the kind ${key.asymmetricKeyType ?? "unknown"}`;
  return `the secret is ${found}, but ${algorithm} signs with ${needed}`;
}

/** The rest can only be tried: an RSA-PSS key may be bound to another hash, a weak one too short for a signature. */
function trial(key: KeyObject, { algorithm, weakKey }: KeyText): string | null {
  try {
    jsonwebtoken.sign({}, key, { algorithm, allowInsecureKeySizes: weakKey });
    return null;
  } catch {
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    return `the RSA key of ${bits} bits cannot sign with ${algorithm}: it is too short, or made for another hash`;
  }
}
