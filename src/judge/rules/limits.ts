// Measured numbers outside their limits.
import { anyOf, compared, LESS, MORE, NUMBER, SPEAKS_OF_MEASURES } from "./assertion-grammar.ts";
import { LIMIT_TOOLS } from "./limit-tools.ts";
import type { Rule } from "./rule.ts";

const raw = String.raw;

/** How many of something there are is counted and not measured. */
const COUNTED = /\d = (?:len|count)\(|\.length\b|\bto have (?:a )?(?:length|size)|\bindex\b|out of bounds/iu;
const MEASURE = raw`(?:latency|response times?|load times?|durations?|elapsed(?: time)?|execution time|time|p50|p75|p90|p95|p98|p99|percentile|throughput|rps|qps|tps|rate|ratio|score|quality|accuracy|precision|recall|similarity|confidence|memory(?: usage)?|cpu(?: usage)?|rss|size|fps|lag|delay|overhead|coverage|lcp|cls|fcp|ttfb|tti|tbt|ttft|wer|mae|rmse|mape|bleu|rouge|mrr|ndcg|faithfulness|relevanc[ey]|groundedness|cost)`;
const FIGURE = raw`[<(~]?${NUMBER} ?(?:%|(?:ns|[µu]s|ms|s|sec(?:onds?)?|min(?:utes?)?|m|[kmg]i?b|bytes|x|req\/s|rps)\b)?\)?`;
const WITH_UNIT = raw`\d[\d.,]{0,12} ?(?:%|ns|[µu]s|ms|s|sec(?:onds?)?|minutes?|[kmg]i?b|bytes|x|req\/s|rps)`;
const OUTSIDE = raw`(?:<=?|>=?|≤|≥|!?exceed(?:s|ed|ing)?(?: the)?|(?:is |was |are |were )?(?:above|below|over|under|outside|(?:greater|more|less|lower|higher|longer|slower|larger|smaller|worse) than))`;

export const LIMITS: readonly Rule[] = [
  ...LIMIT_TOOLS,
  {
    id: "limits/agreed",
    class: "assert.sla",
    confidence: "certain",
    pattern:
      /\bSL[AO]s? (?:violat\w{1,4}|breach\w{0,3}|miss(?:ed)?|fail\w{0,4}|exceeded|not met)|\berror budget\b[^\n]{0,20}\b(?:burn\w{0,3}|exhausted|exceeded|spent|violated)|\b(?:violat|breach)\w{1,4} (?:the |its |our )?(?:\w{1,20} )?SL[AO]\b/iu,
  },
  {
    id: "limits/range",
    class: "assert.sla",
    confidence: "probable",
    pattern: anyOf(
      "iu",
      raw`Assert\.(?:Not)?InRange\(\) Failure`,
      raw`\bexpected ${NUMBER} to be (?:within|between|in range)\b:? ?[[(]?${NUMBER}`,
      raw`\bexpected[^\n]{1,100}? to be (?:between|in(?: the)? range|within)\b[^\n]{1,60}?${NUMBER}[^\n]{1,60}?\bbut (?:found|was|got)\b`,
      raw`\bExpected: in range \([^)\n]{1,60}\)\s{1,12}But was: `,
      raw`\b${NUMBER} should be in range\b`,
    ),
    unless: COUNTED,
  },
  {
    id: "limits/no-more",
    class: "assert.sla",
    confidence: "probable",
    pattern: anyOf(
      "imu",
      ...compared(NUMBER, LESS, NUMBER),
      raw`XCTAssertLessThanOrEqual failed: \("${NUMBER}"\) is greater than \("${NUMBER}"\)`,
    ),
    unless: COUNTED,
  },
  {
    id: "limits/no-less",
    class: "assert.sla",
    confidence: "probable",
    pattern: anyOf(
      "imu",
      ...compared(NUMBER, MORE, NUMBER),
      raw`XCTAssertGreaterThanOrEqual failed: \("${NUMBER}"\) is less than \("${NUMBER}"\)`,
    ),
    unless: COUNTED,
    // A lower bound of a count is met by more events; only a fraction, or the name of a measure, tells of a limit.
    finding: ({ 0: said, input }) => (/\d\.\d/u.test(said) || SPEAKS_OF_MEASURES.test(input) ? {} : null),
  },
  {
    id: "limits/in-words",
    class: "assert.sla",
    confidence: "probable",
    pattern: anyOf(
      "iu",
      raw`\b${MEASURE}\b[^\n]{0,60}?${FIGURE} ?(?:\([^)\n]{1,40}\) )?${OUTSIDE} ?[^\n\d]{0,40}?${FIGURE}`,
      raw`\b${MEASURE}\b[^\n\d]{0,40}(?:exceed(?:s|ed)|too (?:slow|high|low|long|large))[^\n]{0,60}?${NUMBER}[^\n]{1,40}?${NUMBER}`,
    ),
    unless:
      /rate.?limit|quota|time(?:d )?(?:-| )?out (?:of|after|while|waiting)|message (?:size )?larger than max|out of memory/iu,
  },
  {
    id: "limits/should-be",
    class: "assert.sla",
    confidence: "probable",
    // A time that the message of an assertion names as its bound, whatever came.
    pattern: new RegExp(
      raw`\b(?:Assert\w{0,20}(?:Error|Exception|Failed\w{0,8})?|Failure|FAILED|failed)\b[^\n]{0,120}\b(?:should|must|has to|expected to|supposed to) (?:be|take|finish|complete|end|run|load|respond|last)\b[^\n\d]{0,40}(?:around|about|approximately|under|below|within|at most|in|up to|(?:less|more|faster|slower|longer|shorter|quicker) than|<=?|[~≤])[^\n\d]{0,12}${NUMBER} ?(?:%|ns|[µu]s|ms|milli\w{1,8}|s|sec\w{0,6}|min\w{0,5})(?![\w])`,
      "iu",
    ),
  },
  {
    id: "limits/expression",
    class: "assert.sla",
    confidence: "probable",
    // Rust, C, Groovy, Kotlin and JavaScript quote the comparison where its values are not known.
    pattern:
      /\b[Aa]ssert(?:ion)?(?: failed|Error| ['`"])?:? ?[^\n]{0,60}?(?:elapsed|latency|duration|durationMs|elapsedMs|elapsedTime|responseTime|response_time|took|throughput)\w{0,20}(?:\.\w{1,30}(?:\(\))?){0,3}\)? (?:<=?|>=?) /u,
  },
  {
    id: "limits/too-slow",
    class: "assert.sla",
    confidence: "probable",
    pattern: anyOf(
      "iu",
      raw`\btook (?:too long|longer than expected)?[^\n]{0,40}?${FIGURE}[^\n]{0,30}?(?:>|expected|limit|max(?:imum)?|budget|should|instead of|more than|longer than|exceed|allowed|but)[^\n]{0,40}?${NUMBER}`,
      raw`(?<![\w.])(?:${WITH_UNIT}[^\n]{0,40}?|${NUMBER}[^\n\d]{0,20}?)[,;(] ?(?:but )?(?:expected|limit|max(?:imum)?|min(?:imum)?|budget|target|threshold|allowed|required|should be)(?: to be| is| was| of)?:? ?(?:<=?|>=?|≤|≥|under|below|above|over|at most|at least|less than|more than|no more than|within|up to) ?${NUMBER}`,
      raw`(?<![\w.])${WITH_UNIT}(?![\w])[^\n\d]{0,20}[,;(] ?(?:but )?(?:limit|max(?:imum)?|budget|threshold|allowed|allowance)(?: is| was| of)?:? ?${WITH_UNIT}(?!\w)`,
      raw`\btoo slow[^\n]{0,40}?${FIGURE}`,
      raw`\bAssert\w{0,20}(?:Error|Exception|Failed\w{0,8})?:? [^\n]{0,60}?\btook ${WITH_UNIT}(?!\w)`,
    ),
    unless:
      /slow test|slowest|\b(?:job|build|container|pod|process|worker|runner)s? (?:used|took|exceeded|was killed)/iu,
  },
];
