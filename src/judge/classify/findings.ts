// What is found in a failure, in one form, whether a probe measured it or a library printed it: the class, what makes
// two failures the same error, and what people read.
import type { Alarm, Confidence, Headline, Transient } from "../../model/analysis.ts";
import type { ClassId } from "../../model/failure-class.ts";
import { cut } from "../../text/cut.ts";
import { untrusted } from "../../text/untrusted.ts";
import { classOfClose, classOfStatus, classOfUpgrade } from "./codes.ts";
import { maskIds, maskVolatile } from "../fingerprint/mask.ts";

export interface Finding {
  readonly class: ClassId;
  readonly rule: string;
  readonly confidence: Confidence;
  /** Overrides the class's own answer where the text says more. */
  readonly transient?: Transient;
  /** What makes two failures the same error, in canonical form. Absent: the masked first line. */
  readonly signature?: string;
  /** What people read. Absent: the first line is quoted. */
  readonly headline?: Headline;
  /** Where on its way it happened, with a space before: said where all failures of one error happened there. */
  readonly place?: string;
  /** Said instead of the class's own title and next step, where the class is wider than what was found. */
  readonly title?: string;
  readonly next?: string;
  readonly alarm?: Alarm;
  readonly span: string;
}

/** A finding before it is known which rule made it. */
export type Found = Omit<Finding, "rule" | "span">;

/**
 * The finding for a close code and reason, the same whether a probe measured it or a library printed it. `stable` is
 * the reason without what only this caller saw.
 */
export function closeFinding(code: number, reason: string, stable = reason): Found {
  const words = trimmed(reason);
  const text = words === "" ? `${code}` : `${code} ${words}`;
  return {
    class: classOfClose(code, words),
    confidence: "certain",
    ...(code === 1011 && !SAYS_NOTHING.test(words) ? { transient: "no" } : {}),
    signature: `close ${code} ${maskVolatile(trimmed(stable))}`,
    headline:
      code === 1005 || code === 1006
        ? said`the WebSocket connection is dropped without a close code`
        : said`the WebSocket closes with ${text}`,
  };
}

/** Reasons behind 1011 that name no fault of the code: nothing, the code's own name, or that it took too long. */
const SAYS_NOTHING =
  /^(?:(?:an )?(?:internal|unexpected|server)(?: server)? error(?: occurr?ed)?|keepalive ping .*|.*time[d-]? ?-?out.*)?$/iu;

/** The finding for a refused upgrade. */
export function upgradeFinding(status: number): Found {
  return {
    class: classOfUpgrade(status),
    confidence: "certain",
    signature: `upgrade ${status}`,
    headline: said`the WebSocket handshake is answered ${String(status)}`,
  };
}

/** The finding for an HTTP status; `target` is "GET /path" where known, `stable` the same without one caller's own. */
export function statusFinding(status: number, target: string | null, stable = target): Found | null {
  const id = classOfStatus(status);
  if (id === null) return null;
  const path = stable === null ? null : maskIds(pathOf(stable));
  return {
    class: id,
    confidence: "certain",
    signature: path === null ? `status ${status}` : `status ${status} ${path}`,
    headline: target === null ? said`an endpoint answers ${String(status)}` : said`${target} answers ${String(status)}`,
  };
}

/** Events that were awaited; `names` may be empty or incomplete where a text only tells numbers. */
export interface Awaited {
  readonly names: readonly string[];
  readonly missing: number;
  readonly of: number;
  /** The names stand in the order in which the events were awaited. */
  readonly ordered: boolean;
}

/** Names that a headline still holds; of more the first is told. */
const FEW = 3;

/** The finding for events that did not come: how many came, and where it broke off. */
export function missingEventsFinding(awaited: Awaited): Found {
  return {
    class: "assert.missing-output",
    confidence: "certain",
    signature: `missing ${[...awaited.names].sort().join(" ")}`,
    headline: [cameOf(awaited), ...missingNames(awaited)],
  };
}

function cameOf({ missing, of }: Awaited): string {
  if (missing === 0) return "the expected events come in another order";
  if (of === 1) return "the expected event does not come";
  const came = of - missing;
  if (came <= 0) return `0 of ${of} expected events come`;
  return `only ${came} of ${of} expected events ${came === 1 ? "comes" : "come"}`;
}

function missingNames({ names, missing, ordered }: Awaited): Headline {
  const [first] = names;
  if (first === undefined || missing === 0) return [];
  if (names.length === missing && missing <= FEW) return ["; missing: ", ...quoted(names)];
  return ordered ? ["; the first missing one is ", untrusted(first)] : [];
}

/** A headline as a template: our words are the template, what stands in it is foreign. */
export function said(ours: TemplateStringsArray, ...foreign: readonly string[]): Headline {
  return ours
    .flatMap((words, at) => {
      const quote = foreign[at];
      return quote === undefined ? [words] : [words, untrusted(cut(quote, LONGEST_QUOTE))];
    })
    .filter((part) => part !== "");
}

/** Longer than this no part of a headline is read. */
const LONGEST_QUOTE = 160;

function quoted(names: readonly string[]): Headline {
  return names.flatMap((name, at) => (at === 0 ? [untrusted(name)] : [", ", untrusted(name)]));
}

function trimmed(reason: string): string {
  return reason.trim().replace(/\.$/u, "");
}

function pathOf(target: string): string {
  return target.replace(/^[A-Z]+ /u, "").replace(/\?.*$/u, "");
}
