// Text of a server as JSON: whatever is JSON and not too deep is read, whatever stands in its texts.
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { startCpu } from "../cpu.ts";
import { jsonWithin, MAX_JSON_DEPTH, readJson } from "../../src/check/json.ts";

const excerpt = (text: string): string => text;
const parsed = (text: string): unknown => JSON.parse(text);

it("is read as JSON.parse reads it", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 20 }), fc.constantFrom(0, 2), (value, space) => {
      const text = JSON.stringify({ long: "x".repeat(MAX_JSON_DEPTH), value }, null, space);
      expect(readJson(text, excerpt)).toEqual({ kind: "json", value: parsed(text) });
    }),
  );
});

it("is measured by its brackets, not by those inside texts", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 * MAX_JSON_DEPTH }), fc.string(), fc.boolean(), (depth, text, isMap) => {
      const [open, close] = isMap ? ['{"[":', "}"] : ["[", "]"];
      const json = open.repeat(depth) + JSON.stringify(`[[{{${text}`) + close.repeat(depth);
      expect(readJson(json, excerpt).kind).toBe(depth <= MAX_JSON_DEPTH ? "json" : "other");
    }),
  );
});

it("takes no time to be found too deep or broken", () => {
  const spent = startCpu();
  for (const text of [
    "[".repeat(1_000_000),
    '"'.repeat(1_000_001),
    `"${"\\".repeat(1_000_000)}`,
    "<title ".repeat(150_000),
  ]) {
    expect(readJson(text, excerpt).kind).toBe("other");
  }
  expect(spent()).toBeLessThan(1_000);
});

it("is written only as far as there is room", () => {
  const long = fc.array(fc.nat(9), { minLength: 90, maxLength: 110 });
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), long), fc.nat(300), (value, max) => {
      const text = JSON.stringify(value);
      expect(jsonWithin(value, max)).toBe(text.length <= max ? text : null);
    }),
  );
  const part = Array.from({ length: 1_000 }, () => "x".repeat(1_000));
  const spent = startCpu();
  expect(
    jsonWithin(
      Array.from({ length: 100_000 }, () => part),
      4_096,
    ),
  ).toBeNull();
  expect(spent()).toBeLessThan(100);
});
