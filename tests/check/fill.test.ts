// What is filled into texts: any value stays what it is in its place, and is never read a second time.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fill, filledValue, fillJson, fillUrl, NotCaptured, type Scope } from "../../src/check/fill.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";

const SECRET = "s3cr3t-of-staging";
const value = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("${capture.x}", "${token}", "$&", "$1", '"', "\\"),
);

function scope(text: string, captured: unknown = text): Scope {
  return {
    environment: (name) => (name === "KEY" ? SECRET : undefined),
    commit: "c0ffee",
    user: { id: untrusted(text) },
    token: "t0ken",
    captures: new Map([["x", { json: untrusted(JSON.stringify(captured)) }]]),
  };
}

describe("a value", () => {
  it("stays one text inside JSON", () => {
    fc.assert(
      fc.property(value, (text) => {
        const json = fillJson(untrusted('{"a":["${user.id}","<${user.id}>"],"n":1}'), scope(text));
        expect(JSON.parse(reveal(json))).toEqual({ a: [text, `<${text}>`], n: 1 });
      }),
    );
  });

  it("stays one part of an address", () => {
    fc.assert(
      fc.property(value, (text) => {
        const [, part = ""] = reveal(fillUrl(untrusted("https://x/${user.id}/y"), scope(text))).split(
          /^https:\/\/x\/|\/y$/u,
        );
        expect(decodeURIComponent(part)).toBe(text.toWellFormed());
        expect(part).not.toMatch(/[/?#&=\s]/u);
      }),
    );
  });

  it("is not read for references again", () => {
    expect(reveal(fill(untrusted("${user.id} ${secrets.KEY} ${commit}"), scope("${token}")))).toBe(
      `\${token} ${SECRET} c0ffee`,
    );
  });

  it("of a user may hold a secret, and what was captured may not", () => {
    const text = untrusted("${user.id} ${capture.x}");
    expect(reveal(fill(text, scope("<${secrets.KEY}>")))).toBe(`<${SECRET}> <\${secrets.KEY}>`);
    expect(reveal(fill(text, scope("${secrets.OTHER}")))).toBe("${secrets.OTHER} ${secrets.OTHER}");
  });

  it("that was captured keeps its kind where it stands alone, and is text among text", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (captured) => {
        const filled = filledValue(untrusted('["${capture.x}","=${capture.x}"]'), scope("", captured));
        const text = typeof captured === "string" ? captured : JSON.stringify(captured);
        expect(JSON.stringify(filled)).toBe(JSON.stringify([captured, `=${text}`]));
      }),
    );
  });
});

it("that is missing is told apart: what was not captured, and what planning should have refused", () => {
  expect(() => fill(untrusted("${capture.y}"), scope(""))).toThrow(NotCaptured);
  expect(() => filledValue(untrusted('"${capture.y}"'), scope(""))).toThrow(NotCaptured);
  for (const text of ["${secrets.NONE}", "${user.toString}", "${user.name}", "${other}"]) {
    expect(() => fill(untrusted(text), scope(""))).toThrow("planning accepted");
  }
});
