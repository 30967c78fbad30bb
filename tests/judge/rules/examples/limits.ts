// Measured numbers outside their limits.
import { example, type Example } from "../example.ts";

const limit = (rule: string, text: string): Example => example(`limits/${rule}`, "assert.sla", "either", text);

export const EXAMPLES: readonly Example[] = [
  limit("no-more", "E       assert 1.73 < 1.0"),
  limit("no-more", "AssertionError: 812 not less than 500 : response time in ms"),
  limit("no-less", "E       AssertionError: accuracy too low\nE       assert 0.41 >= 0.8"),
  limit("no-more", "expect(received).toBeLessThan(expected)\n\nExpected: < 200\nReceived:   345"),
  limit("no-more", "AssertionError: expected 1204 to be below 800"),
  limit(
    "no-more",
    "java.lang.AssertionError: \nExpected: a value less than <1000L>\n     but: <1412L> was greater than <1000L>",
  ),
  limit("no-more", '        \tError:      \t"1412" is not less than "1000"'),
  limit("no-more", "  expected: < 1000\n       got:   1412"),
  limit("range", "Assert.InRange() Failure: Value not in range\nRange:  (500 - 900)\nActual: 1412"),
  limit("no-more", "  Expected: less than 1000\n  But was:  1412"),
  limit("no-more", "Expected elapsed to be less than 1s, but found 1s and 412.3ms."),
  limit("no-more", "Failed asserting that 1412 is less than 1000."),
  limit("no-more", 'XCTAssertLessThan failed: ("1.41") is not less than ("1.0")'),
  limit("no-more", "order_test.cc:21: Failure\nExpected: (elapsed) < (100), actual: 141 vs 100"),
  limit("in-words", "AssertionError: Response time 1412 ms exceeds the limit of 1000 ms"),
  limit("in-words", "AssertionError: p95 latency 1412ms > 1000ms"),
  limit("too-slow", "AssertionError: export took 12.4s, expected at most 5s"),
  limit("too-slow", "search answers in <50ms ... FAIL (71ms avg, expected <50ms)"),
  limit("agreed", "Quality SLA violation: 0.00 < 0.7"),
  limit("range", "Expected number to be between 10 and 20, but found 31."),
  limit("in-words", "AssertionError: Success rate 61.0% below required 80.0%"),
  limit("too-slow", "Metric checkoutLatency, value 131.3, Expected to be <= 120.0, check failed."),
  limit("should-be", "java.lang.AssertionError: Closing the ledger should take less than 300 ms"),
  limit(
    "expression",
    "thread 'closes_fast' panicked at src/lib.rs:12:5:\nassertion failed: elapsed < Duration::from_millis(100)",
  ),
  limit("agreed", "Error budget burned: 5.1% of requests failed"),
  limit("too-slow", "Memory grew by 120 MB, allowed 50 MB"),
  limit("in-words", "TTFT 4.8s over target 2s"),
  limit("no-less", "AssertionError: 0 not greater than 0 : client latency"),
  example("limits/too-slow", "assert.sla", "either", "java.lang.AssertionError: took 2.31 s for 5000 carts"),
];
