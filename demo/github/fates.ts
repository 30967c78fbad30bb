// What becomes of a dispatch that GitHub has accepted: by default a run at once, by script something that people have seen too.

/** `after` ends the delay of a late run: it appears, and begins, when the promise resolves. */
export type Fate =
  | { readonly kind: "never-appears" }
  | { readonly kind: "appears-late"; readonly after: Promise<unknown> }
  /** As where an organisation's policy refuses the run: it is over at once, without a job. */
  | { readonly kind: "fails-at-startup" };

/** How the server answers a dispatch that it accepts. */
export type DispatchAnswer =
  /** 200 with the run where the caller asks for it, else 204: github.com. */
  | "run-details"
  /** Always 204: a server that overlooks what it does not know. */
  | "nothing"
  /** 400 for the member `return_run_details`, otherwise 204: GitHub Enterprise Server up to 3.20. */
  | "refuses-unknown-member";

export interface Fates {
  add(fate: Fate): void;
  /** The fate of the dispatch that has just been accepted; undefined for an ordinary one. */
  next(): Fate | undefined;
}

export function keepFates(): Fates {
  const waiting: Fate[] = [];
  return {
    add: (fate) => {
      waiting.push(fate);
    },
    next: () => waiting.shift(),
  };
}
