// The box around foreign text.
import { describe, expect, it } from "vitest";
import { isUntrusted, mapUntrusted, reveal, untrusted } from "../../src/text/untrusted.ts";

describe("the box", () => {
  it("holds a text, and shows it to nobody who does not ask", () => {
    const box = untrusted("secret");
    expect(reveal(box)).toBe("secret");
    expect(String(box)).toBe("[object Object]");
    expect(Object.isFrozen(box)).toBe(true);
  });

  it.each(["", "a", "\ud800", "\0", "__proto__"])("survives JSON with %j", (text) => {
    const back: unknown = JSON.parse(JSON.stringify({ inside: untrusted(text) }));
    const inside = typeof back === "object" && back !== null && "inside" in back ? back.inside : null;
    if (!isUntrusted(inside)) throw new Error("it did not");
    expect(reveal(inside)).toBe(text);
  });

  it.each([null, undefined, "text", 1, {}, [], { untrusted: 1 }, { untrusted: "x", more: 1 }, ["untrusted"], () => 1])(
    "is not %j",
    (value) => {
      expect(isUntrusted(value)).toBe(false);
    },
  );
});

describe("mapUntrusted", () => {
  it("changes each foreign text, however deep, and nothing else", () => {
    const value = {
      a: untrusted("x"),
      b: ["x", untrusted("y")],
      c: { d: untrusted("z") },
      e: 1,
      f: null,
      g: undefined,
    };
    expect(mapUntrusted(value, (text) => `${text}!`)).toEqual({
      a: untrusted("x!"),
      b: ["x", untrusted("y!")],
      c: { d: untrusted("z!") },
      e: 1,
      f: null,
      g: undefined,
    });
    expect(reveal(value.a)).toBe("x");
  });

  it("sets no prototype", () => {
    const evil: unknown = JSON.parse('{"__proto__": {"polluted": {"untrusted": "x"}}}');
    const mapped = mapUntrusted(evil, (text) => text);
    expect(Object.getPrototypeOf(mapped)).toBe(Object.prototype);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});
