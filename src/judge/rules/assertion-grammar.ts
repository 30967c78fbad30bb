// What the assertions of all languages have in common: a value that came, one that was wanted, and how each library
// writes the two down. Only the order and the words between them differ.

/** One pattern of several, each a source of a regular expression. */
export function anyOf(flags: string, ...sources: readonly string[]): RegExp {
  return new RegExp(sources.map((source) => `(?:${source})`).join("|"), flags);
}

const raw = String.raw;

export const NUMBER = raw`[-+]?\d[\d.,_]{0,24}(?:e[-+]?\d{1,3})?`;
/** A count of nothing: 0, not 0.00 and not 0x1. */
export const ZERO = raw`(?<![\w.,-])[-+]?0(?![\d.x]\d|\d|x)`;
/** A count of something. */
export const SOME = raw`[1-9]\d{0,8}(?![\d.]\d)`;
/** A list, map or text without content. */
export const EMPTY = raw`(?<!\w)(?:\[ ?\]|\{ ?\}|(?:set|dict|List|Seq|Set|Map|Vector|Array|Buffer|ArrayBuffer|ListBuffer)?\(\)|""|''|\x60\x60|\{empty\}|<?empty\b>?(?! \w)|\[Array\(0\)\]|Array \[\]|(?:\[\]|map\[)[\w.*\]]{1,40}(?:\{\}|\(nil\)))`;
/** Something, and not one of those. */
export const FILLED = raw`(?!\[ ?\]|\{ ?\}|\(\)|""|''|\x60\x60|<?empty|none|null|nil|set\(\))\S[^\n]{0,40}?`;
/** What stands in one line, short enough to be a value. */
export const ANY = raw`[^\n]{1,120}?`;

const UNIT = raw`(?: ?[a-zµ%]{1,12})?`;
/** A value in the brackets and quotes that a library puts around it; with its unit. */
function shown(value: string): string {
  return raw`[<"'(\[\x60]{0,3}${value}${UNIT}[>"')\]\x60]{0,3}`;
}
/** A value as it is or in such quotes; brackets may be its own. */
function quoted(value: string): string {
  return raw`[<\x60]?"?${value}"?[>\x60]?`;
}

export interface Order {
  readonly signs: string;
  readonly words: string;
}
export const MORE: Order = {
  signs: raw`(?:>=|≥|>(?= ))`,
  words: raw`(?:above|over|at least|no less than|(?:equal to or )?(?:greater|more|bigger|larger|longer|higher) than(?: or equals?(?: to)?)?)`,
};
export const LESS: Order = {
  signs: raw`(?:<=|≤|<(?= ))`,
  words: raw`(?:below|under|within|at most|no more than|(?:equal to or )?(?:less|lower|smaller|fewer|shorter|faster|quicker) than(?: or equals?(?: to)?)?)`,
};

/** Either way. */
export const MORE_OR_LESS: Order = {
  signs: raw`(?:[<>]=|[≤≥]|[<>](?= ))`,
  words: raw`(?:above|over|below|under|within|at (?:least|most)|no (?:less|more) than|(?:equal to or )?\w{4,7} than(?: or equals?(?: to)?)?)`,
};

/** "but was", "Received:", "got:" and what else stands before the value that came. */
const CAME = raw`(?:but|got|received|actual(?:ly)?|found|was|instead|result)(?:[ :,]{1,8}(?:was|were|got|is|it|found|had|has|took|received|value|of|the|only|actual)){0,3}\s{0,24}[:=]?\s{0,24}`;
const WANTED = raw`(?:expect(?:ed|ing|s)?|want(?:ed)?)`;
/** gomega and others name the type of a value before it. */
const TYPED = raw`(?:<[^>\n]{1,80}>: )?`;

/** An assertion that two numbers stand in an order, and they do not. */
export function compared(actual: string, order: Order, bound: string): readonly string[] {
  const [a, b] = [shown(actual), shown(bound)];
  const either = `(?:${order.signs}|${order.words})`;
  return [
    // pytest, Catch2, Robot Framework.
    raw`(?:\bassert |\bexpected:? |with expansion:\s{1,8}|(?:CHECK|REQUIRE)\( )${a} ${order.signs} ${b}|'${a} ${order.signs} ${b}' should be true`,
    // unittest, ScalaTest, testify, XCTest; Kotest.
    raw`(?<![\w.])${a} (?:(?:is |was |are )?not ${order.words}|should (?:be|have been) ${either}) ${b}`,
    // Chai and its relatives, Jasmine, minitest.
    raw`\bexpected:? (?:[\w'-]{1,40} ){0,8}?${a} (?:\w{1,20} )?to (?:be |have (?:been )?)?(?:a (?:number|value|length|size) )?${either}:? ${b}`,
    // Jest, RSpec, Hamcrest, NUnit, Truth, FluentAssertions.
    raw`\b${WANTED}\b:?[^\n]{0,60}?${either}\s{0,20}:? ?${b}[^\n]{0,40}?[\s,.;(]{1,24}${CAME}${a}`,
    // AssertJ, gomega.
    raw`\bExpect(?:ing|ed)(?: actual)?:?\s{1,12}${TYPED}${a}\s{1,12}to be ${either}:?\s{1,12}${TYPED}${b}`,
    // PHPUnit.
    raw`\basserting that ${a} is (?:equal to [^\n]{1,24} or is )?${order.words} ${b}`,
    // Shouldly.
    raw`\bshould be ${order.words}\s{1,12}${b}\s{1,12}but was\s{1,12}${a}`,
    // GoogleTest, ExUnit.
    raw`\) ${order.signs} \([^\n]{0,80}?\), actual: ${a} vs ${b}`,
    raw`Assertion with ${order.signs} failed[^\n]{0,80}\n(?:[^\n]{0,200}\n){0,3}?\s{0,12}left:\s{1,4}${a}\s{1,12}right:\s{1,4}${b}`,
  ];
}

