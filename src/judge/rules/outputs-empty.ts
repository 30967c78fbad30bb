// Collections and texts that came empty where content was expected, by the grammar of the assertions.
import {
  ANY,
  anyOf,
  compared,
  EMPTY,
  FILLED,
  MESSAGE,
  MORE,
  NUMBER,
  SOME,
  SPEAKS_OF_MESSAGES,
  SPEAKS_OF_TIME,
  unequal,
  ZERO,
} from "./assertion-grammar.ts";
import type { Rule } from "./rule.ts";

const raw = String.raw;

export const OUTPUTS_EMPTY: readonly Rule[] = [
  {
    id: "outputs-empty/no-more-than-none",
    class: "assert.missing-output",
    confidence: "probable",
    pattern: anyOf("imu", ...compared(ZERO, MORE, NUMBER)),
    // A clock that stands still is a measure, and nothing that was sent.
    finding: ({ input }) => (SPEAKS_OF_TIME.test(input) && !A_MESSAGE.test(input) ? null : {}),
  },
  {
    id: "outputs-empty/length",
    class: "assert.missing-output",
    confidence: "probable",
    pattern: anyOf(
      "iu",
      // pytest explains a bare 0.
      raw`\bassert 0 (?:==|>=?) [^\n]{1,80}[\s\S]{0,200}?\b0 = (?:len|count)\(`,
      raw`\bassert len\(${EMPTY}\)`,
      raw`\bassert (?:''|""|\[\]|\{\}|None) != (?:''|""|\[\]|\{\}|None)\s{0,4}(?:$|\n)`,
      // Chai, Jest, RSpec.
      raw`\bto (?:have|be of) (?:a |an )?(?:length|size|count)[^\n]{0,40} but (?:got|was|found|had) 0\b`,
      raw`\bReceived (?:length|size):\s{1,12}0\b`,
      // AssertJ, Hamcrest, Kotest, TestNG, ScalaTest, Truth.
      raw`\bExpected size:? ?[1-9]\d{0,8} but was:? ?0\b`,
      raw`\bcollection size was <0>`,
      raw`\bshould have (?:size|length|count) ${SOME}[^\n]{0,20} but (?:has|had|was) (?:size |length |count )?0\b`,
      raw`\bhave the same size expected \[${SOME}\] but found \[0\]`,
      raw`\bhad (?:size|length) 0 instead of expected (?:size|length) [1-9]`,
      raw`array lengths differ,? ?expected:? ?<?${SOME}>? but was:? ?<?0>?`,
      // testify, FluentAssertions, PHPUnit, Robot Framework, Selenide.
      raw`\bshould have ${SOME} item\(s\), but has 0\b`,
      raw`\bto (?:contain|have)[^\n]{0,60}(?:item|element)[^\n]{0,80} but found 0\b`,
      raw`\bactual size 0 matches expected size [1-9]`,
      raw`\bLength of [^\n]{1,80} should be ${SOME} but is 0\b`,
    ),
  },
  {
    id: "outputs-empty/not-empty",
    class: "assert.missing-output",
    confidence: "probable",
    pattern: anyOf(
      "iu",
      // AssertJ, Chai, Jest, gomega.
      raw`\bExpect(?:ing|ed)\b[^\n]{0,200}\b(?:not to be(?: null or)? empty|to not be empty|not to be a blank)\b`,
      raw`\bExpect(?:ing|ed)(?: actual)?:?\s{1,12}[^\n]{0,200}\s{1,12}(?:not to be empty|to be non-?empty|to not be empty)`,
      raw`\bExpecting (?:an )?Optional[^\n]{0,100}but (?:it )?was empty`,
      // testify, PHPUnit, Kotest, Robot Framework, Shouldly.
      raw`\bShould NOT be empty, but was`,
      raw`\basserting that (?:an? )?(?:array|string|''|${EMPTY}|null|object)[^\n]{0,60} is not empty`,
      raw`\b(?:Collection|Sequence|List|Map|Array|Iterable|String|${EMPTY}'?) should not be empty`,
      raw`'(?:\[\]|\{\}|)' should not be empty`,
      raw`\bshould not be empty but was\b`,
      raw`\bAssertionError[^\n]{0,100}\bshould (?:not|never) be (?:empty|blank)\b|\bexpected (?:an? )?non-?empty\b`,
      // xUnit, NUnit, FluentAssertions.
      raw`\bAssert\.(?:Single|NotEmpty|Contains|Collection)\(\) Failure[\s\S]{0,100}?(?:collection (?:was|is|contained) (?:empty|no|0)|contains? (?:no|0) |Collection: {1,8}\[\])`,
      raw`\bexpected to contain [^\n]{1,80} but it was empty`,
      raw`\bBut was:\s{1,12}<empty>`,
      raw`\bbut (?:the )?(?:collection|string|dictionary|it) (?:is|was) empty`,
      raw`\bbut (?:found )?\{empty\}`,
      // RSpec, GoogleTest, ScalaTest.
      raw`\bempty\?\x60? to (?:be falsey|return false|be false)`,
      raw`\bactual collection contained:\s{1,12}\[\]`,
      raw`Value of: [^\n]{1,100}\.empty\(\)\s{1,12}Actual: true`,
      raw`\b(?:List|Seq|Vector|Map|Set|Array|Buffer)\(\) was empty`,
      raw`\b(?:table|database table) is empty`,
      raw`\b(?:sequence|source) contains no (?:matching )?elements?[\s\S]{0,80}assert`,
    ),
  },
  {
    id: "outputs-empty/not-true",
    class: "assert.missing-output",
    confidence: "probable",
    pattern: anyOf("imu", raw`\bassert ${EMPTY}\s{0,4}(?:$|\+|,|and\b|or\b|\()`, raw`(?:^|: )${EMPTY} is not true\b`),
  },
  {
    id: "outputs-empty/not-in-it",
    class: "assert.missing-output",
    confidence: "probable",
    pattern: anyOf(
      "imu",
      raw`\bassert (?![^\n]{0,160} not in )[^\n]{1,160} in ${EMPTY}\s{0,4}(?:$|\+|,)`,
      raw`\bnot found in ${EMPTY}\s{0,4}(?:$|:)`,
      raw`\b(?:to contain|to include|contain(?:s|ing)?)[^\n]{1,120}\s{1,12}but was\s{0,24}:? ?<?${EMPTY}>?\s{0,4}$`,
      raw`\bExpected (?:value|substring|item|object)?:? ?[^\n]{1,200}\n\s{0,8}Received (?:array|string|value|object|collection|set|iterable):\s{1,12}${EMPTY}`,
      raw`${EMPTY} does not contain [^\n]{1,200}`,
    ),
  },
  {
    id: "outputs-empty/unequal",
    class: "assert.missing-output",
    confidence: "probable",
    pattern: anyOf("imu", ...unequal(EMPTY, FILLED)),
    unless: /\bexpected:? [^\n]{1,80} to be (?:an? )?empty\b/iu,
  },
  {
    id: "outputs-empty/fewer",
    class: "assert.missing-output",
    confidence: "probable",
    pattern: anyOf("imu", ...unequal(raw`(?<![\w.,-])\+?(?<came>\d{1,7})(?![\d.x]\d|\d|x)`, raw`(?<wanted>${SOME})`)),
    finding: ({ groups, input }) => {
      const came = Number(groups?.["came"]);
      const wanted = Number(groups?.["wanted"]);
      if (came >= wanted || isStatus(came)) return null;
      // A bare number may be any; in a text about messages it is their count.
      return (came === 0
        ? SPEAKS_OF_MESSAGES
        : /\b(?:messages|events|records|e?mails|notifications|webhooks)\b/iu
      ).test(input)
        ? {}
        : null;
    },
  },
  {
    id: "outputs-empty/nothing-of-awaited",
    class: "assert.missing-output",
    confidence: "probable",
    // Only where the call that gave nothing is one that fetches what was sent.
    pattern: anyOf(
      "iu",
      raw`\bassert None(?: is not None)?[\s\S]{0,200}?where None = [^\n]{0,120}(?:wait|await|poll|recv|receive|consume|next|get_message|get_event|fetch|find|last|first|pop)`,
      raw`\bassert None is not None[^\n]{0,80}${ANY}(?:event|message|record|notification|mail)`,
    ),
  },
];

const A_MESSAGE = new RegExp(String.raw`\b${MESSAGE}\b|\blen\(|\b(?:count|size|length)\b`, "iu");

function isStatus(number: number): boolean {
  return number >= 100 && number <= 599;
}
