// A script of faults: which request goes wrong, when, and how.

export interface FaultRule {
  /** An operation id such as `actions/create-workflow-dispatch`, or a pattern tested against "METHOD /path". */
  readonly on: string | RegExp;
  /** Which of the matching requests (1 is the first): one number, a list, or every one. Default: the first. */
  readonly nth?: number | readonly number[] | "every";
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
  /** Cuts the connection, before or after the request is carried out. */
  | { readonly kind: "reset"; readonly when: "before" | "after" }
  /** Carries out the request and cuts the connection in the middle of the answer. */
  | { readonly kind: "cut"; readonly bytes: number };

export interface Faults {
  add(rule: FaultRule): void;
  /** The fault for a request that has just come in; counts it. */
  next(operationId: string | undefined, methodAndPath: string): Fault | undefined;
}

export function readFaults(script: readonly FaultRule[]): Faults {
  const rules = script.map((rule) => ({ rule, seen: 0 }));
  return {
    add: (rule) => {
      rules.push({ rule, seen: 0 });
    },
    next: (operationId, methodAndPath) => {
      let found: Fault | undefined;
      for (const entry of rules) {
        const { on, nth = 1, fault } = entry.rule;
        const meant = typeof on === "string" ? on === operationId : on.test(methodAndPath);
        if (!meant) continue;
        entry.seen += 1;
        const due = nth === "every" || (typeof nth === "number" ? nth === entry.seen : nth.includes(entry.seen));
        if (due) found ??= fault;
      }
      return found;
    },
  };
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
