// Foreign text in Markdown: whatever it is, the page has the same structure as with the text "x".
import * as fc from "fast-check";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { describe, expect, it } from "vitest";
import { code, fence, fold, table } from "../../src/report/markdown.ts";
import { slug } from "../../src/report/slug.ts";
import { untrusted } from "../../src/text/untrusted.ts";

interface Node {
  readonly type: string;
  readonly children?: readonly Node[] | undefined;
  readonly lang?: string | null | undefined;
  readonly url?: string | undefined;
}

/** Types and nesting of all nodes; leaf text left out. */
function skeleton(markdown: string): unknown {
  const tree: Node = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const shape = (node: Node): unknown => [
    node.type,
    node.lang ?? null,
    node.url ?? null,
    (node.children ?? []).map(shape),
  ];
  return shape(tree);
}

const SLOTS: Readonly<Record<string, (text: string) => string>> = {
  "a heading": (text) => `### ❌ Staging: ${code(untrusted(text))} pass\n\nafter`,
  "a paragraph": (text) => `**Next:** ${code(untrusted(text))}. Then more.\n\nafter`,
  "a list": (text) => `- ${code(untrusted(text))}: ${code(untrusted(text))} (new)\n- second\n\nafter`,
  "a table": (text) =>
    `${table(["", "Error", "Fails"], [["**A**", `${code(untrusted(text))} · new`, "2 tests"]])}\n\nafter`,
  "a quote": (text) => `> ${code(untrusted(text))}\n\nafter`,
  "a fence": (text) => `before\n\n${fence(untrusted(text))}\n\nafter`,
  "a folded fence": (text) => `${fold("2 failures", `${code(untrusted(text))}\n\n${fence(untrusted(text))}`)}\n\nafter`,
};

const HOSTILE: readonly string[] = [
  "# All green",
  "a\n\n---\n\n# b",
  "``` \n# out",
  "`````",
  "`".repeat(65_000),
  "~~~\nx",
  "a`b`c``d",
  "a|b\\|c\\",
  "trailing backslash \\",
  "</details><h1>All green</h1>",
  "<!-- unclosed",
  "<!-- test-deploy-loop:staging -->",
  "--> <!--",
  "@octocat @acme/team &#64;octocat",
  "fixes #1, closes acme/chat#2, GH-3",
  "https://evil.example/?q=1 www.evil.example <https://evil.example>",
  "![x](https://evil.example/pixel.png) [View logs](https://evil.example)",
  "> [!WARNING]\n> x",
  "1. a\n2. b\n- [ ] c",
  "[^1]\n\n[^1]: note",
  '```mermaid\ngraph TD; click A "javascript:x"\n```',
  "$$x$$ $`x`$",
  "\r# cr\r\n# crlf\u0085# nel\u2028# ls",
  "\u001b[31mred\u001b[0m \u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007",
  "\u202egnp.exe\u2066\u200b\u{e0041}\ufeff",
  "\ud800 lone",
  "::error::forged\n##[error]forged",
  "   ",
  "",
  "\t\tindented",
];

describe.each(Object.entries(SLOTS))("foreign text in %s", (_, slot) => {
  const wanted = skeleton(slot("x"));

  it.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 60), text]))(
    "keeps the structure for %s",
    (_name, text) => {
      const isEmpty = text.trim() === "";
      if (isEmpty) expect(() => skeleton(slot(text))).not.toThrow();
      else expect(skeleton(slot(text))).toEqual(wanted);
    },
  );

  it("keeps the structure for anything made of the characters that Markdown is made of", () => {
    const units = fc.constantFrom(
      "`",
      "~",
      "\n",
      "\r",
      ">",
      "-",
      "|",
      "\\",
      "#",
      "*",
      "_",
      "[",
      "]",
      "(",
      ")",
      "<",
      "!",
      "x",
      " ",
      "@a",
      "&#64;",
      "\t",
    );
    fc.assert(
      fc.property(fc.array(units, { minLength: 1, maxLength: 40 }), (parts) => {
        const text = `x${parts.join("")}`;
        expect(skeleton(slot(text))).toEqual(wanted);
      }),
      { numRuns: 300 },
    );
  });
});

it("B1: has the structure of any text where there is none", () => {
  expect(skeleton(`- ${code(untrusted(""))}\n`)).toEqual(skeleton(`- ${code(untrusted("x"))}\n`));
});

it("B7: makes a marker of a name of which nothing can be seen, too", () => {
  expect(slug(untrusted(""))).toMatch(/^env-[0-9a-f]{6}$/u);
});

it("B4: breaks mentions, references and markers for those who read the page as plain text", () => {
  for (const shown of [code(untrusted("@octocat #12 <!-- x -->")), fence(untrusted("@octocat #12 <!-- x -->"))]) {
    expect(shown).not.toMatch(/@\w|#\d|<!--/u);
  }
});

it("B8: leaves nothing that cannot be seen but its own breaks", () => {
  const all = Array.from({ length: 0x11_0000 }, (_, point) => point).filter(
    (point) => point < 0xd800 || point > 0xdfff,
  );
  for (let from = 0; from < all.length; from += 4_096) {
    const shown = fence(untrusted(String.fromCodePoint(...all.slice(from, from + 4_096))), 10_000).replaceAll(
      "\u200b",
      "",
    );
    expect(/[\p{Cf}\u0000-\u0008\u000b-\u001f\u007f-\u009f]|\p{Noncharacter_Code_Point}/u.test(shown)).toBe(false);
  }
});
