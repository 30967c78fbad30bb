// Collections and texts that came empty.
import { example, type Example } from "../example.ts";

const missing = (rule: string, text: string): Example =>
  example(`outputs-empty/${rule}`, "assert.missing-output", "either", text);

export const EXAMPLES: readonly Example[] = [
  missing("length", "E       assert 0 == 3\nE        +  where 0 = len([])"),
  missing("not-true", "E       AssertionError: assert []\nE        +  where [] = fetch_invoices()"),
  missing("no-more-than-none", "AssertionError: 0 not greater than 0 : no alerts were raised"),
  missing("not-true", "AssertionError: [] is not true"),
  missing("not-in-it", "E       AssertionError: assert 'ready' in []"),
  missing("not-in-it", "AssertionError: 'order.closed' not found in []"),
  missing("unequal", "AssertionError: Lists differ: [] != ['a', 'b']"),
  missing(
    "length",
    "expect(received).toHaveLength(expected)\n\nExpected length: 2\nReceived length: 0\nReceived array:  []",
  ),
  missing("no-more-than-none", "expect(received).toBeGreaterThan(expected)\n\nExpected: > 0\nReceived:   0"),
  missing("unequal", "AssertionError: expected [] to have a length of 3 but got +0"),
  missing("length", "AssertionError: expected [] to have a length of 3 but got 0"),
  missing("not-empty", "AssertionError: expected [] not to be empty"),
  missing("no-more-than-none", "AssertionError: expected 0 to be above 0"),
  missing(
    "length",
    "java.lang.AssertionError: \nExpected: a collection with size <2>\n     but: collection size was <0>",
  ),
  missing(
    "no-more-than-none",
    "java.lang.AssertionError: \nExpected: a value greater than <0>\n     but: <0> was equal to <0>",
  ),
  missing("not-empty", "java.lang.AssertionError: \nExpecting actual not to be empty"),
  missing("length", "java.lang.AssertionError: \nExpected size: 2 but was: 0 in:\n[]"),
  missing("length", "List() had size 0 instead of expected size 2"),
  missing("length", "Collection should have size 2 but has size 0. Values: []"),
  missing(
    "not-empty",
    "        \tError Trace:\torder_test.go:31\n        \tError:      \tShould NOT be empty, but was []",
  ),
  missing(
    "length",
    '        \tError Trace:\torder_test.go:31\n        \tError:      \t"[]" should have 2 item(s), but has 0',
  ),
  missing("no-more-than-none", '        \tError:      \t"0" is not greater than "0"'),
  missing("not-empty", "  Expected\n      <[]string | len:0, cap:0>: []\n  not to be empty"),
  missing("no-more-than-none", "  expected: > 0\n       got:   0"),
  missing(
    "not-empty",
    '  expected collection contained:  ["a"]\n  actual collection contained:    []\n  the missing elements were:      ["a"]',
  ),
  missing("not-empty", "Expected [] to not be empty."),
  missing("not-empty", "Assert.Single() Failure: The collection was empty"),
  missing("not-empty", "Assert.NotEmpty() Failure: Collection was empty"),
  missing("no-more-than-none", "  Expected: greater than 0\n  But was:  0"),
  missing("not-empty", "  Expected: not <empty>\n  But was:  <empty>"),
  missing("length", "Expected events to contain 3 item(s), but found 0: {empty}."),
  missing("not-empty", "Expected messages not to be empty."),
  missing("length", "Failed asserting that actual size 0 matches expected size 3."),
  missing("not-empty", "Failed asserting that an array is not empty."),
  missing(
    "fewer",
    "thread 'consumes_two_records' panicked at tests/kafka.rs:31:5:\nassertion `left == right` failed\n  left: 0\n right: 2",
  ),
  missing("no-more-than-none", 'XCTAssertGreaterThan failed: ("0") is not greater than ("0")'),
  missing(
    "no-more-than-none",
    "     Assertion with > failed\n     code:  assert length(list) > 0\n     left:  0\n     right: 0",
  ),
  missing("no-more-than-none", "order_test.cc:21: Failure\nExpected: (events.size()) > (0), actual: 0 vs 0"),
  missing("length", "Length of '[]' should be 3 but is 0."),
  missing("no-more-than-none", "AssertionError: expected at least 1 email but found 0"),
  missing("nothing-of-awaited", "AssertionError: assert None is not None\n +  where None = wait_for_message('orders')"),
  missing("no-more-than-none", "E       AssertionError: assert 0 > 0\nE        +  where 0 = len([])"),
  missing(
    "not-in-it",
    'expect(received).toContain(expected) // indexOf\n\nExpected value: "order_paid"\nReceived array: []',
  ),
  missing("fewer", "Expected 12 received messages ==> expected: <12> but was: <7>"),
  missing("unequal", "  expected: 'paid'\n  actual\t: ''"),
  missing("length", "AssertionError: assert '' != ''"),
];
