// Checks that a value is a JSON Schema, and brings it into the form in which it is used: only keywords that judge, and
// every schema that is referred to by a name of ours in $defs. So nothing else in it can change what a reference means.
import { untrusted } from "../../text/untrusted.ts";
import { gotWords, shown, type More, type Path } from "../file/faults.ts";
import { misspelt, nearest } from "../words/nearest.ts";
import { draftOf, DRAFTS, KEYWORDS, NEWEST, type KeywordKind } from "./keywords.ts";
import { anchorsIn, findPlace, hasCircle, isSchemaAt, type Found } from "./places.ts";
import { isNames, isValueKind, readPattern, VALUES } from "./values.ts";
import { isMap } from "../words/shape.ts";
import { FORBIDDEN_KEYS } from "../file/tree.ts";

export interface SchemaProblem {
  /** Keys and indexes from the top of the schema. */
  readonly path: Path;
  readonly message: string;
  readonly more: More;
}

export interface CheckedSchema {
  readonly json: string;
  readonly problems: readonly SchemaProblem[];
}

type Json = Readonly<Record<string, unknown>>;

/** Where a schema stands: the definition that it belongs to, and whether it judges the same value as that one. */
interface Context {
  readonly definition: string;
  readonly isSame: boolean;
}

/** Notes a problem; what it is about is not used. */
type Note = (path: Path, message: string, more?: More) => undefined;

