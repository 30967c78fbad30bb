// A4: keys that reach into JavaScript's own objects are refused wherever a file can hold a key.
import { describe, expect, it } from "vitest";
import { MOST_FAULTS } from "../../src/plan/file/faults.ts";
import { full, FULL } from "./full.ts";
import { told } from "./told.ts";

// Every opening brace of the complete file is a map, and so is every line that ends with a colon.
const spots = [...FULL.matchAll(/\{ |:\n +(?=[a-z])/gu)].map((match) => match.index + match[0].length);

function withKey(text: string, at: number, key: string): string {
  const isFlow = text.slice(at - 2, at) === "{ ";
  const indent = /\n( *)$/u.exec(text.slice(0, at))?.[1] ?? "";
  return text.slice(0, at) + (isFlow ? `${key}: { x: 1 }, ` : `${key}: { x: 1 }\n${indent}`) + text.slice(at);
}

/** As many spots at once as faults are told. */
const groups = Array.from({ length: Math.ceil(spots.length / MOST_FAULTS) }, (_, group) =>
  spots.slice(group * MOST_FAULTS, (group + 1) * MOST_FAULTS),
);

describe.each(["__proto__", "constructor", "prototype"])("A4: the key %s", (key) => {
  it("is refused in every map of the file", () => {
    expect(spots.length).toBeGreaterThan(90);
    for (const group of groups) {
      const file = group.toReversed().reduce((text, at) => withKey(text, at, key), FULL);
      const lines = told(full(file)).filter((line) => line.includes(key));
      expect(lines).toHaveLength(group.length);
      expect(lines.filter((line) => !line.endsWith(": this key is not allowed anywhere."))).toEqual([]);
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

  it("finds nothing where a name is looked up", () => {
    const file = `version: 1
url: https://x.example
preflight: [${key}]
defaults: { auth: ${key}, retry: { count: 1, on: [${key}] } }
probes:
  - { name: a, needs: [${key}], http: { url: "/\${capture.${key}}", headers: { a: "\${env.${key}}" } } }
  - { name: b, auth: none, http: { url: /, capture: { ${key}: $.${key} } } }
targets: [{ metric: ${key}, tags: [${key}], max: 1 }]
`;
    const lines = told({ file });
    expect(lines.length).toBeGreaterThanOrEqual(7);
    expect(lines.filter((line) => !line.includes(key) && !line.includes("retry.on[0]"))).toEqual([]);
  });
});
