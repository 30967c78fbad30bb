// What the parts of one probe are built from: everything that both kinds have in common, and what its texts may hold.
import type { HttpProbe } from "../../model/plan.ts";
import type { ChosenAuth } from "./auths.ts";
import type { OwnCaptures } from "./captures.ts";
import type { Fillable } from "./texts.ts";

export type Common = Omit<HttpProbe, "kind" | "request" | "expect" | "capture">;

export interface Acting {
  readonly common: Common;
  readonly auth: ChosenAuth;
  /** The probe says that it acts for nobody. */
  readonly isAnonymous: boolean;
  /** What a text may hold when the probe has captured this much itself. */
  readonly fillable: (own: OwnCaptures) => Fillable;
}

export const NOTHING_CAPTURED: OwnCaptures = new Map();

/** A default holds for every probe, so what one of them captures cannot stand in it. */
export function ofDefaults(fillable: Fillable): Fillable {
  return {
    ...fillable,
    captured: () => ({ message: "a default holds for every probe, and not what one of them captures" }),
  };
}

/** The same with fewer kinds of references. */
export function only(fillable: Fillable, isKept: (scope: Fillable["scopes"][number]) => boolean): Fillable {
  return { ...fillable, scopes: fillable.scopes.filter(isKept) };
}

/** Whether a default fits who acts: without a token it is left out where it would hold one. */
export function isForActor(text: string, { scopes }: Fillable): boolean {
  return (
    (scopes.includes("token") || !text.includes("${token}")) && (scopes.includes("user") || !text.includes("${user."))
  );
}
