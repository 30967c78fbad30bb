// The same properties as every day, with enough runs to meet what is rare.
import { describe, expect, it } from "vitest";
import { ENCODERS } from "./encoders.ts";
import { checkRest, checkSeveral, createEncoderCheck } from "./mask-properties.ts";

describe("a registered secret, at length", () => {
  const checkEncoder = createEncoderCheck(200);

  it.each(Object.entries(ENCODERS))("is hidden after %s", (name, encode) => {
    expect(() => checkEncoder(name, encode)).not.toThrow();
  });

  it("leaves nothing of itself but the mask, whatever surrounds it", () => {
    expect(() => checkRest(5_000)).not.toThrow();
  });

  it("is hidden with all others", () => {
    expect(() => checkSeveral(2_000)).not.toThrow();
  });
});
