// What a finished cycle leaves to the next one, beside its row.
import { describe, expect, it } from "vitest";
import { analyse } from "../../src/judge/analyse.ts";
import { recordCycle } from "../../src/loop/advance.ts";
import type { Analysis, ComponentState } from "../../src/model/analysis.ts";
import { MAX_COMPONENTS, MAX_EXPLAINED, type Explained, type Loop } from "../../src/model/loop.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { cycle, loop, test } from "../fakes/checks.ts";

const TESTED = cycle([test("a", "passed")]);
const STOPPED = { ...TESTED, cancelled: true };

function recorded(over: Partial<Analysis>, before: Loop = loop(), facts = TESTED): Loop {
  return recordCycle(before, facts, { ...analyse(facts, before), ...over }, () => untrusted("an error"));
}

describe("components", () => {
  const part = (name: string, state: ComponentState["state"]): ComponentState => ({
    name: untrusted(name),
    state,
    first: null,
    sentence: null,
    value: null,
    owner: null,
    broken: [],
    checked: 1,
  });

  it("are remembered as they were first, and only when they were checked", () => {
    const first = recorded({ components: [part("Chat", "broken"), part("Mail", "not-checked")] });
    expect(first.components).toEqual([{ name: untrusted("Chat"), first: "broken" }]);
    const second = recorded({ components: [part("Chat", "working"), part("Mail", "working")] }, first);
    expect(second.components.map((each) => [reveal(each.name), each.first])).toEqual([
      ["Chat", "broken"],
      ["Mail", "working"],
    ]);
  });

  it("are not remembered from a cycle that was not tested", () => {
    expect(recorded({ components: [part("Chat", "broken")] }, loop(), STOPPED).components).toEqual([]);
  });

  it("are as many as the token carries, the ones known longest", () => {
    const many = Array.from({ length: MAX_COMPONENTS + 3 }, (_, at) => part(`c${at}`, "working"));
    const { components } = recorded({ components: many }, recorded({ components: [part("first", "broken")] }));
    expect(components).toHaveLength(MAX_COMPONENTS);
    expect(reveal(components[0]?.name ?? untrusted(""))).toBe("first");
  });
});

describe("what was explained", () => {
  const explained: readonly Explained[] = Array.from({ length: MAX_EXPLAINED + 2 }, (_, at) => ({
    fingerprint: `v1:00000000000000${String(at).padStart(2, "0")}`,
    title: untrusted("an error"),
    by: untrusted("@ann"),
    answer: untrusted("the queue was full"),
    cycle: 1,
  }));

  it("is carried as the judge says it, the last ones", () => {
    expect(recorded({ explained }).explained).toEqual(explained.slice(2));
    expect(recorded({ explained: [] }, loop({ explained })).explained).toEqual([]);
  });

  it("stays as it was where nothing was tested", () => {
    const before = loop({ explained: explained.slice(0, 1) });
    expect(recorded({ explained: [] }, before, STOPPED).explained).toEqual(before.explained);
  });
});

it("an error that was only carried along counts no check of this cycle", () => {
  const before = recordCycle(
    loop(),
    cycle([test("a", "failed", "boom")]),
    analyse(cycle([test("a", "failed", "boom")]), loop()),
    () => untrusted("an error"),
  );
  const now = cycle([test("a", "skipped"), test("b", "failed", "other")]);
  const { errors } = recordCycle(before, now, analyse(now, before), () => untrusted("an error"));
  expect(errors.map(({ count }) => count)).toEqual([1, 0]);
});
