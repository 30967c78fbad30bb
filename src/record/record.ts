// The record of a cycle: the facts and the decision, as a file. Post, later commands and other jobs read it back, so
// reading checks every field; what can be computed again (errors, changes, pages) is not in it.
import * as v from "valibot";
import type { Decision } from "../model/analysis.ts";
import type { Cycle } from "../model/cycle.ts";
import type { Commit } from "../model/github.ts";
import type { Limits } from "../model/limits.ts";
import type { Beginning, Loop } from "../model/loop.ts";
import type { TestedNight } from "../model/night.ts";
import { ON_REGRESSION, type OnRegression } from "../model/plan.ts";
import type { Trigger } from "../model/trigger.ts";
import { decodeLoop, encodeLoop } from "../loop/token.ts";
import type { Untrusted } from "../text/untrusted.ts";
import { foreign, foreignOrNull, sha } from "./leaves.ts";
import { BEGINNING, CYCLE, DECISION, LIMITS, TESTED_NIGHT, TRIGGER } from "./shape.ts";

export interface CycleRecord {
  readonly cycle: Cycle;
  readonly decision: Decision;
  /** The loop as this cycle found it: without its own row. */
  readonly loop: Loop;
  readonly beginning: Beginning;
  readonly trigger: Trigger;
  /** Of the workflow file, and what the plan and the job allow: enough to decide again. */
  readonly limits: Limits;
  readonly onRegression: OnRegression;
  readonly canDispatch: boolean;
  readonly canFix: boolean;
  readonly isRunaway: boolean;
  readonly planDigest: string;
  /** Head of the branch when the decision was made. */
  readonly head: string;
  /** Came with this cycle, oldest first. */
  readonly commits: readonly Commit[];
  /** Came after it; known once post has looked. */
  readonly pushed: readonly Commit[];
  readonly pullRequest: number | null;
  /** What failed in the last tested night, to compare with; null where nobody knows, or nothing fails. */
  readonly night: TestedNight | null;
  /** The other inputs of this run, to be handed on unchanged. */
  readonly inputs: Readonly<Record<string, Untrusted>>;
}

/** Grows with every change of the form: a record travels between the steps of one version, and no other reads it. */
const FORM = 5;

const COMMIT = v.strictObject({ sha, subject: foreign, author: foreignOrNull, byBot: v.boolean() });

const RECORD = v.strictObject({
  version: v.literal(FORM),
  cycle: CYCLE,
  decision: DECISION,
  loop: v.string(),
  beginning: BEGINNING,
  trigger: TRIGGER,
  limits: LIMITS,
  onRegression: v.picklist(ON_REGRESSION),
  canDispatch: v.boolean(),
  canFix: v.boolean(),
  isRunaway: v.boolean(),
  planDigest: v.string(),
  head: v.string(),
  commits: v.array(COMMIT),
  pushed: v.array(COMMIT),
  pullRequest: v.nullable(v.number()),
  night: v.nullable(TESTED_NIGHT),
  inputs: v.record(v.string(), foreign),
});

/** Form and cycle stand first, whatever the record was made from: by them a file is known for a record. */
export function encodeRecord({ cycle, ...rest }: CycleRecord, indent = 1): string {
  return `${JSON.stringify({ version: FORM, cycle, ...rest, loop: encodeLoop(rest.loop) }, null, indent)}\n`;
}

/** The record, or null for anything that is not one of ours, of this form and whole. */
export function decodeRecord(text: string): CycleRecord | null {
  const read = v.safeParse(RECORD, parse(text));
  if (!read.success) return null;
  const { version: _, loop: token, ...rest } = read.output;
  const loop = decodeLoop(token);
  return "problem" in loop ? null : { ...rest, loop };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
