// Tests that did not run because something before them failed. A text that shows the error of what failed is left to
// that error; only where nobody knows it, these words speak as well.
import { FAILED_TESTS, OWN_ERROR } from "./beside.ts";
import { anyOf } from "./grammar.ts";
import type { Rule } from "./rule.ts";

/** TestNG, pytest-dependency, PHPUnit, TUnit, Robot's DependencyLibrary, ctest. */
const DEPENDS = anyOf(
  "imu",
  /\bdepends on not successfully finished (?:methods|groups)/u,
  /\bskip(?:ped|ping)?\b[^\n]{0,200}\bdepends on\b/u,
  /\btest depends on \S[^\n]{0,300}? to pass\b/u,
  /\b(?:a |failed )dependency has failed\b|\bdependency (?:not met: |tests? failed)|\bdue to failed dependenc/u,
  /^[^\S\n]{0,20}Failed test dependencies: /u,
  /^SKIPPED CONFIGURATION: /u,
);

/** The sentence of runners that stop behind a failed hook, step or test. */
const STOPPED = anyOf(
  "imu",
  /\bskipping (?:all (?:of )?)?(?:the )?remaining tests?\b|\b[Rr]emaining (?:tests?|specs?|steps?|jobs?|scenarios?) (?:were|was|are|will be|will not be|have been) (?:skipped|not run|run|executed|aborted|cancell?ed)\b/u,
  /\bblocked by (?:an? |the )?failed (?:dependenc(?:y|ies)|jobs?|tests?|steps?|tasks?|stages?|checks?|prerequisites?|upstream)\b/u,
  /\b(?:previous|earlier|preceding|prior|prerequisite|required|upstream|parent|dependent|depended-on) (?:tests?|steps?|jobs?|stages?|tasks?|suites?|specs?|scenarios?|cases?|phases?|build|methods?|checks?)(?: [\w-]{1,40}| '[^'\n]{1,100}'| "[^"\n]{1,100}"){0,4} (?:has |have |had |was |were )?(?:fail|did not (?:pass|succeed)|unsuccessful|errored)/u,
  /\b(?:skip(?:ped|ping)?|(?:not|never) (?:run|ran|executed|started|attempted|tested)|invalidated)\b[^\n]{0,60}\b(?:because|due to|since|as|after|which)\b[^\n]{0,80}\b(?:fail(?:ed|s|ure|ures|ing)?|unsuccessful|did not (?:pass|succeed|complete)|(?:was|were) cancell?ed)\b/u,
  /\b(?:skip(?:ped|ping)?|not (?:run|executed))\b[^\n]{0,60}\b(?:set-?up|before ?(?:all|each)|hook|fixture|prerequisite|precondition)\b[^\n]{0,40}\b(?:failed|failure|did not (?:pass|succeed))\b/u,
  /\b(?:set-?up|before ?(?:all|each)|hook|fixture|prerequisite|precondition)\b[^\n]{0,60}\b(?:failed|failure)\b[^\n]{0,40}\b(?:skip(?:ped|ping)?|not (?:run|executed))\b/u,
  /\bParent suite (?:setup|teardown) failed\b|\bSkipped in parent suite\b|\b(?:exit-on-failure|exit-on-error|skip-on-failure) mode is in use\b|\bTest execution (?:stopped|skipped) due to\b/u,
  /\b(?:job|configuration|run|workflow|stage) was cancell?ed because [^\n]{1,200} failed\b|\bTesting cancell?ed because the build failed\b|\bcancell?ed\b[^\n]{0,40}\b(?:sibling|parallel|other|upstream|needed) jobs?\b[^\n]{0,80}\bfailed\b/u,
  /\btest did not finish before its parent and was cancelled\b|\bcancelledByParent\b/u,
  // Cucumber's kin, Spring's tests, Perl's harness.
  /\bskipped because of (?:previous|earlier) (?:errors?|failures?)\b|\bfailure threshold \(\d{1,4}\) exceeded: skipping repeated attempt\b|\bBailout called\b/u,
  /\bInterrupted by Other Ginkgo Process\b|\bSynchronized(?:Before|After)Suite failed on Ginkgo parallel (?:process|node)\b/u,
  /\b(?:collection|class|assembly) fixture\b[^\n]{0,40}\bthrew in its constructor\b/u,
);

