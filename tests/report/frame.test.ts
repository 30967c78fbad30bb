// The place in the project that is nearest to a failure, in the stacks of many languages.
import { describe, expect, it } from "vitest";
import { frameOf, projectFrame } from "../../src/report/frame.ts";
import { plainText } from "../../src/report/plain.ts";
import { untrusted } from "../../src/text/untrusted.ts";

function place(detail: string, file: string | null = null): string | null {
  const failure = { message: untrusted("it failed"), detail: untrusted(detail) };
  const frame = frameOf(failure, file === null ? null : untrusted(file));
  return frame === null ? null : `${plainText(frame.file)}:${frame.line}`;
}

describe("the frame of a failure", () => {
  it.each([
    [
      "Python: the last one, and not that of a library",
      'Traceback (most recent call last):\n  File "/home/runner/work/app/app/tests/test_a.py", line 9, in test_a\n    go()\n  File "/home/runner/work/app/app/app/chat.py", line 31, in go\n    get()\n  File "/opt/hostedtoolcache/Python/3.12/x64/lib/python3.12/site-packages/httpx/_client.py", line 1, in get',
      "app/chat.py:31",
    ],
    [
      "pytest's own form",
      "tests/e2e/test_flow.py:12: in test_flow\n    x()\napp/flow.py:4: AssertionError",
      "app/flow.py:4",
    ],
    [
      "JavaScript: the first one that is no library",
      "Error: no\n    at expect (/home/runner/work/app/app/node_modules/expect/index.js:5:1)\n    at Object.<anonymous> (/home/runner/work/app/app/tests/login.spec.ts:14:27)\n    at async run (node:internal/process:1:1)",
      "tests/login.spec.ts:14",
    ],
    ["Vitest", " \u276f src/chat.ts:8:3\n \u276f tests/chat.test.ts:20:5", "src/chat.ts:8"],
    ["ES modules", "    at file:///home/runner/work/app/app/tests/a.mjs:3:9", "tests/a.mjs:3"],
    [
      "Java: not the runner",
      "java.lang.AssertionError\n\tat org.junit.Assert.fail(Assert.java:89)\n\tat com.acme.chat.LoginTest.works(LoginTest.java:41)",
      "LoginTest.java:41",
    ],
    [
      ".NET",
      "   at Acme.LoginTests.Works() in D:\\a\\app\\app\\tests\\LoginTests.cs:line 23",
      "tests\\LoginTests.cs:23",
    ],
    [
      "Gradle: not the runner behind the name of a class loader",
      "java.lang.AssertionError\n\tat app//org.junit.Assert.fail(Assert.java:89)\n\tat java.base/java.lang.Thread.run(Thread.java:1)\n\tat app//com.acme.LoginTest.works(LoginTest.kt:7)",
      "LoginTest.kt:7",
    ],
    ["a library with its sources linked", "   at Xunit.Assert.True() in /_/src/Assert.cs:line 3", "null"],
    ["testify", "        \tError Trace:\t/home/runner/work/app/app/chat_test.go:17", "chat_test.go:17"],
    ["Go", "    chat_test.go:17: expected 5 events", "chat_test.go:17"],
    ["Rust", "thread 'login' panicked at tests/login.rs:7:5:", "tests/login.rs:7"],
    ["Ruby", "     # ./spec/login_spec.rb:6:in `block'", "spec/login_spec.rb:6"],
    ["PHP", "/home/runner/work/app/app/tests/LoginTest.php:19", "tests/LoginTest.php:19"],
    ["Windows and JavaScript", "    at go (D:\\a\\app\\app\\tests\\a.spec.js:4:2)", "tests\\a.spec.js:4"],
  ])("%s", (_, detail, told) => {
    expect(String(place(detail))).toBe(told);
    const frame = projectFrame(untrusted(detail));
    expect(frame === null ? "null" : `${plainText(frame.file)}:${frame.line}`).toBe(told);
  });

  it("is the file that the report tells where the stack tells none", () => {
    expect(place("no stack", "tests/a.py")).toBe("tests/a.py:null");
    expect(place("    at x (/work/node_modules/y/z.js:1:1)")).toBeNull();
  });

  it("is found in a hostile text in no time", () => {
    const lines = [
      "at ",
      "\u276f a ".repeat(60),
      `File "${"x".repeat(380)}`,
      "at ".repeat(120),
      "#1 ".repeat(120),
      "a/".repeat(190),
    ];
    const text = Array.from({ length: 3_000 }, (_, at) => lines[at % lines.length]).join("\n");
    const before = process.threadCpuUsage();
    expect(place(text)).toBeNull();
    expect(process.threadCpuUsage(before).user).toBeLessThan(1_000_000);
  });
});
