// Bytes of a report file to text: byte order marks, UTF-16, and the encoding that an XML declaration names.

const DETECT_BYTES = 256;

/** Decodes a stream. Unknown encodings throw a RangeError that names them; broken bytes become U+FFFD. */
export async function* decodeText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  let held = new Uint8Array(0);
  for await (const chunk of bytes) {
    if (decoder === null) {
      held = join(held, chunk);
      if (held.length < DETECT_BYTES) continue;
      decoder = new TextDecoder(encodingOf(held));
      yield decoder.decode(held, { stream: true });
    } else yield decoder.decode(chunk, { stream: true });
  }
  decoder ??= new TextDecoder(encodingOf(held));
  yield held.length < DETECT_BYTES ? decoder.decode(held) : decoder.decode();
}

function encodingOf(start: Uint8Array): string {
  const [a, b, c, d] = start;
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) throw new RangeError("utf-32");
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) throw new RangeError("utf-32");
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
  if (a === 0x3c && b === 0) return "utf-16le";
  if (a === 0 && b === 0x3c) return "utf-16be";
  const head = new TextDecoder("latin1").decode(start.subarray(0, DETECT_BYTES));
  const declared = /^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([\w.-]{1,40})["']/u.exec(head)?.[1];
  // A declaration of UTF-16 that could be read byte by byte is wrong about itself.
  if (declared === undefined || /^utf-?16/iu.test(declared)) return "utf-8";
  return new TextDecoder(declared).encoding;
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
