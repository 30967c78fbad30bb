// Reads one JSON report for a test and keeps all that it puts on the page.
import { readFileSync } from "node:fs";
import { keeping, type Told } from "../../../../src/check/formats/bounds.ts";
import { readJson, type ReadDocument } from "../../../../src/check/formats/json/document.ts";
import { JSON_FORMATS } from "../../../../src/check/formats/json/formats.ts";
import type { RunError, TestCase } from "../../../../src/check/formats/test-case.ts";
import { reveal, type Untrusted } from "../../../../src/text/untrusted.ts";

export interface Reading extends ReadDocument {
  readonly tests: readonly TestCase[];
  readonly errors: readonly RunError[];
  readonly incomplete: readonly string[];
}

export function read(text: string, mask: (text: string) => string = (each) => each): Reading {
  const tests: TestCase[] = [];
  const errors: RunError[] = [];
  const incomplete: string[] = [];
  const page = {
    kept: keeping(mask),
    test: (found: TestCase) => void tests.push(found),
    error: (found: RunError) => void errors.push(found),
    planned: () => {},
    incomplete: (reason: string) => void incomplete.push(reason),
  };
  return { ...readJson(text, JSON_FORMATS, page), tests, errors, incomplete };
}

export function readValue(document: unknown): Reading {
  return read(JSON.stringify(document));
}

/** A report that a tool really wrote, shortened. */
export function fixture(name: string): string {
  return readFileSync(new URL(`../../../fixtures/reports/json/${name}.json`, import.meta.url), "utf8");
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

export function messagesOf(told: readonly Pick<Told, "message">[]): readonly string[] {
  return told.map(({ message }) => reveal(message));
}
