// Judges and settles the texts of the file: every reference exists and stands where it can be filled in, and
// `${env.X}` is replaced by its value. All other references stay in the text until it is used.
import { untrusted } from "../text/untrusted.ts";
import type { Faults, Path, Place } from "./faults.ts";
import { nearest } from "./nearest.ts";
import { findReferences, replaceReferences, variableProblem, type Reference } from "./references.ts";
import { isMap } from "./shape.ts";

/** What may stand in a text beside `${env.X}`. */
export interface Fillable {
  readonly scopes: readonly Reference["scope"][];
  /** Fields that every user of the auth has; null where they are not known. */
  readonly userFields: readonly string[] | null;
}

/** Only what is known while planning. */
export const FIXED: Fillable = { scopes: [], userFields: null };

export interface Texts {
  /** Judges every reference of a text by itself. */
  readonly check: (text: string, place: Place) => void;
  /** The text with `${env.X}` replaced; references that cannot be filled at this place are faults. */
  readonly settle: (text: string, place: Place, fillable: Fillable) => string;
  /** The same for every text inside a JSON value. */
  readonly settleAll: (value: unknown, path: Path, placeOf: (path: Path) => Place, fillable: Fillable) => unknown;
  /** The text with secrets too, for checks that need them; null while something is missing. */
  readonly reveal: (text: string) => string | null;
  /** Names of the secrets seen so far, in order. */
  readonly secrets: () => readonly string[];
}

export function createTexts(environment: (name: string) => string | undefined, faults: Faults): Texts {
  const secrets = new Set<string>();

  const check: Texts["check"] = (text, place) => {
    for (const found of findReferences(text)) {
      if ("problem" in found) {
        faults.add(place, found.problem, found.more);
        continue;
      }
      const problem = variableProblem(found.reference, environment);
      if (problem !== null) faults.add(place, problem);
      if (found.reference.scope === "secrets") secrets.add(found.reference.name);
    }
  };

  const settle: Texts["settle"] = (text, place, fillable) =>
    replaceReferences(text, (reference) => {
      const { raw, scope, name } = reference;
      if (scope === "env") return variableProblem(reference, environment) === null ? (environment(name) ?? raw) : raw;
      if (!fillable.scopes.includes(scope)) {
        faults.add(place, "this reference cannot be filled in here", {
          found: untrusted(raw),
          hint: whatMayStand(fillable),
        });
      } else if (scope === "user" && fillable.userFields?.includes(name) === false) {
        const meant = nearest(name, fillable.userFields);
        const didYouMean = meant === null ? null : untrusted(`\${user.${meant}}`);
        faults.add(place, "the users have no such field", { found: untrusted(raw), didYouMean });
      }
      return raw;
    });

  const settleAll: Texts["settleAll"] = (value, path, placeOf, fillable) => {
    if (typeof value === "string") return settle(value, placeOf(path), fillable);
    if (Array.isArray(value)) {
      return value.map((item: unknown, index) => settleAll(item, [...path, index], placeOf, fillable));
    }
    if (!isMap(value)) return value;
    const entries = Object.entries(value);
    return Object.fromEntries(entries.map(([key, item]) => [key, settleAll(item, [...path, key], placeOf, fillable)]));
  };

  const reveal: Texts["reveal"] = (text) => {
    let isWhole = true;
    const whole = replaceReferences(text, (reference) => {
      isWhole &&=
        (reference.scope === "secrets" || reference.scope === "env") &&
        variableProblem(reference, environment) === null;
      return environment(reference.name) ?? "";
    });
    return isWhole ? whole : null;
  };

  return { check, settle, settleAll, reveal, secrets: () => [...secrets] };
}

function whatMayStand({ scopes }: Fillable): string {
  const forms = ["${env.NAME}", ...scopes.map((scope) => FORMS[scope])];
  return forms.length === 1 ? "Only ${env.NAME} may stand here." : `Here may stand ${forms.join(", ")}.`;
}

const FORMS = {
  env: "${env.NAME}",
  secrets: "${secrets.NAME}",
  user: "${user.FIELD}",
  token: "${token}",
  commit: "${commit}",
} as const satisfies Record<Reference["scope"], string>;
