// A script of faults: which request goes wrong, when, and how.

export interface FaultRule {
  /** An operation id such as `actions/create-workflow-dispatch`, or a pattern tested against "METHOD /path". */
  readonly on: string | RegExp;
  /** Which of the matching requests (1 is the first): one number, a list, every one, or all from one on. Default: the first. */
  readonly nth?: number | readonly number[] | "every" | { readonly from: number };
  readonly fault: Fault;
}

export type Fault =
  /** Answers this status. With `commit` the request is carried out before (created, then 500). */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly commit?: boolean;
    }
  /** Answers the HTML page of an overloaded GitHub. */
  | { readonly kind: "html"; readonly status?: number; readonly commit?: boolean }
  /** Answers later. */
  | { readonly kind: "delay"; readonly ms: number }
  /** Cuts the connection: before or after the request is carried out, or after that in the middle of the headers. */
  | { readonly kind: "reset"; readonly when: "before" | "after" | "in-headers" }
  /** Carries out the request and cuts the connection in the middle of the answer. */
  | { readonly kind: "cut"; readonly bytes: number }
  /** Carries out the request and sends the answer byte by byte. */
  | { readonly kind: "drip"; readonly everyMs: number }
  /** Carries out the request and answers something else: a text of any type, as it is. */
  | { readonly kind: "other"; readonly status?: number; readonly text: string; readonly type?: string }
  /** Carries out the request and answers JSON of so many bytes; packed, it is a thousandth of that on the wire. */
  | { readonly kind: "huge"; readonly bytes: number; readonly packed: boolean }
  /** Sends elsewhere: to the repository by its number, as after a change of its name, or to any address. */
  | { readonly kind: "redirect"; readonly status: number; readonly to: "renamed" | { readonly url: string } };

export interface Faults {
  add(rule: FaultRule): void;
  /** Forgets all rules. */
  clear(): void;
  /** The fault for a request that has just come in; counts it. */
  next(operationId: string | undefined, methodAndPath: string): Fault | undefined;
}

export function readFaults(script: readonly FaultRule[]): Faults {
  let rules = script.map((rule) => ({ rule, seen: 0 }));
  return {
    add: (rule) => {
      rules.push({ rule, seen: 0 });
    },
    clear: () => {
      rules = [];
    },
    next: (operationId, methodAndPath) => {
      let found: Fault | undefined;
      for (const entry of rules) {
        const { on, nth = 1, fault } = entry.rule;
        const meant = typeof on === "string" ? on === operationId : on.test(methodAndPath);
        if (!meant) continue;
        entry.seen += 1;
        if (isDue(nth, entry.seen)) found ??= fault;
      }
      return found;
    },
  };
}

function isDue(nth: NonNullable<FaultRule["nth"]>, seen: number): boolean {
  if (nth === "every") return true;
  if (typeof nth === "number") return nth === seen;
  return "from" in nth ? seen >= nth.from : nth.includes(seen);
}

export const HTML_PAGE = `<!DOCTYPE html>
<html>
  <head><title>Unicorn! &middot; GitHub</title></head>
  <body>
    <h1>Too busy</h1>
    <p>This page could not be made in time.</p>
  </body>
</html>
`;
