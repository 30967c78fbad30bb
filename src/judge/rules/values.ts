// Assertions on values, the last to be asked: something was expected, something else came.
import type { Found } from "../classify/findings.ts";
import { ANY, anyOf, compared, MORE_OR_LESS, NUMBER } from "./assertion-grammar.ts";
import { linesOf } from "./grammar.ts";
import type { Rule } from "./rule.ts";
import { NAMED_VALUES } from "./values-named.ts";

const raw = String.raw;

/** Parsers, compilers and checks of types say "expected" too; theirs is no assertion. */
const TYPE = raw`(?:number|string|str|object|boolean|bool|array|function|integer|int|float|list|dict|bytes|undefined|null|none|nan)`;
const NOT_ASSERTED = anyOf(
  "iu",
  raw`\bsyntax ?error|\bparse ?error|unexpected token|in JSON at position|\bat line \d{1,7},? column|ParserError|expected ['"]?;['"]?|Expected (?:BEGIN|END)_(?:OBJECT|ARRAY)|TransformationFoundException`,
  raw`mismatched types|\berror TS\d|\berror\[E\d|type mismatch|expected <block|Expected type\b|autowire candidate`,
  raw`\bexpected (?:an? )?${TYPE},? (?:but )?(?:got|received|found) (?:an? )?${TYPE}\b`,
  raw`\barguments?,? but (?:got|was|found)|values? to unpack|must be of type|ValidationError|invalid_type|ZodError|Invalid prop\b|ERR_INVALID_ARG`,
  raw`checksum|\bintegrity\b|is incompatible with this module|version mismatch|(?:incompatible|unsupported) version`,
);

function asserted(match: RegExpExecArray): Partial<Found> | null {
  return NOT_ASSERTED.test(linesOf(match.input, match)) ? null : {};
}

/** A literal of any language. */
const LITERAL = raw`(?:${NUMBER}|'[^'\n]{0,200}'|"[^"\n]{0,200}"|\[[^\n]{0,200}\]|\{[^\n]{0,200}\}|\([^\n]{0,200}\)|<[^\n]{1,200}>|True|False|None|true|false|null|undefined|nil|NaN|datetime\S{1,100}|b'[^'\n]{0,200}'|Decimal\S{1,60}|UUID\S{1,60}|\w{1,60}\.\w{1,60})`;
const LABEL_END = raw`(?: \w{1,20}){0,4}\s{0,24}[:=]`;

