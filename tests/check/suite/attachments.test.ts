// Which files belong to which failing test.
import { describe, expect, it } from "vitest";
import { attachmentsOf } from "../../../src/check/suite/attachments.ts";
import type { TestCase } from "../../../src/check/formats/test-case.ts";
import { reveal, untrusted } from "../../../src/text/untrusted.ts";
import { collect, testCase } from "./cases.ts";

function attached(paths: readonly string[], ...tests: readonly TestCase[]): readonly (readonly string[])[] {
  const { results, origins } = collect(...tests);
  const files = paths.map((path) => ({ path: untrusted(path), sizeBytes: 1, modifiedAt: 1 }));
  const found = attachmentsOf(files, results, origins);
  return results.map(({ key }) => (found.get(key) ?? []).map(reveal));
}

const failed = (name: string, over: Partial<TestCase> = {}): TestCase =>
  testCase(name, { outcome: "failed", className: "login.spec.ts", ...over });
const named = (...paths: readonly string[]): TestCase => failed("works", { attachments: paths.map(untrusted) });

describe("a file that the report names", () => {
  it.each([
    ["test-results/works/trace.zip"],
    ["./test-results/works/trace.zip"],
    ["../test-results/works/trace.zip"],
    ["/home/runner/work/app/app/test-results/works/trace.zip"],
    ["test-results\\works\\trace.zip"],
    ["works/trace.zip"],
  ])("is that of the run: %s", (path) => {
    expect(attached(["test-results/other/trace.zip", "test-results/works/trace.zip"], named(path))).toEqual([
      ["test-results/works/trace.zip"],
    ]);
  });

  it.each(["/etc/passwd", "trace.zip", "../../secrets/trace.zip", "", "..", "works/trace.zip/"])(
    "is none when this run left no such file, or several: %s",
    (path) => {
      expect(attached(["a/some/trace.zip", "b/some/trace.zip"], named(path))).toEqual([[]]);
    },
  );

  it("comes first, and at most five are told", () => {
    const others = Array.from({ length: 9 }, (_, at) => `out/logs-in-twice/${at}.png`);
    const test = failed("logs in twice", { attachments: [untrusted("out/zzz.zip")] });
    expect(attached([...others, "out/zzz.zip"], test)).toEqual([["out/zzz.zip", ...others.slice(0, 4)]]);
  });
});

describe("a file whose path says the name of a test", () => {
  it.each([
    ["Playwright", "logs in with a password", "test-results/login-logs-in-with-a-password-chromium/trace.zip"],
    [
      "Playwright, with the middle of the name cut",
      "the user who was invited by an administrator can accept the invitation and sees the first page",
      "test-results/login-the-user-who-was-invited-by-a-5f3c1-vitation-and-sees-the-first-page-chromium/trace.zip",
    ],
    [
      "Cypress",
      "login -- works with a password",
      "cypress/screenshots/login.cy.ts/login -- works with a password (failed).png",
    ],
    ["pytest", "test_login[chromium]", "shots/test_login-chromium.png"],
  ])("is that of %s", (_, name, path) => {
    expect(attached([path], failed(name), failed("something else entirely"))).toEqual([[path], []]);
  });

  it("is of the test whose longer name it is, also when that one passed", () => {
    const path = "out/logs-in-with-a-password/trace.zip";
    expect(attached([path], failed("logs in"), failed("logs in with a password"))).toEqual([[], [path]]);
    expect(attached([path], failed("logs in"), testCase("logs in with a password"))).toEqual([[], []]);
  });

  it("is of the class that it names too", () => {
    const [a, b] = [failed("works", { className: "api" }), failed("works", { className: "web" })];
    expect(attached(["out/web/works.png"], a, b)).toEqual([[], ["out/web/works.png"]]);
  });

  it("is of nobody when a name is too short, or too many share it", () => {
    expect(attached(["out/a.png"], failed("a"))).toEqual([[]]);
    const many = ["a", "b", "c", "d"].map((className) => failed("works", { className }));
    expect(attached(["out/works.png"], ...many)).toEqual([[], [], [], []]);
  });

  it("is never beside a test that passed", () => {
    expect(attached(["out/works-well.png"], testCase("works well"), failed("another name"))).toEqual([[], []]);
  });
});

it("takes no longer for many tests and files", () => {
  const tests = Array.from({ length: 2_000 }, (_, at) =>
    failed(`the user number ${at} who is allowed to ${"do ".repeat(60)}`),
  );
  const paths = Array.from({ length: 200 }, (_, at) => `out/the-user-number-${at}-who-is-allowed-to-do/trace.zip`);
  const { found, ms } = timed(paths, tests);
  expect(ms).toBeLessThan(750);
  expect(found[7]).toEqual(["out/the-user-number-7-who-is-allowed-to-do/trace.zip"]);
});

it.each<readonly [string, (at: number) => string]>([
  ["of one letter", (at) => `${"a".repeat(440)}${at}`],
  ["of one word", (at) => `${"a ".repeat(220)}${at}`],
  ["of the same words", (at) => `${"the user who is allowed to do ".repeat(14)}${at}`],
])("takes no longer for long names %s", (_, name) => {
  const tests = Array.from({ length: 7_000 }, (_each, at) => (at < 2_000 ? failed(name(at)) : testCase(name(at))));
  const { ms } = timed(
    Array.from({ length: 200 }, (_each, at) => `out/${name(at)}/trace.zip`),
    tests,
  );
  // It was ten seconds.
  expect(ms).toBeLessThan(750);
});

/** Only the search for files, not the collection of the results. */
function timed(
  paths: readonly string[],
  tests: readonly TestCase[],
): { readonly found: readonly (readonly string[])[]; readonly ms: number } {
  const { results, origins } = collect(...tests);
  const files = paths.map((path) => ({ path: untrusted(path), sizeBytes: 1, modifiedAt: 1 }));
  const begun = process.cpuUsage();
  const found = attachmentsOf(files, results, origins);
  const { user, system } = process.cpuUsage(begun);
  return { found: results.map(({ key }) => (found.get(key) ?? []).map(reveal)), ms: (user + system) / 1_000 };
}
