// Which documents are JUnit XML: other tools use the names of its roots too.
import type { XmlElement } from "../test-case.ts";

const ROOTS: ReadonlySet<string> = new Set(["testsuites", "testsuite", "testrun"]);

/** The name of an element that holds suites or cases. */
export function isSuites(name: string): boolean {
  return ROOTS.has(name);
}

export function isJunit({ name, attributes }: XmlElement, namespace: string): boolean {
  // The C framework Check has a root of the same name and nothing else in common.
  if (!isSuites(name) || namespace.includes("check.sourceforge.net")) return false;
  return name !== "testrun" || isEclipse(attributes);
}

/** IntelliJ exports a root of this name too, with suites and tests of another shape below it. */
function isEclipse({ tests, started }: Readonly<Record<string, string>>): boolean {
  return tests !== undefined || started !== undefined;
}
