// Cases that are no tests: a file that could not be loaded, which pytest and vitest write down like a test of its name.
import { reveal } from "../../../text/untrusted.ts";
import type { RunError, TestCase } from "../test-case.ts";

/** null: it is a test. */
export function outsideOf(found: TestCase): RunError | null {
  if (found.outcome !== "failed" && found.outcome !== "errored") return null;
  if (!isModule(found) && !isFile(found)) return null;
  const { suitePath, name, message, detail, type } = found;
  const path = suitePath.at(-1) === name ? suitePath : [...suitePath, name];
  return message === null ? null : { suitePath: path, message, detail, type };
}

/** pytest: a module without a class, and these words. */
function isModule({ className, message }: TestCase): boolean {
  return (className ?? "") === "" && message !== null && reveal(message) === "collection failure";
}

/** vitest: a path that is class, name and suite at once, and took no time. */
function isFile({ className, name, suitePath, durationMs }: TestCase): boolean {
  const isPath = /\.[cm]?[jt]sx?$/u.test(name) && className === name && suitePath.at(-1) === name;
  return isPath && (durationMs ?? 0) === 0;
}
