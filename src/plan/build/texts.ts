// Judges and settles the texts of the file: every reference exists and stands where it can be filled in, and
// `${env.X}` is replaced by its value. All other references stay in the text until it is used.
import { untrusted } from "../../text/untrusted.ts";
import type { Faults, More, Path, Place } from "../file/faults.ts";
import { nearest } from "../words/nearest.ts";
import { findReferences, replaceReferences, variableProblem, type Reference } from "../file/references.ts";
import { isMap } from "../words/shape.ts";

/** The fields of one test user. */
export type Fields = Readonly<Record<string, string>>;

/** A reference to what the command of a service tells. */
export interface UsedOutput {
  readonly service: string;
  readonly output: string;
  readonly as: "address" | "text";
  readonly place: Place;
}

/** What may stand in a text beside `${env.X}`. */
export interface Fillable {
  readonly scopes: readonly Reference["scope"][];
  /** The users who may act; null where they are not known. */
  readonly users: readonly Fields[] | null;
  /** What is wrong with a captured value at this place; null for one that is there by then. */
  readonly captured: (name: string) => Problem | null;
}

export interface Problem {
  readonly message: string;
  readonly more?: More;
}

/** Only what is known while planning. */
export const FIXED: Fillable = { scopes: [], users: null, captured: () => null };

export interface Texts {
  /** Judges every reference of a text by itself. */
  readonly check: (text: string, place: Place) => void;
  /** The text with `${env.X}` replaced; references that cannot be filled at this place are faults. */
  readonly settle: (text: string, place: Place, fillable: Fillable) => string;
  /** The same for every text inside a JSON value. */
  readonly settleAll: (value: unknown, path: Path, placeOf: (path: Path) => Place, fillable: Fillable) => unknown;
  /** The same for a text whose variables hold secrets, although it names them as plain ones. */
  readonly settleHidden: (text: string, place: Place) => string;
  /** The text with secrets too, for checks that need them; null while something is missing. */
  readonly reveal: (text: string) => string | null;
  /** What a settled text becomes for each of the users. What only a run can tell stands as EXAMPLES. */
  readonly examples: (text: string, users: readonly Fields[] | null) => readonly string[];
  /** Names of the secrets seen so far, in order. */
  readonly secrets: () => readonly string[];
  /** Notes that a settled text is an address, so that what it begins with has to be one. */
  readonly noteAddress: (text: string, place: Place) => void;
  /** Outputs of services that settled texts refer to. */
  readonly outputs: () => readonly UsedOutput[];
}

export function createTexts(environment: (name: string) => string | undefined, faults: Faults): Texts {
  const secrets = new Set<string>();
  const outputs: UsedOutput[] = [];
  const noteOutput = (name: string, as: UsedOutput["as"], place: Place): void => {
    const [service = "", output = ""] = name.split(".");
    outputs.push({ service, output, as, place });
  };
  const valueOf = (reference: Reference): string | null => {
    const isVariable = reference.scope === "env" || reference.scope === "secrets";
    return isVariable && variableProblem(reference, environment) === null
      ? (environment(reference.name) ?? null)
      : null;
  };

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
      if (reference.scope === "env") return valueOf(reference) ?? reference.raw;
      const problem = problemAt(reference, fillable);
      if (problem !== null) faults.add(place, problem.message, { found: untrusted(reference.raw), ...problem.more });
      else if (reference.scope === "deploy") noteOutput(reference.name, "text", place);
      return reference.raw;
    });

  const noteAddress: Texts["noteAddress"] = (text, place) => {
    const [first] = findReferences(text);
    if (first === undefined || !("reference" in first) || first.reference.scope !== "deploy") return;
    if (text.startsWith(first.reference.raw)) noteOutput(first.reference.name, "address", place);
  };

  const settleAll: Texts["settleAll"] = (value, path, placeOf, fillable) => {
    if (typeof value === "string") return settle(value, placeOf(path), fillable);
    if (Array.isArray(value)) {
      return value.map((item: unknown, index) => settleAll(item, [...path, index], placeOf, fillable));
    }
    if (!isMap(value)) return value;
    const entries = Object.entries(value);
    return Object.fromEntries(entries.map(([key, item]) => [key, settleAll(item, [...path, key], placeOf, fillable)]));
  };

  const settleHidden: Texts["settleHidden"] = (text, place) => {
    for (const found of findReferences(text)) {
      if ("problem" in found || found.reference.scope !== "env" || valueOf(found.reference) === null) continue;
      const { name } = found.reference;
      secrets.add(name);
      const problem = variableProblem({ ...found.reference, scope: "secrets" }, environment);
      if (problem !== null) faults.add(place, problem);
    }
    return settle(text, place, FIXED);
  };

  const reveal: Texts["reveal"] = (text) => {
    let isWhole = true;
    const whole = replaceReferences(text, (reference) => {
      const value = valueOf(reference);
      isWhole &&= value !== null;
      return value ?? "";
    });
    return isWhole ? whole : null;
  };

  const examples: Texts["examples"] = (text, users) =>
    (users === null || users.length === 0 || !text.includes("${user.") ? NO_USER : users).map((user) =>
      replaceReferences(text, (reference) => {
        const { scope, name } = reference;
        if (scope === "user") return Object.hasOwn(user, name) ? (user[name] ?? "") : EXAMPLES.user;
        return scope === "env" || scope === "secrets" ? (valueOf(reference) ?? EXAMPLES.user) : EXAMPLES[scope];
      }),
    );

  return {
    check,
    settle,
    settleAll,
    settleHidden,
    reveal,
    examples,
    secrets: () => [...secrets],
    noteAddress,
    outputs: () => outputs,
  };
}

