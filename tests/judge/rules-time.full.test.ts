// No text makes the judge slow: all of them.
import { describe, it } from "vitest";
import { expectQuickJudge, expectQuickRules, TEXTS } from "./slow-texts.ts";

describe.each(TEXTS)("%s, repeated", (_, text) => {
  it("costs every rule of the judge at most 50 ms", () => expectQuickRules(text));

  it("costs the judge, the fingerprint and the masker little", () => expectQuickJudge(text));
});
