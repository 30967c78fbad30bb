// Finds report files with the same bytes, such as one report that was also saved elsewhere: its tests ran once.
import type { FoundFile, World } from "../../model/world.ts";
import { reveal, type Untrusted } from "../../text/untrusted.ts";

/** Paths of all files but the first of those with the same bytes. */
export async function findCopies(files: readonly FoundFile[], world: World): Promise<ReadonlySet<string>> {
  const bySize = Map.groupBy(files, ({ sizeBytes }) => sizeBytes);
  const copies = new Set<string>();
  for (const [size, same] of bySize) {
    if (size === 0 || same.length < 2) continue;
    const sums = new Set<string>();
    for (const { path } of same) {
      const sum = await checksum(path, world);
      if (sum === null) continue;
      if (sums.has(sum)) copies.add(reveal(path));
      sums.add(sum);
    }
  }
  return copies;
}

/** 64 bits, against chance alone: whoever writes the reports can leave one out as well. null: it cannot be read. */
async function checksum(path: Untrusted, { files }: World): Promise<string | null> {
  let [a, b] = [0x9e3779b1, 0x85ebca77];
  try {
    for await (const piece of files.read(path)) {
      for (const byte of piece) {
        a = Math.imul(a ^ byte, 0x01000193);
        b = (Math.imul(b ^ byte, 0x5bd1e995) + (b >>> 13)) | 0;
      }
    }
  } catch {
    // Whoever reads the report says so.
    return null;
  }
  return `${a} ${b}`;
}
