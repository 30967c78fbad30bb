// Waits that ended without what they waited for.
import { example, type Example } from "../example.ts";

const missing = (rule: string, text: string): Example =>
  example(`outputs-waited/${rule}`, "assert.missing-output", "either", text);

export const EXAMPLES: readonly Example[] = [
  missing("eventually", "Condition not satisfied after 10.00 seconds and 21 attempts"),
  missing(
    "eventually",
    "The code passed to eventually never returned normally. Attempted 61 times over 5.05 seconds. Last failure message: 0 was not equal to 3.",
  ),
  missing(
    "actors-and-streams",
    "java.lang.AssertionError: assertion failed: timeout (3 seconds) during expectMsg while waiting for OrderClosed",
  ),
  missing(
    "eventually",
    "io.kotest.assertions.AssertionFailedError: Block failed after 5s; attempted 24 time(s); underlying cause: expected:<3> but was:<0>",
  ),
  missing(
    "awaitility",
    "org.awaitility.core.ConditionTimeoutException: Condition with alias 'order closed' didn't complete within 10 seconds because lambda expression in shop.OrderIT: expected <3> but was <0>.",
  ),
  missing(
    "message-tools",
    "org.citrusframework.exceptions.ActionTimeoutException: Action timeout after 5000 milliseconds. Failed to receive message on endpoint: 'orders.in'",
  ),
  missing("eventually", "        \tError Trace:\torder_test.go:31\n        \tError:      \tCondition never satisfied"),
  missing("eventually", "  Timed out after 10.001s.\n  Expected\n      <int>: 0\n  to equal\n      <int>: 3"),
  missing(
    "expectation",
    'Asynchronous wait failed: Exceeded timeout of 5 seconds, with unfulfilled expectations: "order closed".',
  ),
  missing("expectation", "     Assertion failed, no matching message after 100ms\n     The process mailbox is empty."),
  missing(
    "event-of-page",
    'TimeoutError: page.waitForEvent: Timeout 30000ms exceeded while waiting for event "download"',
  ),
  missing(
    "request-of-page",
    "CypressError: Timed out retrying after 5000ms: `cy.wait()` timed out waiting `5000ms` for the 1st request to the route: `orders`. No request ever occurred.",
  ),
  example(
    "outputs-waited/response-of-page",
    "svc.slow-response",
    "either",
    "CypressError: Timed out retrying after 30000ms: `cy.wait()` timed out waiting `30000ms` for the 1st response to the route: `orders`. No response ever occurred.",
  ),
  missing("message", "TimeoutError: timed out waiting for message on topic orders"),
  missing("message", "Timed out after 30s waiting for 3 events, got 1"),
  missing(
    "eventually",
    "java.lang.AssertionError: Condition not met within timeout 30000. Did not receive all 51 records from topic orders-out",
  ),
  missing("message-tools", "java.lang.AssertionError: No records found for topic"),
  missing("message", 'Timeout: mail with subject "Welcome" not received within 60 seconds'),
  missing(
    "actors-and-streams",
    'expectation "expectNext(order)" failed (expected: onNext(order); actual: onComplete())',
  ),
  missing("actors-and-streams", "app.cash.turbine.TurbineAssertionError: No value produced in 3s"),
  missing("retried", "tenacity.RetryError: RetryError[<Future at 0x7f11 state=finished returned NoneType>]"),
  missing("something", "Error: timed out waiting for the ledger to balance"),
  missing("in-time", "TimeoutError: the ledger export.csv did not contain 'closed' within 10s"),
  missing("in-time", "the outbox is still empty after 20 attempts"),
  missing("retried", "_queue.Empty"),
];
