// The pages about kinds of failure: every class has its section, and what they show is what the judge and the commands say.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLASSES } from "../../src/judge/classes.ts";
import { RULES } from "../../src/judge/rules/rules.ts";
import { isClassId, TRANSIENCE, type ClassId } from "../../src/model/failure-class.ts";
import { classification } from "../../src/read/classification.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { shownOn } from "./shown.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const PAGE = readFileSync(join(ROOT, "docs", "failures.md"), "utf8");
const SOURCES = readFileSync(join(ROOT, "docs", "failure-sources.md"), "utf8");

/** Only a probe of ours can tell it. */
const WITHOUT_TEXT: ReadonlySet<ClassId> = new Set<ClassId>(["access.bypassed"]);

const IDS = Object.keys(CLASSES).filter(isClassId);

interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: string;
}

const SECTIONS: readonly Section[] = [
  ...PAGE.matchAll(/^## `(?<id>[\w.-]+)`: (?<title>[^\n]+)\n(?<body>(?:(?!^## )[\s\S])*)/gmu),
].map(({ groups = {} }) => ({ id: groups["id"] ?? "", title: groups["title"] ?? "", body: groups["body"] ?? "" }));

function sectionOf(id: ClassId): Section {
  const found = SECTIONS.find((section) => section.id === id);
  if (found === undefined) throw new Error(`docs/failures.md has no section for ${id}`);
  return found;
}

it("every class has one section, in the order of the table, under its title", () => {
  expect(SECTIONS.map(({ id, title }) => [id, title])).toEqual(IDS.map((id) => [id, CLASSES[id].title]));
});

describe.each(IDS)("%s", (id) => {
  it("says whether it passes by itself, who acts, what decides and what to do", () => {
    const { body } = sectionOf(id);
    expect(body).toContain(`**Passes by itself:** \`${TRANSIENCE[id]}\`.`);
    expect(body).toContain(`**Usually acts:** \`${CLASSES[id].owner}\`,`);
    expect(body).toMatch(/\*\*Decides:\*\* \S/u);
    expect(body).toMatch(/\*\*To do:\*\* \S/u);
  });
});

describe.each(IDS.filter((id) => !WITHOUT_TEXT.has(id)))("the example of %s", (id) => {
  it("gives the line that is shown, and has this class", () => {
    const fences = [...sectionOf(id).body.matchAll(/^```(text|json)\n([\s\S]*?)\n```$/gmu)];
    expect(fences.map(([, language]) => language)).toEqual(["text", "json"]);
    const [text, line] = fences.map((fence) => fence[2] ?? "");
    expect([...classification([{ id, text: untrusted(text ?? "") }], (each) => each)].join("")).toBe(`${line}\n`);
    expect(line).toContain(`"class":"${id}"`);
  });
});

it("what only probes tell has no example of a text", () => {
  for (const id of WITHOUT_TEXT) expect(sectionOf(id).body).not.toContain("```");
});

it("tells as many tiers as there are", () => {
  expect(PAGE.match(/^\| \d+ \| \S/gmu)).toHaveLength(RULES.length);
});

describe("the commands", () => {
  const shown = shownOn(PAGE, join(ROOT, "src", "cli.ts"));
  const prints = shown.blocks.filter(({ mark }) => mark === "prints");
  beforeAll(shown.open);
  afterAll(shown.close);

  it("are both shown", () => {
    expect(prints.map(({ words }) => words[0])).toEqual(["classify", "compare"]);
  });

  it.each(prints)("print what the page says: $words", async ({ words, text }) => {
    expect(await shown.printed(words)).toBe(text);
  });

  it("and no other block stands above the classes", () => {
    const above = PAGE.slice(0, PAGE.indexOf("\n## `"));
    expect(above.match(/^```\w+$/gmu)).toHaveLength(shown.blocks.length);
  });
});

describe("the sources", () => {
  it("are items of one form, a name and its addresses, and none stands twice below one heading", () => {
    const items = SOURCES.split("\n").filter((line) => line.startsWith("- "));
    expect(items.length).toBeGreaterThan(100);
    expect(items.filter((item) => !/^- [^<>]+: <https?:\/\/[^<> ]+>(?:, <https?:\/\/[^<> ]+>)*$/u.test(item))).toEqual(
      [],
    );
    for (const part of SOURCES.split("\n## ")) {
      const own = part.split("\n").filter((line) => line.startsWith("- "));
      expect(new Set(own).size).toBe(own.length);
    }
  });
});