export function checkSchema(root: Json): CheckedSchema {
  const problems: SchemaProblem[] = [];
  const note: Note = (path, message, more = {}) => {
    problems.push({ path, message, more });
    return undefined;
  };
  const anchors = anchorsIn(root);
  const draft = draftOf(root["$schema"]) ?? NEWEST;
  if (draftOf(root["$schema"]) === null) {
    note(["$schema"], "expected draft 2020-12, 2019-09, 7 or 4 of JSON Schema", {
      found: shown(root["$schema"]),
      hint: `For example “${DRAFTS[NEWEST]}”.`,
    });
  }
  const names = new Map<string, string>([["[]", ROOT]]);
  const waiting: { readonly name: string; readonly found: Found }[] = [];
  const leadsTo = new Map<string, Set<string>>();
  let unknown = 0;

  const nameOf = (found: Found): string => {
    const key = JSON.stringify(found.path);
    const known = names.get(key);
    if (known !== undefined) return known;
    const name = `d${names.size}`;
    names.set(key, name);
    waiting.push({ name, found });
    return name;
  };

  const judge = (value: unknown, path: Path, context: Context): unknown => {
    if (typeof value === "boolean") return value;
    if (isMap(value)) return judgeMap(value, path, context);
    note(path, `expected a schema: a map, true or false${gotWords(value)}`, { found: shown(value) });
    return true;
  };

  const judgeMap = (schema: Json, path: Path, context: Context): Json => {
    const judged = Object.entries(schema).flatMap(([key, value]) => {
      const at = [...path, key];
      const kind = kindOf(key, at);
      const kept = kind === null ? undefined : keep(kind, key, value, at, context);
      return kept === undefined ? [] : [[key, kept] as const];
    });
    // Before 2019-09 a reference stands for the whole schema.
    const alone = judged.filter(([key]) => key === "$ref");
    const isOld = draft === "7" || draft === "4";
    return Object.fromEntries(isOld && alone.length > 0 ? alone : judged);
  };

  const kindOf = (key: string, path: Path): KeywordKind | null => {
    const kind = KEYWORDS.get(key);
    if (kind !== undefined) return kind;
    const meant = unknown++ < MOST_UNKNOWN ? misspelt(key, [...KEYWORDS.keys()]) : null;
    if (FORBIDDEN_KEYS.includes(key)) note(path, "this key is not allowed anywhere");
    else if (meant !== null) note(path, "unknown keyword of JSON Schema", { didYouMean: untrusted(meant) });
    return null;
  };

  /** What of a keyword is used; undefined for nothing. */
  const keep = (kind: KeywordKind, key: string, value: unknown, path: Path, context: Context): unknown => {
    if (isValueKind(kind)) {
      const reading = VALUES[kind](value, draft);
      if ("value" in reading) return value;
      const meant = typeof value === "string" ? nearest(value, reading.known ?? []) : null;
      const didYouMean = meant === null ? null : untrusted(meant);
      return note(path, reading.expected + gotWords(value), { found: shown(value), didYouMean });
    }
    const part = { ...context, isSame: false };
    switch (kind) {
      case "same":
        return judge(value, path, context);
      case "part":
        return judge(value, path, part);
      case "items":
        return judgeItems(value, path, part);
      case "same-list":
        return judgeList(value, path, context);
      case "part-list":
        return judgeList(value, path, part);
      case "same-map":
        return judgeAll(value, path, context);
      case "part-map":
        return judgeAll(value, path, part);
      case "pattern-map":
        checkPatterns(value, path);
        return judgeAll(value, path, part);
      case "dependencies":
        return judgeAll(value, path, context, isNames);
      case "definitions":
        return define(value, path);
      case "reference":
        return refer(value, path, context);
      case "unsupported":
        return note(path, "this way to refer to a schema is not supported", { hint: "Use $ref." });
      case "note":
        return checkId(key, value, path);
    }
  };

  const judgeItems = (value: unknown, path: Path, context: Context): unknown => {
    if (!Array.isArray(value)) return judge(value, path, context);
    if (draft !== "2020-12") return judgeList(value, path, context);
    const hint = "A list of schemas is prefixItems since draft 2020-12.";
    return note(path, "expected a schema, got a list", { hint });
  };

  const judgeList = (value: unknown, path: Path, context: Context): unknown => {
    if (Array.isArray(value) && value.length > 0) {
      return value.map((item: unknown, index) => judge(item, [...path, index], context));
    }
    return note(path, `expected a list of schemas${gotWords(value)}`, { found: shown(value) });
  };

  const judgeAll = (
    value: unknown,
    path: Path,
    context: Context,
    isOther: (item: unknown) => boolean = () => false,
  ): unknown => {
    if (!isMap(value)) return note(path, `expected a map of schemas${gotWords(value)}`, { found: shown(value) });
    const entries = Object.entries(value).map(([key, item]) => {
      if (FORBIDDEN_KEYS.includes(key)) note([...path, key], "this key is not allowed anywhere");
      return [key, isOther(item) ? item : judge(item, [...path, key], context)] as const;
    });
    return Object.fromEntries(entries);
  };

  const checkPatterns = (value: unknown, path: Path): void => {
    for (const key of Object.keys(isMap(value) ? value : {})) {
      const reading = readPattern(key);
      if (!("value" in reading)) note([...path, key], reading.expected, { found: shown(key) });
    }
  };

  const define = (value: unknown, path: Path): undefined => {
    if (!isMap(value)) return note(path, `expected a map of schemas${gotWords(value)}`, { found: shown(value) });
    for (const [key, item] of Object.entries(value)) nameOf({ path: [...path, key], value: item });
  };

  const refer = (value: unknown, path: Path, { definition, isSame }: Context): string | undefined => {
    if (typeof value !== "string" || !value.startsWith("#")) {
      const hint = "Other files are not read: copy what is needed into $defs.";
      return note(path, "expected a reference into this schema, such as #/$defs/agent", {
        found: shown(value),
        hint,
      });
    }
    const found = findPlace(root, value, anchors);
    if (found === null) return note(path, "nothing stands at this place of the schema", { found: shown(value) });
    if (!isSchemaAt(found.path)) return note(path, "no schema stands at this place", { found: shown(value) });
    const name = nameOf(found);
    if (isSame) leadsTo.set(definition, (leadsTo.get(definition) ?? new Set()).add(name));
    return name === ROOT ? ROOT : `#/$defs/${name}`;
  };

  // A schema with an address of its own would be the top for the references in it.
  const checkId = (key: string, value: unknown, path: Path): undefined => {
    const isId = key === "$id" || (key === "id" && draft === "4");
    if (!isId || path.length === 1 || (typeof value === "string" && value.startsWith("#"))) return undefined;
    return note(path, `${key === "id" ? "an id" : "an $id"} is only supported at the top`, {
      hint: "Use $defs and $ref.",
    });
  };

  const top = judgeMap(root, [], { definition: ROOT, isSame: true });
  const definitions = new Map<string, unknown>();
  for (const { name, found } of waiting) {
    definitions.set(name, judge(found.value, found.path, { definition: name, isSame: true }));
  }
  if (hasCircle(leadsTo)) note([], "a reference leads back to itself without a part of the value between");
  const $defs = definitions.size === 0 ? {} : { $defs: Object.fromEntries(definitions) };
  return { json: JSON.stringify({ $schema: DRAFTS[draft], ...top, ...$defs }), problems };
}

const ROOT = "#";
/** Keywords of other tools that are compared with ours. */
const MOST_UNKNOWN = 1_000;
