// Services that ask the caller to slow down, in words. Quotas and bills of providers are known before this.
import { unlessCode } from "./about-code.ts";
import type { Rule } from "./rule.ts";

export const RATE_LIMITS: readonly Rule[] = [
  {
    id: "rate-limits/words",
    class: "access.rate-limited",
    confidence: "certain",
    pattern:
      /\b(?:API |secondary |request |global )?rate[ _-]?limit(?:ing|er|ed|s)? ?(?:has been |was |is |have been )?(?:exceeded|reached|hit|error|exception|triggered)\b|\brate[- ]?limited\b|(?:exceed(?:ed|s|ing)|hit|over|reached|triggered) (?:a |the |your |our |its )?(?:\w{1,20} ){0,2}(?:rate|request|throttl\w{1,4})[ _-]?limits?|\bRateLimit(?:Exceeded|Error|ed|Exception|ReachedError)\w{0,12}|\brate_limit(?:_exceeded|ed|_error)?\b|\btoo[ _]many[ _](?:requests|attempts|login attempts|failed (?:login )?attempts|connections from this IP|API calls)|\bTooManyRequests\w{0,12}|\btoomanyrequests\b|\bThrottl(?:ing(?:Exception|Error)?|edException|eException|eRequestsException)\b|\bThrottled\b|(?:request|client|call)s? (?:was|were|has been|is being|got|being) throttled|\bSlowDown\b|please (?:reduce your request rate|slow down)|\bRequestLimitExceeded\b|\bRate exceeded\b|retry-after["']?: ?["']?\d|request limit (?:exceeded|reached)|limit of \d{1,9} requests per|You can only make \d{1,9} requests|x-ratelimit-remaining["']?: ?["']?0\b|\blimiting (?:requests|connections)(?:, excess: [\d.]{1,12})? by zone\b/iu,
    unless: unlessCode(
      /client-side throttling|CPU throttl|backing off|--throttl|throttl\w{0,4} (?:function|profile|network|settings)|lighthouse|\blogs?\b[^\n]{0,60}\brate[ -]limited/iu,
    ),
  },
];
