// What a deploy's command told, as it is taken over: only whole addresses, and everything that the plan needs.
import { describe, expect, it } from "vitest";
import { readTold } from "../../src/deploy/told.ts";
import type { NeededOutput } from "../../src/model/plan.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";

const URL: NeededOutput = { name: "url", as: "address" };

function told(outputs: Readonly<Record<string, string>>, needed: readonly NeededOutput[] = []) {
  const all = new Map(Object.entries(outputs).map(([name, text]) => [name, untrusted(text)]));
  const { outputs: kept, url, problem } = readTold(needed, all);
  return {
    kept: Object.fromEntries([...kept].map(([name, text]) => [name, reveal(text)])),
    url: url === null ? null : reveal(url),
    problem,
  };
}

describe("an address", () => {
  it.each([
    ["https://a.example", "https://a.example"],
    ["https://A.Example/", "https://a.example"],
    [" https://a.example:8443/base/ ", "https://a.example:8443/base"],
    ["http://127.0.0.1:3000", "http://127.0.0.1:3000"],
    ["http://[::1]:80/x", "http://[::1]/x"],
    ["https://a.example/${secrets.KEY}", "https://a.example/$%7Bsecrets.KEY%7D"],
  ])("%s is taken as %s", (text, url) => {
    expect(told({ url: text }, [URL])).toEqual({ kept: { url }, url, problem: null });
  });

  it.each([
    ["a.example", "one that starts with https:// or http://"],
    ["ftp://a.example", "one that starts with https:// or http://"],
    ["javascript:alert(1)", "one that starts with https:// or http://"],
    ["https://", "one with a valid host"],
    ["https://a.example:99999", "one with a valid host"],
    ["https://user:secret@a.example", "one without user name and password"],
    ["https://user@a.example", "one without user name and password"],
    ["https://a.example?x=1", "one without a query"],
    ["https://a.example?", "one without a query"],
    ["https://a.example#x", "one without a fragment"],
    ["https://a.example/ b", "one without spaces and control characters"],
    ["https://a.example\\@b.example", "one without spaces and control characters"],
    ["https://a.example/\u202ex", "one without spaces and control characters"],
    [`https://a.example/${"x".repeat(2_048)}`, "at most 2048 characters"],
  ])("%s is none, and none of it is repeated", (text, expected) => {
    const result = told({ url: text }, [URL]);
    expect(result).toEqual({
      kept: {},
      url: null,
      problem: `it told an address that is none (url): expected ${expected}`,
    });
    expect(result.problem).toMatch(/^[\w .,:;()'"/-]{1,300}$/u);
  });

  it("that nothing needs is shown when it is one, and never a reason to fail", () => {
    expect(told({ url: "https://a.example", other: "x" })).toEqual({
      kept: { url: "https://a.example" },
      url: "https://a.example",
      problem: null,
    });
    expect(told({ url: "nonsense" })).toEqual({ kept: {}, url: null, problem: null });
    expect(told({})).toEqual({ kept: {}, url: null, problem: null });
  });
});

describe("what the plan needs", () => {
  it("is missed by name", () => {
    const problem = "it told no api-url: its command has to write one into the file GITHUB_OUTPUT";
    const needed: readonly NeededOutput[] = [{ name: "api-url", as: "address" }, URL];
    expect(told({ url: "https://a.example" }, needed).problem).toBe(problem);
    expect(told({ "api-url": "  " }, needed).problem).toBe(problem);
    expect(problem).toMatch(/^[\w .,:;()'"/-]{1,300}$/u);
  });

  it("is any text where it stands in a text", () => {
    const release: NeededOutput = { name: "release", as: "text" };
    expect(told({ release: "v1 (beta) #2" }, [release])).toEqual({
      kept: { release: "v1 (beta) #2" },
      url: null,
      problem: null,
    });
    expect(told({ release: "" }, [release]).problem).toMatch(/^it told no release/u);
  });
});
