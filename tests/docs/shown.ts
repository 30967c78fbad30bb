// The files and commands that a page shows: `file NAME` is written, `prints WORDS` is what our command has to print.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeProgram, STARTS_SOON } from "../../demo/staging/node-program.ts";

export interface Shown {
  readonly mark: string;
  readonly words: readonly string[];
  readonly text: string;
}

export interface ShownPage {
  readonly blocks: readonly Shown[];
  /** Makes the folder in which its commands run. */
  readonly open: () => void;
  readonly close: () => void;
  readonly printed: (words: readonly string[]) => Promise<string>;
}

/** `program` is our command line: the bundle, or its source. */
export function shownOn(page: string, program: string): ShownPage {
  const found = page.matchAll(/<!-- (?<mark>file|prints) (?<words>[^\n]*) -->\n```\w+\n(?<text>[\s\S]*?)```/gu);
  const blocks = [...found].map(({ groups = {} }): Shown => ({
    mark: groups["mark"] ?? "",
    words: (groups["words"] ?? "").split(" "),
    text: groups["text"] ?? "",
  }));
  let folder = "";
  return {
    blocks,
    open: () => {
      folder = mkdtempSync(join(tmpdir(), "shown-"));
      for (const { mark, words, text } of blocks)
        if (mark === "file") writeFileSync(join(folder, words[0] ?? ""), text);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
    printed: (words) =>
      new Promise((resolve, reject) => {
        execFile(nodeProgram(), [...STARTS_SOON, program, ...words], { cwd: folder }, (error, out) =>
          error === null ? resolve(out) : reject(error),
        );
      }),
  };
}
