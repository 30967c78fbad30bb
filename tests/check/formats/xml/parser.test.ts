// The parser says what bare saxes says, wherever a document is cut.
import { assert, constantFrom, array, integer, property, string, tuple } from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { createParser } from "../../../../src/check/formats/xml/parser.ts";

/** What was said, texts in a row as one; and whether it ended well. */
interface Heard {
  readonly events: readonly string[];
  readonly problem: string | null;
}

function listener() {
  const events: string[] = [];
  let text = "";
  const settle = (): void => {
    if (text !== "") events.push(`text ${JSON.stringify(text)}`);
    text = "";
  };
  return {
    open: (name: string, attributes: Readonly<Record<string, string>>): void => {
      settle();
      events.push(`open ${name} ${JSON.stringify(Object.entries(attributes))}`);
    },
    text: (piece: string): void => {
      text += piece;
    },
    close: (name: string): void => {
      settle();
      events.push(`close ${name}`);
    },
    heard: (problem: string | null): Heard => {
      settle();
      return { events, problem };
    },
  };
}

function ours(document: string, sizes: readonly number[]): Heard {
  const { open, text, close, heard } = listener();
  try {
    const parser = createParser({
      open: ({ name, attributes }) => open(name, attributes),
      text,
      close,
      doctype: () => new Error("doctype"),
    });
    let at = 0;
    for (let turn = 0; at < document.length; turn++) {
      const size = sizes[turn % sizes.length] ?? 1;
      parser.write(document.slice(at, at + size));
      at += size;
    }
    parser.end();
    return heard(null);
  } catch (error) {
    return heard(error instanceof Error ? error.message : "?");
  }
}

function bare(document: string): Heard {
  const { open, text, close, heard } = listener();
  const parser = new SaxesParser();
  let depth = 0;
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    depth++;
    open(name, attributes);
  });
  parser.on("closetag", ({ name }) => {
    depth--;
    close(name);
  });
  parser.on("text", (piece) => {
    if (depth > 0) text(piece);
  });
  parser.on("cdata", text);
  try {
    parser.write(document).close();
    return heard(null);
  } catch (error) {
    return heard(error instanceof Error ? error.message : "?");
  }
}

const words = constantFrom(
  "a",
  " ",
  "\n",
  "\r\n",
  "\r",
  "]",
  "]]",
  "-",
  "b-",
  "&lt;",
  "&#10;",
  "&#x1F511;",
  "\u{1f511}",
  "\u00e9",
);
const plain = array(words, { maxLength: 12 }).map((each) => each.join(""));
const inner = plain.map((text) => text.replaceAll("]]", "] ]"));
const piece = constantFrom("text", "cdata", "comment", "tag", "empty", "instruction").chain((kind) =>
  tuple(inner, inner).map(([a, b]) => {
    switch (kind) {
      case "cdata":
        return `<![CDATA[${a}]${b}]]>`;
      case "comment":
        return `<!--${a.replaceAll("-", "- ")}x${b.replaceAll("-", "- ")}-->`;
      case "tag":
        return `<t k="${a}" l='${b}'>${a}</t>`;
      case "empty":
        return `<t k="${a}"/>`;
      case "instruction":
        return `<?go ${a.replaceAll("?", "")}?>`;
      case "text":
        return a;
    }
  }),
);
const document = array(piece, { maxLength: 12 }).map((all) => `<?xml version="1.0"?>\n<root>${all.join("")}</root>\n`);
const sizes = array(integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });

const RUNS = Number(process.env["FC_RUNS"] ?? 250);

