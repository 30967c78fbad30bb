// One `<testcase>` while it is open, and what it comes to.
import { untrusted, type Untrusted } from "../../../text/untrusted.ts";
import { bounded, keep, MAX_NAME, type Keeping } from "../bounds.ts";
import type { TestCase } from "../test-case.ts";
import { detached } from "../long-text.ts";
import type { Attachments } from "./attachments.ts";
import { NO_TRIES, triesOf, type Attempts } from "./junit-attempts.ts";
import { absoluteTime, milliseconds } from "./junit-values.ts";
import { eclipseStatusOf, statusOf } from "./junit-words.ts";

type Attributes = Readonly<Record<string, string>>;

export interface OpenCase {
  readonly attributes: Attributes;
  readonly depth: number;
  /** null: nothing failed. */
  attempts: Attempts | null;
  /** null: it does not say that it was skipped. */
  skipMessage: string | null;
  /** node:test writes what failed there as well, and is content with it. */
  isTodo: boolean;
  /** null: it names no file. */
  attachments: Attachments | null;
}

const MAX_SKIP_MESSAGE = 500;

export function openCase(attributes: Attributes, depth: number): OpenCase {
  return { attributes, depth, attempts: null, skipMessage: null, isTodo: false, attachments: null };
}

export function addSkipped(owner: OpenCase, message: string): void {
  if (owner.skipMessage === null || owner.skipMessage === "") {
    owner.skipMessage = detached(message.trim().slice(0, MAX_SKIP_MESSAGE));
  }
}

/** What a case has from the suites around it. */
export interface Around {
  readonly suitePath: readonly string[];
  readonly project: string | null;
  readonly className: string | null;
  readonly file: string | null;
  readonly isEclipse: boolean;
}

export function finishedCase(done: OpenCase, around: Around, kept: Keeping): TestCase {
  const { attributes } = done;
  const outcome = outcomeOf(done, around);
  const { last, earlier } = done.attempts === null || done.isTodo ? NO_TRIES : triesOf(done.attempts, kept);
  return {
    suitePath: around.suitePath,
    project: around.project,
    className: around.className,
    name: bounded(attributes["name"] ?? "", MAX_NAME, kept),
    file: around.file,
    outcome,
    durationMs: milliseconds(attributes["time"] ?? attributes["duration"]),
    startedAt: absoluteTime(attributes["timestamp"]),
    message: last?.message ?? messageOf(done, outcome, kept),
    detail: last?.detail ?? null,
    type: last?.type ?? null,
    earlier,
    attachments: done.attachments === null ? NONE : done.attachments.paths.map((path) => untrusted(path)),
  };
}

const NONE: readonly never[] = [];

function outcomeOf(done: OpenCase, { isEclipse }: Around): TestCase["outcome"] {
  const { attempts, attributes, skipMessage, isTodo } = done;
  if (isTodo) return "skipped";
  if (attempts !== null && attempts.broken.length > 0) return attempts.errored ? "errored" : "failed";
  const status = statusOf(attributes) ?? (isEclipse ? eclipseStatusOf(attributes) : null);
  if (status === "failed" || status === "errored" || status === "not-run") return status;
  return skipMessage !== null || status === "skipped" ? "skipped" : "passed";
}

/** Of a case without a failure: why it was skipped, or that its attributes alone call it failed. */
function messageOf({ skipMessage }: OpenCase, outcome: TestCase["outcome"], kept: Keeping): Untrusted | null {
  if (outcome === "passed") return null;
  if (outcome === "failed" || outcome === "errored") {
    return untrusted(skipMessage || `the report calls it ${outcome} and does not say why`);
  }
  return skipMessage ? keep({ message: untrusted(skipMessage), detail: null }, kept).message : null;
}
