// What a test expected is not what staging answered.
import { expect, it } from "vitest";
import { analyse } from "../../../src/judge/analyse.ts";
import { cycle, loop, test } from "../../fakes/checks.ts";

const DUMP = `The handshake has to be refused

{
  generatedMessage: false,
  code: 'ERR_ASSERTION',
  actual: Error: connection timed out,
  expected: /HTTP (401|403)/,
  operator: 'rejects'
}`;

it("does not take the expression that a test waited for as an answer", () => {
  const [pattern] = analyse(cycle([test("refuses a bad token", "failed", DUMP)]), loop()).patterns;
  expect(pattern?.rule).not.toBe("statuses/number");
  expect(pattern?.class).not.toMatch(/^auth\./u);
});
