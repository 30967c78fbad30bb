// A record longer than any text of V8 can be.
import { recordOf } from "../fakes/record.ts";
import { expect, it } from "vitest";
import { encodeWithin } from "../../src/record/within.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { cycle, test } from "../fakes/checks.ts";

it("is written without its details", () => {
  const failure = { message: untrusted("m"), detail: untrusted("w".repeat(30_000_000)), type: null, facts: {} };
  const checks = Array.from({ length: 20 }, (_, nth) => ({ ...test(`t${nth}`, "failed", "m"), failure }));
  const record = recordOf(cycle(checks));
  const { text, isWhole } = encodeWithin(record);
  expect([isWhole, text.length < 100_000]).toEqual([false, true]);
});
