// Plain paths by property access find what RFC 9535 says, and nothing that an object only inherits.
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { queryPath } from "../../../src/check/conditions.ts";
import { createPlace, Unanswerable } from "../../../src/check/socket/place.ts";
import type { Bounded } from "../../../src/model/world.ts";
import { untrusted } from "../../../src/text/untrusted.ts";

const never: Bounded = () => ({ inTime: false });

it("is the same as the path, for every JSON value", () => {
  const name = fc.constantFrom("a", "b", "length", "constructor", "__proto__", "toString", "_x1");
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom<unknown>(null, 0, "", "text", true, 1.5),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.array(fc.tuple(name, tie("value")), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
    ),
  })).value;
  fc.assert(
    fc.property(value, fc.array(name, { minLength: 1, maxLength: 3 }), (json, names) => {
      const path = untrusted(`$.${names.join(".")}`);
      expect(createPlace(path, never)(json)).toStrictEqual(queryPath(path, json));
    }),
    { numRuns: 500 },
  );
});

it("needs bounded time only where a path searches", () => {
  const value = { a: [{ "b c": 1 }] };
  expect(createPlace(untrusted("$.a[0]['b c']"), never)(value)).toBe(1);
  expect(createPlace(untrusted("$"), never)(value)).toBe(value);
  for (const path of ["$..a", "$.a[?@.b]", "$.a[*]", "$.a[0:1]"]) {
    expect(() => createPlace(untrusted(path), never)(value)).toThrow(Unanswerable);
  }
});
