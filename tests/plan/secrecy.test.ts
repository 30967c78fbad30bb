// A13: no message holds a secret: neither one that is referred to, nor one that was written into the file by mistake.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { full, FULL, FULL_ENVIRONMENT } from "./full.ts";
import { ENVIRONMENT, told } from "./told.ts";

const FAULTY = readFileSync(new URL("../fixtures/plan/faulty.txt", import.meta.url), "utf8");
const SECRET = "s3cr3t-Value/with+signs=0123456789";

/** The complete file with another text in it, and the secret in every variable that it names. */
const hostile = (file: string) => ({
  ...full(file),
  environment: Object.fromEntries(Object.keys(FULL_ENVIRONMENT).map((name) => [name, SECRET])),
});

// "short" secrets are not looked for: three letters stand everywhere.
const values = Object.values(ENVIRONMENT).filter((value) => value.trim().length >= 8 && value !== ENVIRONMENT.HOST);
const PIECES = [SECRET, SECRET.slice(0, 8), SECRET.slice(-8), encodeURIComponent(SECRET).slice(0, 12)];

describe("A13: no message holds a secret", () => {
  it("whatever is wrong with the file", () => {
    const files = FAULTY.split(/^### .*\n/mu)
      .slice(1)
      .map((block) => block.slice(0, block.search(/^>>>/mu)));
    for (const file of files) {
      const text = told({ file }).join("\n");
      for (const value of values) expect(text).not.toContain(value.trim());
    }
  });

  it("when it stands in the place of any value of the file", () => {
    const spots = [...FULL.matchAll(/(?<=[:[,] )[^\s[\]{},"#]+(?=[ ,}\]\n])/gu)];
    expect(spots.length).toBeGreaterThan(230);
    // A fault can hide others of the same part, so no two spots of one file are close to each other.
    const groups = Array.from({ length: 24 }, (_, group) => spots.filter((__, index) => index % 24 === group));
    for (const [index, group] of groups.entries()) {
      const written = JSON.stringify(index % 2 === 0 ? SECRET : `x${SECRET}${"y".repeat(300)}`);
      const file = group
        .toReversed()
        .reduce((text, { index: at, 0: value }) => text.slice(0, at) + written + text.slice(at + value.length), FULL);
      const text = told(hostile(file)).join("\n");
      expect(text).not.toBe("");
      for (const piece of PIECES) expect(text).not.toContain(piece);
    }
  });

  it("when it stands in the place of a key or a name", () => {
    for (const word of [
      "probes:",
      "http:",
      "status:",
      "api answers,",
      "name: auth",
      "e2e:",
      "$.status",
      "x-revision",
      "capture:",
      "agent:",
      "tags:",
      "steps:",
      "order:",
      "targets:",
      "http.duration",
      "$.quality_score",
      "schemas/agents.json",
    ]) {
      const file = FULL.replace(word, `"${SECRET}"${/[:,]$/u.exec(word)?.[0] ?? ""}`);
      const text = told(hostile(file)).join("\n");
      expect(text).not.toBe("");
      for (const piece of PIECES) expect(text).not.toContain(piece);
    }
  });

  it("when it is part of an address or a header", () => {
    for (const url of [`https://u:${SECRET}@x.example`, `ftp://x.example/${SECRET}`, `https://x.example/ ${SECRET}`]) {
      const text = told(hostile(FULL.replace("url: /api/me", `url: "${url}"`))).join("\n");
      expect(text).toContain("probes[0].http.url: expected an address");
      for (const piece of PIECES) expect(text).not.toContain(piece);
    }
  });

  it("when it is an input", () => {
    const text = told({
      inputs: { "github-token": SECRET, url: SECRET, "max-cycles": SECRET, "fail-on": `a${SECRET}` },
    }).join("\n");
    expect(text).toContain("input max-cycles");
    for (const piece of PIECES) expect(text).not.toContain(piece);
  });
});

describe("a value that could be a secret is not shown at all", () => {
  const HOSTILE = ["a\rb", "a\nb", "a\r\nx: y", "a\0b", "\u001b[31m", "ключ-value", "a\u2028b", "\u007f", "日本語"];

  it.each(HOSTILE)("as the header value %j", (value) => {
    const file = `version: 1\nprobes: [{ name: a, http: { url: https://x.example, headers: { x-key: ${JSON.stringify(value)} } } }]\n`;
    expect(told({ file })).toEqual([
      "f.yml:2:71  probes[0].http.headers.x-key: expected a header without line breaks, control characters and letters outside Latin-1.",
    ]);
  });

  it.each(HOSTILE)("as a header value %j from the environment", (value) => {
    const file =
      'version: 1\nprobes: [{ name: a, http: { url: https://x.example, headers: { x-key: "${env.V}" } } }]\n';
    expect(told({ file, environment: { V: value } })).toEqual([
      expect.stringMatching(/x-key: expected a header without/u),
    ]);
  });

  it.each([
    "https://user:password@x.example/",
    "https://user@x.example/",
    "https://@x.example/",
    "https://x.example\\@y.example/",
    "https://x.example/\ta",
    "https://x.example/\na",
    "https://x.example/a b",
    "https://x.example/\u200bhidden",
    "\u00a0https://x.example/",
    "//user:password@x.example",
  ])("as the address %j", (url) => {
    const file = `version: 1\nprobes: [{ name: a, http: { url: ${JSON.stringify(url)} } }]\n`;
    const [line = "", ...more] = told({ file });
    expect(more).toEqual([]);
    expect(line).toMatch(/^f\.yml:2:34 {2}probes\[0\]\.http\.url: expected an address [^"]*\.$/u);
  });
});
