// Spans, times, counts and qualified names of the formats of .NET and TestNG.
import { describe, expect, it } from "vitest";
import { qualified, within, withoutAssembly } from "../../../../src/check/formats/xml/qualified.ts";
import { baseName, countOf, instantOf, spanOf } from "../../../../src/check/formats/xml/values.ts";

it.each([
  ["00:00:01.2345678", 1_234.5678],
  ["01:02:03", 3_723_000],
  ["1.00:00:00.5", 86_400_500],
  ["00:00:00,25", 250],
  ["00:00:00", 0],
  ["-00:00:01", null],
  ["NaN", null],
  ["12", null],
  ["", null],
  [undefined, null],
])("the span %s", (text, ms) => {
  expect(spanOf(text)).toBe(ms);
});

it.each([
  ["2026-11-21T18:54:51 UTC", Date.UTC(2026, 10, 21, 18, 54, 51)],
  ["2026-11-21T18:54:51Z", Date.UTC(2026, 10, 21, 18, 54, 51)],
  ["2026-11-21 18:54:51Z", Date.UTC(2026, 10, 21, 18, 54, 51)],
  ["2026-11-21T18:54:51.2500000+02:00", Date.UTC(2026, 10, 21, 16, 54, 51, 250)],
  ["2026-11-21T18:54:51", null],
  ["2026-11-21T18:54:51 IST", null],
  ["11/21/2026 18:54:51", null],
  ["2026-13-41T18:54:51Z", null],
  [undefined, null],
])("the time %s", (text, ms) => {
  expect(instantOf(text)).toBe(ms);
});

it.each([
  ["12", 12],
  [" 0 ", 0],
  ["-1", null],
  ["1e9", null],
  ["12345678901", null],
  [undefined, null],
])("the count %s", (text, count) => {
  expect(countOf(text)).toBe(count);
});

it.each([
  ["C:\\a\\b.dll", "b.dll"],
  ["/a/b.dll", "b.dll"],
  ["b.dll", "b.dll"],
  ["", ""],
])("the last part of %s", (path, name) => {
  expect(baseName(path)).toBe(name);
});

describe("a qualified name", () => {
  it.each([
    ["Shop.Cart.Adds", "Shop.Cart", "Adds"],
    ['Shop.Outer+Cart.Adds(n: 1.5, s: "a.b")', "Shop.Outer+Cart", 'Adds(n: 1.5, s: "a.b")'],
    ["Adds", null, "Adds"],
    ["adds 1.5 to it", null, "adds 1.5 to it"],
    ["Adds(1.5)", null, "Adds(1.5)"],
    [".hidden", null, ".hidden"],
    ["ends.", null, "ends."],
    ["1.5", null, "1.5"],
  ])("%s", (text, className, name) => {
    expect(qualified(text)).toEqual({ className, name });
  });

  it("is not repeated within its class", () => {
    expect(within("Shop.Cart", "Shop.Cart.Adds")).toEqual({ className: "Shop.Cart", name: "Adds" });
    expect(within("Shop.Cart", "Shop.Carts.Adds").name).toBe("Shop.Carts.Adds");
    expect(within("Shop.Cart", "Shop.Cart.").name).toBe("Shop.Cart.");
    expect(within(null, "Adds")).toEqual({ className: null, name: "Adds" });
  });

  it("has no assembly", () => {
    expect(withoutAssembly("Shop.Cart, Shop.Tests, Version=1.0.0.0")).toBe("Shop.Cart");
    expect(withoutAssembly("Shop.Cart`1[[System.Int32, mscorlib]]")).toBe("Shop.Cart`1[[System.Int32, mscorlib]]");
    expect(withoutAssembly("Shop.Cart")).toBe("Shop.Cart");
  });
});
