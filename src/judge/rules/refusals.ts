// Callers that are not known or not allowed, in the words of the service.
import type { Rule } from "./rule.ts";

export const REFUSALS: readonly Rule[] = [];
