// Assertions that name themselves: the heading under which a library prints the two values.
import { anyOf } from "./assertion-grammar.ts";
import type { Rule } from "./rule.ts";

const raw = String.raw;

export const NAMED_VALUES: readonly Rule[] = [
  {
    id: "values-named/javascript",
    class: "assert.value",
    confidence: "certain",
    // Jest and Vitest, node:assert, AVA, Mocha, TAP.
    pattern: anyOf(
      "mu",
      raw`\bexpect\((?:received|jest\.fn\(\)|\w{1,60}|)\)(?:\.(?:not|resolves|rejects))?\.to[A-Z]\w{1,60}`,
      raw`\bExpected (?:values|inputs?|"actual") to (?:not )?be\b|\bExpected value (?:not )?to\b`,
      raw`\bThe expression evaluated to a falsy value\b|\bMissing expected (?:exception|rejection)\b|\bGot unwanted (?:exception|rejection)\b|\bThe input (?:did not match|was expected to not match) the regular expression\b`,
      raw`\bERR_ASSERTION\b[^\n]{0,20}: [^\n]{1,200} (?:[!=]==?|deepEqual|notDeepEqual) `,
      raw`[+-] (?:actual|expected)[, ]{1,2}[+-] (?:actual|expected)\b`,
      raw`^\s{0,8}operator: '?(?:equal|notEqual|deepEqual|deepLooseEqual|strictEqual|ok|notOk|match|throws|fail)\b`,
      raw`\bValues? (?:are|is) not (?:equal|strictly equal|truthy|falsy|deeply|true|false|null)\b`,
    ),
  },
  {
    id: "values-named/snapshot",
    class: "assert.value",
    confidence: "certain",
    // Jest, syrupy, insta, Verify, ApprovalTests.
    pattern:
      /\bSnapshot name: |\bSnapshot [`"][^\n]{1,200}[`"] mismatched\b|\btoMatch\w{0,8}Snapshot\b|\b(?:does not match|mismatched|did not match) (?:the |its )?(?:stored |saved |inline )?snapshot\b|\bsnapshot assertion for\b|\bsnapshots? (?:failed|mismatch)|\bVerifyException\b|\bFailed Approval\b|\bReceived file [^\n]{1,200} does not match approved\b/iu,
  },
  {
    id: "values-named/python",
    class: "assert.value",
    confidence: "certain",
    // unittest, pytest, mock, NumPy, pandas, Hypothesis.
    pattern: anyOf(
      "u",
      raw`\b(?:Lists|Tuples|Sequences|Dicts|Sets|Strings) differ: |\bFirst differing element\b|\bElement counts were not equal\b|\bItems in the (?:first|second) set but not\b`,
      raw`\bAssertionError: [^\n]{0,300}(?:not found in|unexpectedly (?:found in|None|identical)|is not (?:true|false|None|an instance of)|is not [^\n]{1,100}|not (?:greater|less) than|not raised|within \d{1,3} places|within [\d.]{1,20} delta)`,
      raw`\bDID NOT RAISE\b|\bRegex didn't match\b`,
      raw`\bArrays are not (?:almost )?equal\b|\bNot equal to tolerance\b|\bMismatched elements: \d|\b(?:DataFrame|Series|Index)\b[^\n]{0,80} (?:are )?different\b`,
      raw`\bFalsifying example\b`,
      raw`\b(?:expected call not found|Expected call: |Calls not found)|\bExpected '[^'\n]{1,100}' to (?:not )?(?:be|have been) called\b`,
    ),
  },
  {
    id: "values-named/jvm",
    class: "assert.value",
    confidence: "certain",
    // JUnit, TestNG, Hamcrest, AssertJ, Truth, Spock, ScalaTest, Kotest, kotlin.test, Mockito, MockMvc, REST-assured.
    pattern: anyOf(
      "iu",
      raw`\bexpected(?: same| null,?)?:? ?<[\s\S]{0,400}?>,? (?:to be an instance of|but was|was not|was):? ?<?`,
      raw`\bExpected: [^\n]{0,400}\n\s{0,12}(?:but|got):? `,
      raw`\bexpected(?: same)? \[[^\n]{0,400}\] but found \[|\bdid not expect \[`,
      raw`\bExpected <[^\n]{0,300}>, actual <`,
      raw`\barrays first differed at\b|\b(?:array|iterable) (?:contents|lengths) differ\b|\blists differ at element\b`,
      raw`\bCondition not satisfied:|\bToo many invocations for:`,
      raw`\bNot true that <|\bArgument\(s\) are different! Wanted:|\bNeverWantedButInvoked\b|\bTooManyActualInvocations\b`,
      raw` (?:did not (?:equal|contain)|was not (?:equal to|empty|instance of|an instance of|the same instance as|(?:greater|less) than))\b`,
      raw`" did not (?:match|start with|end with|include)\b`,
      raw`\bExpected [^\n]{1,200} to be thrown\b|\bbut nothing was thrown\b|\bUnexpected exception type thrown\b|\bno exception was thrown\b`,
      raw`\bNo value at JSON path\b|\bJSON path [^\n]{1,200} (?:doesn't match|expected)|\bResponse content expected`,
      raw`\bExpecting (?:actual|value|code|any|all|empty|an? \w{1,20}|\w{1,30})\b[^\n]{0,80}(?:to|but)\b`,
      raw`(?<!\w)(?:true|false|null|[\d.]{1,20}|"[^"\n]{0,200}") should (?:not )?(?:be|equal|contain|have|start|end|match)\b(?! (?:an? )?(?:string|integer|number|object|array|boolean|required))`,
    ),
    unless: /\bsyntax error\b|\bparse error\b|\bwas not (?:found|declared|defined) (?:in this scope|by|on)/iu,
  },
  {
    id: "values-named/go",
    class: "assert.value",
    confidence: "certain",
    // testify, gotest.tools, quicktest, go-cmp, gocheck, gomega.
    pattern: anyOf(
      "mu",
      raw`\bError:\s{1,24}(?:Not equal|Should |Expected |Object|Condition|"[^\n]{0,200}" (?:is not|does not|should|cannot)|Elements|An error is expected|Received unexpected|Target error|Max difference|Not same|\S[^\n]{0,80} (?:is|does) not)`,
      raw`\((?:[-+](?:want|got|expected|actual)[ ,/]{0,3}){2}\)`,
      raw`\bassertion failed: [^\n]{1,300} != |\bassertion failed:\s{1,4}--- `,
      raw`\bvalues are not (?:deep )?equal\b`,
      raw`^\.{3} (?:obtained|expected)\b`,
      raw`\bExpected\s{1,8}<[^>\n]{1,80}>: [\s\S]{1,600}?\n\s{0,8}(?:not )?to (?:be|equal|have|contain|match|succeed|satisfy|consist)`,
    ),
  },
  {
    id: "values-named/dotnet",
    class: "assert.value",
    confidence: "certain",
    // xUnit, NUnit, MSTest, Shouldly.
    pattern: anyOf(
      "iu",
      raw`\b(?:Assert|StringAssert|CollectionAssert)\.\w{1,40}(?:\(\))? (?:Failure|failed)\b`,
      raw`\bExpected: [^\n]{0,400}\s{1,8}But was: `,
      raw`\bExpected string length \d|\bStrings differ at index\b|\bExpected is <[^\n]{1,200}>, actual is\b`,
      raw`\bshould (?:not )?(?:be|contain|have|match|throw)\b[^\n]{0,60}\s{1,12}[^\n]{1,300}\s{1,12}but (?:was|did)\b`,
    ),
    unless: /Assert\.(?:Fail|Inconclusive) failed\.\s{0,4}$/iu,
  },
  {
    id: "values-named/php",
    class: "assert.value",
    confidence: "certain",
    pattern: /\bFailed asserting that\b/iu,
  },
  {
    id: "values-named/ruby",
    class: "assert.value",
    confidence: "certain",
    // RSpec, minitest, test-unit.
    pattern: anyOf(
      "imu",
      raw`^\s{0,12}expected: [^\n]{0,400}\n\s{1,16}got: `,
      raw`^\s{0,8}Expected: [^\n]{0,400}\n\s{1,8}Actual: `,
      raw`> expected but was\b`,
      raw`\bexpected [^\n]{1,200} but nothing was raised\b`,
      raw`\bdidn't change by [-+]?\d+, but by\b`,
      raw`\bexpected collection contained:|\bthe (?:missing|extra) elements were:`,
    ),
  },
  {
    id: "values-named/rust-and-swift",
    class: "assert.value",
    confidence: "certain",
    // assert_eq!, XCTest, Swift Testing, Nimble, ExUnit.
    pattern: anyOf(
      "mu",
      raw`\bassertion (?:failed: )?\x60?\(?left (?:==|!=|matches) right\)?\x60?`,
      raw`\bXCT(?:Assert\w{0,40}|Unwrap) failed\b`,
      raw`\bExpectation failed: `,
      raw`\bDiff < left / right > :`,
      raw`\bAssertion with \S{1,4} failed\b|\bExpected (?:truthy|false or nil), got\b|\bmatch \(=\) failed\b`,
      raw`\bpanicked at [^\n]{0,300}\bassertion failed: `,
      raw`\bpanicked at [^\n]{0,300}\n\s{0,4}assertion failed: `,
    ),
  },
  {
    id: "values-named/native",
    class: "assert.value",
    confidence: "certain",
    // GoogleTest, Catch2, doctest, Boost.Test, CppUnit, Qt, Unity, the assert of C, EUnit.
    pattern: anyOf(
      "mu",
      raw`\bExpected equality of these values:|^\s{0,8}Value of: [^\n]{1,300}\n\s{0,8}Actual: |\bWhich is: |\), actual: [^\n]{1,200} vs `,
      raw`\bwith expansion:|\bis NOT correct!|\bhas failed \[|\bequality assertion failed\b`,
      raw`\bCompared (?:values|floats|doubles|strings|pointers) are not the same\b|' returned FALSE\.`,
      raw`\bAssertion [\x60"'][^\n]{1,300}['"] failed\b`,
      raw`\bExpression: [^\n]{1,300}\n\s{0,8}Evaluated: `,
      raw`:FAIL:? Expected [^\n]{1,200} Was `,
      raw`\bThe difference between [^\n]{1,200} exceeds\b`,
      raw`\{assert\w{0,20}(?:_failed)?,\s{0,8}\[\{`,
    ),
  },
  {
    id: "values-named/shell",
    class: "assert.value",
    confidence: "certain",
    // bats, its assertions, shunit2, ShellSpec.
    pattern: anyOf(
      "mu",
      raw`\(in test file [^\n]{1,300}, line \d{1,6}\)\n\s{0,8}\x60[^\n]{1,400}' failed\s{0,4}$`,
      raw`^-- (?:values do not equal|output differs|output does not contain substring|output should not contain substring|regular expression does not match \w{1,12}|assertion failed) --`,
      raw`^ASSERT:[^\n]{0,200}expected:`,
      raw`\bThe (?:output|status|stdout|stderr|line|result|variable) should (?:not )?(?:equal|eq|include|match|start with|end with|be)\b`,
    ),
  },
  {
    id: "values-named/of-answers",
    class: "assert.value",
    confidence: "certain",
    // hurl, Karate, REST-assured, JMeter, Robot Framework.
    pattern: anyOf(
      "iu",
      raw`\berror: Assert (?:failure|body value|header value|value)\b`,
      raw`\bmatch failed: (?:EQUALS|NOT_EQUALS|CONTAINS\w{0,20}|EACH_\w{1,20}|WITHIN|NOT_CONTAINS)\b`,
      raw`\bactual: [^\n]{1,300}, (?:NOT )?expected: [^\n]{1,300}, reason: `,
      raw`\b(?:JSON path|XML path|Response body|Header|Cookie) [^\n]{0,100} doesn't match\b`,
      raw`\bTest failed: (?:text|code|message|URL|headers) expected (?:not )?to\b|\bValue expected to (?:be|match)\b|\] Missing token \[`,
      raw`✗ [^\n]{1,200}\n\s{1,12}↳\s{1,4}\d{1,3}% — ✓`,
      raw`'[^'\n]{0,300}' (?:does not (?:contain|match)|should (?:not )?(?:be|contain|match|start with|end with)) `,
    ),
    unless: /\b\w{1,40}(?:Controller|Request|Dto|Schema)\b[^\n]{0,60} should not be\b|"statusCode":|"errors?":/u,
  },
];
