// Text between two runs: short, and bounded when it is read back.
import { deflateSync } from "fflate";
import { describe, expect, it } from "vitest";
import { pack, unpack } from "../../src/loop/packed.ts";

const LONG = JSON.stringify({ text: "na ".repeat(5_000) });

describe("packed text", () => {
  it("stays readable while it is short", () => {
    expect(pack('{"v":1}')).toBe('{"v":1}');
    expect(unpack('{"v":1}', 100)).toBe('{"v":1}');
  });

  it("is deflated when it is long, and read back whole", () => {
    expect(pack(LONG)).toMatch(/^z[\w-]{10,200}$/u);
    expect(unpack(pack(LONG), LONG.length)).toBe(LONG);
  });

  it("has the letters of base64url alone where it has to", () => {
    const text = '{"ref":"ü --> x"}';
    expect(pack(text, 0)).toMatch(/^z[\w-]+$/u);
    expect(unpack(pack(text, 0), 100)).toBe(text);
  });

  it.each([
    ["longer than the bound, as it is", "x".repeat(101)],
    ["longer than the bound when it is inflated", pack(LONG)],
    [
      "a few letters that stand for a hundred megabytes",
      `z${Buffer.from(deflateSync(new Uint8Array(100_000_000))).toString("base64url")}`,
    ],
    ["not what was deflated", "zAAAA"],
    ["nothing", "z"],
    ["other letters", "z+/="],
    ["cut off", pack(LONG).slice(0, 20)],
  ])("is refused: %s", (_, text) => {
    expect(unpack(text, 100)).toBeNull();
  });
});
