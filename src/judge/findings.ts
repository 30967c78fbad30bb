// What is found in a failure, in one form, whether a probe measured it or a library printed it: the class, what makes
// two failures the same error, and what people read.
import type { Confidence, Headline, Transient } from "../model/analysis.ts";
import { cut } from "../text/cut.ts";
import { untrusted } from "../text/untrusted.ts";
import type { ClassId } from "./classes.ts";
import { classOfClose, classOfStatus, classOfUpgrade } from "./codes.ts";

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
  readonly span: string;
}

/** A finding before it is known which rule made it. */
export type Found = Omit<Finding, "rule" | "span">;

/** The finding for a close code and reason, the same whether a probe measured it or a library printed it. */
export function closeFinding(code: number, reason: string): Found {
  const words = reason.trim().replace(/\.$/u, "");
  const text = words === "" ? `${code}` : `${code} ${words}`;
  return {
    class: classOfClose(code, words),
    confidence: "certain",
    ...(code === 1011 && words !== "" && !/^internal (?:server )?error$/iu.test(words) ? { transient: "no" } : {}),
    signature: `close ${code} ${words.toLowerCase()}`,
    headline:
      code === 1005 || code === 1006
        ? said`the WebSocket connection is dropped without a close code`
        : said`the WebSocket closes with ${text}`,
  };
}

/** The finding for a refused upgrade. */
export function upgradeFinding(status: number): Found {
  return {
    class: classOfUpgrade(status),
    confidence: "certain",
    signature: `upgrade ${status}`,
    headline: said`the WebSocket handshake is answered ${String(status)}`,
  };
}

/** The finding for an HTTP status; `target` is "GET /path" where known. */
export function statusFinding(status: number, target: string | null): Found | null {
  const id = classOfStatus(status);
  if (id === null) return null;
  const path = target === null ? null : pathOf(target);
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
}

/** The finding for events that did not come. Few are named in the headline, many are counted. */
export function missingEventsFinding({ names, missing, of }: Awaited): Found {
  const few = missing <= 2 && names.length === missing;
  const count = `${missing} of ${of} expected events do not come`;
  return {
    class: "assert.missing-output",
    confidence: "certain",
    signature: `missing ${[...names].sort().join(" ")}`,
    headline:
      missing === 0 ? ["expected events come in another order"] : few ? [`${count}: `, ...quoted(names)] : [count],
  };
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

function pathOf(target: string): string {
  return target.replace(/^[A-Z]+ /u, "").replace(/\?.*$/u, "");
}
