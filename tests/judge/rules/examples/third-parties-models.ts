// What providers of language models say.
import type { Transient } from "../../../../src/model/analysis.ts";
import { example, type Example } from "../example.ts";

const fails = (rule: string, transient: Transient, text: string): Example =>
  example(`third-parties-models/${rule}`, "dep.third-party", transient, text);

export const EXAMPLES: readonly Example[] = [
  fails(
    "quota",
    "no",
    "openai.RateLimitError: Error code: 429 - {'error': {'message': 'You exceeded your current quota, please check your plan and billing details.', 'type': 'insufficient_quota'}}",
  ),
  fails("quota", "no", "Your credit balance is too low to access the Anthropic API."),
  fails(
    "quota",
    "either",
    "[429 Too Many Requests] You exceeded your current quota, please check your plan. Please retry in 22.4s.",
  ),
  fails(
    "overloaded",
    "yes",
    "anthropic.APIStatusError: {'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}}",
  ),
  fails("overloaded", "yes", "503 The model is overloaded. Please try again later."),
  fails(
    "rate",
    "yes",
    "Rate limit reached for gpt-4o in organization org-depot on tokens per min (TPM): Limit 30000, Used 29000",
  ),
  fails("rate", "yes", "ThrottlingException: Too many requests, please wait before trying again."),
  fails("refused", "no", "AuthenticationError: 401 Incorrect API key provided: sk-dep**."),
  fails("refused", "no", "NotFoundError: 404 The model `gpt-9` does not exist or you do not have access to it."),
  fails("libraries", "yes", "openai.APITimeoutError: Request timed out."),
  fails("libraries", "no", "anthropic.BadRequestError: Error code: 400"),
  fails("libraries", "yes", "APIConnectionError: Connection error."),
  fails(
    "node-stack",
    "yes",
    "RateLimitError: 429 slower please\n    at APIError.generate (/app/node_modules/openai/error.js:63:20)",
  ),
  fails("exhausted", "either", "429 Resource has been exhausted (e.g. check quota)."),
  // Without a key it is a setting, not the provider.
  example(
    "configuration/variable",
    "env.missing-config",
    "no",
    "The OPENAI_API_KEY environment variable is missing or empty; either provide it, or instantiate the client with an apiKey.",
  ),
];
