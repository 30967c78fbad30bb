// Text between two runs, short: as it is while it is short, deflated when it grows. Reading back is bounded.
import { deflateSync, Inflate, strFromU8, strToU8 } from "fflate";

/** Longer texts are deflated; shorter ones stay readable in GitHub's run page. */
const READABLE = 8_192;
const MARK = "z";

/** With `readable` 0 it is deflated however short it is: then its letters are those of base64url alone. */
export function pack(json: string, readable = READABLE): string {
  if (json.length <= readable) return json;
  return MARK + Buffer.from(deflateSync(strToU8(json), { level: 9 })).toString("base64url");
}

/** null for what was not packed here, or would be longer than `most` bytes. */
export function unpack(text: string, most: number): string | null {
  if (!text.startsWith(MARK)) return Buffer.byteLength(text) <= most ? text : null;
  if (!/^z[\w-]+$/u.test(text)) return null;
  const pieces: Uint8Array[] = [];
  let size = 0;
  const inflate = new Inflate((piece) => {
    size += piece.length;
    if (size > most) throw new RangeError("too long");
    pieces.push(piece);
  });
  const packed = Buffer.from(text.slice(1), "base64url");
  try {
    // In small steps, so that a few bytes that stand for gigabytes end at the bound.
    for (let at = 0; at < packed.length; at += STEP) {
      inflate.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
    }
    return strFromU8(Buffer.concat(pieces));
  } catch {
    return null;
  }
}

const STEP = 1_024;