const NO_USER: readonly Fields[] = [{}];

/** What `${test.…}` may name: the same words are filled in when a test did not pass. */
const TEST_FIELDS = ["id", "name", "class", "file"] as const;

/** Stand for what only a run can tell: as long as the shortest of the kind, of letters that fit everywhere. */
const EXAMPLES = {
  user: "x",
  token: "x",
  capture: "x",
  test: "x",
  deploy: "x",
  log: "x",
  commit: "0".repeat(40),
} as const;

/** The fields that every user has. */
export function commonFields(users: readonly Fields[]): readonly string[] {
  const [first = {}, ...others] = users;
  return Object.keys(first).filter((field) => others.every((user) => Object.hasOwn(user, field)));
}

/** Every text inside a JSON value. */
export function* textsIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (Array.isArray(value)) for (const item of value) yield* textsIn(item);
  else if (isMap(value)) for (const item of Object.values(value)) yield* textsIn(item);
}

function problemAt({ scope, name }: Reference, fillable: Fillable): Problem | null {
  if (!fillable.scopes.includes(scope)) {
    return { message: "this reference cannot be filled in here", more: { hint: whatMayStand(fillable) } };
  }
  if (scope === "capture") return fillable.captured(name);
  if (scope === "test") return testProblem(name);
  if (scope !== "user" || fillable.users === null) return null;
  const fields = commonFields(fillable.users);
  if (fields.includes(name)) return null;
  const meant = nearest(name, fields);
  const didYouMean = meant === null ? null : untrusted(`\${user.${meant}}`);
  return { message: "the users have no such field", more: { didYouMean } };
}

function testProblem(name: string): Problem | null {
  if (TEST_FIELDS.some((field) => field === name)) return null;
  const meant = nearest(name, TEST_FIELDS);
  const didYouMean = meant === null ? null : untrusted(`\${test.${meant}}`);
  return { message: `a test has ${TEST_FIELDS.join(", ")}`, more: { didYouMean } };
}

function whatMayStand({ scopes }: Fillable): string {
  const forms = ["${env.NAME}", ...scopes.map((scope) => FORMS[scope])];
  return forms.length === 1 ? "Only ${env.NAME} may stand here." : `Here may stand ${forms.join(", ")}.`;
}

const FORMS = {
  env: "${env.NAME}",
  secrets: "${secrets.NAME}",
  user: "${user.FIELD}",
  capture: "${capture.NAME}",
  token: "${token}",
  commit: "${commit}",
  test: "${test.id}",
  deploy: "${deploy.NAME.url}",
  log: "${deploy.name}, ${failure.from}, ${failure.to}, ${failure.from-ms}, ${failure.to-ms}",
} as const satisfies Record<Reference["scope"], string>;
