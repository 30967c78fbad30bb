// Assertions on an HTTP status, by how the frameworks put them: the value that came decides, not the one awaited.
import {
  actualThenExpected,
  assertedFinding,
  cameFinding,
  eitherOrder,
  END,
  expectedThenActual,
  NUMBER,
  statusIn,
  VALUE,
} from "./asserted-status.ts";
import type { Rule } from "./rule.ts";

/** Words between the two values of "expected 200, but got 404". */
const CAME =
  "(?:but:? |yet |and |instead )?(?:it |we |I |has |actual(?:ly)? |API |server |the response |response |status (?:code )?)?(?:got|gets|found|received|receives|was|were|is|actual(?: status)?(?: code)?|returned|answered|saw|had|have|obtained|instead got)(?: value(?=:))?(?: status)?(?: code)?(?: of)?(?: (?:an? )?(?:success|redirection|redirect|client error|server error))?";

/** Several that would do: [200, 201] · (200, 204) · 200 or 201 · 200, 202 or 204 · 200/201. */
const SEVERAL =
  "(?:[[({<]{1,2}[\"']?[1-5]\\d\\d[\"']?(?:,? {1,2}[\"']?[1-5]\\d\\d[\"']?|,[1-5]\\d\\d){1,12},?[\\])}>]{1,2}|[1-5]\\d\\d(?:(?: ?[,/|] ?|,? or )[1-5]\\d\\d){1,8})";
const NOUN = "(?:HTTP )?(?:response )?(?:status(?:[ _]?codes?| line)?|response(?: code)?|code|HTTP code)";

