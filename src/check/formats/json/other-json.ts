// JSON that a wide pattern catches beside reports, and that is known to hold no test.
import { isList, isObject, listOf, member, numberOf, textOf } from "./values.ts";

/** Only where the shape leaves no doubt: what is ignored is never shown as missing. */
export function holdsNoTests(document: unknown): boolean {
  return isList(document) ? isLintResult(document) : isObject(document) && OTHERS.some((is) => is(document));
}

const OTHERS: readonly ((document: Readonly<Record<string, unknown>>) => boolean)[] = [
  isPackage,
  isCompilerConfiguration,
  isCoverageSummary,
  isCoverageByFile,
  isPythonCoverage,
  isSarif,
  isLastRun,
];

/** package.json and package-lock.json. */
function isPackage(document: Readonly<Record<string, unknown>>): boolean {
  if (textOf(document, "name") === null) return false;
  if (numberOf(document, "lockfileVersion") !== null) return true;
  return ["dependencies", "devDependencies", "scripts"].some((each) => isObject(member(document, each)));
}

function isCompilerConfiguration(document: Readonly<Record<string, unknown>>): boolean {
  return isObject(member(document, "compilerOptions"));
}

/** Istanbul's summary: one entry for all files and one for each. */
function isCoverageSummary(document: Readonly<Record<string, unknown>>): boolean {
  const total = member(document, "total");
  return ["lines", "statements", "branches"].every((each) => numberOf(member(total, each), "total") !== null);
}

/** Istanbul's coverage-final.json: by path, which statement ran how often. */
function isCoverageByFile(document: Readonly<Record<string, unknown>>): boolean {
  const files = Object.values(document);
  return (
    files.length > 0 && files.every((each) => isObject(member(each, "statementMap")) && isObject(member(each, "s")))
  );
}

/** What coverage.py writes. */
function isPythonCoverage(document: Readonly<Record<string, unknown>>): boolean {
  return isObject(member(document, "files")) && numberOf(member(document, "totals"), "percent_covered") !== null;
}

function isSarif(document: Readonly<Record<string, unknown>>): boolean {
  const [run] = listOf(document, "runs");
  return textOf(document, "version") !== null && textOf(member(member(run, "tool"), "driver"), "name") !== null;
}

/** What Playwright leaves for its next run: names of failed tests without anything else. */
function isLastRun(document: Readonly<Record<string, unknown>>): boolean {
  return (
    Object.keys(document).length === 2 && textOf(document, "status") !== null && isList(member(document, "failedTests"))
  );
}

/** ESLint's. */
function isLintResult(document: readonly unknown[]): boolean {
  return (
    document.length > 0 &&
    document.every(
      (each) =>
        textOf(each, "filePath") !== null && isList(member(each, "messages")) && numberOf(each, "errorCount") !== null,
    )
  );
}
