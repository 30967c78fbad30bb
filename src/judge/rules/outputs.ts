// Events, messages and content that were awaited and did not come, in the words of people and of tools.
import { missingEventsFinding } from "../classify/findings.ts";
import { anyOf, KIND, MESSAGE, THING } from "./assertion-grammar.ts";
import { OUTPUTS_CALLED } from "./outputs-called.ts";
import { OUTPUTS_EMPTY } from "./outputs-empty.ts";
import { OUTPUTS_WAITED } from "./outputs-waited.ts";
import type { Rule } from "./rule.ts";

const raw = String.raw;

const COME = raw`(?:received|arrived?|c[ao]me|delivered|seen|emitted|sent|published|fired|triggered|raised|dispatched|produced|consumed|captured|recorded|logged|returned|generated|collected|observed|detected|found|created|written|enqueued|processed|match(?:ed|ing|es)?|appear(?:ed)?|made|called|invoked|executed|show(?:ed|n)? up)`;
const NOT = raw`(?:(?:was|were|is|are|has|have|had|did|does|do)(?: not|n't| never)|never|not)(?: been| be| yet)?`;
const CAME = raw`(?<came>\d{1,7})`;
const CAME_OR_NONE = raw`(?<came>\d{1,7}|none|nothing|zero|no)`;
const WANTED = raw`(?<wanted>\d{1,7})`;
const THINGS = raw`(?<things>[^\n\d:;]{0,80}?)`;
const A_MESSAGE = new RegExp(`\\b${MESSAGE}\\b`, "iu");
const A_THING = new RegExp(`\\b${THING}\\b`, "iu");

