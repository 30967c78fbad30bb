// Looks for the classes of the team's own in what failed. Their patterns are foreign work: each gets its time for all
// texts of a cycle, and one that takes longer is put aside for this cycle.
import { isBroken, type CheckResult, type Failure, type OwnMatch } from "../model/check.ts";
import type { OwnClass } from "../model/declared.ts";
import type { PlannedClass } from "../model/plan.ts";
import type { World } from "../model/world.ts";
import { cut } from "../text/cut.ts";
import { createExcerpt, type Excerpt } from "../text/excerpt.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import { keyOfCommand } from "./suite/keys.ts";

/** Characters of one failure that are looked at: as much as our own rules read. */
const MAX_TEXT = 65_536;
const MAX_SPAN = 200;

export interface Recognised {
  readonly checks: readonly CheckResult[];
  readonly classes: readonly OwnClass[];
}

/** The first class whose pattern is found in a failure is its class. What is found is masked before it is cut. */
export function recogniseOwn(
  checks: readonly CheckResult[],
  planned: readonly PlannedClass[],
  world: Pick<World, "bounded" | "secrets">,
): Recognised {
  const excerpt = createExcerpt((text) => world.secrets.mask(text));
  const texts = planned.length === 0 ? NO_TEXTS : textsOf(checks, excerpt);
  const found = new Map<string, OwnMatch>();
  // What many tests say in the same words is looked at once.
  let left = [...new Set(texts.values())];
  const classes = planned.map(({ match, ...about }, at): OwnClass => {
    const spans = left.length === 0 ? [] : spansOf(match, left, world.bounded);
    for (const [nth, span] of (spans ?? []).entries()) {
      const text = left[nth];
      if (span !== null && text !== undefined) found.set(text, { class: at, span: untrusted(cut(span, MAX_SPAN)) });
    }
    left = left.filter((text) => !found.has(text));
    return { ...about, tooSlow: spans === null };
  });
  return { checks: found.size === 0 ? checks : checks.map((check) => recognised(check, texts, found)), classes };
}

const NO_TEXTS: ReadonlyMap<Failure, string> = new Map();

/** Of every failure of a broken check, also of each of several users, the text in which the patterns are looked for. */
function textsOf(checks: readonly CheckResult[], excerpt: Excerpt): ReadonlyMap<Failure, string> {
  const known = new Map<string, string>();
  const textOf = (failure: Failure, isCommand: boolean): string => {
    const raw = rawOf(failure, isCommand);
    const text = known.get(raw) ?? excerpt(raw, MAX_TEXT);
    known.set(raw, text);
    return text;
  };
  return new Map(
    checks
      .filter(isBroken)
      .flatMap((check) => failuresOf(check).map((failure) => [failure, textOf(failure, isCommandOf(check))] as const)),
  );
}

function failuresOf({ failure, measured }: CheckResult): readonly Failure[] {
  return [failure, ...(measured?.users ?? []).map((each) => each.failure)].flatMap((each) => each ?? []);
}

/** What the terminal of a test command quotes are failures of tests, which have results of their own. */
function isCommandOf({ key, suite }: CheckResult): boolean {
  return suite !== null && (key === keyOfCommand(suite, "run") || key === keyOfCommand(suite, "retry"));
}

function rawOf({ message, detail, type }: Failure, isCommand: boolean): string {
  const first = type === null ? reveal(message) : `${reveal(type)}: ${reveal(message)}`;
  return detail === null || isCommand ? first : `${first}\n${reveal(detail)}`;
}

/**
 * What the pattern matches in each of the texts; null when it was not done in time. V8 interrupts a regular expression
 * from within, wherever it is, so no worker has to be started and ended for it: one call for all texts is one limit for
 * the pattern.
 */
function spansOf(
  match: Untrusted,
  texts: readonly string[],
  bounded: World["bounded"],
): readonly (string | null)[] | null {
  const looked = bounded(() => {
    try {
      const pattern = new RegExp(reveal(match), "u");
      return texts.map((text) => spanOf(pattern, text));
    } catch {
      // It could be read, and is too large to be run, or runs out of memory for its way back.
      return null;
    }
  });
  return looked.inTime ? looked.value : null;
}

/** Nothing is found where a pattern is content with nothing, such as "x*". */
function spanOf(pattern: RegExp, text: string): string | null {
  const span = pattern.exec(text)?.[0].trim() ?? "";
  return span === "" ? null : span;
}

function recognised(
  check: CheckResult,
  texts: ReadonlyMap<Failure, string>,
  found: ReadonlyMap<string, OwnMatch>,
): CheckResult {
  const withOwn = (failure: Failure | null): Failure | null => {
    const own = failure === null ? undefined : found.get(texts.get(failure) ?? "");
    return failure === null || own === undefined ? failure : { ...failure, own };
  };
  const { failure, measured } = check;
  const users = measured?.users.map((each) => ({ ...each, failure: withOwn(each.failure) }));
  return {
    ...check,
    failure: withOwn(failure),
    measured: measured === null || users === undefined ? measured : { ...measured, users },
  };
}
