// Waits for a condition, an event or a message that ended without it.
import { anyOf, KIND, MESSAGE } from "./assertion-grammar.ts";
import type { Rule } from "./rule.ts";

const raw = String.raw;

/** What has to start, listen or answer first is no output. */
const NO_OUTPUT =
  /server|service|\bports?\b|connect|respon[sd]|\bpage\b|navigation|container|\bpods?\b|deployment|rollout|ready|health|\bstart|boot|listen|\block|browser|process|\bexit|https?:|debugger|device|emulator|driver|terminat|shut ?down|network|lease|semaphore/iu;

export const OUTPUTS_WAITED: readonly Rule[] = [
  {
    id: "outputs-waited/awaitility",
    class: "assert.missing-output",
    confidence: "certain",
    pattern:
      /\bConditionTimeout(?:Exception|Error)\b|\bwas not fulfilled within \d|\bCondition with (?:alias|Lambda) [^\n]{1,200}(?:didn't|did not) complete within/iu,
  },
  {
    id: "outputs-waited/eventually",
    class: "assert.missing-output",
    confidence: "probable",
    pattern: anyOf(
      "imu",
      // ScalaTest, Kotest, testify, Kafka, Spock.
      raw`\bpassed to eventually never returned normally`,
      raw`\b(?:Block|Test) failed after \S{1,40}; attempted \d{1,7} times?`,
      raw`\bCondition never satisfied\b`,
      raw`\bCondition not met within (?:timeout|\d)`,
      raw`\bCondition not satisfied after \d`,
      // gomega, gotest.tools, NUnit.
      raw`\bTimed out after \d[\d.]{0,12}m?s\.\s{1,8}(?:Expected|The matcher|The function)`,
      raw`\btimeout hit after \S{1,20}:`,
      raw`\bwaiting for [^\n]{1,200} took longer than \d`,
      raw`\bExpected: [^\n]{1,200} after [\d.]{1,12} (?:milli)?seconds? delay`,
      // Playwright's polls; Nimble.
      raw`\bTimeout \d{1,9}ms exceeded while waiting on the predicate`,
      raw`\bexpected to eventually [^\n]{1,200}`,
    ),
  },
  {
    id: "outputs-waited/expectation",
    class: "assert.missing-output",
    confidence: "certain",
    // XCTest, ExUnit.
    pattern:
      /\bwith unfulfilled expectations?\b|\bAssertion failed, no matching message after \d|\bprocess mailbox is empty\b/iu,
  },
  {
    id: "outputs-waited/actors-and-streams",
    class: "assert.missing-output",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      // Akka and Pekko.
      raw`\btimeout \([^)\n]{1,40}\) (?:during expect\w{1,40}|while expecting|waiting for \d{1,6} messages?)`,
      // Reactor, RxJava, Turbine.
      raw`\bexpectation "[^"\n]{1,200}" failed \((?:expected: (?:onNext|count|signal)|expected .{1,80}; actual: (?:onComplete|counter = 0))`,
      raw`\bVerifySubscriber timed out\b`,
      raw`\bNo value produced in \S`,
      raw`\bValue counts differ; expected: [1-9]\d{0,6} but was: 0\b`,
      raw`\bExpected item but found (?:Complete|nothing)\b`,
    ),
  },
  {
    id: "outputs-waited/request-of-page",
    class: "assert.missing-output",
    confidence: "certain",
    pattern: /\bNo request ever occurred\b|\btimed out waiting \d{1,9}ms for the \d{1,4}\w\w request to the route/iu,
  },
  {
    id: "outputs-waited/response-of-page",
    class: "svc.slow-response",
    confidence: "probable",
    // Cypress saw the request; its answer did not come.
    pattern: /\bNo response ever occurred\b|\btimed out waiting \d{1,9}ms for the \d{1,4}\w\w response to the route/iu,
  },
  {
    id: "outputs-waited/event-of-page",
    class: "assert.missing-output",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      raw`\bTimeout (?:of )?\d{1,9} ?ms exceeded while waiting for event\b`,
      raw`\bwhile waiting for event ["']\w{1,40}["']`,
      raw`\b(?:waitForResponse|waitForRequest|waitForEvent|wait_for_event|expect_(?:event|download|response|request|popup|console_message|websocket))\b[^\n]{0,60}\b(?:Timeout|timed out)\b`,
    ),
  },
  {
    id: "outputs-waited/message-tools",
    class: "assert.missing-output",
    confidence: "certain",
    // Citrus, spring-kafka-test, Kafka's own tests, Eventuate.
    pattern:
      /\bFailed to receive message on endpoint\b|\bNo records found for topic\b|\bDid not receive all \d{1,7} \w{1,20}\b|\bMessage not received\b/iu,
  },
  {
    id: "outputs-waited/message",
    class: "assert.missing-output",
    confidence: "probable",
    pattern: anyOf(
      "iu",
      raw`\b(?:time[d-]? ?out|gave up|giving up)\b[^\n]{0,60}?\b(?:wait(?:ing|ed)?|await(?:ing)?|poll(?:ing)?|expecting|listening|looking) (?:(?:for|on|until|to (?:receive|get|see|consume)) )?${KIND}(?:[^\s,.;]{1,40} ){0,4}?${MESSAGE}\b`,
      raw`\b(?:wait(?:ing|ed)?|await(?:ing)?|poll(?:ing)?|expecting) (?:[^\n,;]{0,30} )?(?:for|on|until|to (?:receive|get|see|consume)) ${KIND}(?:[^\s,.;]{1,40} ){0,3}?${MESSAGE}\b[^\n]{0,80}?\b(?:time[d-]? ?out|gave up)`,
      raw`\b${MESSAGE}\b[^\n]{0,60}?\b(?:not|never|n't) [^\n]{0,40}?\b(?:within|in|after|before) (?:the )?(?:\d|timeout|time ?limit|deadline)`,
      raw`\btime[d-]? ?out (?:reading|receiving|consuming|fetching|polling) (?:(?:the|from|\d{1,6}|next|first) ){0,3}${KIND}(?:${MESSAGE}|topic|queue)\b`,
    ),
    unless:
      /receiving message from renderer|['"]?(?:load|domcontentloaded|networkidle\d?)['"]? event|delivery timeout|log(?:in| in)\b[^\n]{0,20}time|ContainerLaunchException|testcontainers|wait strategy/iu,
  },
  {
    id: "outputs-waited/retried",
    class: "assert.missing-output",
    confidence: "probable",
    // tenacity tells what the last attempt gave: nothing. A queue of Python tells that nothing came into it.
    pattern:
      /\bRetryError\[<Future at 0x[0-9a-f]{1,16} state=finished returned (?:NoneType|bool|list|dict|str)>|^(?:E {1,8})?(?:_?queue|asyncio\.queues?)\.(?:Queue)?Empty\b/mu,
  },
  {
    id: "outputs-waited/in-time",
    class: "assert.missing-output",
    confidence: "probable",
    // What did not come to be in the time that a test gave it.
    pattern:
      /\bstill (?:empty|missing|absent|not (?:there|set|updated)) after \d|\b(?:did not|didn't|never) (?:contain|include|match|equal|become|reach|change|update|show|hold|have|get|appear|arrive|settle|propagate|sync\w{0,6})\b[^\n]{0,160}?\b(?:with)?in (?:the )?(?:(?:allotted|given|expected) time|timeout|[\d.]{1,8} ?(?:ms|s|secs?|seconds?|m|min(?:ute)?s?)\b)/iu,
    unless: NO_OUTPUT,
  },
  {
    id: "outputs-waited/something",
    class: "assert.missing-output",
    confidence: "possible",
    pattern:
      /\b(?:timed? ?out|gave up|giving up)\b[^\n]{0,60}?\b(?:wait(?:ing|ed)?|await(?:ing)?|poll(?:ing)?) (?:for|on|until)\b|\bwait\w{0,40} (?:condition )?timed out\b/iu,
    unless: NO_OUTPUT,
  },
];
