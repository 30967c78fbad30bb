// What makes a test the same test in every cycle: suite, project, class, name with its parameters; no clock, no machine.
import { digest } from "../../model/digest.ts";
import { bounded, MAX_NAME, MAX_PATH, type Keeping } from "../formats/bounds.ts";
import type { TestCase } from "../formats/test-case.ts";
import { detached } from "../formats/long-text.ts";

/** Written between the names of a suite's path. */
const BETWEEN = " \u203a ";

/**
 * Identity is class and name, with the suite's path and the project where the report names them: always, so that no
 * other test changes it. Only exact duplicates are numbered.
 */
export function keyOfTest(suite: string, group: string, { name, suitePath, project }: TestCase): string {
  return digest(suite, group, name, ...placeOf(suitePath), ...(project === null ? [] : [`@${project}`]));
}

/** The nth result with the same key, from 1. */
export function numbered(key: string, nth: number): string {
  return nth > 1 ? digest(key, `#${nth}`) : key;
}

/** What failed outside every test of this suite of a report. */
export function keyOfError(suite: string, suitePath: readonly string[]): string {
  return digest(suite, "", "(outside of tests)", ...placeOf(suitePath));
}

/** The test command itself, as a check. */
export function keyOfCommand(suite: string, which: "run" | "retry"): string {
  return digest(suite, "", which === "run" ? "(command)" : "(retry)");
}

// node:test writes classname="test" for every test and puts the describe blocks into nested suites.
export function groupOf({ className, suitePath }: Pick<TestCase, "className" | "suitePath">, kept: Keeping): string {
  if (className !== null && className !== "" && className !== "test") return className;
  return pathText(suitePath, kept);
}

export function pathText(suitePath: readonly string[], kept: Keeping): string {
  return bounded(suitePath.filter((name) => name !== "").join(BETWEEN), MAX_NAME, kept);
}

/** "chromium::login.spec.ts::works": how a test is called where one line has to say it. */
export function idOf(group: string, name: string, project: string | null): string {
  return [project, group, name].filter((part) => part !== null && part !== "").join("::");
}

// Most reports hold many tests below one path.
const places = new WeakMap<readonly string[], readonly string[]>();

function placeOf(suitePath: readonly string[]): readonly string[] {
  const known = places.get(suitePath) ?? suitePath.slice(0, MAX_PATH).map(withoutNumbers);
  places.set(suitePath, known);
  return known;
}

const raws = new WeakMap<readonly string[], string>();

/** With its numbers, as one text: what tells the twins of one run apart ("v1 api", "v2 api"), if not those of two. */
export function rawPath(suitePath: readonly string[]): string {
  const known = raws.get(suitePath) ?? detached(suitePath.join("\n"));
  raws.set(suitePath, known);
  return known;
}

/** Runners number their workers ("rspec2"), and name versions ("Chrome 141.0") and times in the names of suites. */
function withoutNumbers(name: string): string {
  return name.replace(/\d+/gu, "");
}
