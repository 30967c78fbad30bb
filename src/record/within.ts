// A record that can be written whatever the tests were: whole where there is room for it, else without the words of
// tests that failed. Verdict, counts and errors by their kind are then still told; the pages of this cycle had it all.
import type { CheckResult, Failure } from "../model/check.ts";
import { cut } from "../text/cut.ts";
import { mapUntrusted, untrusted, type Untrusted } from "../text/untrusted.ts";
import { encodeRecord, type CycleRecord } from "./record.ts";

/** Characters: what a job can read back in a second or two. */
export const MAX_RECORD = 64 * 1_024 * 1_024;
/** Of a name and of a message in a record without details. */
const MAX_NAME = 150;
const MAX_MESSAGE = 500;

export interface Encoded {
  readonly text: string;
  /** Nothing was left out. */
  readonly isWhole: boolean;
}

/** Throws a RangeError where even that is more than a text can hold. */
export function encodeWithin(record: CycleRecord, most = MAX_RECORD): Encoded {
  const text = encoded(record);
  if (text !== null && text.length <= most) return { text, isWhole: true };
  const checks = record.cycle.checks.map((check) => (check.kind === "test" ? withoutDetails(check) : check));
  return { text: encodeRecord({ ...record, cycle: { ...record.cycle, checks } }, 0), isWhole: false };
}

function encoded(record: CycleRecord): string | null {
  try {
    return encodeRecord(record);
  } catch (error) {
    // V8 has a longest text.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function withoutDetails(check: CheckResult): CheckResult {
  const { name, group, failure, test } = check;
  return {
    ...check,
    name: shortened(name, MAX_NAME),
    group: group === null ? null : shortened(group, MAX_NAME),
    failure: failure === null ? null : shortFailure(failure),
    test: test === null ? null : { ...test, file: null, earlier: test.earlier.slice(0, 1).map(withoutWords) },
  };
}

function shortFailure(failure: Failure): Failure {
  return { ...failure, message: shortened(failure.message, MAX_MESSAGE), detail: null };
}

/** That it failed before it passed is more than what it said. */
function withoutWords(failure: Failure): Failure {
  return { ...failure, message: untrusted(""), detail: null, type: null };
}

function shortened(text: Untrusted, max: number): Untrusted {
  return mapUntrusted(text, (each) => cut(each, max));
}
