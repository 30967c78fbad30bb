// Providers outside the system that refuse, are overloaded, or want to be paid.
import type { Rule } from "./rule.ts";

export const THIRD_PARTIES: readonly Rule[] = [];
