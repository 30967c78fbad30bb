// Tools that measure: load generators, audits of pages, coverage, sizes, benchmarks.
import type { Rule } from "./rule.ts";

export const LIMIT_TOOLS: readonly Rule[] = [
  {
    id: "limit-tools/k6",
    class: "assert.sla",
    confidence: "certain",
    pattern:
      /\bsome thresholds have failed\b|\bthresholds on metrics? [^\n]{1,200}(?:crossed|breached)|\bhas crossed a threshold\b/iu,
  },
  {
    id: "limit-tools/scores",
    class: "assert.sla",
    confidence: "probable",
    // DeepEval, Ragas, promptfoo and others that score what a model says.
    pattern:
      /\bscore:? ?[\d.]{1,9}, (?:threshold|min(?:imum)?|target):? ?[\d.]{1,9}\b|\bscore [\d.]{1,9} (?:is )?(?:below|less than|under|<) (?:the )?threshold\b/iu,
  },
  {
    id: "limit-tools/rspec-benchmark",
    class: "assert.sla",
    confidence: "certain",
    pattern:
      /\bexpected block to (?:not )?(?:perform|allocate)[^\n]{1,120}?\bbut (?:performed|allocated|did not perform|got)\b/iu,
  },
  {
    id: "limit-tools/k6-summary",
    class: "assert.sla",
    confidence: "probable",
    // The mark of a threshold that was missed stands before its expression or its metric.
    pattern:
      /^\s{0,12}✗ (?:\{ [^\n]{1,80} \}\.{2}|'?(?:p\(9|p\(5|p\(7)[\d.]{0,6}\) ?[<>]=?|'?(?:avg|med|min|max|rate|count) ?[<>]=?|(?:http_req\w{0,40}|iteration_duration|http_reqs|checks)\.{2})/mu,
  },
  {
    id: "limit-tools/gatling",
    class: "assert.sla",
    confidence: "certain",
    pattern:
      /: (?:(?:min|max|mean|standard deviation|[\d.]{1,8}(?:st|nd|rd|th) percentile|percentile\d?) of response time|(?:percentage|count) of (?:all|failed|successful|KO|OK) (?:events|requests)|mean requests per second|requests\/s)[^\n]{0,80} (?:: false\b|[—–-] Failed with value)|"target": ?"\w{1,40}",\s{0,20}"condition": ?"[^"\n]{1,80}",\s{0,20}"expectedValues": ?\[[^\]\n]{0,80}\],\s{0,20}"result": ?false/iu,
  },
  {
    id: "limit-tools/artillery",
    class: "assert.sla",
    confidence: "probable",
    pattern:
      /^\s{0,8}fail: [\w.]{1,80} ?[<>]=? ?\d|\bensure (?:condition|check|threshold)s?\b[^\n]{0,80}\b(?:failed|not met)/imu,
  },
  {
    id: "limit-tools/jmeter",
    class: "assert.sla",
    confidence: "certain",
    pattern: /The operation lasted too long|The result was the wrong size/iu,
  },
  {
    id: "limit-tools/lighthouse",
    class: "assert.sla",
    confidence: "certain",
    pattern: /\bfailure for (?:minScore|maxNumericValue|maxLength) assertion\b/iu,
  },
  {
    id: "limit-tools/coverage",
    class: "assert.sla",
    confidence: "certain",
    pattern:
      /coverage threshold for [^\n]{1,80} not met|coverage for \w{1,20} \([\d.]{1,9}%\) does not meet|Required test coverage of [\d.]{1,9}% not reached|coverage failure: total of|covered (?:ratio|percentage) is [\d.]{1,9}, but expected|coverage[^\n]{0,60} is (?:below|under|less than) [^\n]{0,60}\d|mutation score[^\n]{0,40} (?:below|under|lower than)/iu,
  },
  {
    id: "limit-tools/size",
    class: "assert.sla",
    confidence: "probable",
    pattern: /\bsize limit has (?:been )?exceeded|> maxSize \d|exceeded maximum budget\. Budget/iu,
  },
  {
    id: "limit-tools/benchmark",
    class: "assert.sla",
    confidence: "probable",
    pattern: /\bperformance (?:has )?regressed\b|\bperformance (?:alert|degradation)\b[^\n]{0,200}/iu,
  },
  {
    id: "limit-tools/locust",
    class: "assert.sla",
    confidence: "probable",
    pattern: /\btest failed due to (?:failure ratio|average response time|\d{1,3}(?:th)? percentile)/iu,
  },
];
