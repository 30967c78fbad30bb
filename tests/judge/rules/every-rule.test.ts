// Every rule decides a text that its tool prints, and none decides what belongs to another.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { classifyText } from "../../../src/judge/classify/classify-text.ts";
import { RULES } from "../../../src/judge/rules/rules.ts";
import { untrusted } from "../../../src/text/untrusted.ts";
import type { Example } from "./example.ts";

const folder = join(import.meta.dirname, "examples");
const files = await Promise.all(
  readdirSync(folder).map(async (file): Promise<readonly [string, readonly Example[]]> => {
    const { EXAMPLES }: { readonly EXAMPLES: readonly Example[] } = await import(join(folder, file));
    return [file, EXAMPLES];
  }),
);

describe.each(files)("%s", (_, examples) => {
  it.each(examples)("$rule: $text", ({ rule, class: id, transient, text }) => {
    const found = classifyText(untrusted(text));
    expect({ rule: found.rule, class: found.class, transient: found.transient }).toEqual({
      rule,
      class: id,
      transient,
    });
  });
});

const rules = RULES.flat();

it("no rule is without an example", () => {
  const shown = new Set(files.flatMap(([, examples]) => examples.map((each) => each.rule)));
  expect(rules.map((rule) => rule.id).filter((id) => !shown.has(id))).toEqual([]);
});

it("ids are told once", () => {
  expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
});

it("patterns have no state of their own", () => {
  expect(rules.filter(({ pattern, unless }) => /[gy]/u.test(pattern.flags + (unless?.flags ?? "")))).toEqual([]);
});
