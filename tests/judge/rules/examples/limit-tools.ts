// What the tools that measure say.
import { example, type Example } from "../example.ts";

const limit = (rule: string, text: string): Example => example(`limit-tools/${rule}`, "assert.sla", "either", text);

export const EXAMPLES: readonly Example[] = [
  limit(
    "k6",
    'time="2026-02-01T10:00:00Z" level=error msg="thresholds on metrics \'http_req_duration\' have been crossed"',
  ),
  limit("k6", "ERRO[0031] some thresholds have failed"),
  limit(
    "k6-summary",
    "   ✗ http_req_duration..............: avg=812ms min=101ms med=700ms max=2.1s p(90)=1.4s p(95)=1.7s",
  ),
  limit(
    "gatling",
    "Global: 95.0th percentile of response time is less than or equal to 800.0 : false (actual : 1412.0)",
  ),
  limit("artillery", "Checks:\nfail: http.response_time.p95 < 200"),
  limit(
    "jmeter",
    "The operation lasted too long: It took 1,412 milliseconds, but should not have lasted longer than 1,000 milliseconds.",
  ),
  limit(
    "lighthouse",
    "  ✘  categories.performance failure for minScore assertion\n\n        expected: >=0.9\n           found: 0.62\n      all values: 0.62, 0.6",
  ),
  limit("coverage", 'Jest: "global" coverage threshold for branches (80%) not met: 61.2%'),
  limit("coverage", "ERROR: Coverage for lines (61.2%) does not meet global threshold (80%)"),
  limit("coverage", "FAIL Required test coverage of 80% not reached. Total coverage: 61.20%"),
  limit("size", "  Package size limit has exceeded by 1.2 kB"),
  limit(
    "gatling",
    '{"path": "Global", "target": "responseTime", "condition": "lt", "expectedValues": [500.0], "result": false, "message": "Global: max of response time is less than 500.0"}',
  ),
  limit("locust", "Test failed due to failure ratio > 1%"),
  limit(
    "benchmark",
    "time:   [1.2345 ms 1.2401 ms 1.2466 ms]\nchange: [+12.1% +13.0% +13.9%] (p = 0.00 < 0.05)\nPerformance has regressed.",
  ),
  limit(
    "scores",
    "AssertionError: Metrics: Relevance (score: 0.42, threshold: 0.7, strict: False, error: None, reason: off topic) failed.",
  ),
  limit("rspec-benchmark", "expected block to perform under 20 ms, but performed above 43.1 ms (± 1.2 ms)"),
  limit("gatling", "Global: percentage of failed events is less than 5.0 — Failed with value 41"),
];
