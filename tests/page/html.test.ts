// The one place that knows HTML: foreign text gets in as text, and in no other way.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  all,
  block,
  copyable,
  data,
  el,
  file,
  inside,
  named,
  outside,
  quote,
  sentence,
  type Html,
} from "../../src/report/html/html.ts";
import { untrusted } from "../../src/text/untrusted.ts";

/** As it stands in a file. */
function text(html: Html): string {
  const head = { title: "", icon: all(), style: "", script: "", styleHash: "", scriptHash: "" };
  return file(head, [html]).split("<style></style>\n")[1]?.split("\n<script></script>")[0] ?? "";
}

it("escapes what begins or ends a tag, an attribute or an entity", () => {
  const sign = `<b>&amp; "x" 'y'`;
  expect(text(el("p", { title: sign }, sign))).toBe(
    '<p title="&lt;b&gt;&amp;amp; &quot;x&quot; &#39;y&#39;">&lt;b&gt;&amp;amp; &quot;x&quot; &#39;y&#39;</p>',
  );
  expect(text(named(untrusted(sign)))).toBe("<bdi>&lt;b&gt;&amp;amp; &quot;x&quot; &#39;y&#39;</bdi>");
});

it("takes no foreign text that does not say how it is shown, no address, and no style", () => {
  const foreign = untrusted("x");
  // @ts-expect-error -- foreign text has to be quoted, named or set as a block
  expect(() => text(el("p", {}, foreign))).toThrow(TypeError);
  // @ts-expect-error -- nor can it be an attribute
  expect(text(el("p", { title: foreign }))).toBe('<p title="[object Object]"></p>');
  // @ts-expect-error -- addresses are made by inside and outside
  el("a", { href: "javascript:alert(1)" });
  // @ts-expect-error -- style is the style sheet's
  el("p", { style: "color: red" });
  // @ts-expect-error -- nobody else makes markup
  const forged: Html = { text: "<b>" };
  expect(() => text(all(forged))).toThrow(TypeError);
});

it("leads to the web or nowhere", () => {
  const to = (url: string): string => text(outside({ text: "Run", url }));
  expect(to("https://github.example/a/b?x=1&y=2")).toBe(
    '<a href="https://github.example/a/b?x=1&amp;y=2" rel="noreferrer">Run</a>',
  );
  for (const url of [
    "javascript:alert(1)",
    "data:text/html,x",
    "//evil.example",
    " https://x",
    "file:///etc/passwd",
    "",
  ])
    expect(to(url)).toBe("Run");
  expect(text(inside("errors", "2 errors"))).toBe('<a href="#errors">2 errors</a>');
});

describe("a sentence", () => {
  it("has our own emphasis, code and breaks, foreign words as quotations, and links", () => {
    const parts = [
      "**One error is behind ",
      untrusted("a*b"),
      ":** add `x: y`.<br>",
      { text: "Run", url: "https://x.example/1" },
    ];
    expect(text(sentence(parts))).toBe(
      '<strong>One error is behind <code dir="auto">a*b</code>:</strong> add <code>x: y</code>.<br><a href="https://x.example/1" rel="noreferrer">Run</a>',
    );
  });

  it("closes what it opens, whatever is missing", () => {
    expect(text(sentence(["**a `b"]))).toBe("<strong>a <code>b</code></strong>");
  });

  it("does not read marks in foreign words", () => {
    expect(text(sentence([untrusted("**x** `y` <br>")]))).toBe('<code dir="auto">**x** `y` &lt;br&gt;</code>');
  });

  it("leads to the error that it names, where the page has it", () => {
    const line = ["Because of A, not run: ", untrusted("because of B"), ". Not because of C."];
    expect(text(sentence(line, new Set(["A", "B"])))).toBe(
      'Because of <a href="#error-a">A</a>, not run: <code dir="auto">because of B</code>. Not because of C.',
    );
  });
});

describe("foreign text", () => {
  it("is on one line where it is quoted, and visible for what it is", () => {
    expect(text(quote(untrusted("a\n\n  b\u202e\u0007\u001b[31mc")))).toBe('<code dir="auto">a b␦c</code>');
    expect(text(quote(untrusted(" \n ")))).toBe("<i>(empty)</i>");
  });

  it("is cut in the middle, and says so", () => {
    expect(text(all(block(untrusted(`head ${"x".repeat(9_000)} tail`), 1_000)))).toMatch(
      /^<pre dir="auto">head x+ … \d+ characters cut … x+ tail<\/pre>$/u,
    );
  });

  it("is nothing where there is nothing to read", () => {
    expect(block(untrusted(" \n\t"), 1_000)).toBeNull();
  });

  it("is copied as it is, or it is said that it is not", () => {
    expect(copyable(untrusted('pytest "a[<b>]" @x #1'), 1_000).isExact).toBe(true);
    for (const line of ["a\u200bb", "x".repeat(2_000), "a\u0007"])
      expect(copyable(untrusted(line), 1_000).isExact).toBe(false);
  });

  it("cannot end the block of data that it stands in, and comes out of it as it went in", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("<", "/", "script>", "!--", "&", '"', "\\", "\u2028", "x", "]]>") }),
        (value) => {
          const html = text(data("d", { a: [untrusted(value)], ours: value }, 300));
          const inner = html.slice('<script type="application/json" id="d">'.length, -"</script>".length);
          expect(inner).not.toMatch(/[<>&\u2028\u2029]/u);
          const read: unknown = JSON.parse(inner);
          expect(read).toEqual({ a: [value.replaceAll("\u2028", " ").replace(/\s+/gu, " ").trim()], ours: value });
        },
      ),
    );
  });
});
