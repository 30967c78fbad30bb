// Keys that reach into JavaScript's own objects are refused wherever a file can hold a key.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { told } from "./told.ts";

const FULL = readFileSync(new URL("../fixtures/plan/full.yml", import.meta.url), "utf8");
const ENVIRONMENT = { STAGING_JWT_SECRET: "0123456789abcdef0123456789abcdef" };

// Every opening brace of the complete file is a map, and so is every line that ends with a colon.
const spots = [...FULL.matchAll(/\{ |:\n +(?=[a-z])/gu)].map((match) => match.index + match[0].length);
const withKey = (at: number, key: string): string => {
  const isFlow = FULL.slice(at - 2, at) === "{ ";
  const indent = /\n( *)$/u.exec(FULL.slice(0, at))?.[1] ?? "";
  return FULL.slice(0, at) + (isFlow ? `${key}: { x: 1 }, ` : `${key}: { x: 1 }\n${indent}`) + FULL.slice(at);
};

describe.each(["__proto__", "constructor", "prototype"])("the key %s", (key) => {
  it("is refused in every map of the file", () => {
    expect(spots.length).toBeGreaterThan(25);
    for (const at of spots) {
      const lines = told({ file: withKey(at, key), environment: ENVIRONMENT });
      expect(lines.filter((line) => line.includes(key))).toEqual([
        expect.stringMatching(/: this key is not allowed anywhere\.$/u),
      ]);
    }
    expect(Reflect.get({}, "x")).toBeUndefined();
  });

  it("is refused at the top, in quotes and as an escape", () => {
    const escaped = `"\\x${key.charCodeAt(0).toString(16)}${key.slice(1)}"`;
    for (const spelling of [key, `"${key}"`, `'${key}'`, escaped]) {
      expect(told({ file: `version: 1\n${spelling}: 1\n` })).toContain(
        `f.yml:2:1  ${key}: this key is not allowed anywhere.`,
      );
    }
  });
});