export const VALUES: readonly Rule[] = [
  ...NAMED_VALUES,
  {
    id: "values/pytest",
    class: "assert.value",
    confidence: "probable",
    pattern: anyOf(
      "u",
      raw`(?<!\b(?:Given|When|Then|And|But|\*) )\bassert (?!\()[^\n]{1,300}? (?:==|!=|<=|>=|<|>|not in|in|is not|is) [^\s]`,
      raw`\bassert (?:not )?(?:False|True|None)\b`,
    ),
  },
  {
    id: "values/diagram",
    class: "assert.value",
    confidence: "probable",
    // Groovy, Spock and power-assert draw lines from an expression to its values.
    pattern:
      /(?<=^(?![ \d]{0,8}\|)[^\n]{0,200}(?:[!=]==?|[<>]=?|&&|\|\||\.\w|\()[^\n]{0,200})\n[ \t]{0,200}(?:\| {1,200}){0,40}\|   {0,200}\|[ |]{0,200}$/mu,
  },
  {
    id: "values/ordered",
    class: "assert.value",
    confidence: "probable",
    pattern: anyOf("imu", ...compared(NUMBER, MORE_OR_LESS, NUMBER)),
  },
  {
    id: "values/unequal",
    class: "assert.value",
    confidence: "probable",
    pattern: anyOf(
      "mu",
      raw`\b(?:AssertionError|AssertionFailedError|Failure|FAIL|failed)\b[^\n]{0,60}?: [^\n]{1,300}?(?: !==? | ===? )[^\n]{1,300}`,
      raw`^\s{0,12}(?:E\s{1,8})?${LITERAL}(?: !==? | ===? )${LITERAL}`,
      raw`\bnot (?:equal|identical) to\b`,
    ),
    finding: asserted,
  },
  {
    id: "values/expected-to",
    class: "assert.value",
    confidence: "probable",
    // Chai, should.js, expect.js, Jasmine, RSpec, minitest, FluentAssertions.
    pattern: anyOf(
      "iu",
      raw`\bexpected:? [^\n]{1,300}? (?:to not |not to |to )(?:be|have|equal|eql?|deep(?:ly)?|strict(?:ly)?|loose(?:ly)?|include|contain|match|throw|exist|satisfy|start|end|respond|change|raise|reject|resolve|return|become|own|only|all|instanceof)\b`,
      raw`\b(?:AssertionError|Failure/Error)[^\n]{0,40}: expected\b`,
      raw`\bexpected\b[^\n]{1,200}\bto have (?:changed|raised)\b`,
      raw`\bDid not expect [^\n]{1,200}\bto be\b`,
    ),
    finding: asserted,
  },
  {
    id: "values/expected-but",
    class: "assert.value",
    confidence: "probable",
    pattern: anyOf(
      "iu",
      raw`\bexpect(?:ed|ing|s)\b[^\n]{1,300}?\b(?:but (?:was|were|is|it|got|found|received|had|has|actual|instead|nothing|no)\b|but:? |instead (?:got|found|received|was)\b)`,
      raw`\bexpected\b[^\n]{1,160}?[,;.)] ?(?:but )?(?:got|received|actual(?:ly)?|found|was|saw)\b`,
      raw`\bexpected:? ${LITERAL} (?:but )?(?:got|received|actual|found|was):? `,
      raw`\b(?:got|found|was|received|actual|returned|obtained|have|is)\b:? ?[^\n]{1,160}?(?:[,;.()] ?|\bbut |\band )(?:expected|want(?:ed)?|expecting|instead of|should (?:be|have been))\b`,
      raw`\bwant(?:ed)?:? [^\n]{1,160}?[,;] ?(?:but )?(?:got|have|found|received)\b`,
      raw`= ?[^\n]{1,100}?[,;] want(?:ed)? `,
    ),
    finding: asserted,
  },
  {
    id: "values/but-has",
    class: "assert.value",
    confidence: "probable",
    // pactum, Karate and others: the value that came stands behind what it is not.
    pattern:
      /\b(?:doesn't|does not|didn't|did not) (?:have|match|equal|contain|include)\b[^\n]{1,160}?\bbut (?:has|have|had|was|is|got|found|equals|contains)\b/iu,
    finding: asserted,
  },
  {
    id: "values/two-lines",
    class: "assert.value",
    confidence: "probable",
    // One value in each of two lines, in either order, with a label before it.
    pattern: anyOf(
      "imu",
      raw`^[ \t>E#|·+*-]{0,16}(?:expected|expecting|wanted|want|expects?)${LABEL_END}[^\n]{0,400}\n(?:[^\n]{0,400}\n){0,6}?[ \t>E#|·+*-]{0,24}(?:but )?(?:actual|received|got|found|was|were|result|obtained|given|to be)${LABEL_END}`,
      raw`^[ \t>E#|·+*-]{0,24}(?:actual|received|got|have|found|was|result|obtained|given|passed|\.{3} obtained)${LABEL_END}[^\n]{0,400}\n(?:[^\n]{0,400}\n){0,6}?[ \t>E#|·+*-]{0,16}(?:\.{3} )?(?:expected|expecting|wanted|want)${LABEL_END}`,
      raw`^\s{0,12}left:\s{1,4}${ANY}\n\s{0,12}right:\s{1,4}`,
      raw`\bexpected[^\n]{0,60}:?\n[^\n]{1,300}\n\s{0,12}(?:but was|to (?:be|equal|have|contain|match|include))\b`,
      raw`^<[^\n]{1,300}> expected but was\b`,
      raw`\bExpecting(?: actual)?:?\s{1,8}[^\n]{1,300}\n\s{0,8}(?:not )?to (?:be|have|contain|match|start|end|equal)`,
      raw`^[ \t]{0,8}(?:[-]{1,3} ?(?:expected|actual)|[+]{1,3} ?(?:expected|actual))\b`,
      raw`^[ \t]{0,8}[-+] ?(?:expected|received)\s{1,4}[-+]`,
    ),
    finding: asserted,
  },
  {
    id: "values/asserted",
    class: "assert.value",
    confidence: "possible",
    pattern: anyOf(
      "imu",
      raw`\bAssert\w{0,12}(?:Error|Exception|FailedError)\b|\bERR_ASSERTION\b|\bComparisonFailure\b|\b(?:TestFailed|MultipleFailures|ExpectationFailed|ExpectationNotMet)\w{0,12}\b`,
      raw`\bassert(?:ion)?s?\b`,
      raw`\bexpectation (?:was )?(?:failed|not met)\b`,
      raw`\b(?:values?|states?|counts?|totals?|sizes?|lengths?|contents?|results?|outputs?|bod(?:y|ies)|fields?|rows?|dates?|amounts?) (?:do not match|mismatch(?:ed)?)\b|\bmismatch (?:in|at|between|of|for)\b`,
      raw`\b\w{1,80}_test\.go:\d{1,6}: `,
      raw`\*\*\*Failed\b`,
      raw`^\s{0,8}not ok \d{1,6}\b`,
    ),
    finding: asserted,
  },
  {
    id: "values/expected",
    class: "assert.value",
    confidence: "possible",
    pattern: anyOf(
      "iu",
      raw`\bexpected\b[^\n]{0,160}\b(?:but|received|got|found|actual|was|instead|to be|to equal)\b`,
      raw`\b(?:is|was|were|are|has|had|got|found)\b[^\n]{1,80}\binstead of\b`,
      raw`\b(?:equals?|to be|should be) [^\n]{1,60}\((?:but )?(?:was|got|is)\b`,
    ),
    finding: asserted,
  },
];
