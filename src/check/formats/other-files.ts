// XML files that lie beside test reports, are caught by the same pattern, and are known to hold no tests.

/** Root elements in lower case. Test reports in other formats are not among them: those are reports we cannot read. */
const OTHER_ROOTS: ReadonlySet<string> = new Set([
  // Coverage: Cobertura, Clover and coverage.py; JaCoCo; OpenCover.
  "coverage",
  "cobertura",
  "report",
  "coveragesession",
  // Static analysis: Checkstyle, PMD and its CPD, SpotBugs, Android lint, Dependency-Check, CycloneDX.
  "checkstyle",
  "pmd",
  "pmd-cpd",
  "bugcollection",
  "issues",
  "analysis",
  "bom",
  // Builds and settings: MSBuild, Maven and Ant, PHPUnit, Spring, log4j.
  "project",
  "phpunit",
  "settings",
  "configuration",
  "beans",
  // Pages, pictures, feeds.
  "html",
  "svg",
  "rss",
  "feed",
  "urlset",
]);

export function isOtherFile(root: string): boolean {
  return OTHER_ROOTS.has(root.toLowerCase());
}

/** An HTML page seldom is well-formed XML, but says at its very start what it is. */
export function isOtherPage(start: string): boolean {
  return /^\s*<!doctype\s+html\b/iu.test(start.slice(0, 1_000));
}
