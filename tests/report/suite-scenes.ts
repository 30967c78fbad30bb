// What the user's own suites and deploys find: contact, second tries, quarantine, runs that end early, causes of a deploy.
import { decodeLoop, encodeLoop } from "../../src/loop/token.ts";
import {
  NO_TESTS,
  type CheckResult,
  type ReportFile,
  type RunnerTold,
  type SuiteContact,
  type SuiteRun,
  type TestFacts,
} from "../../src/model/check.ts";
import type { Cycle } from "../../src/model/cycle.ts";
import type { Loop } from "../../src/model/loop.ts";
import { digest } from "../../src/model/digest.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { COMMIT, command, cycle, deployment, probe, suiteRun, test } from "../fakes/checks.ts";
import { failure } from "./measured.ts";
import { NEXT, stop, tell, type Scene } from "./telling.ts";

const SECOND = "9b2c7d04a1f3e5c7b9d1f3a5c7e9b1d3f5a7c9e1";
const CLOSED = "received 1011 (internal error) Factory SSOT validation failed";
const names = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${prefix}_${at + 1}`);
const probes = [probe("api answers", "passed"), probe("ws connects", "passed")];

/** A test with what only tests have. */
export function withFacts(check: CheckResult, over: Partial<TestFacts>): CheckResult {
  return check.test === null ? check : { ...check, test: { ...check.test, ...over } };
}

/** Passes that were over before staging could answer, and passes that took long enough. */
const quick = names("test_quick", 31).map((name) => ({
  ...withFacts(test(name, "passed"), { contact: "not-shown" }),
  durationMs: 0,
}));
const slow = names("test_slow", 20).map((name) => withFacts(test(name, "passed"), { contact: "indicated" }));

export function contact(over: Partial<SuiteContact> = {}): SuiteContact {
  return {
    basis: "floor",
    thresholdMs: 12,
    floorMs: 12,
    passes: 51,
    shown: 0,
    indicated: 20,
    notShown: 31,
    atZero: 31,
    toOneMs: 31,
    watch: null,
    ...over,
  };
}

export function reportFile(path: string, state: ReportFile["state"], reason: string | null, tests = 0): ReportFile {
  return {
    path: untrusted(path),
    state,
    reason,
    format: state === "unsupported" ? null : "junit-xml",
    counts: { ...NO_TESTS, tests, passed: tests },
    errors: 0,
  };
}

const PYTEST: RunnerTold = {
  runner: "pytest",
  collected: 243,
  passed: 58,
  failed: 0,
  errors: 10,
  skipped: null,
  stopped: untrusted("stopping after 10 failures"),
};

/** As the stage writes it when the command tells more than the report. */
function ofTheCommand(message: string, exitCode: number | null): CheckResult {
  const facts = exitCode === null ? {} : { exitCode };
  const failed = failure(message, facts);
  return { ...test("(the test command)", "errored"), group: untrusted("e2e"), failure: failed, test: null };
}

function next(scene: Scene): Loop {
  const recorded = tell(scene).loop;
  const read = decodeLoop(encodeLoop({ ...recorded, id: { ...recorded.id, n: recorded.id.n + 1 } }));
  if ("problem" in read) throw new Error(read.problem);
  return read;
}

function second(checks: readonly CheckResult[], over: Partial<Cycle> = {}): Cycle {
  return cycle(checks, {
    id: { loop: 4711, n: 2, redo: 0 },
    runId: 4712,
    commit: SECOND,
    servedAfter: [untrusted(SECOND)],
    ...over,
  });
}

const flows = names("test_flow", 8).map((name, at) => ({ ...test(name, "passed"), durationMs: 90 + 7 * at }));

const BEFORE: Scene = {
  cycle: cycle(
    [
      ...probes,
      ...flows,
      test("test_end_to_end_message_flow", "failed", CLOSED),
      test("test_websocket_connection", "failed", CLOSED),
    ],
    { suites: [suiteRun(10, { print: "00112233aabbccdd" })] },
  ),
  decision: NEXT,
};

const watchedRun = (connections: number, over: Partial<SuiteRun> = {}): SuiteRun =>
  suiteRun(8, {
    contact: contact({
      passes: 8,
      indicated: 8,
      notShown: 0,
      atZero: 0,
      toOneMs: 0,
      watch: {
        kind: "watched",
        required: true,
        hosts: [{ host: untrusted("api.staging.example.com"), connections }],
      },
    }),
    ...over,
  });

const DENIED = 'denied: Permission "artifactregistry.repositories.uploadArtifacts" denied on resource';

/** What pytest writes into the report for a module that it cannot load. */
const COLLECTION = [
  "ImportError while importing test module '/home/runner/work/app/app/tests/e2e/test_bad.py'.",
  "Hint: make sure your test modules/packages have valid Python names.",
  "Traceback:",
  "/usr/lib/python3.12/importlib/__init__.py:90: in import_module",
  "    return _bootstrap._gcd_import(name[level:], package, level)",
  "           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
  "tests/e2e/conftest.py:3: in <module>",
  "    from app import factory",
  "tests/e2e/test_bad.py:1: in <module>",
  "    import nothing_here",
  "E   ModuleNotFoundError: No module named 'nothing_here'",
].join("\n");

const WRITTEN = "--------- generated xml file: /home/runner/work/app/app/out/mobile.xml ---------\n6 passed in 1.02s\n";

const HELD = probe("not there", "failed", "GET /next answered 404, expected 2xx", { httpStatus: 404 });

const named = (name: string): Pick<SuiteRun, "key" | "name"> => ({ key: digest("suite", name), name: untrusted(name) });
/** The same test in another suite is another test. */
function inSuite(suite: string, check: CheckResult): CheckResult {
  return { ...check, suite: digest("suite", suite), key: digest(suite, check.key) };
}

function silentRun(name: string, over: Partial<SuiteRun>): SuiteRun {
  const missing = reportFile(`reports/${name}.xml`, "missing", "no file matches");
  return suiteRun(0, { ...named(name), reports: [missing], ...over });
}

function blockedSuite(name: string, blockedBy: readonly string[]): CheckResult {
  const found: CheckResult = { ...test(name, "blocked"), ...named(name), suite: digest("suite", name), test: null };
  return { ...found, group: untrusted(name), durationMs: null, blockedBy };
}

export const SUITE_SCENES: Readonly<Record<string, Scene>> = {
  "green-contact": {
    cycle: cycle([...probes, ...quick, ...slow], { suites: [suiteRun(51, { contact: contact() })] }),
    decision: stop("reached"),
  },
  "green-contact-by-spread": {
    cycle: cycle([...quick, ...slow], {
      suites: [
        suiteRun(51, {
          contact: contact({ basis: "spread", thresholdMs: 8.4, floorMs: null, atZero: 4, toOneMs: 19 }),
        }),
      ],
    }),
    decision: stop("reached"),
  },
  "green-suspicious": {
    cycle: second(
      [
        ...probes,
        ...flows,
        {
          ...withFacts(test("test_end_to_end_message_flow", "passed"), { contact: "not-shown" }),
          durationMs: 0,
        },
        { ...withFacts(test("test_websocket_connection", "passed"), { contact: "indicated" }), durationMs: 210 },
      ],
      {
        suites: [
          suiteRun(10, {
            contact: contact({ passes: 10, indicated: 9, notShown: 1, atZero: 1, toOneMs: 1 }),
          }),
        ],
      },
    ),
    before: next(BEFORE),
    decision: stop("reached"),
  },
  "green-disappeared": {
    cycle: second([...probes, ...flows.slice(0, 5)]),
    before: next(BEFORE),
    decision: stop("reached"),
  },
  "green-flaky-by-retry": {
    cycle: cycle(
      [
        ...flows,
        withFacts(test("test_websocket_connection", "passed"), { earlier: [failure(CLOSED, { closeCode: 1011 })] }),
      ],
      { suites: [suiteRun(9, { retry: command({ durationMs: 2_100 }) })] },
    ),
    decision: stop("reached"),
  },
  "green-quarantine": {
    cycle: cycle(
      [
        ...flows,
        {
          ...test("test_concurrent_user_isolation", "failed", "assert 2 == 1"),
          severity: "warn",
          quarantine: { until: "2026-12-01", why: untrusted("#412") },
        },
        {
          ...test("test_slow_start", "passed"),
          severity: "warn",
          quarantine: { until: "2026-12-01", why: null },
        },
      ],
      {
        quarantine: [
          { match: untrusted("*test_old*"), until: "2026-11-01", kind: "over" },
          { match: untrusted("*test_renamed*"), until: "2026-12-31", kind: "matches-nothing" },
        ],
      },
    ),
    decision: stop("reached"),
  },
  "unproven-no-contact": {
    cycle: cycle([...probes, ...flows], { suites: [watchedRun(0)] }),
    decision: { ...NEXT, because: "unproven" },
  },
  "unproven-not-watchable": {
    cycle: cycle([...probes, ...flows], {
      suites: [
        suiteRun(8, {
          contact: contact({
            passes: 8,
            indicated: 8,
            notShown: 0,
            atZero: 0,
            toOneMs: 0,
            watch: { kind: "unwatchable", required: true, reason: "its traffic goes through a proxy (HTTPS_PROXY)" },
          }),
        }),
      ],
    }),
    decision: { ...NEXT, because: "unproven" },
  },
  "unproven-republished": {
    cycle: second([...probes, ...flows], { suites: [suiteRun(8, { print: "00112233aabbccdd" })] }),
    before: next({
      ...BEFORE,
      cycle: cycle([...probes, ...flows], { suites: [suiteRun(8, { print: "00112233aabbccdd" })] }),
    }),
    decision: { ...NEXT, because: "unproven" },
  },
  "unproven-unreadable-beside-good": {
    cycle: cycle([...probes, ...flows], {
      suites: [
        suiteRun(8, {
          reports: [
            reportFile("reports/api.xml", "read", null, 8),
            reportFile("reports/browser.xml", "partial", "not well-formed XML at line 3"),
          ],
        }),
      ],
    }),
    decision: { ...NEXT, because: "unproven" },
  },
  "not-tested-zero-tests": {
    cycle: cycle(probes, {
      suites: [suiteRun(0, { reports: [reportFile("reports/e2e.xml", "empty", "the report holds no test")] })],
    }),
    decision: { ...NEXT, because: "not-tested" },
  },
  "red-time-limit": {
    cycle: cycle(
      [
        ...probes,
        ...flows.slice(0, 2),
        ...names("test_pending", 3).map((name) => ({ ...test(name, "not-run"), durationMs: null })),
        ofTheCommand("the test command was stopped at its time limit after 1200 s; 2 of 25 tests had finished", null),
      ],
      {
        suites: [
          suiteRun(2, {
            planned: 25,
            command: command({ exitCode: null, signal: "SIGKILL", timedOut: true, durationMs: 1_200_000 }),
          }),
        ],
      },
    ),
    decision: NEXT,
  },
  "red-runner-tells-more": {
    cycle: cycle(
      [
        ...names("test_fine", 58).map((name) => test(name, "passed")),
        ofTheCommand(
          "the terminal of pytest tells 10 errors that no report holds; pytest stopped early: stopping after 10 failures; 243 tests were collected, and 58 are in the report",
          1,
        ),
      ],
      {
        suites: [suiteRun(58, { planned: 243, runner: PYTEST, command: command({ exitCode: 1, durationMs: 49_590 }) })],
      },
    ),
    decision: NEXT,
  },
  "red-tests-in-full": {
    cycle: cycle(
      [
        ...flows,
        {
          ...withFacts(test("test_checkout", "failed", "TimeoutError: locator.click: Timeout 30000ms exceeded."), {
            project: untrusted("chromium"),
            earlier: [failure("TimeoutError: locator.click: Timeout 30000ms exceeded.")],
            reproduce: untrusted(
              "npx playwright test tests/checkout.spec.ts:12 --project='chromium' -g 'pays | by card'",
            ),
            attachments: ["test-results/checkout/trace.zip", "test-results/checkout/failed-1.png"].map(untrusted),
          }),
          priority: 1,
          at: 1_780_000_000_000,
        },
        {
          ...withFacts(test("test_profile", "failed", "AssertionError: assert 'Ann' == 'Bob'"), {
            reproduce: untrusted("python -m pytest tests/e2e/test_profile.py::TestProfile::test_profile"),
          }),
          priority: 3,
        },
        { ...test("test_help", "failed", "AssertionError: assert 3 == 4") },
      ],
      {
        logs: untrusted(
          "https://console.example.com/logs?service=${deploy.name}&from=${failure.from}&to=${failure.to}",
        ),
        suites: [
          suiteRun(11, {
            command: command({ exitCode: 1 }),
            retry: command({ exitCode: 1, durationMs: 31_000 }),
            reports: [
              reportFile("reports/e2e.xml", "read", null, 11),
              reportFile("reports/mobile.xml", "refused", "it declares entities"),
              reportFile("reports/old.xml", "stale", "not written by this run of the command"),
            ],
          }),
        ],
      },
    ),
    decision: NEXT,
  },
  "red-everything-at-once": {
    cycle: second(
      [
        ...probes,
        ...flows.slice(0, 3),
        { ...withFacts(test("test_end_to_end_message_flow", "passed"), { contact: "not-shown" }), durationMs: 0 },
        ...names("test_quick", 9).map((name) => ({
          ...withFacts(test(name, "passed"), { contact: "not-shown" }),
          durationMs: 0,
        })),
        withFacts(test("test_reconnect", "passed"), { earlier: [failure(CLOSED, { closeCode: 1011 })] }),
        test("test_websocket_connection", "failed", CLOSED),
        test("test_flow_4", "failed", "assert 404 == 200 for GET /api/agents/start"),
        test("test_flow_5", "failed", "AssertionError: assert 3 == 4"),
        {
          ...test("test_isolation", "failed", "assert 2 == 1"),
          severity: "warn",
          quarantine: { until: "2026-12-01", why: untrusted("#412") },
        },
      ],
      {
        suites: [
          suiteRun(17, {
            contact: contact({ passes: 14, indicated: 4, notShown: 10, atZero: 10, toOneMs: 10 }),
            reports: [
              reportFile("reports/e2e.xml", "read", null, 17),
              reportFile("reports/browser.xml", "refused", "it declares a DOCTYPE, which a test report never needs"),
            ],
          }),
        ],
        teardown: command({ exitCode: 2 }),
      },
    ),
    before: next(BEFORE),
    decision: NEXT,
    dispatch: { kind: "started", runId: 4713 },
    commits: [{ sha: SECOND, subject: untrusted("Build the factory once per connection"), author: null, byBot: false }],
  },
  "red-suites-without-result": {
    cycle: cycle(
      [
        probe("me answers", "failed", "GET /api/me answered 401, expected 2xx", {
          stage: "auth",
          target: untrusted("GET /api/me"),
          httpStatus: 401,
          expected: untrusted("2xx"),
          seen: untrusted("401"),
        }),
        ...flows.slice(0, 2),
        test("tests.e2e.test_bad", "errored", "collection failure", COLLECTION),
        inSuite("web", test("login works", "failed", "Expected values to be strictly equal:\n\n3 !== 4\n")),
        inSuite("web", test("test_flow_1", "passed")),
        ...names("smoke", 2).map((name) => inSuite("smoke", test(name, "skipped"))),
        blockedSuite("orders", [probe("me answers", "failed").key]),
      ],
      {
        suites: [
          suiteRun(3, { name: untrusted("api"), minTests: 6, retry: command({ durationMs: 900 }) }),
          suiteRun(2, { ...named("web"), command: command({ exitCode: 1 }) }),
          silentRun("browser", { command: command({ exitCode: null, signal: "SIGKILL", timedOut: true }) }),
          silentRun("smoke", { planned: 2, reports: [] }),
          silentRun("nofile", { command: command({ exitCode: 127, durationMs: 7 }) }),
          silentRun("mobile", { command: command({ output: untrusted(WRITTEN) }) }),
        ],
      },
    ),
    decision: NEXT,
  },
  "red-proves-nothing-beside": {
    cycle: second([probe("api answers", "failed", "closed", { errno: "ECONNRESET", stage: "server" }), ...flows], {
      suites: [
        watchedRun(0, { print: "00112233aabbccdd" }),
        suiteRun(0, { ...named("old"), reports: [reportFile("reports/old.xml", "stale", "not written by this run")] }),
      ],
    }),
    before: next(BEFORE),
    decision: NEXT,
  },
  "red-command-alone": {
    cycle: cycle(
      [...flows, ofTheCommand("the test command ended with exit code 1 although its report shows no failure", 1)],
      { suites: [suiteRun(8, { command: command({ exitCode: 1 }) })] },
    ),
    decision: stop("exhausted"),
  },
  "red-blocked-by-quarantined": {
    cycle: cycle([
      { ...HELD, severity: "warn", quarantine: { until: "2026-12-01", why: untrusted("moving") } },
      { ...probe("after", "blocked"), blockedBy: [HELD.key] },
      ...flows,
      test("test_sum", "failed", "AssertionError: assert 3 == 4"),
    ]),
    decision: NEXT,
  },
  "not-tested-test-run-crashed": {
    cycle: cycle(probes, {
      suites: [
        silentRun("e2e", {
          command: command({ exitCode: null, signal: "SIGSEGV", durationMs: 1_000 }),
          runner: { ...PYTEST, collected: 3, passed: 1, failed: null, errors: null, stopped: null },
        }),
      ],
    }),
    decision: { ...NEXT, because: "not-tested" },
  },
  "not-tested-set-up-without-staging": {
    cycle: cycle([], {
      deployments: [deployment({ command: null })],
      readiness: cycle([]).readiness.map((each) => ({ ...each, state: "not-awaited" })),
      servedAfter: [],
      setup: command({ exitCode: 2, output: untrusted("psql: error: relation users does not exist.\n") }),
    }),
    decision: stop("needs-person"),
  },
  "unproven-nothing-readable": {
    cycle: cycle(probes, {
      suites: [
        suiteRun(0, {
          reports: [
            reportFile("reports/x.json", "unsupported", "JSON that is no known test report"),
            reportFile("reports/x.zip", "unsupported", "a zip archive, not a report"),
            reportFile("reports/x.html", "missing", "no test report matches"),
            reportFile("reports/x.html", "ignored", "an HTML page, not a report"),
          ],
        }),
      ],
    }),
    decision: { ...NEXT, because: "unproven" },
  },
  "unproven-wrong-path": {
    cycle: cycle(probes, { suites: [silentRun("e2e", { command: command({ output: untrusted(WRITTEN) }) })] }),
    decision: { ...NEXT, because: "unproven" },
  },
  "red-rolled-back": {
    cycle: second(
      [
        ...probes,
        ...flows.slice(0, 4),
        ...names("test_flow", 8)
          .slice(4)
          .map((name) => test(name, "failed", CLOSED)),
      ],
      {
        rollback: command({ durationMs: 42_000 }),
      },
    ),
    before: next(BEFORE),
    decision: stop("regression"),
  },
  "red-rollback-failed": {
    cycle: second([...probes, ...names("test_flow", 8).map((name) => test(name, "failed", CLOSED))], {
      rollback: command({ exitCode: 3, durationMs: 4_000 }),
    }),
    before: next(BEFORE),
    decision: stop("regression"),
  },
  "not-tested-deploy-cause": {
    cycle: cycle([], {
      deployments: [
        deployment({ name: untrusted("database"), command: command({ durationMs: 12_000 }) }),
        deployment({
          name: untrusted("backend"),
          command: command({
            exitCode: 1,
            durationMs: 8_000,
            log: untrusted("/home/runner/work/_temp/test-deploy-loop/loop/deploy-backend.log"),
            output: untrusted(`The push refers to repository [europe-docker.pkg.dev/acme/app]\n${DENIED}\n`),
          }),
        }),
        deployment({ name: untrusted("gateway"), command: null, state: "not-run" }),
        deployment({ name: untrusted("auth"), command: null, state: "elsewhere" }),
      ],
      readiness: [],
      suites: [],
    }),
    decision: stop("broken"),
  },
  "not-tested-address-not-told": {
    cycle: cycle([], {
      deployments: [
        deployment({
          state: "failed",
          problem: "it told no url: its command has to write url=... into the file GITHUB_OUTPUT",
        }),
      ],
      readiness: [],
      suites: [],
    }),
    decision: stop("broken"),
  },
  "green-two-services": {
    cycle: cycle([...probes, ...flows], {
      deployments: [
        deployment({ command: command({ durationMs: 112_000 }), url: untrusted("https://pr-17.staging.example.com") }),
        deployment({ name: untrusted("auth"), command: command({ durationMs: 31_000 }) }),
      ],
      readiness: [...cycle([]).readiness, ...cycle([]).readiness.map((each) => ({ ...each, name: untrusted("auth") }))],
      servedAfter: [untrusted(COMMIT), untrusted(COMMIT)],
      suites: [watchedRun(14)],
    }),
    decision: stop("reached"),
  },
};
