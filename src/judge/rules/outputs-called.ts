// Calls that a test awaited of what stands in for the receiver: mocks, spies, fakes and stub servers.
import { anyOf } from "./assertion-grammar.ts";
import type { Rule } from "./rule.ts";

const raw = String.raw;

export const OUTPUTS_CALLED: readonly Rule[] = [
  {
    id: "outputs-called/java",
    class: "assert.missing-output",
    confidence: "certain",
    // Mockito, Spock, EasyMock, MockK, jMock and Mocha of Ruby; sqlmock.
    pattern: anyOf(
      "iu",
      raw`\bWanted but not invoked\b|\bToo(?:Little|Few)ActualInvocations\b|\bzero interactions with this mock\b`,
      raw`\bToo few invocations for:`,
      raw`\bExpectation failure on verify:[\s\S]{0,400}?expected: (?:at least )?[1-9]\d{0,5},? actual: 0\b`,
      raw`\bVerification failed: call [^\n]{1,300}\bwas not called`,
      raw`\bnot all expectations were (?:satisfied|met)\b`,
      raw`\b(?:exactly|at least) \w{1,12}(?: times?)?, (?:never invoked|invoked never|not yet invoked)`,
      raw`\bremaining expectation which was not matched\b`,
    ),
  },
  {
    id: "outputs-called/spies",
    class: "assert.missing-output",
    confidence: "certain",
    // Jest, Vitest, Sinon, Jasmine, Python's mock, Mockery, Mox, testify, NSubstitute.
    pattern: anyOf(
      "iu",
      raw`\bExpected number of calls: (?:>=? )?[1-9]\d{0,6}\s{1,8}Received number of calls:\s{1,8}0\b`,
      raw`\bNumber of calls:\s{1,8}0\b`,
      raw`\bto (?:have been|be) called\b[^\n]{0,200}\b(?:but (?:it )?(?:was )?(?:never called|not called|called 0 times|got 0 times)|called 0 times|it was never called)`,
      raw`\bto (?:have been|be) called at least (?:once|\d{1,4} times?)(?:$|[^\n]{0,10}\bnot\b)`,
      raw`\bbut (?:it )?was (?:never called|not called|called 0 times|never invoked|invoked 0 times)\b`,
      raw`\bExpected '[^'\n]{1,100}' to (?:have been|be) (?:called|awaited)(?: once)?\.(?: (?:Called|Awaited) 0 times\.)?`,
      raw`\bExpected spy [^\n]{1,100} to have been called\.`,
      raw`\bexpected call[^\n]{0,20}[.:][^\n]{0,300}\n(?:[^\n]{0,300}\n)?\s{0,8}(?:Actual: )?not called`,
      raw`\bcalls? not found\.\s{1,8}Expected: [\s\S]{1,300}?\s(?:\x20)?Actual: \[\]`,
      raw`\bexpected to be called \d{1,5} times?, actually called 0 times`,
      raw`\bshould be called\s{1,8}(?:exactly|at least) \d{1,5} times? but called 0 times`,
    ),
  },
  {
    id: "outputs-called/net-and-go",
    class: "assert.missing-output",
    confidence: "certain",
    // Moq, NSubstitute, FakeItEasy, gomock, testify, GoogleMock, Prophecy.
    pattern: anyOf(
      "iu",
      raw`\bExpected invocation on the mock [^\n]{1,60}but was (?:0 times|never performed)`,
      raw`\bActually received no matching calls\b`,
      raw`\bbut (?:no calls were made to the fake object|found it #0 times)`,
      raw`\bmissing call\(s\)`,
      raw`\bneeds to make \d{1,5} more call\(s\)|\bFAIL:\s{1,4}0 out of \d{1,5} expectation\(s\) were met`,
      raw`\bActual: never called - unsatisfied\b`,
      raw`\bNo calls have been made that match\b`,
    ),
  },
  {
    id: "outputs-called/ruby-and-php",
    class: "assert.missing-output",
    confidence: "certain",
    // RSpec's doubles, the matchers of Rails, the fakes of Laravel.
    pattern: anyOf(
      "iu",
      raw`\bexpected: (?:at least )?[1-9]\d{0,5} times?[^\n]{0,80}\n\s{0,16}received: 0 times`,
      raw`\bexpected to (?:enqueue|broadcast|perform|send) [^\n]{1,100} but (?:enqueued|broadcast(?:ed)?|performed|sent) (?:0|no)\b`,
      raw`(?<![\d.])[1-9]\d{0,5} \w{1,20} expected, but 0 were (?:sent|enqueued|performed)`,
      raw`\bThe expected \[[^\]\n]{1,200}\] \w{1,20} was not (?:dispatched|pushed|sent|queued|enqueued)`,
    ),
  },
  {
    id: "outputs-called/stub-servers",
    class: "assert.missing-output",
    confidence: "certain",
    // WireMock, MockServer, nock, pytest-httpx, responses, respx.
    pattern: anyOf(
      "iu",
      raw`\bExpected (?:exactly|at least) [1-9]\d{0,5} requests? matching[\s\S]{1,600}?but received 0\b`,
      raw`\bNo requests exactly matched\b`,
      raw`\bRequest not found (?:exactly|at least) \w{1,12}`,
      raw`\bExpected at least one request matching\b`,
      raw`\bMocks not yet satisfied\b|\bmocked but not requested\b|\bNot all requests have been executed\b|\bmocked requests were not called\b`,
    ),
  },
];
