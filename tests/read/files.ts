// Report files as they are handed over: bytes in memory, or a folder with real ones.
import type { Source } from "../../src/read/sources.ts";

export function source(path: string, text: string | Uint8Array): Source {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return {
    path,
    problem: null,
    // oxlint-disable-next-line require-yield -- an empty file yields nothing
    bytes: async function* () {
      if (bytes.length > 0) yield bytes;
    },
  };
}

/** A JUnit report: each test by name, with how long it took in seconds and how it failed. */
export function junit(
  tests: Readonly<Record<string, { readonly time?: string; readonly failure?: string; readonly skipped?: true }>>,
  attributes = "",
): string {
  const cases = Object.entries(tests).map(([name, { time, failure, skipped }]) => {
    const body = `${failure === undefined ? "" : `<failure message="${failure}">at line 3</failure>`}${skipped === true ? "<skipped/>" : ""}`;
    return `<testcase classname="e2e.test_flow" name="${name}"${time === undefined ? "" : ` time="${time}"`}>${body}</testcase>`;
  });
  return `<testsuite name="e2e" tests="${cases.length}" ${attributes}>${cases.join("\n")}</testsuite>\n`;
}

/** As pytest ends when set-ups failed that no report holds. */
export const TERMINAL = `============================= test session starts ==============================
platform linux -- Python 3.12.3, pytest-8.3.2, pluggy-1.5.0
rootdir: /home/me/app
collected 243 items

tests/e2e/test_flow.py ..E                                              [  1%]
==================================== ERRORS ====================================
____________________ ERROR at setup of test_agent_control ______________________
E   ConnectionRefusedError: [Errno 111] Connection refused
=========================== short test summary info ============================
ERROR tests/e2e/test_flow.py::test_agent_control - ConnectionRefusedError
!!!!!!!!!!!!!!!!!!!!!!!!!! stopping after 10 failures !!!!!!!!!!!!!!!!!!!!!!!!!!!
======================== 2 passed, 10 errors in 49.59s =========================
`;
