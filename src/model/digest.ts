// A short, stable name for a text: the same text gives the same 16 hexadecimal digits on every machine.
// Not for security: for keys of checks and fingerprints of errors, which stay a few thousand a loop.

/** 64 bits as 16 hexadecimal digits. Two 32-bit multiplicative lanes over the UTF-16 units, mixed at the end. */
export function digest(...parts: readonly string[]): string {
  let a = 0x9e3779b1;
  let b = 0x85ebca77;
  for (const part of parts) {
    for (let at = 0; at < part.length; at++) {
      const unit = part.charCodeAt(at);
      a = Math.imul(a ^ unit, 0x01000193);
      b = Math.imul(b ^ unit, 0x5bd1e995) + (b >>> 13);
    }
    // A separator that no UTF-16 unit can be, so that ("ab", "c") differs from ("a", "bc").
    a = Math.imul(a ^ 0x1ffff, 0x01000193);
    b = Math.imul(b ^ 0x1ffff, 0x5bd1e995);
  }
  return mixed(a ^ Math.imul(b, 0xc2b2ae35)) + mixed(b ^ Math.imul(a, 0x27d4eb2f));
}

function mixed(lane: number): string {
  let x = lane ^ (lane >>> 16);
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  x ^= x >>> 16;
  return (x >>> 0).toString(16).padStart(8, "0");
}
