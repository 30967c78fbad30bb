// Databases, caches and brokers that cannot be reached, refuse, or are not ready.
import type { Rule } from "./rule.ts";

export const DATASTORES: readonly Rule[] = [];