/** An assertion that two values are equal, or that one holds the other, and it is not so. */
export function unequal(actual: string, expected: string): readonly string[] {
  const [a, e] = [quoted(actual), quoted(expected)];
  return [
    // pytest, Catch2.
    raw`(?:\bassert |with expansion:\s{1,8})${a} (?:==|is) ${e}`,
    // unittest, ScalaTest, XCTest, Kotest, node:assert.
    raw`(?:^|[:(] ?|differ: )${a}\)?(?: !==? | did not (?:equal|contain) | was not equal to | is not equal to | does not (?:equal|contain) | should (?:be|equal|have been|contain|have size) )\(?${e}`,
    // Chai and its relatives, Jasmine, minitest.
    raw`\bexpected:? ${a} (?:not )?to (?:be|have|include|contain|match|equal|eql?|deep(?:ly)?|strict(?:ly)?|loose(?:ly)?)\b(?! (?:own )?propert)[a-z ]{0,40}:? ?${e}`,
    // JUnit, TestNG, Jest, RSpec, minitest, xUnit, NUnit, MSTest, testify, Truth, dart.
    raw`\b${WANTED}\b(?: \w{1,20}){0,2}[\s:=]{0,16}\[?${e}\]?[\s,.;)(]{1,24}(?:but |and )?${CAME}[-+]?\[?${a}\]?(?=[\s,.;)>]|$)`,
    // Go by hand: "got 0, want 3"; Perl, TAP, REST-assured of old, hurl.
    raw`(?:\b(?:got|actual|found|was|obtained|received|returned)\b|=)[\s:=]{1,12}${a}[\s,.;|]{1,24}(?:but )?(?:${WANTED}|instead of|should be)\b(?: \w{1,20}){0,2}[\s:=]{1,16}${e}`,
    // Rust, ExUnit.
    raw`\bleft:\s{1,4}${a},?\s{1,16}right:\s{1,4}${e}`,
    // PHPUnit.
    raw`\basserting that (?:actual size )?${a} (?:matches expected|is identical to|equals|is equal to|contains|is not empty)(?: size)? ?${e}`,
    // AssertJ, gomega.
    raw`\bExpect(?:ing|ed)(?: actual)?:?\s{1,12}${TYPED}${a}\s{1,12}(?:not )?to (?:be|equal|contain|have|match|consist)[a-z ]{0,40}:?\s{1,12}${TYPED}${e}`,
    // Shouldly.
    raw`\bshould (?:be|contain)\s{1,12}${e}\s{1,12}but was(?: actually)?\s{1,12}${a}`,
    // GoogleTest.
    raw`Which is: ${a}\s{1,12}(?:[^\n]{1,80}\n\s{1,12}Which is: )?${e}`,
  ];
}

/** Things that are sent and awaited. */
export const MESSAGE = raw`(?:events?|messages?|msgs|records?|e-?mails?|mails?|notifications?|webhooks?|call-?backs?|broadcasts?|alerts?|log (?:lines?|entr(?:y|ies)|messages?|records?|output)|logs|spans?|traces?|metrics|samples|chunks|frames|packets|datagrams|publications?|deliver(?:y|ies)|signals?|heartbeats?|sms|updates?|jobs|tool calls?|data ?points)`;
/** Things that are counted. */
export const THING = raw`(?:${MESSAGE}|rows?|items?|entries|results?|documents?|hits|elements?|requests?|calls?|invocations?|jobs?|tasks?|files?|lines?|objects?|values?|users?|transactions?|blocks?|commands?|outputs?|replies|reports?|snapshots?|nodes?|matches|keys?|topics?|queues?|subscriptions?|sessions?)`;
/** What may stand before them. */
export const KIND = raw`(?:[\w'/.-]{1,30} ){0,3}?`;

/** The text speaks of what is sent, received or collected. */
export const SPEAKS_OF_MESSAGES =
  /events?(?![a-z])|messages?|msgs?\b|records?|rows?\b|e-?mails?|notif|webhook|callback|\blogs?\b|entries|inbox|mailbox|kafka|rabbit|amqp|mqtt|nats|queue|topic|consum|subscri|publish|broadcast|stream|\bspans?\b|traces?\b|metrics?\b|alerts?\b|items\b|results\b|received|\bsize\b|count\b|\blen(?:gth)?\b|\bjobs?\b|deliver|outbox|fetched|polled|listener|producer|socket/iu;

/** The text speaks of how long something takes, or of how fast it is. */
export const SPEAKS_OF_TIME =
  /latenc|response ?times?|duration|elapsed|uptime|throughput|\b[rtq]ps\b|speed\b|\bfps\b|\bcpu\b/iu;

/** The text speaks of something that is measured. */
export const SPEAKS_OF_MEASURES =
  /latenc|response ?times?|duration|elapsed|\btook\b|\bp\d\d\b|percentile|throughput|\b[rtq]ps\b|(?:error|success|failure|pass|hit|miss|drop)[ _-]?rate|\brate\b|score|quality|accuracy|precision|\brecall\b|\bf1\b|similarity|confidence|memory|heap|\brss\b|\bsize\b|\bbytes\b|\bfps\b|budget|coverage|threshold|performance|\bsl[ao]\b|seconds|millis|\d ?ms\b|\btime\b|speed|fast(?:er)?\b|slow|\bcpu\b|usage|benchmark|ratio|loss\b|drift|lag\b|delay|overhead|regression/iu;
