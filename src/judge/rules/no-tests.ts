// Runs that tested nothing: the sentences of the runners, and their counts of zero.
import { FAILED_TESTS, NOT_LOADED, OWN_ERROR, SUITE_FAILED } from "./beside.ts";
import { anyOf } from "./grammar.ts";
import type { Rule } from "./rule.ts";

const THINGS =
  /(?:(?:runnable|matching|valid|suitable|executable|unit|such|further|more|e2e|integration) )?(?:test|spec|scenario|example|feature|step|suite|check|assertion)s?(?: (?:case|class|classe|file|method|result|report|suite|target|spec|bundle|function|module|or task|result file|report file)s?)?/u
    .source;

export const NO_TESTS: readonly Rule[] = [
  {
    // "No tests found", "No test files found, exiting with code 1", "no tests ran in 0.01s", "No spec files were found".
    id: "no-tests/said",
    class: "test.no-tests",
    confidence: "certain",
    pattern: anyOf(
      "imu",
      new RegExp(
        `\\b(?:no|zero) ${THINGS},? (?:(?:were|was|are|is|have been|has been) )?(?:found|ran|run|executed|collected|discovered|detected|defined|available|matched|match|matching|selected|specified|started|performed|for given|in (?:file|class|suite)|with (?:tag|name|the))\\b`,
        "u",
      ),
      /\bNo runnable (?:methods|tests)\b|\bNo tests? (?:is|are) available in\b|\bno (?:test|spec|feature)s? (?:files? )?(?:matching|matched|matches|match)\b/u,
      /\bYour test suite must contain at least one test\b|\bYou must (?:have|provide) at least one test\b/u,
      /\bdid not (?:discover|find|execute|run) any tests?\b|\bdid(?:n't| not) match any (?:tests?|specs?|test files)\b/u,
      /\b(?:contains?|has|have|with|there (?:are|were|is)) no (?:tests?|specs?|test cases|test bundles|scenarios|examples)\b(?! (?:to run|failed|failures|errors|left|coverage|data))/u,
      /\b(?:can(?:not|'t)|could ?n[o']t|unable to) find any (?:tests?|specs?|test files|files to test)\b/u,
      /\bNo test (?:discoverer|executor|engine|framework)s? (?:is |was |are )?(?:registered|found|available)\b/u,
      /\btest results? (?:were |was )?not found\b|\bmatch(?:ed|es)? (?:no|zero|0) (?:tests?|specs?|scenarios?|examples?|test files|features?)\b|\bNone of the test reports contained any result\b/u,
      /\bnothing to test\b|^(?:\[INFO\] )?Tests are skipped\.\s*$|\bdid(?: not|n't) specify any (?:tests?|specs?)\b|\bNo files matching the pattern were found\b/u,
    ),
    unless: NOT_LOADED,
  },
  {
    // pytest's own ways to say that a path or a name matches nothing, and its exit code for that.
    id: "no-tests/pytest-nothing-matched",
    class: "test.no-tests",
    confidence: "certain",
    pattern:
      /^(?:E[^\S\n]{1,20})?ERROR: (?:not found: |file (?:or directory )?not found: )|\(no name '[^'\n]{1,300}' in any of|\(no match in any of|\bcollected \d{1,6} items? \/ \d{1,6} deselected(?: \/ 0 selected|\s*$)|\bpytest\b[^\n]{0,120}\bexit(?:ed)?(?: with)?(?: code| status)?[: ]{1,2}5\b/imu,
    unless: NOT_LOADED,
  },
  {
    // Zero before or behind the word: every runner's summary. One module of many may well be empty, so any sign of
    // tests elsewhere silences it.
    id: "no-tests/counted",
    class: "test.no-tests",
    confidence: "probable",
    pattern: anyOf(
      "imu",
      /(?<![\w.:/,-])0 (?:tests?|specs?|scenarios?|examples?|test cases|test suites|testcases|test files|features?)(?: cases?)?(?: (?:were|was|have been))?(?: (?:executed|run|ran|found|collected|completed|total|discovered|selected|in total|passed|succeeded|passing|in \d)|, 0 (?:failures?|failed|errors?|assertions|passed|pending|steps)|[\s.)]*$)/u,
      /\b(?:Executed|Ran|Run|Running|collected|found|discovered|selected|executing|Total of) 0 (?:of \d{1,6} )?(?:\w{1,20} )?(?:tests?|specs?|items?|cases?|scenarios?|examples?|test suites)\b/u,
      /\bRan 0 of \d{1,6} Specs\b|\bExecuted 0 of 0\b|^No scenarios$|\bcollected 0 items\b|\b0 runs, 0 assertions\b|\b0 steps\b[^\n]{0,20}$/u,
      /(?:\b(?:Tests? run|Tests?|Test Files|Test Suites|Total tests?|Total number of tests|Tests? count|Tests executed)|(?:^|[,|;(\]]|\. )[^\S\n]{0,12}(?:Total|Specs|Scenarios|Passed))\s{0,12}[:=]\s{0,12}0\b(?!\.\d|\/| failed| broken)(?! of [1-9])/u,
      /^1\.\.0\b/u,
      /\b(?:No|no) tests? to run\b|^> Task :\S{0,100}[tT]est\w{0,40} NO-SOURCE\b|\[no (?:test files|tests to run)\]|\bno test files\b/u,
      /^[^\S\n]{0,20}0 passing\b|\b0 passed; 0 failed\b|\bOK \(0 tests\)/u,
    ),
    unless: anyOf("mu", NOT_LOADED, SUITE_FAILED, FAILED_TESTS, OWN_ERROR),
  },
  {
    // All were skipped or left out: pytest, Jest, Vitest, Mocha, Surefire (as many skipped as run), .NET.
    id: "no-tests/all-skipped",
    class: "test.no-tests",
    confidence: "probable",
    pattern: anyOf(
      "imu",
      /^=* ?(?:\d{1,6} (?:skipped|deselected|warnings?)(?:, )?){1,3} in [\d.]{1,12} ?s/u,
      /^[^\S\n]{0,8}(?:Tests|Test Files|Test Suites):?[^\S\n]{1,12}[1-9]\d{0,5} skipped(?:, | \(|,? of )\d{1,6}\)?(?: total)?[^\S\n]{0,8}$/u,
      /^[^\S\n]{0,8}0 passing\b[^\n]{0,40}\n[^\S\n]{0,8}[1-9]\d{0,5} pending\b/u,
      /\bTests run: ([1-9]\d{0,5}), Failures: 0, Errors: 0, Skipped: \1\b/u,
      /\bFailed: {1,8}0, Passed: {1,8}0, Skipped: {1,8}[1-9]/u,
    ),
    unless: anyOf("mu", NOT_LOADED, SUITE_FAILED, FAILED_TESTS, OWN_ERROR),
  },
  {
    // Tests that are done before they could have asked anybody.
    id: "no-tests/no-time",
    class: "test.no-tests",
    confidence: "possible",
    pattern: /\b\d{1,6} passed in 0\.00 ?s(?:econds)?\b|\bpassed in 0\.00 ?s/iu,
  },
  {
    id: "no-tests/counted-beside",
    class: "test.no-tests",
    confidence: "possible",
    pattern:
      /\bTests run: 0\b|\bTests?:\s{1,8}0 total|\bcollected 0 items\b|\b(?:ran|executed|running) 0 tests\b|\b0 examples, 0 failures\b/iu,
    unless: anyOf("mu", NOT_LOADED, SUITE_FAILED, FAILED_TESTS),
  },
];
