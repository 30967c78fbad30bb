// XML files that lie beside test reports, are caught by the same pattern, and are known to hold no tests.

/**
 * Root elements in lower case that belong to nobody else. Test reports in other formats are not among them: those are
 * reports we cannot read.
 */
const OTHER_ROOTS: ReadonlySet<string> = new Set([
  // Coverage: Cobertura, OpenCover.
  "cobertura",
  "coveragesession",
  // Static analysis: Checkstyle, PMD and its CPD, SpotBugs, CycloneDX.
  "checkstyle",
  "pmd",
  "pmd-cpd",
  "bugcollection",
  "bom",
  // Settings: PHPUnit (and its coverage), Spring.
  "phpunit",
  "beans",
  // Pages, pictures, feeds.
  "html",
  "svg",
  "rss",
  "feed",
  "urlset",
]);

/**
 * Words that anybody may use, test tools too: only without a namespace, which none of those do, or in their owners', told
 * by a part of it.
 */
const SHARED_ROOTS: ReadonlyMap<string, readonly string[]> = new Map([
  // Cobertura, Clover and coverage.py.
  ["coverage", []],
  // JaCoCo; ReSharper's inspections.
  ["report", []],
  // Android lint.
  ["issues", []],
  // Dependency-Check.
  ["analysis", ["/dependencycheck/"]],
  // Ant; Maven; MSBuild.
  ["project", ["://maven.apache.org/", "://schemas.microsoft.com/developer/msbuild"]],
  ["settings", ["://maven.apache.org/"]],
  // .NET, log4j 1 and 2.
  ["configuration", ["://schemas.microsoft.com/", "://jakarta.apache.org/log4j", "://logging.apache.org/"]],
]);

export function isOtherFile(root: string, namespace: string): boolean {
  const name = root.toLowerCase();
  if (OTHER_ROOTS.has(name)) return true;
  const owners = SHARED_ROOTS.get(name);
  if (owners === undefined) return false;
  return namespace === "" || owners.some((owner) => namespace.toLowerCase().includes(owner));
}
