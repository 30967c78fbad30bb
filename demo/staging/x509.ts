// Makes X.509 certificates (RFC 5280) when they are needed: no key lies in the repository, no tool is needed.
import { generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
import { isIP } from "node:net";

export interface Certificate {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

export interface CertificateOrder {
  /** Host names and IPv4 addresses. */
  readonly names: readonly string[];
  readonly from?: Date;
  readonly until?: Date;
}

export interface Authority extends Certificate {
  issue(order: CertificateOrder): Certificate;
}

const ECDSA_SHA256 = "1.2.840.10045.4.3.2";
const COMMON_NAME = "2.5.4.3";
const SUBJECT_ALT_NAME = "2.5.29.17";
const BASIC_CONSTRAINTS = "2.5.29.19";

export function createAuthority(name = "Test authority"): Authority {
  const own = newKeys();
  const ca = { subject: name, issuer: name, publicKey: own.publicKey, signer: own.privateKey };
  return {
    ...pem(build({ ...ca, extensions: [extension(BASIC_CONSTRAINTS, sequence(boolean(true)), true)] }), own.privateKey),
    issue(order) {
      const keys = newKeys();
      const subject = order.names[0] ?? "nameless";
      const parts = { subject, issuer: name, publicKey: keys.publicKey, signer: own.privateKey };
      return pem(build({ ...parts, ...order, extensions: [altNames(order.names)] }), keys.privateKey);
    },
  };
}

/** Signed by its own key. */
export function selfSigned(order: CertificateOrder): Certificate {
  const { publicKey, privateKey } = newKeys();
  const subject = order.names[0] ?? "nameless";
  const parts = { subject, issuer: subject, publicKey, signer: privateKey };
  return pem(build({ ...parts, ...order, extensions: [altNames(order.names)] }), privateKey);
}

interface Parts {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  readonly from?: Date;
  readonly until?: Date;
  readonly extensions: readonly Buffer[];
}

function newKeys(): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  return generateKeyPairSync("ec", { namedCurve: "P-256" });
}

function build(parts: Parts): Buffer {
  const day = 24 * 60 * 60_000;
  const { from = new Date(Date.now() - day), until = new Date(Date.now() + day) } = parts;
  const algorithm = sequence(objectId(ECDSA_SHA256));
  const body = sequence(
    tlv(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    distinguishedName(parts.issuer),
    sequence(time(from), time(until)),
    distinguishedName(parts.subject),
    parts.publicKey.export({ type: "spki", format: "der" }),
    tlv(0xa3, sequence(...parts.extensions)),
  );
  return sequence(body, algorithm, bitString(sign("sha256", body, parts.signer)));
}

function pem(der: Buffer, key: KeyObject): Certificate {
  const lines = der.toString("base64").replace(/.{64}/gu, "$&\n");
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: key.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

function distinguishedName(name: string): Buffer {
  return sequence(tlv(0x31, sequence(objectId(COMMON_NAME), tlv(0x0c, Buffer.from(name)))));
}

function altNames(names: readonly string[]): Buffer {
  const each = names.map((name) =>
    isIP(name) === 4 ? tlv(0x87, Buffer.from(name.split(".").map(Number))) : tlv(0x82, Buffer.from(name)),
  );
  return extension(SUBJECT_ALT_NAME, sequence(...each), false);
}

function extension(id: string, value: Buffer, critical: boolean): Buffer {
  return sequence(objectId(id), ...(critical ? [boolean(true)] : []), tlv(0x04, value));
}

function time(date: Date): Buffer {
  const digits = date
    .toISOString()
    .replace(/\.\d+Z$/u, "Z")
    .replace(/[-:T]/gu, "");
  // RFC 5280 section 4.1.2.5: two digits of the year before 2050.
  return date.getUTCFullYear() < 2050 ? tlv(0x17, Buffer.from(digits.slice(2))) : tlv(0x18, Buffer.from(digits));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tlv(0x30, ...parts);
}

function integer(bytes: Buffer): Buffer {
  return tlv(0x02, bytes);
}

function boolean(value: boolean): Buffer {
  return tlv(0x01, Buffer.from([value ? 0xff : 0]));
}

function bitString(bytes: Buffer): Buffer {
  return tlv(0x03, Buffer.from([0]), bytes);
}

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second, ...rest.flatMap(base128)];
  return tlv(0x06, Buffer.from(bytes));
}

function base128(value: number): readonly number[] {
  const low = value & 0x7f;
  const high: number[] = [];
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) high.unshift((left & 0x7f) | 0x80);
  return [...high, low];
}

function tlv(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const size = Buffer.alloc(2);
  size.writeUInt16BE(content.length);
  return Buffer.concat([Buffer.from([tag, 0x82]), size, content]);
}