/** Counts and states of what did not run: Playwright, Maven's reactor, ctest, Bazel, ExUnit, AVA. */
const COUNTED = anyOf(
  "imu",
  /^[^\S\n]{0,8}[1-9]\d{0,5} did not run\b/u,
  /^(?:\[INFO\] )?\S[^\n]{0,200}\.{2,200} ?SKIPPED\s*$/u,
  /\*\*\*Not Run\b|^[^\S\n]{0,20}\d{1,6} - \S{1,300} \(Not Run\)/u,
  /^\/\/\S{1,300}\s+NO STATUS\b/u,
  /\b\d{1,6} tests?, \d{1,6} failures?, [1-9]\d{0,5} invalid\b/u,
  /\b(?:tests?|specs?|suites?|test files?|scenarios?|examples?|checks?)\b[^\n]{0,40}\b(?:was|were|are|have been|has been|did|could) not (?:run|be run|been run|be executed|execute|executed|start|started|attempted)\b/u,
  /\bExecuted 0 out of [1-9]\d{0,5} tests?: [^\n]{0,80}\bskipped\b/u,
);

/** A build that says itself what broke. */
const ROOT_SHOWN =
  /Failed to execute goal|What went wrong|\berror:|(?:Could not find|Unable to find) executable|\bfails? to build\b|FAILED TO BUILD|progress deadline|[Hh]ealth ?checks? failed|[Rr]eadiness probe/u;

const BESIDE = anyOf("mu", OWN_ERROR, ROOT_SHOWN);

export const NOT_RUN: readonly Rule[] = [
  {
    // JUnit, TestNG, NUnit, Go and pytest: the test itself left because something that it needs is not there.
    id: "not-run/assumption",
    class: "test.blocked",
    confidence: "probable",
    pattern:
      /\b(?:AssumptionViolatedException|TestAbortedException|SkipException|SkipTest)\b|\bAssumption failed\b|» (?:Skip|TestSkipped|TestAborted|AssumptionViolated)\b/u,
    unless: /\bCaused by\b/u,
  },
  {
    id: "not-run/dependency",
    class: "test.blocked",
    confidence: "certain",
    pattern: DEPENDS,
    // A ctest line of another test may stand above.
    unless: anyOf("mu", BESIDE, /\*\*\*(?:Failed|Timeout|Exception)/u),
  },
  {
    id: "not-run/stopped",
    class: "test.blocked",
    confidence: "probable",
    pattern: STOPPED,
    // systemd leaves out units by their conditions, which is no fault.
    unless: anyOf("mu", BESIDE, /\bcondition checks? (?:failed|\()|\bfailed condition check\b/u),
  },
  {
    id: "not-run/counted",
    class: "test.blocked",
    confidence: "probable",
    pattern: COUNTED,
    unless: BESIDE,
  },
];

/** The same words beside an error that no rule knows, and words that a passing run prints as well. */
export const NOT_RUN_WEAK: readonly Rule[] = [
  {
    id: "not-run/dependency-beside",
    class: "test.blocked",
    confidence: "possible",
    pattern: DEPENDS,
    unless: /\*\*\*(?:Failed|Timeout|Exception)/u,
  },
  {
    id: "not-run/stopped-beside",
    class: "test.blocked",
    confidence: "possible",
    pattern: STOPPED,
  },
  {
    // TAP's way out, steps behind a failed one, Gradle's tasks.
    id: "not-run/skipped",
    class: "test.blocked",
    confidence: "possible",
    pattern: anyOf(
      "imu",
      /^Bail out!|\bFurther testing stopped\b/u,
      /\b\d{1,6} (?:steps?|scenarios?|tests?)\b[^\n]{0,80}\b[1-9]\d{0,5} skipped\b/u,
      /^(?:> )?Task :\S{1,200} SKIPPED\s*$|\.{3,200} ?SKIPPED\b|\bSKIPPED \([^)\n]{1,200}\)|^SKIPPED: /u,
      /\b(?:test|job|stage|check|task|step|scenario|spec)s? (?:was|were|is|are|has been|have been) (?:skipped|not run)\b/u,
      /\*\*\*Not Run\b|\bNO STATUS\b|^[^\S\n]{0,8}[1-9]\d{0,5} did not run\b/u,
    ),
    unless: FAILED_TESTS,
  },
];
