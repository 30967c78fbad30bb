// How a loop stands on the second line of our pages: what is written is read back, and nothing else is believed.
import { describe, expect, it } from "vitest";
import { isAsNew, readState, stateLine, type PageState } from "../../src/loop/state.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { loop } from "../fakes/checks.ts";

const STATE: PageState = {
  stands: "open",
  id: { loop: 4_711, n: 2, redo: 1 },
  runId: 5_001,
  isFinal: true,
  isMending: false,
  nextRun: 5_002,
  next: loop({ id: { loop: 4_711, n: 3, redo: 0 }, ref: untrusted("feature/--> <!-- x") }),
};

const read = (page: string) => readState(untrusted(page));

describe("the state of a loop", () => {
  it("is read back from the second line, whatever stands below", () => {
    expect(read(`<!-- marker -->\n${stateLine(STATE)}\n### red`)).toEqual(STATE);
    expect(read(`<!-- marker -->\r\n${stateLine(STATE)}\r\n`)).toEqual(STATE);
  });

  it("ends no comment with what a branch is called", () => {
    expect(stateLine(STATE)).toMatch(/^<!-- state [\w-]+ -->$/u);
  });

  it.each([
    ["the first line", `${stateLine(STATE)}\n`],
    ["the third line", `<!-- marker -->\n\n${stateLine(STATE)}`],
    ["a line with more on it", `<!-- marker -->\n${stateLine(STATE)} x`],
    ["an empty page", ""],
    ["a cut line", `<!-- marker -->\n${stateLine(STATE).slice(0, 80)} -->`],
  ])("is not believed on %s", (_, page) => {
    expect(read(page)).toBeNull();
  });

  it("is not believed where its token is that of another loop", () => {
    expect(
      read(`<!-- marker -->\n${stateLine({ ...STATE, next: loop({ id: { loop: 1, n: 3, redo: 0 } }) })}`),
    ).toBeNull();
  });

  it.each([
    ["of a newer loop", { id: { loop: 4_712, n: 1, redo: 0 } }, true],
    ["of an older loop", { id: { loop: 4_710, n: 9, redo: 0 } }, false],
    ["of a later cycle", { id: { loop: 4_711, n: 3, redo: 0 } }, true],
    ["of an earlier cycle", { id: { loop: 4_711, n: 1, redo: 3 } }, false],
    ["of the same cycle, started over", { id: { loop: 4_711, n: 2, redo: 2 } }, true],
    ["of the same cycle, before it was started over", { id: { loop: 4_711, n: 2, redo: 0 } }, false],
    ["of the same cycle, written by main after post", { isFinal: false }, false],
    ["of the same cycle, written by post again", {}, true],
  ])("lets a page %s stand there: %#", (_, over, wanted) => {
    expect(isAsNew({ ...STATE, ...over }, STATE)).toBe(wanted);
  });
});
