// What a test of an XML format comes to: its words bounded and boxed, everything that the format does not tell empty.
import { untrusted, type Untrusted } from "../../../text/untrusted.ts";
import { bounded, keep, MAX_NAME, MAX_TYPE, type Keeping, type Told } from "../bounds.ts";
import { textOf, type LongText } from "../long-text.ts";
import type { RunError, TestCase } from "../test-case.ts";

/** What stands beside a failure; null: the report has no such element. */
export interface Words {
  readonly message: LongText | null;
  readonly stack: LongText | null;
  /** An exception's class; null: look for it at the start of the message. */
  readonly type: string | null;
}

const MAX_REASON = 500;
/** Of one test. */
export const MAX_FILES = 20;

export type Evidence = Pick<TestCase, "message" | "detail" | "type">;

export const NO_EVIDENCE: Evidence = { message: null, detail: null, type: null };

/** `otherwise`: what to say where the report has no message; in our words. */
export function evidenceOf(words: Words, kept: Keeping, otherwise = ""): Evidence {
  const { message, detail } = toldOf(words, kept, otherwise);
  const type = words.type ?? exceptionIn(plain(words.message));
  return {
    message: isBlank(words) && otherwise === "" ? null : message,
    detail,
    type: type === null ? null : optional(bounded(type, MAX_TYPE, kept)),
  };
}

/** An attempt before the last one. */
export function toldOf(words: Words, kept: Keeping, otherwise: string): Told {
  const message = plain(words.message);
  const stack = plain(words.stack);
  const first = message === "" ? (stack.split("\n", 1)[0] ?? "") : message;
  return keep({ message: untrusted(first === "" ? otherwise : first), detail: optional(stack) }, kept);
}

/** Why a test was skipped. */
export function reasonOf(text: LongText | string | null, kept: Keeping): Evidence {
  const reason = typeof text === "string" ? text.trim() : plain(text);
  return { ...NO_EVIDENCE, message: optional(bounded(reason, MAX_REASON, kept)) };
}

/** `before` says in our words, or with a name, what failed; the report's own words follow. */
export function runError(suitePath: readonly string[], before: string, words: Words, kept: Keeping): RunError {
  const says = plain(words.message);
  const text = [before, says].filter((part) => part !== "").join(": ");
  const { type } = evidenceOf({ ...words, stack: null }, kept);
  const told = keep({ message: untrusted(text), detail: optional(plain(words.stack)) }, kept);
  return { suitePath, ...told, type };
}

/** Everything else as where nothing is told. */
export function testCase(
  found: Partial<TestCase> & Pick<TestCase, "name" | "outcome">,
  kept: Keeping,
  evidence: Evidence = NO_EVIDENCE,
): TestCase {
  return {
    suitePath: [],
    project: null,
    durationMs: null,
    startedAt: null,
    earlier: [],
    attachments: [],
    ...found,
    ...evidence,
    className: name(found.className, kept),
    name: bounded(found.name, MAX_NAME, kept),
    file: name(found.file, kept),
  };
}

function name(text: string | null | undefined, kept: Keeping): string | null {
  return text === null || text === undefined || text === "" ? null : bounded(text, MAX_NAME, kept);
}

export function isBroken(outcome: TestCase["outcome"]): boolean {
  return outcome === "failed" || outcome === "errored";
}

/** Paths of one test, as the report tells them. */
export function filesOf(paths: readonly string[]): readonly Untrusted[] {
  const given = paths.map((path) => path.trim()).filter((path) => path !== "" && path.length <= MAX_NAME);
  return [...new Set(given)].slice(0, MAX_FILES).map((path) => untrusted(path));
}

function isBlank({ message, stack }: Words): boolean {
  return plain(message) === "" && plain(stack) === "";
}

export function plain(text: LongText | null): string {
  return text === null ? "" : textOf(text).replaceAll("\r\n", "\n").trim();
}

// "System.IO.IOException : no such file", as NUnit and xUnit.net begin a message.
const EXCEPTION = /^(?:(?:OneTime)?(?:SetUp|TearDown) ?: )?([A-Za-z_][\w.+`]{0,200}(?:Exception|Error)) ?: /u;

function exceptionIn(message: string): string | null {
  return EXCEPTION.exec(message.slice(0, 300))?.[1] ?? null;
}

function optional(text: string): Untrusted | null {
  return text === "" ? null : untrusted(text);
}
