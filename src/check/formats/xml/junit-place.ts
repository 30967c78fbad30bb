// Where a test of JUnit XML belongs: its file, and the project of one run of several.

type Attributes = Readonly<Record<string, string>>;

export function fileOf(attributes: Attributes): string | undefined {
  const file = attributes["file"] ?? attributes["filepath"];
  return file === "" ? undefined : file;
}

/**
 * What Playwright writes as `hostname` is the project, "chromium", and belongs to a test's identity; with every other
 * tool it is the machine, which changes from runner to runner and must not. The rule looks only at the case itself and
 * the report's root, so that no neighbour changes it: a project needs a class that is a JavaScript or TypeScript file.
 * Playwright's root has an `id`. Without one (reports merged by a tool, vitest) the name must not look like a machine:
 * no digit, no dot, not "localhost", and not from vitest, which writes files as classes and its machine as host.
 */
export function projectOf(host: string | null, className: string | null, root: Attributes): string | null {
  if (host === null || host === "" || !/\.[cm]?[jt]sx?$/u.test(className ?? "")) return null;
  if (root["id"] !== undefined) return host;
  const machine = /[\d.]|^localhost$|^runnervm/iu.test(host) || root["name"] === "vitest tests";
  return machine ? null : host;
}
