// What failed in one `<testcase>`: surefire and others run a test again and write each attempt.
import { untrusted, type Untrusted } from "../../../text/untrusted.ts";
import { bounded, keep, MAX_TYPE, type Keeping, type Told } from "../bounds.ts";
import { detached, longText, shortened, textOf, type LongText } from "../long-text.ts";
import type { Broken } from "./junit-words.ts";

/** Kept of each kind; a file may hold millions, of which the first few and the last tell enough. */
const MAX_RESULTS = 20;

export interface Attempts {
  /** In a case that failed. */
  readonly broken: OpenResult[];
  /** Before the one that passed. */
  readonly flaky: OpenResult[];
  errored: boolean;
  /** All of them, kept or not; and those that were not the first attempt. */
  failures: number;
  further: number;
}

export interface OpenResult {
  readonly kind: Broken;
  readonly message: string;
  readonly type: string;
  readonly text: LongText;
}

export function attempts(): Attempts {
  return { broken: [], flaky: [], errored: false, failures: 0, further: 0 };
}

export function openResult(kind: Broken, attributes: Readonly<Record<string, string>>): OpenResult {
  return {
    kind,
    message: shortened(attributes["message"] ?? ""),
    type: detached(attributes["type"] ?? ""),
    text: longText(),
  };
}

export function addResult(all: Attempts, result: OpenResult): void {
  const { attempt, errored } = result.kind;
  const list = attempt === "flaky" ? all.flaky : all.broken;
  all.failures++;
  if (attempt !== "first") all.further++;
  if (attempt !== "flaky" && errored) all.errored = true;
  if (list.length >= MAX_RESULTS) list.pop();
  list.push(result);
}

export interface Tries {
  /** The one that counts, where it failed. */
  readonly last: (Told & { readonly type: Untrusted | null }) | null;
  readonly earlier: readonly Told[];
}

export const NO_TRIES: Tries = { last: null, earlier: [] };

export function triesOf({ broken, flaky }: Attempts, kept: Keeping): Tries {
  const all = [...flaky, ...attemptsOf(broken)];
  const last = broken.length > 0 ? all.pop() : undefined;
  return {
    last: last === undefined ? null : told(last, kept),
    earlier: all.map(toldBy),
  };
}

/** The results of the first attempt stand together, and the most severe counts; each further attempt has one. */
function attemptsOf(broken: readonly OpenResult[]): readonly OpenResult[] {
  const first = broken.filter(({ kind }) => kind.attempt === "first");
  const worst = first.find(({ kind }) => kind.errored) ?? first[0];
  const further = broken.filter(({ kind }) => kind.attempt === "further");
  return worst === undefined ? further : [worst, ...further];
}

export function told(result: OpenResult, kept: Keeping): Told & { readonly type: Untrusted | null } {
  return { ...keep(toldBy(result), kept), type: optional(bounded(result.type, MAX_TYPE, kept)) };
}

function toldBy(result: OpenResult): Told {
  const text = textOf(result.text);
  const message = result.message.trim() === "" ? (text.trim().split("\n", 1)[0] ?? "") : result.message;
  return { message: untrusted(message), detail: optional(text) };
}

function optional(text: string): Untrusted | null {
  return text.trim() === "" ? null : untrusted(text);
}
