// Time limits of test runners and of the machines that run them, where nothing tells what was waited for.
import { anyOf } from "./grammar.ts";
import type { Rule } from "./rule.ts";

export const TIME_LIMITS: readonly Rule[] = [
  {
    id: "time-limits/test",
    class: "test.timeout",
    confidence: "certain",
    pattern: anyOf(
      "imu",
      // Jest, Vitest, Playwright, Bun, ava, node:test, QUnit, JUnit 4 and 5, Go, ExUnit, Dart, xUnit, NUnit, MSTest
      /\b(?:tests?|hooks?|suites?|specs?|scenarios?|test(?:Case|[ -]case|[ -]run|[ -]suite)) (?:execution )?(?:has |have )?(?:timed[ -]?out|exceeded (?:its |the )?(?:execution |time ?out|timeout value|time limit|CancelAfter))\b|\b(?:test|hook|suite|spec)[ _-]timeout\b(?: of)?(?: value)?(?: of)? ?\d{0,9}[^\n]{0,20}\b(?:exceeded|reached|expired)|\btest ["'(]?[^\n"']{1,200}["')]? (?:timed out after|exceeded execution timeout)/u,
      /\bexceeded timeout of \d{1,9} ?ms\b|\bexceeded timeout(?: value)? of \d|\b(?:beforeAll|afterAll|beforeEach|afterEach|setUp|tearDown)\b[^\n]{0,40} timed out/u,
      // pytest-timeout, unittest of Twisted and Tornado, Robot
      /\bFailed: Timeout \(?>|^\+{5,} ?Timeout ?\+{5,}|\bfrom pytest-timeout\b|\bstill running at [\d.]{1,12} secs|\b(?:test|keyword) timeout \d[^\n]{0,40} exceeded|\bTimeoutError: (?:Async )?operation timed out after \d{1,6} seconds/u,
      // mocha and jasmine say what is to be called
      /\btimeout of \d{1,9} ?ms exceeded\.? ?(?:For async tests|Ensure|\(|The execution in the test|Try to)|\basync (?:callback|function) (?:was not invoked|did not complete) within|\bthe done\(\) callback (?:is being|was never)|\btimeout of 2000 ?ms exceeded(?![\s\S]{0,400}axios)|\bthis (?:test|hook)(?: case)? timed out after|" hook\b[^\n]{0,200}\n[^\n]{0,80}\btimeout of \d{1,9} ?ms exceeded/u,
      // TestNG, Spock, ScalaTest, Vert.x, coroutines, surefire, Gradle
      /\bThreadTimeoutException\b|\bdidn't finish within the time-out|\bTestTimedOutException\b|\bSpockTimeoutError: Method timed out|\bpassed to failAfter did not complete|\btest coroutine is not completing|\bexecution (?:exceeded timeout of|timed out after) \d|\b\w{1,80}\([^)\n]{0,80}\) timed out after \d{1,6} (?:nano|micro|milli)?(?:seconds?|minutes?|hours?)/u,
      /\bthere was a timeout(?: or other error)? in the fork|\bTimeout has been exceeded\b|\btest exceeded (?:the time limit|execution time allowance)|\bexecution aborted after \d{1,6} second|\bthis test was aborted after/u,
      // Cucumber, Nightwatch, Lab, tap
      /\bfunction timed out, ensure the (?:callback|promise)|\bcallback timeout of \d{1,9} ?ms was reached|\bno new tests completed within|\btimed out while running tests|\btimed out waiting \d{1,6}s for the |\b(?:fixture|teardown|setup)\b[^\n]{0,80}\btimeout of \d{1,9} ?ms exceeded|\bTimeExpired\b|\btimeout_decorator\b|\bFunctionTimedOut\b|^not ok [^\n]{0,120}timeout!|\bstopped at its time limit|\btest took longer than \d/u,
    ),
    unless: /\bunfulfilled expectations\b|\bduring expectMsg\b/iu,
  },
  {
    // Mocha's own words, which axios has in small letters; old ones of it are known by their frames.
    id: "time-limits/mocha",
    class: "test.timeout",
    confidence: "certain",
    frames: true,
    pattern: /\b[Tt]imeout of \d{1,9} ?ms exceeded/u,
    finding: ({ 0: words, input }) =>
      (words.startsWith("T") && !/superagent|ECONNABORTED/u.test(input)) || /mocha|runnable\.js/u.test(input)
        ? {}
        : null,
  },
  {
    // A command of the tests, by the name that the runner has for it.
    id: "time-limits/command",
    class: "test.timeout",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /\bcy\.(?:task|exec|then|wrap|within|each|session|origin|screenshot|invoke|readFile|writeFile)\(.{0,120}\).? timed out (?:after )?waiting|\bCypress command timeout of\b|\btimed out after .?\d{1,9} ?ms.?\. The .?done\(\)/u,
      /\bspawn(?:Sync)? [^\n]{1,200} ETIMEDOUT\b|\btimed out waiting for asynchronous (?:Angular tasks|script)|\basynchronous script timeout\b|\bscript timeout\b(?! ?[=:])/u,
    ),
    unless: /\bwhile waiting for element\b/iu,
  },
  {
    // Build tools that count tests by their result.
    id: "time-limits/build-tool",
    class: "test.timeout",
    confidence: "certain",
    pattern: anyOf(
      "mu",
      // Bazel, ctest, Meson, nextest, LLVM's lit, jtreg, Common Test, Mozilla
      /^\/\/\S{1,200} +(?:TIMEOUT|FAILED|NO STATUS)\b[^\n]{0,40}\btime|^\/\/\S{1,200} +TIMEOUT\b|^TIMEOUT: |\*{3} ?Timeout\b|^[ \t]{0,40}\d{1,6} - \S{1,120} \(Timeout\)|^[ \t]{0,40}\d{1,6}\/\d{1,6} [^\n]{1,160} TIMEOUT\b|^[ \t]{0,40}(?:TIMEOUT|TERMINATING) \[ ?[> ]*[\d.]{1,10}s\]/u,
      /\bTEST-UNEXPECTED-TIMEOUT\b|\bTIMEOUT, expected [A-Z]|\bTIMEOUT \| |\bapplication (?:timed out after|ran for longer than) |\btimed out after \d{1,9} ?(?:ms|seconds) (?:waiting for 'load'|with no output)|\bload failed: timed out|\btimetrap_timeout\b|\bTimeout signalled after\b|\bran too long\b|\[TIMEDOUT\]/u,
    ),
  },
  {
    id: "time-limits/job",
    class: "test.timeout",
    confidence: "certain",
    pattern: anyOf(
      "imu",
      // GitHub, Azure, GitLab, Bitbucket, AppVeyor
      /\b(?:exceeded|exceeds|reached) the maximum (?:execution|allowed|build|job) ?time\b|\bran longer than the maximum time|\bexecution took longer than \d|\b(?:job|build|script|task|step) (?:has )?(?:exceeded|reached) (?:the |its |a )?(?:build |maximum )?(?:time ?out|time limit|timeout limit)|\bexceeded build time limit|\bhas reached the maximum allowed time|\bthe (?:action|job|step|task)(?: '[^'\n]{1,200}'| "[^"\n]{1,200}")? has timed out/u,
      // Travis, CircleCI, Jenkins, buildbot, Taskcluster, Prow
      /\bno output has been received in the last|\btoo long with no output|\bjob exceeded the maximum time limit|\btest run exceeded \d{1,4} minutes|\bbuild timed out \(after|\bdue to timeout\b|\bcommand timed out: \d|\bseconds without output|\bsince last output\b|\btask timeout after \d|\bmax run time exceeded|\bGinkgo (?:timed out|ran out of time)|\bdid not finish before \S{1,20} timeout/u,
      // GNU timeout, retrying actions, vstest
      /\bexit(?:ed)?(?: with)?(?: (?:exit )?(?:code|status))?:? 124\b|^timeout: sending signal \w{3,7} to command\b|\*\*\* \[[^\]\n]{1,200}\] Error 124\b|\btimeout of \d{1,9} ?ms hit\b|\bDisconnected\b[^\n]{0,40}, because no message in \d|\b(?:browser|chrome|firefox|edge|safari|webkit|driver|runner|worker)\S{0,20} (?:has not|hasn't|did not|didn't) respond(?:ed)? (?:in|within|for) \d|\binactivity time of [^\n]{1,40} has elapsed|\bmaximum execution time of \d{1,6} seconds? exceeded/u,
      /\b(?:process|command|script|program) ["'`]?[^\n]{1,300}?["'`]? (?:exceeded the timeout of|timed out after) \d/u,
    ),
  },
  {
    id: "time-limits/bare",
    class: "test.timeout",
    confidence: "possible",
    pattern: /\bexecution expired\b|\b(?:timed[ -]?out|timeout)\b(?: of \d| after \d| \(|: \d|$| exceeded)/imu,
  },
];
