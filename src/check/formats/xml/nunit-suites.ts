// Suites of both NUnit formats. A suite says that it failed when a test in it did, and also when its own set-up or
// tear-down did, which no test shows: then it is an error of its own.
import { bounded, MAX_NAME } from "../bounds.ts";
import type { Page } from "../test-case.ts";
import { plain, runError } from "./evidence.ts";
import { nunitWords, type NUnitWords } from "./nunit-words.ts";
import { baseName } from "./values.ts";

export interface SuiteFacts {
  readonly type: string;
  readonly name: string;
  readonly fullName: string;
  readonly failed: boolean;
  /** Its tear-down failed, whatever its tests say. */
  readonly failedAtEnd: boolean;
}

export interface OpenSuite extends SuiteFacts {
  readonly depth: number;
  readonly words: NUnitWords;
  /** A test in it failed, or another suite in it is an error of its own. */
  brokenInside: boolean;
}

export interface Suites {
  readonly open: (facts: SuiteFacts, depth: number) => void;
  readonly innermost: () => OpenSuite | undefined;
  /** From the outermost. */
  readonly all: () => readonly OpenSuite[];
  /** A test in the innermost suite failed. */
  readonly broken: () => void;
  readonly close: () => void;
  /** What identifies tests beside their class: the assembly. */
  readonly path: () => readonly string[];
  /** The suite whose set-up failed with all that is in it. */
  readonly brokenSetUp: () => NUnitWords | null;
}

const MAX_SUITE = MAX_NAME / 2;

export function createSuites(page: Page): Suites {
  const open: OpenSuite[] = [];
  let path: readonly string[] = [];

  function close(): void {
    const suite = open.pop();
    if (suite === undefined) return;
    if (suite.failed && (suite.failedAtEnd || !suite.brokenInside)) {
      tellError(suite);
      suite.brokenInside = true;
    }
    const around = open.at(-1);
    if (around !== undefined && suite.brokenInside) around.brokenInside = true;
    path = pathOf(open);
  }

  function tellError({ words, fullName, name }: OpenSuite): void {
    const own = bounded(baseName(fullName === "" ? name : fullName), MAX_SUITE, page.kept);
    const message = plain(words.message) === "" ? words.reason : words.message;
    const what = own === "" ? "the run" : "the suite";
    const before = plain(message) === "" ? `${what} failed, although no test in it did` : "";
    const at = [...new Set([...path, own])].filter((each) => each !== "");
    page.error(runError(at, before, { message, stack: words.stack, type: null }, page.kept));
  }

  function pathOf(suites: readonly OpenSuite[]): readonly string[] {
    const assembly = suites.find(({ type }) => type === "Assembly") ?? suites.find(({ name }) => name !== "");
    return assembly === undefined ? [] : [bounded(baseName(assembly.name), MAX_SUITE, page.kept)];
  }

  return {
    open: (facts, depth) => {
      open.push({ ...facts, depth, words: nunitWords(), brokenInside: false });
      path = pathOf(open);
    },
    innermost: () => open.at(-1),
    all: () => open,
    broken: () => {
      const suite = open.at(-1);
      if (suite !== undefined) suite.brokenInside = true;
    },
    close,
    path: () => path,
    // Only a failure of its own has a stack.
    brokenSetUp: () => open.findLast(({ words }) => plain(words.stack) !== "")?.words ?? null,
  };
}
