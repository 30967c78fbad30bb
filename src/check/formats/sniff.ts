// What a file is, by its first bytes or letters, where that is no test report at all.

export interface NoReport {
  readonly state: "unsupported" | "ignored";
  readonly reason: string;
}

/** By the bytes before anything is decoded; null for what may be text. */
export function sniffBytes(start: Uint8Array): NoReport | null {
  const found = SIGNATURES.find(({ bytes }) => bytes.every((byte, at) => start[at] === byte));
  return found === undefined ? null : unsupported(`${found.what}, not a report`);
}

interface Signature {
  readonly what: string;
  readonly bytes: readonly number[];
}

const SIGNATURES: readonly Signature[] = [
  { what: "a gzip archive", bytes: [0x1f, 0x8b] },
  // With an entry, without any, and the later part of several.
  { what: "a zip archive", bytes: [0x50, 0x4b, 3, 4] },
  { what: "a zip archive", bytes: [0x50, 0x4b, 5, 6] },
  { what: "a zip archive", bytes: [0x50, 0x4b, 7, 8] },
  { what: "a zstd archive", bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { what: "an xz archive", bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a] },
  { what: "a bzip2 archive", bytes: [0x42, 0x5a, 0x68] },
  { what: "a PDF document", bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { what: "a PNG picture", bytes: [0x89, 0x50, 0x4e, 0x47] },
  { what: "a JPEG picture", bytes: [0xff, 0xd8, 0xff] },
  { what: "a WebM video", bytes: [0x1a, 0x45, 0xdf, 0xa3] },
  { what: "a SQLite database", bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20] },
  { what: "a program", bytes: [0x7f, 0x45, 0x4c, 0x46] },
];

/** By the text, whose first character is no space. */
export function sniffText(start: string): NoReport | null {
  if (start.startsWith("version https://git-lfs")) return unsupported("a Git LFS pointer, not the report");
  if (/^<(?:!doctype\s+html|html)\b/iu.test(start.slice(0, 200))) {
    return { state: "ignored", reason: "an HTML page, not a report" };
  }
  // Text has none, and UTF-16 is told by its first bytes.
  if (start.includes("\0") && !start.startsWith("<")) return unsupported("a binary file, not a report");
  return null;
}

function unsupported(reason: string): NoReport {
  return { state: "unsupported", reason };
}
