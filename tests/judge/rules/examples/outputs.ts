// Events, messages and content that did not come, in words.
import { example, type Example } from "../example.ts";

const missing = (rule: string, text: string): Example =>
  example(`outputs/${rule}`, "assert.missing-output", "either", text);

export const EXAMPLES: readonly Example[] = [
  missing("fewer", "Expected 3 messages, got 1"),
  missing("none-came", "AssertionError: No messages received within 5 seconds"),
  missing("never-came", 'Error: event "order.closed" was never emitted'),
  missing("never-came", "AssertionError: Did not receive the expected webhook"),
  missing("part-of", "Only 2 of 5 notifications were delivered"),
  missing("never-came", "shop.queue.NoMessagesReceivedException\n\tat shop.queue.Reader.take(Reader.java:31)"),
  missing("never-came", "Error: checkout_done not received within 10s of payment"),
  missing("events-of", "Error: 2/3 critical events came. Missing Events: {'order_paid', 'order_sent'}"),
  missing("missing-names", "Missing required events: ['order_paid']"),
  missing("should-have", "AssertionError: Report should contain some content (fixture: winter)"),
  missing("came-empty", 'Error: the search returned an empty list for "boots"'),
  missing("file", "Error: file 'totals.csv' was not written"),
  missing(
    "file",
    "E       AssertionError: the export is there\nE       assert False\nE        +  where False = exists('/tmp/totals.csv')",
  ),
  missing("never-came", "Error: the receipt mail to winter@shop.example did not appear"),
  missing("none-came", "AssertionError: no webhook for order 12"),
  missing("said-to-be-none", "AssertionError: the assistant returned no answer (empty string)"),
  missing("never-came", "AssertionError: tool call 'lookup' was never made"),
];