const ASSERTED: readonly Rule[] = [
  {
    // pytest names where a value is from, which tells what came: "where 404 = <Response [404]>.status_code".
    id: "status-assertions/pytest-where",
    class: "svc.rejected",
    confidence: "certain",
    pattern:
      /\bassert (?:<?HTTPStatus\.\w{1,40}: )?([1-5]\d\d)>? (?:==|!=|is|is not) (?:<?HTTPStatus\.\w{1,40}: )?([1-5]\d\d)\b[\s\S]{0,400}?\bwhere ([1-5]\d\d) = [^\n]{0,200}(?:status|code|Response)/iu,
    finding: (match) => {
      const [, left, right, came] = match;
      return assertedFinding(match, came, left === came ? right : left);
    },
  },
  {
    id: "status-assertions/assert",
    class: "svc.rejected",
    confidence: "certain",
    pattern: new RegExp(
      `\\bassert \\(?(?:<?HTTPStatus\\.\\w{1,40}: )?${NUMBER} (?:==|!=|is not|is) (?:<?HTTPStatus\\.\\w{1,40}: )?${NUMBER}${END}`,
      "i",
    ),
    finding: actualThenExpected,
  },
  {
    id: "status-assertions/assert-in",
    class: "svc.rejected",
    confidence: "certain",
    pattern:
      /(?:\bassert |AssertionError: )\(?(?:<?HTTPStatus\.\w{1,40}: )?([1-5]\d\d)>? not (?:found )?in [[({][^\])}\n]{0,80}|\bassert \(?(?:<?HTTPStatus\.\w{1,40}: )?([1-5]\d\d)>? in [[({](?:<?HTTPStatus\.\w{1,40}: )?[1-5]\d\d\b|\bassert ([45]\d\d) (?:<=?|>=?|!=) [1-5]\d\d\b/u,
    finding: (match) => {
      const came = statusIn(match.slice(1).find((group) => group !== undefined));
      return came === null ? null : assertedFinding(match, String(came), "200");
    },
  },
  {
    // Laravel and Symfony say it in words and repeat it below, in some versions with the values changed over.
    id: "status-assertions/php",
    class: "svc.rejected",
    confidence: "certain",
    pattern:
      /Expected (?:HTTP )?(?:response )?status code:? (?:\[([^\]\n]{1,80})\]|([1-5]\d\d))(?: \([^)\n]{0,40}\))?(?: but received|\. Actual Status Code:) \[?([1-5]\d\d)\]?|Response status code \[([1-5]\d\d)\] is not an? [a-z ]{1,40}status code/iu,
    finding: (match) => {
      const wanted = match[1] ?? match[2] ?? "another";
      return cameFinding(match, Number(match[3] ?? match[4]), wanted);
    },
  },
  {
    // Symfony, Laminas: the answer itself stands below the sentence.
    id: "status-assertions/php-response",
    class: "svc.rejected",
    confidence: "certain",
    pattern:
      /Failed asserting (?:that )?the Response (?:is successful|is redirected|has header|status code is \d{3})[^\n]{0,200}\s{1,10}HTTP\/[\d.]{1,3} ([1-5]\d\d)/iu,
    finding: (match) => cameFinding(match, Number(match[1]), "another"),
  },
  {
    id: "status-assertions/php-order",
    class: "svc.rejected",
    confidence: "certain",
    pattern: new RegExp(
      `Failed asserting that ${NUMBER} (?:matches expected|is identical to|is equal to) ${NUMBER}`,
      "i",
    ),
    finding: actualThenExpected,
  },
  {
    // "Status: 404, 200 expected", "Current response status code is 404, but 200 expected."
    id: "status-assertions/but-expected",
    class: "svc.rejected",
    confidence: "certain",
    pattern: new RegExp(
      `\\b${NOUN}(?: (?:was|is|of|received|returned))?[ :=]{1,3}${NUMBER}[,;.]? ?(?:\\(|but |and )?(?:expected:?|instead of|rather than|wanted|want|not(?= 20[0-9] OK))(?: ${NOUN})?:? ?${NUMBER}|\\b${NOUN} (?:was|is|of|received)?[ :=]{0,3}${NUMBER},? (?:but |and )?(?:we )?${NUMBER} (?:was |is )?expected`,
      "i",
    ),
    finding: actualThenExpected,
  },
  {
    // "HTTP Status 200 expected but got 404" (Flask-Testing).
    id: "status-assertions/expected-but",
    class: "svc.rejected",
    confidence: "certain",
    pattern: new RegExp(
      `(?:\\b${NOUN}:? |^)${NUMBER} (?:was |is )?expected,? ${CAME}[ :=]{0,3}\\s{1,3}${NUMBER}${END}`,
      "im",
    ),
    finding: expectedThenActual,
  },
  {
    // "expected status code 200 but 503 was returned".
    id: "status-assertions/expected-but-returned",
    class: "svc.rejected",
    confidence: "certain",
    pattern: new RegExp(
      `\\bexpect(?:ed|s|ing)?:? (?:(?:an?|the|to (?:be|get|receive|return|have)|${NOUN}) ){0,3}(?:of )?${NUMBER}[,;.]? (?:but |and |instead )?(?:an? |the )?(?:${NOUN} )?(?:of )?${NUMBER} (?:was|were|is|has been|came|came back)(?: (?:returned|received|got|given|found|sent|seen|back|what))?\\b`,
      "i",
    ),
    finding: expectedThenActual,
  },
  {
    // "Expected [200, 403, 404], got 409", "expected 200 or 201 but was 500".
    id: "status-assertions/expected-several",
    class: "svc.rejected",
    confidence: "certain",
    pattern: new RegExp(
      `\\b(?:expect(?:ed|s|ing)?|want(?:ed)?|should (?:be|have been))\\b[^\\n\\d]{0,40}?${SEVERAL}[,;.:]?\\s{1,8}(?:[-–—] ?)?\\(?${CAME}[ \\t]{0,4}[:=]?\\s{0,8}${NUMBER}${END}`,
      "i",
    ),
    finding: (match) => assertedFinding(match, match[1], "200"),
  },
  {
    // "Status code 404 is not in [200, 201]", "got 500, expected one of 200, 204".
    id: "status-assertions/came-several",
    class: "svc.rejected",
    confidence: "certain",
    pattern: new RegExp(
      `(?:\\bgot|\\breceived|\\breturned|\\bactual|\\b${NOUN}|\\bfound|\\bwas)(?: (?:was|is|of|an?|HTTP|${NOUN})){0,2}[ :=]{1,4}${NUMBER}[,;.]?[ \\t]{0,2}\\(?(?:but |and )?(?:is |was )?(?:not |(?:we )?expect(?:ed|s|ing)? |want(?:ed)? |should be )(?:found |to be |${NOUN} ){0,2}(?:in |one of |any of |either |among |within |amongst )?:? ?${SEVERAL}`,
      "i",
    ),
    finding: (match) => assertedFinding(match, match[1], "200"),
  },
  {
    // "expected 200, got 404", over all the words and signs that stand between and before.
    id: "status-assertions/expected-got",
    class: "svc.rejected",
    confidence: "certain",
    pattern: new RegExp(
      `\\b(?:expect(?:ed|s|ing)?|want(?:ed)?|should (?:be|have been|return|respond))\\b(?: to (?:be|equal|have|get|receive|return))?(?: (?:a|an|the|HTTP|response|respond|with|[\`'"]?\\w{1,30}\\.status\\w{0,5}(?:\\(\\))?[\`'"]?)){0,4}?(?: ${NOUN})?(?: (?:of|to be(?: the same as)?|to eq|to equal|equal to|is|was|for \\S{1,80}|value|value to (?:be|equal)(?: \\(using [=.\\w]{2,12}\\))?))?(?:[ \\t]{0,3}[:=])?\\s{0,20}${VALUE}(?: because [^\\n]{0,80}?)?[,;.]?\\s{0,40}(?:[-–—] ?)?\\(?${CAME}[ \\t]{0,4}[:=]?\\s{0,20}${VALUE}${END}`,
      "i",
    ),
    finding: expectedThenActual,
  },
  {
    // "expected 2xx, got 404".
    id: "status-assertions/expected-range",
    class: "svc.rejected",
    confidence: "certain",
    pattern: new RegExp(
      `\\bexpected:? (?:an? )?(?:${NOUN} )?(?:(?:success|redirection|redirect|client error|server error) )?["'(]?(?:[1-5]xx|2\\d\\d ?(?:-|to|\\.\\.) ?[23]\\d\\d|success\\w{0,4})["')]?(?: ${NOUN}| response)?[,;.]? ${CAME}[ :=]{1,3}${NUMBER}${END}`,
      "i",
    ),
    finding: (match) => cameFinding(match, Number(match[1]), "a range"),
  },
  {
    // "Response Code was 404 (expected 200)", "got 404, want 200", "status = 404; want 200".
    id: "status-assertions/got-want",
    class: "svc.rejected",
    confidence: "certain",
    pattern: new RegExp(
      `(?:\\bgot|\\breceived|\\breturned|\\bactual|\\b${NOUN}|\\bfound|\\bwas)(?: (?:an?|HTTP|${NOUN}|unexpected)){0,3}(?: (?:was|is|of))?[ :=]{1,4}${NUMBER}[,;.]?[ \\t]{0,2}\\(?(?:but )?(?:I |we |was |is )?(?:want(?:ed)?|expect(?:ed|ing)?|should be)(?: ${NOUN})?(?: to be)?[ :=]{1,3}${NUMBER}${END}`,
      "i",
    ),
    finding: actualThenExpected,
  },
  {
    // Two strings, of which JUnit brackets only what differs: expected:<[200 OK]> but was:<[404 Not Found]>, <2[00]>.
    id: "status-assertions/java-strings",
    class: "svc.rejected",
    confidence: "certain",
    pattern: /\bexpected:? ?<([^<>\n]{1,40})> but was:? ?<([^<>\n]{1,40})>/iu,
    finding: (match) => {
      const [wanted, came] = [match[1], match[2]].map(
        (text) => /^([1-5]\d\d)(?: [A-Z][\w ]*)?$/u.exec(text?.replace(/[[\]]/gu, "") ?? "")?.[1],
      );
      return assertedFinding(match, came, wanted);
    },
  },
  {
    // Jest and its kin, of a status that should be below one of the limits between the kinds.
    id: "status-assertions/below",
    class: "svc.rejected",
    confidence: "certain",
    pattern:
      /\bExpected: <=? (?:299|300|399|400|499|500)\s{1,8}Received: {1,8}([45]\d\d)\b(?![.,]\d)|\bexpected ([45]\d\d) to be (?:below|less than|lower than|at most) (?:299|300|399|400|499|500)\b/u,
    finding: (match) => assertedFinding(match, match[1] ?? match[2], "200"),
  },
  {
    // Spring's MockMvc.
    id: "status-assertions/range",
    class: "svc.rejected",
    confidence: "certain",
    pattern: /Range for response status value (?:([1-5]\d\d)|(\w{1,40}))/u,
    finding: (match) => {
      const came = statusIn(match[1] ?? match[2]);
      return came === null ? null : cameFinding(match, came, "another range");
    },
  },
  {
    // REST-assured of old, rswag, StepCI: expected first, "match" between.
    id: "status-assertions/match",
    class: "svc.rejected",
    confidence: "certain",
    pattern: new RegExp(
      `expected ${NOUN} ${NUMBER} (?:doesn't|does not|didn't|did not) match(?: actual)?(?: ${NOUN})? ${NUMBER}`,
      "i",
    ),
    finding: expectedThenActual,
  },
  {
    // The value that came stands above: TAP, Perl, Quicktest, gocheck, AssertJ of old, Gomega, Google Test, Rust.
    id: "status-assertions/lines-actual-first",
    class: "svc.rejected",
    confidence: "certain",
    pattern: new RegExp(
      `^[ \\t#>E|.-]{0,16}(?:got|found|actual|received|obtained int|expecting(?: actual)?|expected)[ \\t]{0,4}[:=]?\\s{1,24}${VALUE}[,;]?[ \\t]{0,8}\\n\\s{0,40}[ \\t#>E|.-]{0,16}(?:want(?:ed)?|expected(?: int)?|to be equal to|to be|to equal|to have HTTP status|be equal to|should be|should equal)[ \\t]{0,4}[:=]?\\s{1,24}${VALUE}${END}`,
      "im",
    ),
    finding: actualThenExpected,
  },
  {
    id: "status-assertions/left-right",
    class: "svc.rejected",
    confidence: "certain",
    pattern: new RegExp(`^[ \\t>|]{0,16}left: {1,4}${VALUE},?\\s{1,20}right: {1,4}${VALUE}`, "im"),
    finding: eitherOrder,
  },
  {
    // chai, vitest, jasmine, should.js, RSpec, ScalaTest: the value that came is the subject of the sentence.
    id: "status-assertions/subject",
    class: "svc.rejected",
    confidence: "certain",
    pattern: new RegExp(
      `\\bexpected(?: ${NOUN})? ${NUMBER} to (?:strictly |deeply |loosely )?(?:be|equal|eq|eql|match)(?: specified value:| equal to| exactly| one of| within| in)?:? ?\\[? ?${NUMBER}|${NUMBER} (?:was not equal to|did not equal|is not equal to|should be equal to|was not|should be) ${NUMBER}${END}`,
      "i",
    ),
    finding: actualThenExpected,
  },
  {
    // chai-http, jest-extended, RSpec, Phoenix: "to have status code 200 but got 404", "with status 200, got: 404".
    id: "status-assertions/to-have",
    class: "svc.rejected",
    confidence: "certain",
    pattern: new RegExp(
      `\\b(?:to have|with|be|to return|to be)(?: an?)? (?:HTTP )?(?:response )?(?:property ["']?\\w{0,20}status\\w{0,8}["']?(?: with value)?|status(?: ?code| reason)?|success(?:ful)? ?(?:status code)?)? ?(?:to be |of |equal to )?(?:${VALUE}|\\(?2xx\\)?)(?: \\([\\w ]{1,30}\\))?,? ?(?:but )?(?:it |was |has )?(?:got|was|is|received|found|but was a)[: ]{1,2}(?:an? )?${VALUE}`,
      "i",
    ),
    finding: (match) => {
      const [first, second] = match.slice(1);
      return assertedFinding(match, second, first ?? "200");
    },
  },
  {
    // Rails: "Expected response to be a <2XX: success>, but was a <404: Not Found>".
    id: "status-assertions/rails",
    class: "svc.rejected",
    confidence: "certain",
    pattern:
      /Expected (?:\w{1,40}\.)?response to be an? <[^>\n]{1,60}>,? but was(?: an?)? <([1-5]\d\d)|Expected (?:\w{1,40}\.)?(?:response|status\w{0,5})? ?to be (?:successful|redirection|redirect|client error|server error|success)[^\n]{0,60}? but (?:found|was|got)(?: status code)? \w{0,20}\.?(?:([1-5]\d\d)|(\w{1,40}))/iu,
    finding: (match) => {
      const came = statusIn(match.slice(1).find((group) => group !== undefined));
      return came === null ? null : cameFinding(match, came, "another");
    },
  },
  {
    // node:assert: the value that came stands left.
    id: "status-assertions/unequal",
    class: "svc.rejected",
    confidence: "certain",
    pattern: new RegExp(
      `(?:^|Error(?: \\[ERR_ASSERTION\\])?: |assertion failed: |with expansion:\\s{1,8}|Expected status: |assertion error: |\\.go:\\d{1,6}: )[ \\t]{0,20}${VALUE} (?:!==|===?|!=) ${VALUE}(?:[ \\t]*(?:$|\\n|[:,;(\\\\|<]|[-–—] )| {2,}(?=\\S))`,
      "im",
    ),
    finding: eitherOrder,
  },
  {
    // Frisby, pactum: "HTTP status 200 !== 404".
    id: "status-assertions/frisby",
    class: "svc.rejected",
    confidence: "certain",
    pattern: /HTTP status ([1-5]\d\d) !== ([1-5]\d\d)/u,
    finding: (match) => {
      const [first, second] = [Number(match[1]), Number(match[2])];
      return cameFinding(match, Math.max(first, second), Math.min(first, second));
    },
  },
  {
    // A diff of two values; the legend above it tells which sign is the one that came.
    id: "status-assertions/diff",
    class: "svc.rejected",
    confidence: "certain",
    pattern:
      /(?:(\+ expected)[ ,]{1,3}- actual|(- actual)[ ,]{1,3}\+ expected|- ?-- ?expected|- expected|difference)[^\n]{0,20}\n(?:[^\n]{0,40}\n){0,3}?[ \t]{0,12}-[ \t]{0,4}['"]?([1-5]\d\d)\b[^\n\d]{0,30}\n[ \t]{0,12}\+[ \t]{0,4}['"]?([1-5]\d\d)\b/iu,
    finding: (match) => {
      const [whole, expectedIsPlus, actualIsMinus, minus, plus] = match;
      const minusCame = expectedIsPlus !== undefined || actualIsMinus !== undefined || /^difference/iu.test(whole);
      return minusCame ? assertedFinding(match, minus, plus) : assertedFinding(match, plus, minus);
    },
  },
  {
    // Spock, Groovy's power assert: the expression, and below it what each part of it was.
    id: "status-assertions/spock",
    class: "svc.rejected",
    confidence: "certain",
    pattern:
      /\b\w{0,40}status\w{0,20}(?:\(\))?(?:\.\w{1,20}(?:\(\))?)? == (?:\w{1,30}\.)?(\w{2,30})\n(?:[ \t|]{0,200}\n){0,4}?[ \t|]{1,80}([1-5]\d\d)\b/iu,
    finding: (match) => assertedFinding(match, match[2], match[1]),
  },
  {
    // Clojure, Swift, Gatling, karate, Gherkin tools.
    id: "status-assertions/other-words",
    class: "svc.rejected",
    confidence: "certain",
    pattern:
      /actual: \(not \(= (?<wanted>[1-5]\d\d) (?<came>[1-5]\d\d)\)\)|\("(?<first>[1-5]\d\d)[^"\n]{0,40}"\) is not equal to \("(?<second>[1-5]\d\d)[^"\n]{0,40}"\)|status\.find\.(?:is|in)\((?<is>[1-5]\d\d)[^)\n]{0,60}\), but actually found (?<found>[1-5]\d\d)|expected status codes? (?:for [^\n]{0,60}?)?(?:to be )?(?:one of )?[[(](?<list>[1-5]\d\d)[^\])\n]{0,60}[\])],? (?:but )?(?:was|got|received):? (?<got>[1-5]\d\d)/iu,
    finding: (match) => {
      const { wanted, came, first, second, is, found, list, got } = match.groups ?? {};
      return assertedFinding(match, came ?? first ?? found ?? got, wanted ?? second ?? is ?? list);
    },
  },
  {
    // Hurl, whose pointer stands in a line that looks like quoted source.
    id: "status-assertions/hurl",
    class: "svc.rejected",
    confidence: "certain",
    frames: true,
    pattern: /Assert status code\b[\s\S]{0,600}?actual value is <?([1-5]\d\d)>?/u,
    finding: (match) => cameFinding(match, Number(match[1]), "another"),
  },
  {
    // Playwright prints the answers that came: "← 404 Not Found".
    id: "status-assertions/to-be-ok",
    class: "svc.rejected",
    confidence: "certain",
    pattern: /toBeOK\(\)[\s\S]{0,600}?← ([1-5]\d\d)\b/u,
    finding: (match) => cameFinding(match, Number(match[1]), "a success"),
  },
  {
    // Kong's specs, Busted, schemathesis, webtest and others that name the status in a sentence of their own.
    id: "status-assertions/sentence",
    class: "svc.rejected",
    confidence: "certain",
    pattern:
      /Bad response: ([1-5]\d\d)\b|Status received:\s{1,8}(?:\(number\) )?([1-5]\d\d)\b|(?:unexpected|wrong|bad|invalid|incorrect|undocumented) (?:HTTP |response ){0,2}(?:status(?: ?code| line)?|response code|code)[ :=(["'-]{1,4}(?:got:? ?)?([1-5]\d\d)\b|Expected HTTP success status code for [^\n]{1,200}? but received ([1-5]\d\d)|status code, which is not defined in the schema: ([1-5]\d\d)|failed to get 200 response from [^\n]{1,200}?, got ([1-5]\d\d)/iu,
    finding: (match) => {
      const came = Number(match.slice(1).find((group) => group !== undefined));
      return cameFinding(match, came, "another");
    },
  },
];

export const STATUS_ASSERTIONS: readonly Rule[] = ASSERTED.map((rule) => ({ ...rule, compares: true }));
