// Faults as sentences: our words stay strings, everything foreign stays boxed.
import { describe, expect, it } from "vitest";
import { fault } from "../../src/model/errors.ts";
import { describeFault } from "../../src/plan/file/describe-fault.ts";
import { untrusted } from "../../src/text/untrusted.ts";

const [where, what, found, meant] = ["f.yml:1:1", "a.b", '"2OO"', "200"].map(untrusted);

describe("describeFault", () => {
  it("puts everything into one line", () => {
    if (where === undefined || what === undefined || found === undefined || meant === undefined)
      throw new Error("boxed above");
    expect(
      describeFault(fault(where, "expected a number", { what, found, didYouMean: meant, hint: "Do this." })),
    ).toEqual([where, "  ", what, ": expected a number", ", got ", found, ". Did you mean ", meant, "?", " Do this."]);
  });

  it("leaves out what is not known", () => {
    const place = untrusted("input wait");
    expect(describeFault(fault(place, "missing"))).toEqual([place, ": missing", "."]);
  });
});
