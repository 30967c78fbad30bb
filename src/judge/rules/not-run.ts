// Tests that did not run because something else failed, and runs without any test.
import type { Rule } from "./rule.ts";

export const NOT_RUN: readonly Rule[] = [];
