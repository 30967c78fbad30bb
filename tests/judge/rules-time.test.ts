// No text makes the judge slow. Every text of the list is tried in the full run, some of them here.
import { describe, it } from "vitest";
import { expectQuickJudge, expectQuickRules, TEXTS } from "./slow-texts.ts";

describe.each(TEXTS.filter((_, at) => at % 9 < 1 || at < 4))("%s, repeated", (_, text) => {
  it("costs every rule of the judge at most 50 ms", () => expectQuickRules(text));

  it("costs the judge, the fingerprint and the masker little", () => expectQuickJudge(text));
});
