// Builds the authorities that are trusted beside the usual ones: every certificate of the files under `ca`.
import { untrusted, type Untrusted } from "../../text/untrusted.ts";
import { placeOf, type Desk } from "../desk.ts";
import { shown } from "../file/faults.ts";
import { readNamedFile } from "../file/named-files.ts";

export function buildAuthorities(desk: Desk): readonly Untrusted[] {
  const certificates = (desk.config?.ca ?? []).flatMap((file, index) => certificatesOf(desk, file, index));
  return [...new Set(certificates)].map(untrusted);
}

/** RFC 7468 section 5. */
const CERTIFICATE = /-----BEGIN CERTIFICATE-----\s([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/gu;

function certificatesOf(desk: Desk, file: string, index: number): readonly string[] {
  const path = ["ca", index];
  const text = readNamedFile(desk, file, path);
  if (text === null) return [];
  if (text.includes("PRIVATE KEY-----")) {
    desk.faults.add(placeOf(desk, path), "expected certificates only, and there is a private key in the file", {
      found: shown(file),
      hint: "A key that lies in the repository is no secret any more.",
    });
    return [];
  }
  const found = [...text.matchAll(CERTIFICATE)].map(([whole, base64 = ""]) => ({ whole, base64 }));
  const isWhole = found.length > 0 && found.every(({ base64 }) => isDer(base64));
  if (isWhole) return found.map(({ whole }) => whole);
  desk.faults.add(placeOf(desk, path), "expected a PEM file with at least one certificate, each one whole", {
    found: shown(file),
  });
  return [];
}

/** Base64 of one ASN.1 sequence that fills it: X.690 section 8.1.3. What stands in it is judged where it is used. */
function isDer(base64: string): boolean {
  const bytes = decoded(base64);
  const [tag, size = 0] = bytes;
  if (tag !== 0x30) return false;
  const long = size > 0x80 ? size - 0x80 : 0;
  const length = long === 0 ? size : bytes.slice(2, 2 + long).reduce((sum, byte) => sum * 256 + byte, 0);
  return bytes.length === 2 + long + length;
}

function decoded(base64: string): readonly number[] {
  try {
    return [...atob(base64)].map((char) => char.charCodeAt(0));
  } catch {
    // Not base64: no certificate.
    return [];
  }
}
