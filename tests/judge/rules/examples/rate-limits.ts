// Slow down, in the words of services.
import { example, type Example } from "../example.ts";

export const EXAMPLES: readonly Example[] = [
  "429 Rate limit exceeded, retry in 12 seconds",
  "Too many requests, please try again later.",
  "Illuminate\\Http\\Exceptions\\ThrottleRequestsException: Too Many Attempts.",
  "Request was throttled. Expected available in 41 seconds.",
  "An error occurred (ThrottlingException) when calling the ListCarts operation: Rate exceeded",
  'Login failed: 429 {"error":"Rate limit exceeded: 5 per 1 minute"}',
  "RequestLimitExceeded: Request limit exceeded.",
  "HTTP/1.1 403\nx-ratelimit-remaining: 0",
  'limiting requests, excess: 10.240 by zone "carts", client: 10.9.8.7',
].map((text) => example("rate-limits/words", "access.rate-limited", "yes", text));
