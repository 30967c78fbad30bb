// What stands inside a suite or a case of both NUnit formats: why it failed, why it was not run, files that it left.
import { untrusted } from "../../../text/untrusted.ts";
import { keep, type Keeping } from "../bounds.ts";
import type { LongText } from "../long-text.ts";
import type { TestCase } from "../test-case.ts";
import { evidenceOf, MAX_FILES, NO_EVIDENCE, plain, reasonOf, type Evidence } from "./evidence.ts";
import type { Walk } from "./walk.ts";

type Attributes = Readonly<Record<string, string>>;

export interface NUnitWords {
  hasFailure: boolean;
  message: LongText | null;
  stack: LongText | null;
  reason: LongText | null;
  /** The reason as older versions write it, in a property. */
  skipReason: string;
  readonly files: LongText[];
}

export function nunitWords(): NUnitWords {
  return { hasFailure: false, message: null, stack: null, reason: null, skipReason: "", files: [] };
}

/** An element that is neither a suite nor a case. */
export function openInside(words: NUnitWords, name: string, attributes: Attributes, walk: Walk): void {
  switch (walk.parent()) {
    case "failure":
    // Several assertions of one case may miss; the failure then has all their messages in one.
    case "assertion":
      if (name === "message") words.message ??= walk.gather();
      else if (name === "stack-trace") words.stack ??= walk.gather();
      break;
    case "reason":
      if (name === "message") words.reason ??= walk.gather();
      break;
    case "attachment":
      if (name === "filePath" && words.files.length < MAX_FILES) words.files.push(walk.gather());
      break;
    case "properties":
      if (attributes["name"] === "_SKIPREASON") words.skipReason = attributes["value"] ?? "";
      break;
    default:
      if (name === "failure") words.hasFailure = true;
  }
}

/** `setUp` is the suite whose set-up took the case with it: there the cause stands. */
export function nunitEvidence(
  words: NUnitWords,
  outcome: TestCase["outcome"],
  setUp: NUnitWords | null,
  kept: Keeping,
): Evidence {
  switch (outcome) {
    case "passed":
      return NO_EVIDENCE;
    case "skipped":
    case "not-run":
      return reasonOf(plain(words.reason) === "" ? words.skipReason : words.reason, kept);
    case "failed":
    case "errored": {
      const own = evidenceOf({ ...words, message: words.message ?? words.reason, type: null }, kept);
      if (own.detail !== null || own.message === null || setUp === null) return own;
      const cause = untrusted(`${plain(setUp.message)}\n${plain(setUp.stack)}`.trim());
      return { ...own, ...keep({ message: own.message, detail: cause }, kept) };
    }
  }
}
