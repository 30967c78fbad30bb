// Calls that mocks and stub servers awaited.
import { example, type Example } from "../example.ts";

const missing = (rule: string, text: string): Example =>
  example(`outputs-called/${rule}`, "assert.missing-output", "either", text);

export const EXAMPLES: readonly Example[] = [
  missing("spies", "AssertionError: Expected 'send_mail' to have been called once. Called 0 times."),
  missing(
    "spies",
    "AssertionError: expected call not found.\nExpected: publish('order.closed')\n  Actual: not called.",
  ),
  missing(
    "spies",
    'expect(jest.fn()).toHaveBeenCalledWith(...expected)\n\nExpected: "order.closed"\n\nNumber of calls: 0',
  ),
  missing(
    "spies",
    "expect(jest.fn()).toHaveBeenCalledTimes(expected)\n\nExpected number of calls: 1\nReceived number of calls: 0",
  ),
  missing("spies", 'AssertionError: expected "spy" to be called at least once'),
  missing("spies", "AssertError: expected publish to have been called once but was called 0 times"),
  missing("spies", "Expected spy publish to have been called."),
  missing("java", "Too few invocations for:\n\n1 * publisher.send(_)   (0 invocations)"),
  missing(
    "java",
    "Wanted but not invoked:\npublisher.send(<any string>);\n-> at shop.OrderTest.closes(OrderTest.java:31)\nActually, there were zero interactions with this mock.",
  ),
  missing("java", '  Expectation failure on verify:\n    Publisher.send("a"): expected: 1, actual: 0'),
  missing(
    "stub-servers",
    "com.github.tomakehurst.wiremock.client.VerificationException: Expected exactly 1 requests matching the following pattern but received 0:",
  ),
  missing(
    "net-and-go",
    "    FAIL: 0 out of 1 expectation(s) were met.\n\tThe code you are testing needs to make 1 more call(s).",
  ),
  missing("net-and-go", "missing call(s) to *mocks.MockPublisher.Send(is anything) /src/order_test.go:21"),
  missing(
    "ruby-and-php",
    '(Double "publisher").send(any args)\n           expected: 1 time with any arguments\n           received: 0 times with any arguments',
  ),
  missing("ruby-and-php", "expected to enqueue exactly 1 jobs, but enqueued 0"),
  missing("ruby-and-php", "1 emails expected, but 0 were sent.\nExpected: 1\n  Actual: 0"),
  missing(
    "net-and-go",
    "Moq.MockException : \nExpected invocation on the mock once, but was 0 times: x => x.Send(It.IsAny<string>())",
  ),
  missing(
    "net-and-go",
    'NSubstitute.Exceptions.ReceivedCallsException : Expected to receive exactly 1 call matching:\n\tSend("a")\nActually received no matching calls.',
  ),
  missing(
    "spies",
    'Expectation failed for method name is "send" when invoked 1 time(s).\nMethod was expected to be called 1 times, actually called 0 times.',
  ),
  missing(
    "ruby-and-php",
    "The expected [App\\Events\\OrderClosed] event was not dispatched.\nFailed asserting that false is true.",
  ),
  missing(
    "net-and-go",
    "         Expected: to be called once\n           Actual: never called - unsatisfied and active",
  ),
  missing("ruby-and-php", "FAILED: com.shop.OrderTest: The expected [App\\Mail\\Receipt] mailable was not sent."),
  missing("stub-servers", 'Request not found exactly once, expected:<{\n  "path" : "/hooks/paid"\n}> but was:<[]>'),
];
