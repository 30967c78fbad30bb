// The words of `suites`: the user's own test commands, what they leave, and what is known about their tests.
import { glob } from "./glob.ts";
import {
  command,
  duration,
  flag,
  HOUR,
  matching,
  name,
  names,
  oneOrMore,
  reportPath,
  SECOND,
  whole,
} from "./leaves.ts";
import { explained, into, list, map, named, optional, pick, type Shape, type Value } from "./shape.ts";

export type SuiteWords = Value<typeof suiteShape>;
export type RetryFailedWords = Value<typeof retryMap>;

const reports = oneOrMore(reportPath, "at least one report file");

const retryMap = explained(map({ run: command, reports: optional(reports) }, "a command, or a map with run"), {
  run: "The command. It finds a file with one failed test a line in TDL_FAILED_TESTS.",
  reports: "The report files that it writes (default those of the suite).",
});
const retryLine: Shape<RetryFailedWords> = into(command, (run) => ({ run }));

/** A command that runs failed tests again, in one line or with reports of its own. */
const retryFailed = named(
  pick<RetryFailedWords>((value) => (typeof value === "string" ? retryLine : retryMap), [retryLine, retryMap]),
  "retry-failed",
);

/** For people to copy, so it has one line. */
export const reproduce: Shape<string> = matching(
  /^(?=\s*\S)[^\p{Cc}\u2028\u2029]*$/u,
  "expected one line with a command",
  "command-line",
);

export const EXPECTED_HOST = "expected a host with or without a port, such as api.staging.example.com or 10.0.0.7:8443";

const PORT = "(?::(?:[1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5]))?";
const HOST = `(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]|\\.(?=[A-Za-z0-9_])){0,252}|\\[[0-9A-Fa-f:.]{2,45}\\])${PORT}`;
const FILLED_HOST = new RegExp(`^${HOST}$`, "u");

/** A name or an address without scheme and path. Its references are filled in while planning. */
export const host: Shape<string> = matching(
  new RegExp(`^(?:${HOST}|(?=[\\s\\S]*\\$\\{)(?:\\$\\{[^{}]*\\}|[A-Za-z0-9_.:[\\]-])+)$`, "u"),
  EXPECTED_HOST,
  "host",
);

export function isHost(text: string): boolean {
  return FILLED_HOST.test(text);
}

const priority = explained(map({ match: glob("any"), priority: whole(1, 9) }, "a map with match and priority"), {
  match: "Name of a test or class::name. A star stands for anything, a question mark for one character.",
  priority: "1 is the most important.",
});

export const suiteShape = explained(
  map(
    {
      name,
      run: command,
      reports,
      timeout: optional(duration(SECOND, 6 * HOUR)),
      "min-tests": optional(whole(0, 1_000_000)),
      needs: optional(names),
      "retry-failed": optional(retryFailed),
      reproduce: optional(reproduce),
      attachments: optional(oneOrMore(reportPath, "at least one file or pattern")),
      "must-contact": optional(oneOrMore(host, "at least one host")),
      "require-contact": optional(flag),
      priority: optional(list(priority, "a list of maps with match and priority")),
    },
    "a suite: a map with name, run and reports",
  ),
  {
    name: "The name of the suite.",
    run: "Your test command. It finds the commit under test in TDL_COMMIT, and staging in TDL_URL.",
    reports: "The report files that it writes, below the workspace: a file, a pattern, or a list of them.",
    timeout: "The command is ended after this time, with everything that it started (default 20m).",
    "min-tests": "A floor for the number of tests. What is missing counts as not run.",
    needs: "Probes that have to pass first. If one does not, the tests of the suite are blocked.",
    "retry-failed": "Run once in the same cycle when tests failed. A test that passes then is flaky.",
    reproduce: "The line that runs one test again, for people to copy. ${test.id} and so on are filled in.",
    attachments: "Files that the tests leave, such as traces: named beside the failing test.",
    "must-contact": "Hosts that the tests have to talk to: a name or an address, with or without a port.",
    "require-contact": "Without a connection to each of these hosts nothing is proven (default false).",
    priority: "Which tests matter most. The first that matches a test gives it its priority.",
  },
);
