// Reads a report from bytes as a cycle does, and gathers what it holds in plain text.
import { keeping } from "../../../src/check/formats/bounds.ts";
import { readReport } from "../../../src/check/formats/read-report.ts";
import type { ReadReport, RunError, TestCase } from "../../../src/check/formats/test-case.ts";
import { reveal } from "../../../src/text/untrusted.ts";

export interface Reading {
  readonly report: ReadReport;
  readonly tests: readonly TestCase[];
  readonly errors: readonly RunError[];
}

export async function* pieces(content: string | Uint8Array, size = 64 * 1_024): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

export async function readBytes(content: string | Uint8Array, size?: number): Promise<Reading> {
  const tests: TestCase[] = [];
  const errors: RunError[] = [];
  const sink = { test: (found: TestCase) => tests.push(found), error: (found: RunError) => errors.push(found) };
  const report = await readReport(
    pieces(content, size),
    keeping((text) => text),
    { test: (found) => void sink.test(found), error: (found) => void sink.error(found) },
  );
  return { report, tests, errors };
}

/** "passed a::b": outcome, place and name of each. */
export function lines({ tests }: Reading): readonly string[] {
  return tests.map(({ outcome, suitePath, className, name }) => {
    const place = [...suitePath, ...(className === null ? [] : [className])].join("/");
    return `${outcome} ${place === "" ? "" : `${place}::`}${name}`;
  });
}

export function messages({ tests }: Reading): readonly (string | null)[] {
  return tests.map(({ message }) => (message === null ? null : reveal(message)));
}

export function errorLines({ errors }: Reading): readonly string[] {
  return errors.map(({ suitePath, message }) => `${suitePath.join("/")}: ${reveal(message)}`);
}
