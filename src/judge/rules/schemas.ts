// Tables, columns and migrations that the data store lacks.
import type { Rule } from "./rule.ts";

export const SCHEMAS: readonly Rule[] = [];
