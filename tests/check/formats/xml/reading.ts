// Reads one XML report for a test and keeps all that it puts on the page.
import { readFileSync } from "node:fs";
import { keeping } from "../../../../src/check/formats/bounds.ts";
import type { RunError, TestCase } from "../../../../src/check/formats/test-case.ts";
import { readXml, type XmlRead } from "../../../../src/check/formats/xml/driver.ts";
import { XML_FORMATS } from "../../../../src/check/formats/xml/formats.ts";
import { reveal, type Untrusted } from "../../../../src/text/untrusted.ts";

export interface Reading extends XmlRead {
  readonly tests: readonly TestCase[];
  readonly errors: readonly RunError[];
  readonly planned: number | null;
  readonly incomplete: readonly string[];
}

/** `size`: how many letters come at once. */
export async function read(text: string, size = 64 * 1_024): Promise<Reading> {
  const tests: TestCase[] = [];
  const errors: RunError[] = [];
  const incomplete: string[] = [];
  let planned: number | null = null;
  const page = {
    kept: keeping((each) => each),
    test: (found: TestCase) => void tests.push(found),
    error: (found: RunError) => void errors.push(found),
    planned: (count: number) => {
      planned = Math.max(planned ?? 0, count);
    },
    incomplete: (reason: string) => void incomplete.push(reason),
  };
  const end = await readXml(pieces(text, size), XML_FORMATS, page);
  return { ...end, tests, errors, planned, incomplete };
}

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield await Promise.resolve(text.slice(at, at + size));
}

/** A report that a tool really wrote, with shorter stacks. */
export function fixture(name: string): string {
  return readFileSync(new URL(`../../../fixtures/reports/xml/${name}.xml`, import.meta.url), "utf8");
}

/** "passed Shop.CartTests::Adds" */
export function lines({ tests }: Pick<Reading, "tests">): readonly string[] {
  return tests.map(({ outcome, className, name }) => `${outcome} ${className ?? ""}::${name}`);
}

/** How often each outcome stands in it, and how many errors outside of tests. */
export function countsOf({ tests, errors }: Reading): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { outcome } of tests) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return errors.length === 0 ? counts : { ...counts, errors: errors.length };
}

/** By its own name; the first, where several have it. */
export function named({ tests }: Reading, name: string): TestCase {
  const found = tests.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no test has the name ${name}`);
  return found;
}

export function shown(text: Untrusted | null): string | null {
  return text === null ? null : reveal(text);
}

export function messages({ errors }: Reading): readonly string[] {
  return errors.map(({ message }) => reveal(message));
}