describe("any document", () => {
  it("is heard as saxes hears it", () => {
    assert(
      property(document, sizes, (text, cuts) => {
        const wanted = bare(text);
        expect(wanted.problem).toBeNull();
        expect(ours(text, cuts)).toEqual(wanted);
      }),
      { numRuns: RUNS },
    );
  });

  it("is broken where saxes says it is", () => {
    const hurt = tuple(
      document,
      integer({ min: 0, max: 200 }),
      string({
        maxLength: 3,
        unit: constantFrom("<", ">", "&", "/", '"', "'", "-", "]", "=", "!", " ", "k", "#"),
      }),
    );
    assert(
      property(hurt, sizes, ([text, at, letter], cuts) => {
        const letters = Array.from(text);
        const broken = [...letters.slice(0, at), letter, ...letters.slice(at)].join("");
        const wanted = bare(broken);
        const heard = ours(broken, cuts);
        expect([broken, heard.problem === null]).toEqual([broken, wanted.problem === null]);
        if (wanted.problem === null) expect(heard.events).toEqual(wanted.events);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("other than saxes", () => {
  it("an element that another one's end tag closes is never told as closed", () => {
    expect(ours("<a><b></a>", [100])).toEqual({
      events: ["open a []", "open b []"],
      problem: "not well-formed XML at line 1",
    });
  });

  it("characters that XML forbids are replaced, raw or as references", () => {
    expect(ours(`<a k="\u001b[1m&#27;">\u0000&#x1B;<![CDATA[\uffff&#27;]]></a>`, [3]).events).toEqual([
      `open a [["k","\ufffd[1m\ufffd"]]`,
      `text "\ufffd\ufffd\ufffd&#27;"`,
      "close a",
    ]);
  });

  it("nothing of a document type is read but the name of the root", () => {
    const roots: string[] = [];
    const parser = createParser({
      open: () => expect.fail(),
      text: () => expect.fail(),
      close: () => expect.fail(),
      doctype: (root) => {
        roots.push(root);
        return new Error("there is one");
      },
    });
    expect(() => parser.write(`<?xml version="1.0"?><!-- x --><!DOCTYPE some:root [<!ENTITY % a "">`)).toThrow(
      "there is one",
    );
    expect(roots).toEqual(["some:root"]);
  });

  it("the line of a fault is that of the tag or text that holds it", () => {
    expect(ours(`<a>\r\n<b/>\n<c d="1"\n d="2"/></a>`, [4]).problem).toBe("not well-formed XML at line 3");
    expect(ours("<a>\n\n", [2]).problem).toBe("not well-formed XML at line 3");
  });
});

describe("no text piles up", () => {
  const MEGABYTE = 1_024 * 1_024;

  /** The longest piece of text that is handed on, and the most memory beyond what was taken before. */
  function measure(before: string, filler: string, after: string, megabytes: number): readonly [number, number] {
    let longest = 0;
    let most = 0;
    const parser = createParser({
      open: () => {},
      close: () => {},
      doctype: () => new Error("doctype"),
      text: (given) => {
        longest = Math.max(longest, given.length);
      },
    });
    const block = filler.repeat(Math.floor(65_536 / filler.length));
    const start = process.memoryUsage().heapUsed;
    parser.write(`<testsuites><testsuite>${before}`);
    for (let at = 0; at < megabytes * 16; at++) {
      parser.write(block);
      if (at % 16 === 0) most = Math.max(most, process.memoryUsage().heapUsed - start);
    }
    parser.write(`${after}</testsuite></testsuites>`);
    parser.end();
    return [longest, most / MEGABYTE];
  }

  it.each([
    ["CDATA", "<![CDATA[", "abc]d", "]]>"],
    ["CDATA of brackets", "<![CDATA[", "]", "]]>"],
    ["CDATA of markup", "<![CDATA[", "<a>", "]]>"],
    ["text", "", "plain words\n", ""],
    ["text of references", "", "&amp;", ""],
    ["a comment", "<!--", "a-", "a-->"],
  ])("in %s", (_, before, filler, after) => {
    const [longest, most] = measure(before, filler, after, 6);
    expect(longest).toBeLessThan(400_000);
    expect(most).toBeLessThan(120);
  });

  it.each([
    ["a tag", `<a b="`, "x"],
    ["the name of a tag", "<a", "a"],
    ["an instruction", "<?go ", "x"],
  ])("in %s, which has an end", (_, before, filler) => {
    expect(() => measure(before, filler, "", 6)).toThrow("a tag of more than 4 MiB");
  });
});
