// What holds for every message: rules one by one, and against a plain reading of them.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createComparison, type Comparison } from "../../../src/check/socket/comparison.ts";
import { createWatch, type Violation, type Watch } from "../../../src/check/socket/watch.ts";
import type { Operator } from "../../../src/model/plan.ts";
import { reveal } from "../../../src/text/untrusted.ts";
import { condition, NOBODY, user } from "./probes.ts";

const scopeOf = (id: string) => ({ ...NOBODY.scope, user: user(id) });
const other = (id: string) => ({ label: user(id)["id"] ?? condition("", "eq", "").at, scope: scopeOf(id) });

function every(at: string, operator: Operator, value: unknown): Comparison {
  return createComparison(condition(at, operator, value), (work) => ({ inTime: true, value: work() }));
}

function watching(never: readonly string[], conditions: readonly Comparison[], others: readonly string[] = []): Watch {
  return createWatch(never, conditions, scopeOf("u1"), others.map(other));
}

/** "never", "every $.place of WHOM", or "". */
function told(violation: Violation | null): string {
  if (violation === null) return "";
  if (violation.kind === "never") return `never ${violation.name}`;
  const whose = violation.foreign === null ? "" : ` of ${reveal(violation.foreign)}`;
  return `every ${reveal(violation.comparison.condition.at)}${whose}`;
}

describe("never", () => {
  it("means the name, and no message without one", () => {
    const watch = watching(["error", "null"], []);
    expect(told(watch.look({ name: "error", value: {} }))).toBe("never error");
    expect(told(watch.look({ name: "errors", value: {} }))).toBe("");
    expect(told(watch.look({ name: null, value: { type: "error" } }))).toBe("");
  });

  it("comes before every other rule", () => {
    const watch = watching(["error"], [every("$.user", "eq", "${user.id}")]);
    expect(told(watch.look({ name: "error", value: { user: "u2" } }))).toBe("never error");
  });
});

describe("every", () => {
  it.each([
    [{ user: "u1" }, ""],
    [{ user: "u2" }, "every $.user of u2"],
    [{ user: "u9" }, "every $.user"],
    [{ user: null }, "every $.user"],
    [{ user: ["u2"] }, "every $.user"],
    [{ other: "u2" }, ""],
    ["u2", ""],
    [undefined, ""],
    [null, ""],
  ])("of %j: %s", (value, violation) => {
    const watch = watching([], [every("$.user", "eq", "${user.id}")], ["u2", "u3"]);
    expect(told(watch.look({ name: "event", value }))).toBe(violation);
  });

  it("tells the first rule that is broken", () => {
    const watch = watching([], [every("$.a", "eq", 1), every("$.b", "eq", 1), every("$.c", "eq", 1)]);
    expect(told(watch.look({ name: "event", value: { a: 1, b: 2, c: 2 } }))).toBe("every $.b");
  });

  it.each([
    ["in", ["${user.id}", "system"], "u2", "every $.user of u2"],
    ["contains", "/${user.id}/", "files/u2/a", "every $.user of u2"],
    ["ne", "${user.id}", "u1", "every $.user"],
    ["eq", "u1", "u2", "every $.user"],
    ["matches", "^u1$", "u2", "every $.user"],
    ["exists", false, "u2", "every $.user"],
  ] as const)("names an owner only where the rule tells users apart (%s %j)", (operator, value, seen, violation) => {
    const watch = watching([], [every("$.user", operator, value)], ["u2"]);
    expect(told(watch.look({ name: "event", value: { user: seen } }))).toBe(violation);
  });

  it("does not stumble over a user who lacks the field", () => {
    const lacking = { label: condition("u3", "eq", "").at, scope: { ...NOBODY.scope, user: {} } };
    const watch = createWatch([], [every("$.user", "eq", "${user.id}")], scopeOf("u1"), [lacking, other("u2")]);
    expect(told(watch.look({ name: "event", value: { user: "u2" } }))).toBe("every $.user of u2");
  });

  it("has proven nothing until a message had the place", () => {
    const watch = watching([], [every("$.a", "eq", 1), every("$.b", "ne", 1), every("$.c", "exists", false)]);
    expect(watch.untold().map(reveal)).toEqual(["$.a", "$.b"]);
    watch.look({ name: "event", value: { b: 2 } });
    expect(watch.untold().map(reveal)).toEqual(["$.a"]);
    watch.look({ name: "event", value: { a: 3 } });
    expect(watch.untold()).toEqual([]);
  });
});

it("never beats everything, and every message is looked at by itself", () => {
  const message = fc.record({
    name: fc.option(fc.constantFrom("a", "b", "error")),
    value: fc.option(fc.record({ user: fc.constantFrom("u1", "u2", "u3") }, { requiredKeys: [] }), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 12 }), (messages) => {
      const watch = watching(["error"], [every("$.user", "eq", "${user.id}")], ["u2"]);
      for (const each of messages) {
        const seen = each.value?.user;
        const owner = seen === "u2" ? " of u2" : "";
        const wrong = seen !== undefined && seen !== "u1" ? `every $.user${owner}` : "";
        expect(told(watch.look(each))).toBe(each.name === "error" ? "never error" : wrong);
      }
      const hasPlace = messages.some(({ name, value }) => name !== "error" && value?.user !== undefined);
      expect(watch.untold().length).toBe(hasPlace ? 0 : 1);
    }),
  );
});