export const OUTPUTS: readonly Rule[] = [
  {
    id: "outputs/events-of",
    class: "assert.missing-output",
    confidence: "certain",
    pattern: /\b(\d{1,6})\s*(?:\/|(?:out )?of)\s*(\d{1,6}) (?:\w{1,20} ){0,2}events\b/iu,
    finding: (match) => {
      const of = Number(match[2]);
      const missing = of - Number(match[1]);
      if (missing <= 0) return null;
      return missingEventsFinding({ names: eventNames(match.input), missing, of, ordered: false });
    },
  },
  ...OUTPUTS_CALLED,
  ...OUTPUTS_WAITED,
  ...OUTPUTS_EMPTY,
  {
    id: "outputs/missing-names",
    class: "assert.missing-output",
    confidence: "probable",
    pattern: anyOf("iu", raw`\bmissing (?:\w{1,20} ){0,2}${MESSAGE} ?(?:types? )?[:=] ?[[({'"\w]`),
  },
  {
    id: "outputs/part-of",
    class: "assert.missing-output",
    confidence: "probable",
    pattern: anyOf(
      "iu",
      raw`\b${CAME} ?(?:\/|(?:out )?of) ?(?:the )?(?:expected )?${WANTED} ${KIND}${MESSAGE}\b`,
      raw`\b(?:received|got|saw|consumed|collected|found) (?:only )?${CAME} ?(?:${MESSAGE} )?(?:\/|(?:out )?of) ?(?:the )?(?:expected )?${WANTED}\b`,
    ),
    finding: ({ groups }) => (countOf(groups?.["came"]) < countOf(groups?.["wanted"]) ? {} : null),
  },
  {
    id: "outputs/fewer",
    class: "assert.missing-output",
    confidence: "probable",
    pattern: anyOf(
      "iu",
      raw`\b(?:expect(?:ed|ing|s)?|want(?:ed)?)\b:?[^\n\d]{0,40}?${WANTED}\+? ${THINGS}\b(?:but|got|received|found|was|were|saw|only|has|had|instead)\b[^\n\d]{0,40}?\b${CAME_OR_NONE}\b`,
      raw`\b(?:got|received|found|saw|only|was|were|had)\b:? (?:only )?${CAME_OR_NONE}\b${THINGS}\b(?:expect(?:ed|ing)?|want(?:ed)?|instead of|should (?:be|have been))\b[^\n\d]{0,30}?${WANTED}\b`,
      raw`\b(?<things>[a-z][\w-]{1,30}s)\b[^\n\d]{0,20}\b(?:expected|want(?:ed)?)[:=]? ?${WANTED},? ?(?:but )?(?:got|received|actual|found|was)[:=]? ?${CAME_OR_NONE}\b`,
    ),
    finding: ({ groups }) => {
      const came = countOf(groups?.["came"]);
      if (came >= countOf(groups?.["wanted"])) return null;
      // Of what is sent, each that is missing did not come; of other things only none at all.
      return (came === 0 ? A_THING : A_MESSAGE).test(groups?.["things"] ?? "") ? {} : null;
    },
  },
  {
    id: "outputs/none-came",
    class: "assert.missing-output",
    confidence: "probable",
    pattern: anyOf(
      "iu",
      raw`(?<![\w.,-])(?:no|zero|0|none of the) (?:[\w'/.-]{1,30} ){0,2}?(?:${MESSAGE}|rows?|output|content|requests?|results?|entries|documents?) (?:(?:was|were|has|have|had|could|been|be|ever) ){0,3}(?:${COME}|within|in \d|after \d|before (?:the )?timeout|for \d|on (?:topic|queue|channel)|(?:in|from) (?:the )?(?:queue|topic|mailbox|inbox|stream))`,
      raw`\bAssertionError: no (?:[\w'/.-]{1,30} ){0,3}?(?:${MESSAGE}|rows?|output|content|results?|items?|entries|documents?)\s{0,4}(?:$|\n|for\b|in\b|from\b)`,
    ),
    unless: /no output has been received in the last|no (?:test )?results? (?:were )?found for|no files were found/iu,
  },
  {
    id: "outputs/never-came",
    class: "assert.missing-output",
    confidence: "probable",
    pattern: anyOf(
      "iu",
      raw`\b(?:did ?n[o']t|did not|didn't|never|failed to|unable to|could ?n[o']t|could not) (?:ever )?(?:receive[d]?|get|got|see|saw|observed?|consumed?|emit(?:ted)?|fired?|trigger(?:ed)?|published?|find|found|log(?:ged)?) (?:(?:the|any|all|an?|expected|enough|our|its|\d{1,6}|back) ){0,4}${KIND}${MESSAGE}\b`,
      raw`\b${MESSAGE}\b(?: [^\s,;]{1,120}| \([^)\n]{1,60}\)){0,6}? ${NOT} ${COME}\b`,
      raw`(?<![\w.-])(?!(?:responses?|reply|replies|answers?|data|headers?|bytes)\b)[\w.:'"-]{2,80} (?:was |were |has |is )?(?:not|never) (?:been )?(?:received|emitted|fired|delivered|published|triggered|dispatched) (?:within|in|after|before|by) (?:the )?(?:\d|timeout|deadline)`,
      raw`\bexpected\b(?![^\n]{1,160} not to )[^\n]{1,160}? to (?:have )?(?:receive|get|emit|fire|publish|produce|trigger|sen[dt]|log|dispatch|broadcast|deliver)\w{0,4} ${KIND}${MESSAGE}\b`,
      raw`\bNo(?:Records?|Messages?|Events?)(?:Found|Received|Available)?(?:Exception|Error)\b|\b(?:Message|Event|Record)\w{0,20}NotReceived(?:Exception|Error)\b`,
      raw`\bnever (?:received|arrived|came|fired|emitted|delivered|triggered|showed up|got (?:an?|any|the) ${KIND}${MESSAGE})\b`,
    ),
    unless: /never received (?:a |any |the )?(?:response|reply|answer|data)|update (?:was )?not found/iu,
  },
  {
    id: "outputs/file",
    class: "assert.missing-output",
    confidence: "probable",
    pattern: anyOf(
      "iu",
      raw`\bfile:? ['"\x60]?[^\s'"\x60]{1,200}['"\x60]? (?:(?:was|were|is|has) (?:not|never)|wasn't|isn't|hasn't)(?: been)? (?:created|written|generated|produced|downloaded|exported|uploaded)\b`,
      raw`\bexpected (?:the )?(?:output )?file\b[^\n]{1,200}to (?:exist|be (?:created|written|generated))`,
      raw`\bwhere False = [^\n]{0,120}\b(?:exists|isfile|is_file)\b[^\n]{0,40}\(`,
    ),
  },
  {
    id: "outputs/should-have",
    class: "assert.missing-output",
    confidence: "probable",
    pattern:
      /\b(?:AssertionError|Assertion failed|AssertionFailedError|Failure)\b[^\n]{0,160}\bshould (?:have )?(?:be )?(?:provided?|produced?|return(?:ed)?|received?|sen[dt]|emit(?:ted)?|generated?|contain(?:ed)?|yield(?:ed)?|deliver(?:ed)?|publish(?:ed)?|creat\w{1,2}|log(?:ged)?|included?|trigger(?:ed)?|stream(?:ed)?|had|have) (?:\w{1,20} ){0,2}?(?:some|any|at least|one or more|a non-?empty|content|output|events?|messages?)\b/iu,
  },
  {
    id: "outputs/came-empty",
    class: "assert.missing-output",
    confidence: "probable",
    pattern:
      /\b(?:returned|got|received|found|yielded|produced|was|were) (?:an? )?empty (?:list|array|results?|result set|string|output|collection|set|page|stream|queue|inbox)\b|\b(?:list|array|collection|results?|result set|output|content|queue|inbox|mailbox|topic|stream|summary|report|transcript) (?:is|was|are|were|came back) (?:unexpectedly )?empty\b/iu,
    unless: /test (?:suite|results?) (?:is|was|were) empty/iu,
  },
  {
    id: "outputs/said-to-be-none",
    class: "assert.missing-output",
    confidence: "probable",
    // Only an assertion says so of what was to come; a client says it of an answer.
    pattern: new RegExp(
      raw`\b(?:AssertionError|Assertion failed|AssertionFailedError|Failure)\b[^\n]{0,120}\b(?:returned|gave|produced|yielded|sent|got|received|found|has|had|contains?|with) no (?:\w{1,20} ){0,2}?(?:${MESSAGE}|answers?|replies|reply|output|content|text|results?|rows?|items?|entries|documents?|suggestions?|data)\b`,
      "iu",
    ),
  },
];

function countOf(word: string | undefined): number {
  const count = Number(word);
  return Number.isNaN(count) ? 0 : count;
}

// "Missing Events: {'a', 'b'}" and similar lists of names.
function eventNames(text: string): readonly string[] {
  const list = /missing(?: critical)?(?: events)?[ :=]+[[({]?([^\n\])}]{1,300})/iu.exec(text)?.[1] ?? "";
  return list.match(/\b[a-z][a-z0-9]*(?:[_.:-][a-z0-9]+)+\b/gu) ?? [];
}
