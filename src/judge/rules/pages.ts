// Pages that do not show what is expected.
import type { Rule } from "./rule.ts";

export const PAGES: readonly Rule[] = [];
