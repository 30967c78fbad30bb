// Takes the pages of docs/ apart: their examples, what each is said to do, and the messages that they show.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { faultIds, type FaultId } from "../../demo/staging/faults.ts";

/** One configuration file as a reader would put it together, and what the page says of it. */
export interface Example {
  /** "docs/auth.md:12" */
  readonly place: string;
  readonly config: string;
  /** Files of the repository that the page shows, by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly claims: readonly Claim[];
}

/** What is told when this is broken: the failures of a cycle, or the faults of a file that is no plan. */
export interface Claim {
  readonly fault: FaultId | null;
  /** Empty where everything passes. */
  readonly lines: string;
}

const DOCS = join(import.meta.dirname, "..", "..", "docs");

/** These show no configuration, and have tests of their own. */
const WITHOUT_CONFIGURATION: ReadonlySet<string> = new Set([
  "reports.md",
  "failures.md",
  "failure-sources.md",
  "fix.md",
  "loop.md",
  "nights.md",
  "report.md",
]);

/** Pages about the configuration file. */
export const PAGES = readdirSync(DOCS).filter((name) => name.endsWith(".md") && !WITHOUT_CONFIGURATION.has(name));

/** The examples of one page, in its order. Throws for a block that no test would look at. */
export function examplesOf(page: string): readonly Example[] {
  const examples: Example[] = [];
  const files: Record<string, string> = {};
  let head = "";
  for (const block of blocksOf(page)) {
    if (block.mark === "head") head = block.text;
    else if (block.mark === "file") files[block.word] = block.text;
    else if (block.language === "yaml") {
      const claims: Claim[] = block.mark === "example" ? [{ fault: faultNamed(block.word), lines: "" }] : [];
      const config = block.text.startsWith("version:") ? block.text : head + block.text;
      examples.push({ place: block.place, config, files: { ...files }, claims });
    } else {
      const last = examples.pop();
      if (last === undefined) throw new Error(`${block.place}: there is no example above this message`);
      if (block.text.trim() === "") throw new Error(`${block.place}: there is no message`);
      const claim: Claim = { fault: faultNamed(block.word), lines: block.text.trim() };
      examples.push({ ...last, claims: [...last.claims, claim] });
    }
  }
  return examples;
}

interface Block {
  readonly place: string;
  readonly mark: string;
  /** A fault, a path, or "". */
  readonly word: string;
  readonly language: string;
  readonly text: string;
}

const LANGUAGES: Readonly<Record<string, readonly string[]>> = {
  head: ["yaml"],
  example: ["yaml"],
  "failing example": ["yaml"],
  file: ["json", "yaml"],
  failure: ["text"],
  faults: ["text"],
};

const MARK = new RegExp(`^(${Object.keys(LANGUAGES).join("|")})(?: (?:with )?([\\w./-]+))?$`, "u");

function blocksOf(page: string): readonly Block[] {
  const text = readFileSync(join(DOCS, page), "utf8");
  const fences = text.matchAll(/(?:<!-- (?<marks>[^\n]*) -->\n)?```(?<language>\w+)\n(?<text>[\s\S]*?)```/gu);
  return [...fences].map((fence) => {
    const { marks = "", language = "", text: content = "" } = fence.groups ?? {};
    const place = `docs/${page}:${text.slice(0, fence.index).split("\n").length}`;
    const [, mark = "", word = ""] = MARK.exec(marks) ?? [];
    if (LANGUAGES[mark]?.includes(language) !== true)
      throw new Error(`${place}: ${language} with the mark "${marks}" is no example`);
    return { place, mark, word, language, text: content };
  });
}

function faultNamed(name: string): FaultId | null {
  const fault = faultIds().find((id) => id === name) ?? null;
  if (fault === null && name !== "") throw new Error(`staging has no fault ${name}`);
  return fault;
}
