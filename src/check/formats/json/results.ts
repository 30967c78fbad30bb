// What all JSON reports have in common once they are read: bounded names and texts, results that are counted on their
// way to the page, and a summary that must not tell of more than the report holds.
import { loss } from "../declared-count.ts";
import { reveal, untrusted, type Untrusted } from "../../../text/untrusted.ts";
import { bounded, keep, MAX_NAME, MAX_PATH, MAX_TYPE, type Keeping, type Told } from "../bounds.ts";
import { shortened } from "../long-text.ts";
import { Refused, type Page, type TestCase } from "../test-case.ts";

const MAX_CASES = 1_000_000;
/** Of one test. */
const MAX_EARLIER = 20;
const MAX_ATTACHMENTS = 20;
/** Longer texts are looked at only so far for what names the error. */
const NAME_WITHIN = 400;

/** What failed, in the report's words. */
export interface Fault {
  readonly message: string | null;
  readonly detail: string | null;
  /** The exception's class, where the report has it apart from the message. */
  readonly type: string | null;
}

export interface Result {
  readonly suitePath: readonly string[];
  readonly name: string;
  readonly outcome: TestCase["outcome"];
  readonly project?: string | null;
  readonly file?: string | null;
  readonly durationMs?: number | null;
  readonly startedAt?: number | null;
  /** Of a skipped test why it was. */
  readonly fault?: Fault | null;
  readonly earlier?: readonly Fault[];
  readonly attachments?: readonly string[];
}

export interface Results {
  readonly test: (result: Result) => void;
  readonly error: (suitePath: readonly string[], fault: Fault) => void;
  /** What the report's own summary counts; more than it holds is a loss. */
  readonly declared: (tests: number, failures: number) => void;
  /** So far. */
  readonly held: () => Held;
}

export interface Held {
  /** With those that did not run. */
  readonly tests: number;
  /** Failed tests and errors outside of tests. */
  readonly failures: number;
}

export function results(page: Page): Results {
  const { kept } = page;
  const path = pathsOf(kept);
  let tests = 0;
  let failures = 0;
  return {
    test: (result) => {
      tests++;
      if (tests > MAX_CASES) throw new Refused(`more than ${MAX_CASES} test cases`);
      const broken = result.outcome === "failed" || result.outcome === "errored";
      if (broken) failures++;
      const fault = result.outcome === "passed" ? null : (result.fault ?? null);
      const told = fault === null ? null : keep(toldOf(fault), kept);
      page.test({
        suitePath: path(result.suitePath),
        project: named(result.project, kept),
        className: null,
        name: bounded(result.name, MAX_NAME, kept),
        file: named(result.file, kept),
        outcome: result.outcome,
        durationMs: result.durationMs ?? null,
        startedAt: result.startedAt ?? null,
        message: told === null || reveal(told.message) === "" ? null : told.message,
        detail: told?.detail ?? null,
        type: broken && fault !== null ? typeOf(fault, kept) : null,
        earlier: (result.earlier ?? []).slice(0, MAX_EARLIER).map(toldOf),
        attachments: attachmentsOf(result.attachments ?? []),
      });
    },
    error: (suitePath, fault) => {
      failures++;
      const { message, detail } = keep(toldOf(fault), kept);
      page.error({ suitePath: path(suitePath), message, detail, type: typeOf(fault, kept) });
    },
    declared: (wanted, wantedFailures) => {
      if (wantedFailures > failures) page.incomplete(loss(wantedFailures, "failure", failures));
      else if (wanted > tests) page.incomplete(loss(wanted, "test", tests));
    },
    held: () => ({ tests, failures }),
  };
}

/** One text that may hold message and stack: its first part, up to the stack, is the message. */
export function faultOf(text: string | null): Fault | null {
  if (text === null) return null;
  const frames = text.search(/\n\s{1,8}at /u);
  return { message: frames === -1 ? text : text.slice(0, frames), detail: frames === -1 ? null : text, type: null };
}

/** A fault of which the report tells only that there was one. */
export function untold(message: string): Fault {
  return { message, detail: null, type: null };
}

/** So many tries that failed before the one that counts, of which the report tells no more. */
export function untoldTries(tries: number): readonly Fault[] {
  if (tries <= 0) return [];
  const fault = untold("the report does not tell how this try failed");
  return Array.from({ length: Math.min(tries, MAX_EARLIER) }, () => fault);
}

/**
 * A file's path as part of a test's identity. Where it is absolute it begins with a folder of the machine, so only its
 * last two names stay: they are the same wherever the repository lies.
 */
export function placeOf(path: string | null): readonly string[] {
  if (path === null) return [];
  const plain = path.replaceAll("\\", "/");
  const absolute = /^(?:\/|[A-Za-z]:\/|file:)/u.test(plain);
  return [absolute ? plain.split("/").filter(Boolean).slice(-2).join("/") : plain.replace(/^(?:\.\/)+/u, "")];
}

function toldOf({ message, detail }: Fault): Told {
  const said = shortened((message ?? "").trim());
  const more = shortened((detail ?? "").trim());
  return {
    message: untrusted(said === "" ? more.split("\n", 1).join("") : said),
    detail: more === "" || more === said ? null : untrusted(more),
  };
}

/** "TypeError: x is not a function" begins with the class of the error. */
function typeOf({ message, type }: Fault, kept: Keeping): Untrusted | null {
  const start = (message ?? "").slice(0, NAME_WITHIN).trimStart();
  const found = type ?? /^[A-Z][\w.]{0,100}(?:Error|Exception|Failure)\b/u.exec(start)?.[0] ?? null;
  return found === null || found.trim() === "" ? null : untrusted(bounded(found, MAX_TYPE, kept));
}

/** Most tests stand below the same path as the one before. */
function pathsOf(kept: Keeping): (names: readonly string[]) => readonly string[] {
  let names: readonly string[] = [];
  let path: readonly string[] = [];
  return (asked) => {
    if (asked === names) return path;
    names = asked;
    path = pathOf(asked, kept);
    return path;
  };
}

function pathOf(names: readonly string[], kept: Keeping): readonly string[] {
  let room = MAX_NAME;
  return names.slice(0, MAX_PATH).map((each) => {
    const name = bounded(each, Math.max(1, room), kept);
    room -= name.length;
    return name;
  });
}

function named(text: string | null | undefined, kept: Keeping): string | null {
  return text === null || text === undefined || text === "" ? null : bounded(text, MAX_NAME, kept);
}

function attachmentsOf(paths: readonly string[]): readonly Untrusted[] {
  if (paths.length === 0) return [];
  const whole = paths.filter((each) => each.trim() !== "" && each.length <= MAX_NAME && !/[\r\n]/u.test(each));
  return [...new Set(whole)].slice(0, MAX_ATTACHMENTS).map((each) => untrusted(each));
}
