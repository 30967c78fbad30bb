// The line that runs one test again: how tests are called, and that no name breaks out of its quotes in a real shell.
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { belowRoot, nameFor, type TestNames } from "../../../src/check/suite/ids.ts";
import { reproduceLine } from "../../../src/check/suite/reproduce.ts";
import { reveal, untrusted } from "../../../src/text/untrusted.ts";
import { collect, testCase } from "./cases.ts";

const namesOf = (...given: Parameters<typeof testCase>): TestNames => {
  const { results, origins } = collect(testCase(given[0], { outcome: "failed", ...given[1] }));
  const [result] = results;
  return result === undefined ? expect.fail() : nameFor(result, origins.get(result.key) ?? null, false);
};
const idOf = (...given: Parameters<typeof testCase>): string => namesOf(...given).id;
const pytest = (className: string, name: string, file: string | null = null): string =>
  idOf(name, { className, file, suitePath: ["pytest"] });

describe("the id of a test", () => {
  it("is class and name, with the project in front", () => {
    expect(idOf("works", { className: "login.spec.ts" })).toBe("login.spec.ts::works");
    expect(idOf("works", { className: "login.spec.ts", project: "chromium" })).toBe("chromium::login.spec.ts::works");
    expect(idOf("works", { className: null, suitePath: [] })).toBe("works");
  });

  it.each([
    ["tests.e2e.test_login", "test_works", null, "tests/e2e/test_login.py::test_works"],
    ["tests.e2e.test_login.TestLogin", "test_works[a-b]", null, "tests/e2e/test_login.py::TestLogin::test_works[a-b]"],
    ["test_login.TestA.TestB", "test_works", null, "test_login.py::TestA::TestB::test_works"],
    ["test_login", "test_works", null, "test_login.py::test_works"],
    ["Tests.test_login", "test_works", null, "Tests/test_login.py::test_works"],
    ["tests.test_login.lowercase", "test_works", "tests/test_login.py", "tests/test_login.py::lowercase::test_works"],
    ["test_login.TestA", "test_works", "tests/test_login.py", "tests/test_login.py::TestA::test_works"],
    ["", "tests.e2e.test_broken", null, "tests/e2e/test_broken.py"],
    ["a b", "test_works", null, "a b::test_works"],
  ])("is pytest's own where pytest ran it: %j %j", (className, name, file, id) => {
    expect(pytest(className, name, file)).toBe(id);
  });

  it("is pytest's own also where only the terminal tells that", () => {
    const { results } = collect(testCase("test_a", { className: "tests.test_x", outcome: "failed" }));
    const [result] = results;
    if (result === undefined) expect.fail();
    expect(nameFor(result, { isPytest: false, className: "tests.test_x", file: null, attachments: [] }, true)).toEqual({
      id: "tests/test_x.py::test_a",
      name: "test_a",
      class: "tests.test_x",
      file: "tests/test_x.py",
    });
  });
});

it("names a file from the root of the workspace, which is another folder on another machine", () => {
  const origin = { isPytest: false, className: null, attachments: [] };
  expect(belowRoot({ ...origin, file: "/home/me/app/tests/a.test.ts" }, "/home/me/app")?.file).toBe("tests/a.test.ts");
  for (const file of ["/home/me/apple/a.test.ts", "tests/a.test.ts", null]) {
    expect(belowRoot({ ...origin, file }, "/home/me/app")?.file).toBe(file);
  }
  expect(belowRoot(null, "/home/me/app")).toBeNull();
});

const mask = (text: string): string => text.replaceAll("s3cret-value", "***");
const lineOf = (template: string, names: Partial<TestNames>): string | null => {
  const line = reproduceLine(
    { reproduce: untrusted(template) },
    { id: "c::n", name: "n", class: "c", file: "f.ts", ...names },
    mask,
  );
  return line === null ? null : reveal(line);
};

describe("the line", () => {
  it("is filled in, with quotes only where they are needed", () => {
    expect(lineOf("pytest ${test.id}", { id: "tests/a.py::TestA::test_b" })).toBe("pytest tests/a.py::TestA::test_b");
    expect(lineOf("npx playwright test ${test.file} -g ${test.name}", { name: "logs in" })).toBe(
      "npx playwright test f.ts -g 'logs in'",
    );
    expect(lineOf("x --class=${test.class}", { class: "it's" })).toBe(String.raw`x --class='it'\''s'`);
  });

  it("is not there when the report does not tell what it needs", () => {
    expect(lineOf("x ${test.file}", { file: null })).toBeNull();
    expect(lineOf("x ${test.id}", { file: null })).toBe("x c::n");
    expect(reproduceLine({ reproduce: null }, { id: "a", name: "a", class: null, file: null }, mask)).toBeNull();
  });

  it.each(["a\u001b[31m", "a\nb", "a\u202eb", "a\u0000", "x".repeat(1_001), "has s3cret-value", "", "\ud800"])(
    "is not there for a name that nobody should paste: %j",
    (name) => {
      expect(lineOf("x ${test.name}", { name })).toBeNull();
    },
  );

  it("lets no name pose as an option", () => {
    expect(lineOf("x ${test.name}", { name: "--delete-all" })).toBeNull();
    expect(lineOf("x -g=${test.name}", { name: "--delete-all" })).toBe("x -g='--delete-all'");
  });

  it.each([
    "$(touch pwned)",
    "`touch pwned`",
    "'; touch pwned; '",
    '"; touch pwned; "',
    "a && touch pwned",
    "a | touch pwned",
    "$HOME ~ * ? [a] {b,c} # d",
    "\\",
    "'\\''",
    "a;b\\'c",
    "!history",
    "${PATH}",
    "<(touch pwned)",
    "=x",
    "~",
    "\u65e5\u672c\u8a9e",
  ])("says exactly the name to a real shell: %s", (name) => {
    const line = lineOf("printf %s ${test.name}", { name }) ?? expect.fail();
    for (const shell of ["sh", "bash"]) expect(execFileSync(shell, ["-c", line], { encoding: "utf8" })).toBe(name);
  });
});
