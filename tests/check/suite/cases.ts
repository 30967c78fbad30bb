// Short ways to write down what reports tell, and what is made of it.
import { createCollector, type Collected } from "../../../src/check/suite/collect.ts";
import { keeping } from "../../../src/check/formats/bounds.ts";
import type { RunError, TestCase } from "../../../src/check/formats/test-case.ts";
import type { CheckResult } from "../../../src/model/check.ts";
import { reveal, untrusted } from "../../../src/text/untrusted.ts";

export const SUITE_KEY = "5u17e";

export const KEPT = () => keeping((text) => text.replaceAll("s3cret-value", "***"));

export function testCase(name: string, over: Partial<TestCase> = {}): TestCase {
  const broken = over.outcome === "failed" || over.outcome === "errored";
  return {
    suitePath: ["s"],
    project: null,
    className: "c",
    name,
    file: null,
    outcome: "passed",
    durationMs: 120,
    startedAt: null,
    message: broken ? untrusted(`${name} broke`) : null,
    detail: null,
    type: null,
    earlier: [],
    attachments: [],
    ...over,
  };
}

export function runError(message: string, over: Partial<RunError> = {}): RunError {
  return { suitePath: [], message: untrusted(message), detail: null, type: null, ...over };
}

/** What a collector makes of these, in order. */
export function collect(...found: readonly (TestCase | RunError)[]): Collected {
  const collector = createCollector(SUITE_KEY, KEPT());
  for (const each of found) {
    if ("name" in each) collector.test(each);
    else collector.error(each);
  }
  return collector.collected();
}

/** "name outcome" of each. */
export function outcomes(results: readonly CheckResult[]): readonly string[] {
  return results.map((each) => `${reveal(each.name)} ${each.outcome}`);
}

export function messageOf(result: CheckResult | undefined): string {
  const failure = result?.failure ?? null;
  return failure === null ? "" : reveal(failure.message);
}
